"""What a report says of the causal map: each link's weight, whose accounts it rests on, causes, and what is lacking."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.annexed import whole

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.causal_map import UNCAUSED
from tideturn.evaluation.contribution import Contribution
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.theory_records import CutArrow, ProposedLink, SaidCause, SaidWords, TocLink
from tideturn.report.blocks import Bullets, Figure, Paragraph, Quotation, Section, Words
from tideturn.report.charts.causal_map import Causes
from tideturn.report.charts.draw import draw
from tideturn.report.sections.causes import causes_named, contributed
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.released import Release
from tideturn.report.sections.theory import theory

NODES = (
    {"node_id": "n", "kind": "activity", "title": "Training"},
    {"node_id": "k", "kind": "activity", "title": "Advice"},
    {"node_id": "m", "kind": "output", "title": "People trained"},
    {"node_id": "o", "kind": "outcome", "title": "It is supported", "outcome_id": "supported"},
)
ADULTS = ("staff",)


def frame(name: str, *given: dict[str, object]) -> pl.DataFrame:
    schema = TABLES[name].empty().schema
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in given], schema=schema)


def link(link_id: str, start: str, end: str, sources: int | None, *cut: CutArrow, **given: object) -> TocLink:
    flow = sum(arrow.sources or 0 for arrow in cut)
    values: dict[str, object] = {"flow": flow, "people": flow, "threads": sources, "cut": cut}
    values |= {"unprompted": 0, "against": 0, "helps": sources, "hinders": 0, "sites": (), "voices": ADULTS}
    return TocLink(link_id, start, end, sources, **{**values, **given})  # type: ignore[arg-type]


LINKS = (
    link("l1", "n", "m", 4, CutArrow("n", "m", 4, ADULTS)),
    link("l2", "k", "m", 0),
    link("l3", "m", "o", 1, CutArrow("m", "luck", 2, ADULTS), CutArrow("m", "o", 1, ADULTS), threads=2),
)
LACKING = ProposedLink(
    *("luck", "o", "helps", False, True, 3, 2, 0, ("ldn",), ADULTS),
    quotes=(SaidWords("It was luck.", "Staff", "staff"),) * 3,
)


@pytest.fixture
def look(small_dataset: Dataset, small_evaluation: Evaluation) -> Lookup:
    tables = {**small_dataset.tables, "toc_nodes": frame("toc_nodes", *NODES)}
    evaluation = replace(small_evaluation, toc_links=LINKS, proposals=(LACKING,))
    return Lookup(replace(small_dataset, tables=tables), evaluation)


def told(words: Words) -> str:
    return "".join(span.text for span in words)


def mapped(look: Lookup) -> Section:
    return next(
        block for block in whole(theory(look)).blocks if isinstance(block, Section) and block.anchor == "theory-map"
    )


def figures(section: Section) -> list[Figure]:
    return [block for block in section.blocks if isinstance(block, Figure)]


def test_each_step_that_somebody_spoke_of_is_drawn_with_its_table(look: Lookup) -> None:
    first, second, lacking = figures(mapped(look))
    assert isinstance(first.chart, Causes)
    assert [(line.weight, line.told) for line in first.chart.lines] == [(4, "4"), (0, "0")]
    assert first.wide == replace(first.chart, wide=True)
    assert first.sentence == (
        "People mentioned 1 of these 2 links. "
        "The link most often said to help is from “Training” to “People trained” (4 people)."
    )
    assert [[told(cell) for cell in row] for row in first.table.rows] == [
        ["Training", "People trained", "4", "This rests on the accounts of these 4 people."],
        ["The other link", "as drawn", "0", "Not mentioned."],
    ]
    # By whatever way: two by luck and one directly; two people tell the whole of it.
    assert told(second.table.rows[0][3]) == (
        "Its flow is 3, over all routes. It rests on the 3 people who named "
        "“People trained” as helping “luck” (2) and “People trained” as helping “It is supported” (1). 2 people "
        "describe the whole route."
    )
    assert "Advice to People trained: 0." in first.description
    assert second.sentence == "1 person mentioned this link."
    assert all(draw(figure.chart) for figure in (first, second, lacking))


def test_who_was_only_coded_as_speaking_of_a_link_is_told_apart(look: Lookup) -> None:
    coded = (replace(LINKS[0], sources=6, helps=6), replace(LINKS[1], sources=2, helps=2), LINKS[2])
    first = figures(mapped(replace(look, evaluation=replace(look.evaluation, toc_links=coded))))[0]
    assert [told(row[3]) for row in first.table.rows] == [
        "This rests on the accounts of the 4 people whose claims lead there.",
        "It comes from coding alone; it was not named as a cause.",
    ]


def test_a_step_that_nobody_spoke_of_is_a_sentence_and_a_ring_is_named(look: Lookup) -> None:
    silent = (LINKS[0], LINKS[1], link("l3", "m", "o", 0))
    evaluation = replace(look.evaluation, toc_links=silent, rings=(("m", "luck", "m"),))
    section = mapped(replace(look, evaluation=evaluation))
    said = [told(block.words) for block in section.blocks if isinstance(block, Paragraph)]
    assert "No link from there to the outcomes was mentioned." in said
    assert "These causes form a loop: “People trained” to “luck” to “People trained”." in said
    assert len(figures(section)) == 2


def test_what_the_theory_lacks_is_proposed_with_two_peoples_words(look: Lookup) -> None:
    section = mapped(look)
    lacking = figures(section)[-1]
    assert lacking.sentence.startswith("Three or more people named 1 link that the theory of change does not include")
    assert [told(cell) for cell in lacking.table.rows[0][:3]] == ["luck", "helps", "It is supported"]
    assert told(lacking.table.rows[0][3]) == "3 people, 2 of them unprompted: the programme’s own staff (London)"
    said = [told(block.words) for block in section.blocks if isinstance(block, Paragraph)]
    assert "People named luck as helping “It is supported”. This cause is not in the theory of change." in said
    assert [block.text for block in section.blocks if isinstance(block, Quotation)] == ["It was luck."] * 2
    known = {
        "The theory has it the other way round.": replace(LACKING, reverse=True),
        "The theory has it only through “People trained”.": replace(LACKING, by_way_of=("m",)),
        "The theory does not link the two.": replace(LACKING, start="n", start_in_theory=True),
        "This effect is not in the theory of change.": replace(
            LACKING, start="n", start_in_theory=True, end_in_theory=False
        ),
    }
    for words, proposal in known.items():
        found = mapped(replace(look, evaluation=replace(look.evaluation, proposals=(proposal,))))
        assert any(told(block.words).endswith(words) for block in found.blocks if isinstance(block, Paragraph))


def test_without_a_causal_claim_there_is_no_map(look: Lookup) -> None:
    plain = tuple(replace(one, flow=None, people=None, threads=None, cut=()) for one in LINKS)
    whole = theory(replace(look, evaluation=replace(look.evaluation, toc_links=plain, proposals=())))
    assert whole is not None
    assert not [block for block in whole.blocks if isinstance(block, Section) and block.anchor == "theory-map"]


def test_a_release_shows_the_sign_for_what_it_hides(look: Lookup) -> None:
    hidden = replace(LINKS[0], sources=None, helps=None, flow=None, people=None, threads=None, cut=())
    evaluation = replace(look.evaluation, toc_links=(hidden, *LINKS[1:]), proposals=())
    first = figures(mapped(replace(look, evaluation=evaluation, release=Release("v1", {}))))[0]
    assert isinstance(first.chart, Causes)
    assert (first.chart.lines[0].weight, first.chart.lines[0].told) == (1, "c")
    assert [told(cell) for cell in first.table.rows[0][2:]] == ["c", "Not shown."]
    assert first.sentence == "People mentioned 1 of these 2 links."


def test_beside_a_hidden_number_no_link_is_said_to_have_the_most(look: Lookup) -> None:
    hidden = replace(LINKS[1], sources=None, helps=None)
    evaluation = replace(look.evaluation, toc_links=(LINKS[0], hidden, LINKS[2]))
    first = figures(mapped(replace(look, evaluation=evaluation, release=Release("v1", {}))))[0]
    assert first.sentence == "People mentioned all of these 2 links."


def cause(name: str, sources: int | None, **given: object) -> SaidCause:
    values: dict[str, object] = {
        "effect": "helps",
        "in_theory": False,
        "factors": (name,),
        "distance": 1,
        "unprompted": 0,
        "against": 0,
        "threads": sources,
        "sites": (),
        "voices": ADULTS,
    }
    return SaidCause("supported", name, sources=sources, **{**values, **given})  # type: ignore[arg-type]


def named(look: Lookup, *causes: SaidCause, verdict: Verdict = Verdict.SUPPORTED) -> dict[str, list[str]]:
    """The sections of what people named, by their titles, with every point and sentence."""
    judged = tuple(
        replace(own, verdict=verdict) if own.outcome_id == "supported" else own for own in look.evaluation.outcomes
    )
    within = replace(look, evaluation=replace(look.evaluation, causes=causes, outcomes=judged))
    found: dict[str, list[str]] = {}
    for section in causes_named(within, "supported", 4):
        assert isinstance(section, Section)
        found[section.title] = []
        for block in section.blocks:
            assert isinstance(block, Bullets | Paragraph)
            points = block.items if isinstance(block, Bullets) else [block.words]
            found[section.title] += [told(point) for point in points]
    return found


def test_what_helped_an_outcome_and_what_held_it_back_are_two_lists(look: Lookup) -> None:
    found = named(
        look,
        cause("m", 4, in_theory=True, factors=("training", "advice"), unprompted=4, sites=("ldn", "gm")),
        cause("luck", 2, unprompted=1, against=1),
        cause("rain", 0, against=2),
        *(cause(f"other {i}", 1) for i in range(5)),
        cause("money", 3, distance=2, threads=1, by_way_of=("m",)),
        cause("law", 1, distance=3, threads=0, by_way_of=("m",)),
        cause("turnover", 1, effect="hinders"),
        cause("m", 2, effect="hinders", in_theory=True, factors=("training",)),
        cause("pay", 1, effect="hinders", distance=2, threads=0, by_way_of=("turnover",)),
    )
    assert found == {
        "What people said helped": [
            "Training or advice: 4 people, all unprompted: the programme’s own staff (London and Greater Manchester).",
            "Luck: 2 people, 1 of them unprompted: the programme’s own staff. One person said otherwise. This cause is "
            "not in the theory of change.",
            *(
                f"Other {i}: 1 person: the programme’s own staff. This cause is not in the theory of change."
                for i in range(3)
            ),
            "They also named other 3 and other 4.",
            "Less directly: money, 2 steps before it (3 people; 1 describes every step) "
            "and law, 3 steps before it (1 person).",
            "Two people said that rain did not help.",
        ],
        "What people said held it back": [
            "Turnover: 1 person: the programme’s own staff. This obstacle is not in the theory of change.",
            "Training: 2 people: the programme’s own staff. The theory says that it helps.",
            "Less directly: pay, 2 steps before it (1 person).",
        ],
    }
    assert named(look) == {}
    hidden = named(look, cause("luck", None, unprompted=None, against=None, threads=None))
    assert "How many said otherwise is not shown." in hidden["What people said helped"][0]
    skips = named(look, cause("n", 2, in_theory=True, factors=("training",)))
    assert skips["What people said helped"][0].endswith("The theory does not link the two directly.")


def test_a_line_says_how_far_the_programme_is_a_cause(look: Lookup) -> None:
    rated = tuple(
        Contribution(code, rating, "Another explanation is as strong.")
        for code, rating in (("supported", "one_of_several"), ("too_early", "not_shown"))
    )
    within = replace(look, evaluation=replace(look.evaluation, contributions=rated))
    (line,) = contributed(within, "supported")
    assert isinstance(line, Paragraph)
    assert line.words[0].strong
    assert told(line.words) == "The programme’s contribution: one of several causes. Another explanation is as strong."
    assert contributed(within, "too_early") == []
    assert contributed(look, "supported") == []


def test_what_has_not_come_about_has_no_cause(look: Lookup) -> None:
    luck, turnover = cause("luck", 1), cause("turnover", 1, effect="hinders")
    for verdict in (Verdict.MIXED, Verdict.TOO_EARLY, Verdict.NOT_MEASURED, Verdict.CONTESTED):
        found = named(look, luck, turnover, verdict=verdict)
        assert list(found) == ["What people said helps", "What people said gets in the way"]
        assert found["What people said helps"][-1] == UNCAUSED
    assert UNCAUSED not in named(look, turnover, verdict=Verdict.MIXED)["What people said gets in the way"]


def test_what_gets_in_the_way_is_drawn_apart_and_a_link_shows_both_sides(look: Lookup) -> None:
    both = replace(LINKS[0], sources=6, hinders=2, against=2)
    causes = (cause("turnover", 3, effect="hinders"), cause("luck", 1), cause("rain", 0, effect="hinders", against=1))
    evaluation = replace(look.evaluation, toc_links=(both, *LINKS[1:]), causes=causes, proposals=())
    first, _, hindering = figures(mapped(replace(look, evaluation=evaluation)))
    assert isinstance(first.chart, Causes)
    assert [(line.weight, line.hinders) for line in first.chart.lines] == [(4, False), (2, True), (0, False)]
    assert first.table.columns == ("From", "To", "Say it helps", "Say it gets in the way", "How robust")
    assert [[told(cell) for cell in row[2:4]] for row in first.table.rows] == [["4", "2"], ["0", "0"]]
    assert "Training to People trained: 4, and 2 against." in first.description
    assert hindering.sentence == "People named 1 thing as getting in the way of 1 outcome."
    assert isinstance(hindering.chart, Causes)
    assert [(line.start, line.weight, line.hinders) for line in hindering.chart.lines] == [("from turnover", 3, True)]
    assert [told(cell) for cell in hindering.table.rows[0]] == [
        *("Turnover", "Outcome that is supported", "3 people: the programme’s own staff"),
    ]


def test_a_proposed_hindrance_says_how_the_theory_stands_to_it(look: Lookup) -> None:
    hinders, way = replace(LACKING, effect="hinders"), "as getting in the way of “It is supported”."
    training = replace(hinders, start="n", start_in_theory=True)
    known = {
        f"People named luck {way} This obstacle is not in the theory of change.": hinders,
        f"People named “Training” {way} The theory says that it helps.": replace(training, opposed=True),
        f"People named “Training” {way} The theory says that it helps, through “People trained”.": (
            replace(training, by_way_of=("m",))
        ),
        f"People named “Training” {way} The theory links the two the other way round.": replace(training, reverse=True),
    }
    for words, proposal in known.items():
        section = mapped(replace(look, evaluation=replace(look.evaluation, proposals=(proposal,))))
        assert words in [told(block.words) for block in section.blocks if isinstance(block, Paragraph)]
        lacking = figures(section)[-1]
        assert isinstance(lacking.chart, Causes)
        assert (lacking.chart.lines[0].hinders, lacking.chart.lines[0].lacking) == (True, True)
        assert told(lacking.table.rows[0][1]) == "gets in the way of"
