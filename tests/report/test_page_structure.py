"""The page as a structure: headings, links, tables, words that must be escaped, and what must never be printed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import VERDICT
from tideturn.evaluation.model import Evaluation
from tideturn.report import render_evidence, render_html
from tideturn.report.annex import more

VOID = {"meta", "br", "hr", "img", "link", "input"}


@dataclass
class Node:
    """One element with what lies in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    own_text: str = ""

    def all(self, *tags: str) -> list[Node]:
        found = [child for child in self.children if child.tag in tags]
        return [node for child in self.children for node in ([child] if child in found else []) + child.all(*tags)]

    def everything(self) -> list[Node]:
        return [node for child in self.children for node in [child, *child.everything()]]

    @property
    def text(self) -> str:
        return " ".join((self.own_text + " " + " ".join(child.text for child in self.children)).split())


class Tree(HTMLParser):
    """Builds the tree and refuses a closing tag that closes nothing."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = Node("#root", {})
        self.open = [self.root]
        self.feed(page)
        assert len(self.open) == 1, f"left open: {[node.tag for node in self.open[1:]]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Node("#text", {}, own_text=data))


@pytest.fixture(scope="module")
def tree(small_page: str) -> Node:
    return Tree(small_page).root


@pytest.fixture(scope="module")
def behind(small_dataset: Dataset, small_evaluation: Evaluation) -> Node:
    """The page of the evidence, which lies beside the report."""
    return Tree(render_evidence(small_dataset, small_evaluation).decode()).root


def whole(tree: Node, anchor: str) -> str:
    """What the body says of something, and then the annex."""
    halves = {node.attributes.get("id"): node.text for node in tree.all("section")}
    return f"{halves[anchor]} {halves[more(anchor)]}"


def test_the_page_speaks_british_english_and_names_itself(tree: Node) -> None:
    assert tree.all("html")[0].attributes["lang"] == "en-GB"
    assert tree.all("title")[0].text.startswith("What changed in Year 1, and how sure we can be")


def test_headings_begin_at_one_and_skip_no_level(tree: Node) -> None:
    levels = [int(node.tag[1]) for node in tree.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_sections_come_in_the_order_in_which_they_are_needed(tree: Node) -> None:
    titles = [node.text for node in tree.all("h2")]
    assert titles == [
        "Executive summary",
        "In this report",
        "The outcomes at a glance",
        "The programme",
        "How it was evaluated",
        "Implementation",
        "Impact on young people",
        "Impact on practitioners",
        "Impact on the system",
        "Change over time",
        "The theory of change",
        "Strengths",
        "Challenges",
        "Learning",
        "Recommendations",
        # The annex, under the same headings as the body and then its own.
        "The programme",
        "How it was evaluated",
        "Implementation",
        "Impact on young people",
        "Impact on practitioners",
        "Impact on the system",
        "Change over time",
        "The theory of change",
        "How the rules judged it",
    ]


def test_the_evidence_is_a_document_of_its_own(behind: Node) -> None:
    titles = [node.text for node in behind.all("h2")]
    assert titles == [
        "In this report",
        "Place by place, strand by strand",
        "Data to collect, outcome by outcome",
        "The evidence, piece by piece",
    ]


def test_every_id_is_used_once_and_every_link_leads_somewhere_also_from_one_document_to_the_other(
    tree: Node, behind: Node
) -> None:
    used: dict[str, set[str]] = {}
    for name, root in (("report.html", tree), ("evidence.html", behind)):
        ids = Counter(node.attributes["id"] for node in root.everything() if "id" in node.attributes)
        assert [one for one, count in ids.items() if count > 1] == []
        used[name] = set(ids)
    for name, root, other in (("report.html", tree, "evidence.html"), ("evidence.html", behind, "report.html")):
        targets = [node.attributes["href"].partition("#") for node in root.all("a")]
        assert {place for place, _, _ in targets} == {"", other}
        assert {anchor for place, _, anchor in targets if not place} <= used[name]
        assert {anchor for place, _, anchor in targets if place == other} <= used[other]
    ids = used["report.html"]
    named = [name for node in tree.everything() for name in node.attributes.get("aria-labelledby", "").split()]
    assert set(named) - set(ids) == set()


def test_the_board_leads_from_every_verdict_to_its_reasons(tree: Node, small_evaluation: Evaluation) -> None:
    board = next(node for node in tree.all("table") if node.attributes.get("class") == "board")
    cells = board.all("a")
    assert len(cells) == len(small_evaluation.outcomes)
    places = {node.attributes.get("id"): node for kind in ("section", "tr") for node in tree.all(kind)}
    for cell in cells:
        told = places[cell.attributes["href"].removeprefix("#")]
        word = cell.all("span")[0].text
        assert word in VERDICT.terms.values()
        assert word in told.text
        assert cell.all("svg"), "a shape beside the word"


def test_a_site_that_an_outcome_has_no_verdict_at_says_so(tree: Node) -> None:
    board = next(node for node in tree.all("table") if node.attributes.get("class") == "board")
    empty = [cell for cell in board.all("td") if not cell.all("a")]
    assert empty
    # On a narrow screen each cell names its place, but for the whole programme's, which every outcome has.
    places = [head.text for head in board.all("thead")[0].all("th")][1:-1]
    assert {cell.text for cell in empty} <= {f"{place} does not apply" for place in places}


def test_every_table_has_a_caption_and_headers(tree: Node) -> None:
    tables = tree.all("table")
    assert len(tables) > 5
    for table in tables:
        assert table.all("caption")[0].text
        assert all(head.attributes.get("scope") for head in table.all("th"))
        width = len(table.all("thead")[0].all("th"))
        rows = [row for body in table.all("tbody") for row in body.all("tr")]
        assert rows
        for row in rows:
            cells = row.all("th", "td")
            assert sum(int(cell.attributes.get("colspan", "1")) for cell in cells) == width


def test_every_chart_has_a_title_a_sentence_and_the_table_behind_it(tree: Node, behind: Node) -> None:
    charts = [node for node in tree.all("figure") if node.attributes.get("class") == "chart"]
    assert {chart.attributes["id"] for chart in charts} == {
        "chart-before-and-after",
        "chart-planned-and-delivered",
        f"chart-series-{_number_of(behind, 'series/nrm')}",
    }
    for chart in charts:
        drawing = chart.all("svg")[0]
        assert drawing.attributes["role"] == "img"
        assert drawing.all("title")[0].text
        assert drawing.all("desc")[0].text
        assert len(chart.all("figcaption")[0].text) > 40
        assert chart.all("details")[0].all("table")


def _number_of(tree: Node, evidence_id: str) -> str:
    piece = next(node for node in tree.all("details") if f"{evidence_id}/" in node.text and "id" in node.attributes)
    return piece.attributes["id"].removeprefix("e")


def test_words_somebody_said_cannot_become_markup(small_page: str, tree: Node) -> None:
    assert "<script" not in small_page
    quote = next(node for node in tree.all("blockquote"))
    assert quote.text == ('They said "wait"; <script>alert(1)</script> & <b>so we waited</b>, all of that long winter.')
    assert tree.all("h1")[0].text
    assert "Turning <the> Tide" in tree.all("header")[0].text


def test_words_without_consent_are_nowhere_on_either_page(small_page: str, behind: Node) -> None:
    assert "Nobody may ever read these words" not in small_page
    assert "Nobody may ever read these words" not in behind.text
    assert "no consent to quote" in behind.text


def test_both_sides_of_a_dispute_are_shown(tree: Node) -> None:
    sides = next(node for node in tree.all("section") if node.attributes.get("id") == "outcome-contested.sides")
    assert "Survey, partners (Whole programme and London)" in sides.text
    assert "Interviews, the programme’s own staff (Whole programme and London)" in sides.text


def test_an_override_is_printed_beside_what_the_rules_gave(tree: Node) -> None:
    told = whole(tree, "outcome-mixed")
    assert "Here EV1 overrode the rules’ verdict and set Emerging" in told
    assert "The second question was misread." in told
    assert "The rules gave Mixed" in told
    # The rules' confidence belongs to their own verdict, not to the person's.
    assert "Confidence in the rules’ own verdict is" in told
    assert "Emerging overridden" in told


def test_the_summary_counts_the_verdicts_that_stand(tree: Node) -> None:
    sure = next(node for node in tree.all("section") if node.attributes.get("id") == "summary-sure")
    # The override turns the mixed one into a second that is emerging.
    assert sure.all("p")[0].text == (
        "8 of 9 outcomes were due. The evidence supports 1, gives early support to 2, is disputed on 1, shows no "
        "change in 1 and contradicts 1; 1 could not be judged and 1 was not measured."
    )


def test_few_answers_show_no_percentage(tree: Node) -> None:
    told = whole(tree, "outcome-insufficient")
    assert "4 of 7 partners agree; too few for a percentage" in told
    assert "57%" not in told


def test_numbers_are_said_as_the_house_says_them(small_page: str) -> None:
    assert "13 of 17 partners (76%; 53% to 90%) agree" in small_page
    assert "18 of 20 days (90%)" in small_page
    assert "20 December 2018, 7 weeks late" in small_page


def test_evidence_opens_to_table_rows_and_hash(behind: Node) -> None:
    piece = next(node for node in behind.all("details") if node.attributes.get("id") == "e1")
    assert "surveys/s/responses: row 2, row 3 and 15 more rows" in piece.text
    assert re.search(r"\b(ab){32}\b", piece.text)


def test_nothing_is_fetched_from_anywhere(small_page: str) -> None:
    fetched = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(https?:|//)""", small_page)
    assert fetched == []
    assert "<link" not in small_page


