"""What a report prints of places, states and chance: a place's own word, who is unheard there, and what R is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from tests.annexed import whole

from tideturn.dataset.model import Dataset
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation, OutcomeVerdict
from tideturn.evaluation.strand import Strand, StrandItem
from tideturn.evaluation.year_on_year import year_on_year
from tideturn.report.blocks import Block, Board, BoardCell, Bullets, DataTable, Key, Paragraph, Section, Span
from tideturn.report.sections.board import board
from tideturn.report.sections.learning import challenges
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.method import method
from tideturn.report.sections.outcomes import outcome
from tideturn.report.sections.since_last_year import since_last_year
from tideturn.report.sections.summary import summary
from tideturn.report.sections.written import Written

ITEM = StrandItem("q", 15, 12, 0.8, 0.55, 0.93, "positive", evidence="survey/s/q/stakeholder/ldn/1")
SURVEY = Strand(
    "survey", "stakeholder", "positive", "why", "partners", n=15, k=12, items=(ITEM,), evidence=(ITEM.evidence,)
)
FEW = Strand("interview", "staff", "insufficient", "why", "sources", n=2, k=1, sources=2, evidence=("i1", "i2"))
SERIES = Strand("monitoring", "record", "positive", "why", "records", about="the series", design="measured")


def blocks_of(found: Iterable[Block]) -> Iterator[Block]:
    for block in found:
        yield block
        if isinstance(block, Section):
            yield from blocks_of(block.blocks)


def text(words: Iterable[Span]) -> str:
    return "".join(span.text for span in words)


def altered(evaluation: Evaluation, outcome_id: str, scope: str, **given: object) -> Evaluation:
    """The evaluation with one verdict altered, which is added where there is none."""
    known = [v for v in evaluation.outcomes if (v.outcome_id, v.scope) != (outcome_id, scope)]
    base = OutcomeVerdict(outcome_id, scope, Verdict.EMERGING, "This is why", "low", ("It starts low: so.",), ())
    found = evaluation.verdict(outcome_id, scope) or base
    return replace(evaluation, outcomes=(*known, replace(found, **given)))  # type: ignore[arg-type]


def cell(look: Lookup, title: str, place: str) -> BoardCell:
    section = board(look)
    assert section is not None
    table = next(block for block in section.blocks if isinstance(block, Board))
    row = next(row for _, rows in table.groups for row in rows if row.title == title)
    found = row.cells[table.places.index(place)]
    assert found is not None
    return found


def place_row(look: Lookup, place: str) -> tuple[str, str]:
    section = whole(outcome(look, Written(look), look.verdicts["emerging", PROGRAMME_SCOPE]))
    tables = (b for b in blocks_of(section.blocks) if isinstance(b, DataTable) and b.columns[0] == "Place")
    row = next(row for table in tables for row in table.rows if text(row[0]) == place)  # type: ignore[arg-type]
    return row[1].word, text(row[2])  # type: ignore[union-attr, arg-type]


@pytest.mark.parametrize(
    ("strands", "word"),
    [((), "Nothing collected"), ((FEW,), "Too little to read"), ((SURVEY, FEW), "No clear difference")],
)
def test_a_place_without_a_word_of_its_own_shows_none(
    small_dataset: Dataset, small_evaluation: Evaluation, strands: tuple[Strand, ...], word: str
) -> None:
    own = altered(small_evaluation, "emerging", "ldn", verdict=Verdict.SUPPORTED, strands=strands, printed=False)
    found = cell(Lookup(small_dataset, own), "Outcome that is emerging", "London")
    assert (found.mark.verdict, found.mark.word) == (None, word)
    printed = altered(own, "emerging", "ldn", printed=True)
    assert cell(Lookup(small_dataset, printed), "Outcome that is emerging", "London").mark.word == "Supported"


def test_its_numbers_stand_under_the_programmes_verdict_and_who_is_too_few_is_named(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    own = altered(small_evaluation, "emerging", "ldn", verdict=Verdict.SUPPORTED, strands=(SURVEY, FEW), printed=False)
    dissent = replace(FEW, reading="no_change", n=9, k=1)
    own = altered(own, "emerging", PROGRAMME_SCOPE, verdict=Verdict.EMERGING, strands=(SURVEY, dissent))
    word, told = place_row(Lookup(small_dataset, own), "London")
    assert word == "No clear difference"
    assert told == (
        "12 of 15 partners (80%) agree. In interviews with the programme’s own staff, 1 of 2 who spoke of it supports "
        "it. In the whole programme, interviews with the programme’s own staff read no change; here there is too "
        "little to read."
    )
    printed = altered(own, "emerging", "ldn", printed=True, why="It is its own.")
    assert place_row(Lookup(small_dataset, printed), "London")[1].startswith("It is its own.")


def test_states_that_hold_are_counted_apart_from_changes(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    def lede(evaluation: Evaluation) -> str:
        look = Lookup(small_dataset, evaluation)
        blocks = summary(look, Written(look)).blocks
        sure = next(b for b in blocks if isinstance(b, Section) and b.anchor == "summary-sure")
        return next(text(b.words) for b in sure.blocks if isinstance(b, Paragraph))

    assert "hold" not in lede(small_evaluation)
    held = altered(small_evaluation, "supported", PROGRAMME_SCOPE, claim="state")
    held = altered(held, "adverse", PROGRAMME_SCOPE, claim="state")
    said = lede(held)
    assert " 1 of 2 states holds; 0 of 6 changes are supported. " in said
    assert "supports" not in said
    found = cell(Lookup(small_dataset, held), "Outcome that is supported", "Whole programme")
    assert (found.mark.verdict, found.mark.word) == ("holds", "Holds")


def test_how_many_measured_readings_would_look_like_a_change_by_chance(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    def limits(evaluation: Evaluation) -> str:
        found = blocks_of(method(Lookup(small_dataset, evaluation)).blocks)
        return " ".join(text(item) for block in found if isinstance(block, Bullets) for item in block.items)

    assert "measured reading" not in limits(small_evaluation)
    assert "We cannot give a rate for these." in limits(small_evaluation)
    many = tuple(replace(SERIES, about=f"series {n}", reading=("positive", "mixed")[n % 2]) for n in range(30))
    measured = altered(small_evaluation, "emerging", PROGRAMME_SCOPE, strands=many)
    # 0.025 of 30 is 0.75, which is 0.8 to one place.
    assert measured.readings == 30
    assert "made 30 measured readings. If nothing had changed, about 0.8 of them" in limits(measured)
    assert "15 read positive and none negative" in limits(measured)
    assert Bindings(measured).value(Bindings(measured)._named["verdicts/1"], "by chance") == pytest.approx(0.75)


def test_the_words_of_places_and_states_are_explained_where_they_are_used(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    def key(evaluation: Evaluation) -> dict[str, str]:
        found = blocks_of(method(Lookup(small_dataset, evaluation)).blocks)
        return {mark.word: told for block in found if isinstance(block, Key) for mark, told in block.entries}

    assert not {"Holds", "No clear difference"} & key(small_evaluation).keys()
    own = altered(small_evaluation, "emerging", "ldn", printed=False)
    held = altered(own, "supported", PROGRAMME_SCOPE, claim="state")
    assert {"Holds", "No clear difference"} <= key(held).keys()


def test_nothing_that_fell_is_told_as_surer(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    def told(fell: bool) -> str:
        strand = replace(SURVEY, fell=fell)
        now = altered(small_evaluation, "emerging", PROGRAMME_SCOPE, confidence="high", strands=(strand,))
        before = altered(small_evaluation, "emerging", PROGRAMME_SCOPE, confidence="low", strands=(SURVEY,))
        look = Lookup(small_dataset, replace(now, earlier=(before,)))
        section = whole(since_last_year(look))
        rows = (row for b in blocks_of(section.blocks) if isinstance(b, DataTable) for row in b.rows)
        return next(text(row[-1]) for row in rows if text(row[0]) == "Outcome that is emerging")  # type: ignore[arg-type]

    assert told(fell=False).startswith("No, but more certain")
    assert told(fell=True).startswith("No, but there is a fall in the survey of partners")


def test_a_series_that_rose_against_what_was_registered_is_not_lower(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    rose = replace(SURVEY, kind="monitoring", voice="record", reading="negative", fell=True)
    now = altered(small_evaluation, "contested", PROGRAMME_SCOPE, strands=(rose,))
    found = year_on_year(replace(now, earlier=(small_evaluation,)))
    assert found is not None
    assert [one.fallen for one in found.outcomes if one.outcome_id == "contested"] == [()] * 3


def test_the_years_count_states_that_hold_apart(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    held = altered(small_evaluation, "supported", PROGRAMME_SCOPE, claim="state")
    look = Lookup(small_dataset, replace(held, earlier=(small_evaluation,)))
    section = since_last_year(look)
    assert section is not None
    told = " ".join(text(b.words) for b in section.blocks if isinstance(b, Paragraph))
    assert "Year 1 found 1 supported," in told
    assert "Year 1 finds 1 state that holds," in told
    assert Bindings(look.evaluation).value(Bindings(look.evaluation)._named["years/1:now"], "Holds") == 1


def test_a_place_that_reads_adverse_by_chance_is_no_challenge(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    def named(*, printed: bool) -> bool:
        own = altered(small_evaluation, "emerging", "ldn", verdict=Verdict.ADVERSE, printed=printed)
        found = blocks_of([challenges(Lookup(small_dataset, own))])
        told = [text(item) for block in found if isinstance(block, Bullets) for item in block.items]
        return "Outcome that is emerging: adverse in London." in told

    assert named(printed=True)
    assert not named(printed=False)
