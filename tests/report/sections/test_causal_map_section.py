"""What a report says of the causal map: each link's weight and where it would break, causes, and what is lacking."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.model import CutArrow, Evaluation, ProposedLink, SaidCause, SaidWords, TocLink
from tideturn.report.blocks import Bullets, Figure, Paragraph, Quotation, Section, Words
from tideturn.report.charts.causal_map import Causes
from tideturn.report.charts.draw import draw
from tideturn.report.sections.causal_map import brought_about
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
    return TocLink(link_id, start, end, sources, 0, 0, (), ADULTS, **{**values, **given})  # type: ignore[arg-type]


LINKS = (
    link("l1", "n", "m", 4, CutArrow("n", "m", 4, ADULTS)),
    link("l2", "k", "m", 0),
    link("l3", "m", "o", 1, CutArrow("m", "luck", 2, ADULTS), CutArrow("m", "o", 1, ADULTS), threads=2),
)
LACKING = ProposedLink(
    "luck", "o", False, True, 3, 2, 0, ("ldn",), ADULTS, quotes=(SaidWords("It was luck.", "Staff", "staff"),) * 3
)


@pytest.fixture
def look(small_dataset: Dataset, small_evaluation: Evaluation) -> Lookup:
    tables = {**small_dataset.tables, "toc_nodes": frame("toc_nodes", *NODES)}
    evaluation = replace(small_evaluation, toc_links=LINKS, proposals=(LACKING,))
    return Lookup(replace(small_dataset, tables=tables), evaluation)


def told(words: Words) -> str:
    return "".join(span.text for span in words)


def mapped(look: Lookup) -> Section:
    whole = theory(look)
    assert whole is not None
    return next(block for block in whole.blocks if isinstance(block, Section) and block.anchor == "theory-map")


def figures(section: Section) -> list[Figure]:
    return [block for block in section.blocks if isinstance(block, Figure)]


def test_each_step_that_somebody_spoke_of_is_drawn_with_its_table(look: Lookup) -> None:
    first, second, lacking = figures(mapped(look))
    assert isinstance(first.chart, Causes)
    assert [(line.weight, line.told) for line in first.chart.lines] == [(4, "4"), (0, "0")]
    assert first.wide == replace(first.chart, wide=True)
    assert (
        first.sentence
        == "People spoke of 1 of these 2 links; the most, 4 people, of “Training” leading to “People trained”."
    )
    assert [[told(cell) for cell in row] for row in first.table.rows] == [
        ["Training", "People trained", "4", "It would break if these 4 people were wrong."],
        ["The other link", "as drawn", "0", "No claim leads there."],
    ]
    # By whatever way: two by luck and one directly; two people tell the whole of it.
    assert told(second.table.rows[0][3]) == (
        "It carries 3 by every way together. It would break if 3 people were wrong: those who say that "
        "“People trained” led to “luck” (2) and “People trained” led to “It is supported” (1). 2 people "
        "tell the whole way."
    )
    assert "Advice to People trained: 0." in first.description
    assert second.sentence == "1 person spoke of this link."
    assert all(draw(figure.chart) for figure in (first, second, lacking))


def test_who_was_only_coded_as_speaking_of_a_link_is_told_apart(look: Lookup) -> None:
    coded = (replace(LINKS[0], sources=6), replace(LINKS[1], sources=2), LINKS[2])
    first = figures(mapped(replace(look, evaluation=replace(look.evaluation, toc_links=coded))))[0]
    assert [told(row[3]) for row in first.table.rows] == [
        "It would break if the 4 whose claims lead there were wrong.",
        "It was found by coding alone; no causal claim leads there.",
    ]


def test_a_step_that_nobody_spoke_of_is_a_sentence_and_a_ring_is_named(look: Lookup) -> None:
    silent = (LINKS[0], LINKS[1], link("l3", "m", "o", 0))
    evaluation = replace(look.evaluation, toc_links=silent, rings=(("m", "luck", "m"),))
    section = mapped(replace(look, evaluation=evaluation))
    said = [told(block.words) for block in section.blocks if isinstance(block, Paragraph)]
    assert "Nobody spoke of any link from there to the outcomes." in said
    assert "The map leads back to where it began, as causes do: “People trained” to “luck” to “People trained”." in said
    assert len(figures(section)) == 2


def test_what_the_theory_lacks_is_proposed_with_two_peoples_words(look: Lookup) -> None:
    section = mapped(look)
    lacking = figures(section)[-1]
    assert lacking.sentence.startswith("1 link that the theory does not hold was named by 3 people or more")
    assert told(lacking.table.rows[0][2]) == "3 people, 2 of them unprompted: the programme's own staff (London)"
    said = [told(block.words) for block in section.blocks if isinstance(block, Paragraph)]
    assert "Luck led to “It is supported”. The theory does not have this cause." in said
    assert [block.text for block in section.blocks if isinstance(block, Quotation)] == ["It was luck."] * 2
    known = {
        "The theory has it the other way round.": replace(LACKING, reverse=True),
        "The theory has it only by way of “People trained”.": replace(LACKING, by_way_of=("m",)),
        "The theory does not join the two.": replace(LACKING, start="n", start_in_theory=True),
        "The theory does not have this effect.": replace(LACKING, start="n", start_in_theory=True, end_in_theory=False),
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
    hidden = replace(LINKS[0], sources=None, flow=None, people=None, threads=None, cut=())
    evaluation = replace(look.evaluation, toc_links=(hidden, *LINKS[1:]), proposals=())
    first = figures(mapped(replace(look, evaluation=evaluation, release=Release("v1", {}))))[0]
    assert isinstance(first.chart, Causes)
    assert (first.chart.lines[0].weight, first.chart.lines[0].told) == (1, "c")
    assert [told(cell) for cell in first.table.rows[0][2:]] == ["c", "Not shown."]
    assert first.sentence == "People spoke of 1 of these 2 links."


def cause(name: str, sources: int | None, **given: object) -> SaidCause:
    values: dict[str, object] = {
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


def test_an_outcome_tells_what_people_said_brought_it_about(look: Lookup) -> None:
    causes = (
        cause("m", 4, in_theory=True, factors=("training", "advice"), unprompted=4, sites=("ldn", "gm")),
        cause("luck", 2, unprompted=1, against=1),
        cause("rain", 0, against=2),
        *(cause(f"other {i}", 1) for i in range(4)),
        cause("money", 3, distance=2, threads=1, by_way_of=("m",)),
        cause("law", 1, distance=3, threads=0, by_way_of=("m",)),
    )
    (section,) = brought_about(replace(look, evaluation=replace(look.evaluation, causes=causes)), "supported", 4)
    assert isinstance(section, Section)
    bullets, more, further = section.blocks
    assert isinstance(bullets, Bullets)
    assert [told(item) for item in bullets.items][:4] == [
        "Training or advice: 4 people, all unprompted: the programme's own staff (London and Greater Manchester).",
        "Luck: 2 people, 1 of them unprompted: the programme's own staff. 1 person said that it did not bring it "
        "about. The theory does not have this cause.",
        "Rain: nobody says so. 2 people said that it did not bring it about.",
        "Other 0: 1 person: the programme's own staff. The theory does not have this cause.",
    ]
    assert isinstance(more, Paragraph)
    assert told(more.words) == "They also named other 2 and other 3."
    assert isinstance(further, Paragraph)
    assert told(further.words) == (
        "Further up, by way of these: money, 2 steps away (3 people; 1 tells the whole way) and law, 3 steps away "
        "(1 person)."
    )
    assert brought_about(look, "supported", 4) == []
    hidden = (cause("luck", None, unprompted=None, against=None, threads=None),)
    (section,) = brought_about(replace(look, evaluation=replace(look.evaluation, causes=hidden)), "supported", 4)
    assert isinstance(section, Section)
    (bullets,) = section.blocks
    assert isinstance(bullets, Bullets)
    assert "How many said that it did not bring it about is not shown." in told(bullets.items[0])
    skips = (cause("n", 2, in_theory=True, factors=("training",)),)
    (section,) = brought_about(replace(look, evaluation=replace(look.evaluation, causes=skips)), "supported", 4)
    assert isinstance(section, Section)
    (bullets,) = section.blocks
    assert isinstance(bullets, Bullets)
    assert told(bullets.items[0]).endswith("The theory does not join the two directly.")