def test_the_page_is_marked_as_a_working_copy(tree: Node) -> None:
    assert "Working copy, not for release" in tree.all("header")[0].text


def test_the_same_evaluation_gives_the_same_bytes(
    small_dataset: Dataset, small_evaluation: Evaluation, small_page: str
) -> None:
    assert render_html(small_dataset, small_evaluation).decode() == small_page


def test_a_programme_with_nothing_in_it_says_so(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    bare = Dataset(small_dataset.programme, {})
    nothing = Evaluation("Empty", small_evaluation.year, small_evaluation.rules, (), ())
    tree = Tree(render_html(bare, nothing).decode()).root
    assert "there is nothing to judge" in tree.text
    assert "No evidence was found" in Tree(render_evidence(bare, nothing).decode()).root.text
    for section in tree.all("section"):
        assert len(section.text) > len(section.all("h2", "h3", "h4", "h5")[0].text), section.attributes["id"]


def test_the_status_can_end_no_style_sheet(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    programme = replace(small_dataset.programme, report={"status": 'Draft "3"</style><b>', "evaluator": "A & B"})
    told = render_html(replace(small_dataset, programme=programme), small_evaluation).decode()
    assert told.count("</style>") == 1
    bare = Tree(told).root
    assert 'Draft "3"</style><b>, not for release' in bare.all("header")[0].text
    facts = {node.all("dt")[0].text: node.all("dd")[0].text for node in bare.all("div") if node.all("dt")}
    assert facts["Evaluated by"] == "A & B."
