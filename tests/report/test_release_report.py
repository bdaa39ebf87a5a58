"""A report for release: no small number of young people in any block, no row read, nothing that only a copy shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar

import polars as pl
import pytest
from tests.worked_example import example, judged, withheld

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks.exposure import YOUNG, counts_young_people
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.model import Evaluation, EvidenceItem
from tideturn.evaluation.withholding import Withheld, released_dataset
from tideturn.evaluation.withholding.counts import guarded_by
from tideturn.evaluation.withholding.released import ROWS_OF_PEOPLE
from tideturn.methods.disclosure import EarlierRelease, Suppression
from tideturn.report.blocks import Disclosure, Facts, KeyFigure, Report, Span
from tideturn.report.compose import compose, compose_evidence
from tideturn.report.release.freeze import as_published
from tideturn.report.sections.released import Release

FIELDS = {
    "n": "gave an opinion",
    "k": "agree",
    "disagree": "disagree",
    "neutral": "neither agree nor disagree",
    "dont_know": "gave no opinion",
    "missing": "gave no answer",
    "responses": "responses",
    "better": "better",
    "same": "the same",
    "worse": "worse",
}
TOLD = {
    "cases": "young people",
    "interviews/young_person": "from young people",
    "interviews/family": "from parents and carers",
    "answers/young_person": "from young people",
    "answers/family": "from parents and carers",
    "attendance/young_people": "young people",
    "attendance/families": "family members",
    "sessions/programme": "young people",
    "onward/programme": "referrals",
}


class Guarded(Dataset):
    """A dataset that no table of people may be asked of."""

    def has(self, name: str) -> bool:
        assert name not in ROWS_OF_PEOPLE, f"{name} is asked for"
        return super().has(name)

    def table(self, name: str) -> pl.DataFrame:
        assert name not in ROWS_OF_PEOPLE, f"{name} is read"
        return super().table(name)


@dataclass(frozen=True)
class Released:
    """One year as it is released."""

    withheld: Withheld
    report: Report


def released(
    dataset: Dataset, evaluation: Evaluation, withheld: Withheld, earlier: tuple[EarlierRelease, ...] = ()
) -> Report:
    shown = as_published(dataset, evaluation, withheld, earlier)
    bare = released_dataset(dataset, withheld)
    guarded = Guarded(**{field.name: getattr(bare, field.name) for field in fields(bare)})
    release = Release("year-9-1", withheld.shown())
    report, behind = compose(guarded, shown, release=release), compose_evidence(guarded, shown, release=release)
    # Whatever leaves is looked through: the report and the evidence beside it.
    return replace(report, sections=(*report.sections, *behind.sections))


@pytest.fixture(scope="module")
def both_years() -> tuple[Released, Released]:
    """The first year, and the second as it is released after it."""
    first = Released(withheld(1), released(example(), judged(1), withheld(1)))
    earlier = (withheld(1).as_release("year-1-1"),)
    return first, Released(withheld(2), released(example(), judged(2), withheld(2), earlier))


def pieces(thing: object) -> Iterator[str]:
    """Every text within blocks, however deep; a link is only ever a name or a number of the report's own."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Span):
        yield "" if thing.target else thing.text
    elif isinstance(thing, tuple):
        if thing and all(isinstance(part, Span) for part in thing):
            yield "".join(text for part in thing for text in pieces(part))
        else:
            for part in thing:
                yield from pieces(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from pieces(getattr(thing, field.name))


Kind = TypeVar("Kind")


def every(kind: type[Kind], thing: object) -> Iterator[Kind]:
    """Everything of a kind within blocks, however deep."""
    if isinstance(thing, kind):
        yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from every(kind, part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from every(kind, getattr(thing, field.name))


def entries(report: Report) -> dict[str, str]:
    """What the annex says of each piece of evidence, by its id."""
    found = {}
    for entry in every(Disclosure, report.sections):
        for block in entry.blocks:
            if isinstance(block, Facts):
                told = {name: "".join(pieces(text)) for name, text in block.pairs}
                if "Evidence id" in told:
                    found[told["Evidence id"]] = told.get("Numbers", "")
    return found


@pytest.mark.parametrize("year", [0, 1])
def test_no_hidden_count_stands_beside_its_label(both_years: tuple[Released, Released], year: int) -> None:
    one = both_years[year]
    text = "\n".join(pieces(one.report))
    numbers = entries(one.report)
    hidden = [cell for cell in one.withheld.counts if one.withheld.hides(cell)]
    held = 0
    for cell in hidden:
        record, _, measure = cell.partition("#")
        count = one.withheld.counts[cell]
        if measure in FIELDS and record in numbers:
            held += 1
            assert not re.search(rf"\b{count} {FIELDS[measure]}\b", numbers[record]), cell
        for name, label in TOLD.items():
            if record.startswith(f"{name}/") and measure in ("open", "all", "people", "seen", "made"):
                held += 1
                assert not re.search(rf"\b{count} {label}", text), cell
        if record.startswith("plan/"):
            component, counted = record.split("/")[1:3]
            held += 1
            assert not re.search(rf"{component}[^\n]*\n[^\n]*\n{counted}\n{count} of", text, re.IGNORECASE), cell
    assert held > 20
    assert re.findall(r"\bNone\b(?! (?:of (?!None)|was |recorded))", text) == []
    assert [one for one in every(KeyFigure, one.report.sections) if "0 of" in "".join(pieces(one.value))] == []


@pytest.mark.parametrize("year", [0, 1])
def test_no_sentence_counts_a_few_young_people(both_years: tuple[Released, Released], year: int) -> None:
    """Read as the checks of findings read: in the report's own words, typed by somebody, or quoted."""
    rule = both_years[year].withheld.rule
    counted = [
        (text, said.text)
        for text in pieces(both_years[year].report)
        for said in numbers_said(text)
        if said.kind == "count"
        and rule.small(int(said.value))
        and said.noun.split()[:1]
        and said.noun.split()[0] in YOUNG
    ]
    assert counted == []


def test_what_somebody_typed_is_said_without_the_number(both_years: tuple[Released, Released]) -> None:
    typed = "Three young people in two cities were found because one note said who"
    assert any(typed in point for point in example().table("learning")["point"].to_list())
    text = "\n".join(pieces(both_years[1].report))
    assert "Three young people" not in text
    assert "Some young people in two cities were found because one note said who" in text


@pytest.mark.parametrize("year", [0, 1])
def test_what_only_a_working_copy_shows_is_gone(both_years: tuple[Released, Released], year: int) -> None:
    report = both_years[year].report
    text = "\n".join(pieces(report))
    assert (report.status, report.version) == ("Released version year-9-1", "year-9-1")
    assert "orking copy" not in text
    assert "SHA-256" not in text
    assert not re.search(r"\b[0-9a-f]{64}\b", text)
    assert not re.search(r"\brow \d+", text)
    notes = [span.text for span in every(Span, report) if span.note]
    assert notes
    assert len(notes) > 15
    marks = {note.partition("\N{NO-BREAK SPACE}")[2] for note in notes}
    assert marks <= {"", "judgement"}, "a sentence is marked as unfinished"
    assert "Nothing was collected" not in text
    assert "a number that is not shown. Of young people and families it stands for 1 to 5, or" in text
    assert not re.search(r"transcripts/|\binterview/", text), "an interview can be told from another"
    hidden = sum(count is None for count in both_years[year].withheld.shown().values())
    assert f"{hidden:,} are not shown" in text


def test_a_rating_that_is_shown_is_in_the_summary(both_years: tuple[Released, Released]) -> None:
    text = "\n".join(pieces(both_years[1].report))
    assert "the programme was the main one of several causes of “Young people are safer”" in text
    assert "does not show that the programme brought any" not in text


@pytest.mark.parametrize("year", [0, 1])
def test_no_count_of_outcomes_by_group_is_in_a_release(both_years: tuple[Released, Released], year: int) -> None:
    """If everyone with an open case was scored, they and the tables of who was reached reveal each other's numbers."""
    one = both_years[year]
    text = "\n".join(pieces(one.report))
    assert "A published report does not say how groups of young people did" in text
    assert "larger than chance would explain" not in text
    assert not any("better_by" in name for name in (*one.withheld.counts, *entries(one.report)))


def test_the_summary_gives_a_score_of_which_only_those_who_did_no_better_are_hidden(
    both_years: tuple[Released, Released],
) -> None:
    text = "\n".join(pieces(both_years[1].report))
    said = "35 of 55 young people (64%) gave themselves a better score than at the start."
    assert said in text
    assert f"{said[:-1]}, " not in text, "those who stayed the same or did worse are few"


def test_records_are_told_from_cells(both_years: tuple[Released, Released]) -> None:
    for one in both_years:
        text = "\n".join(pieces(one.report))
        year = text[text.index("Year ") + 5]
        count = one.withheld.shown()[f"cases/programme/{year}#open"]
        assert f"{'c' if count is None else count} young people with a case open at some time in the year" in text


def test_a_count_of_work_with_a_hidden_part_is_in_no_list(both_years: tuple[Released, Released]) -> None:
    for one in both_years:
        text = "\n".join(pieces(one.report))
        assert re.search(r"count/posts/london/\d", text)
        assert not re.search(r"count/sessions_alone/london/\d", text), "no place has cells of its sessions"
    assert "count/sessions_alone/programme/1" not in "\n".join(pieces(both_years[0].report))
    assert "count/sessions_alone/programme/2" in "\n".join(pieces(both_years[1].report))


def of_other_work(item: EvidenceItem) -> EvidenceItem:
    """The count of work as if there were 7919 of each that is guarded; what is no such count stays as it is."""
    guarded = guarded_by(item) if item.kind == "count" else {}
    value = {name: 7919 if name in guarded else number for name, number in item.by_name.items()}
    if value == item.by_name or not guarded:
        return item
    own = {item.by_name[name] for name in value if name in guarded}
    value |= {"k": 7919} if item.by_name.get("k") in own else {}
    return replace(item, n=7919 if item.n in own else item.n, value=item.value.of(value))


def test_a_count_that_is_hidden_changes_nothing_in_the_report() -> None:
    """With every count hidden, a report of other counts is the same, block by block: nothing tells of them."""
    evaluation, held = judged(2), withheld(2)
    secret = replace(held, suppression=Suppression(frozenset(held.counts), frozenset()))
    telling = replace(secret, counts={cell: 7919 + i for i, cell in enumerate(secret.counts)})
    plan = (
        example()
        .table("plan")
        .with_columns(
            pl.when(pl.col("measure").str.contains("young people"))
            .then(7919.0)
            .otherwise(pl.col("delivered"))
            .alias("delivered")
        )
    )
    other = replace(example(), tables={**example().tables, "plan": plan})
    evidence = tuple(
        replace(
            item, n=7919 * 3, value=item.value.of({**item.by_name, **dict.fromkeys(("better", "same", "worse"), 7919)})
        )
        if item.value and "better" in item.by_name and counts_young_people(item)
        else of_other_work(item)
        for item in evaluation.evidence
    )
    planted = replace(evaluation, evidence=evidence)
    assert planted != evaluation
    first, second = released(example(), evaluation, secret), released(other, planted, telling)
    assert first == second
    assert "7919" not in "\n".join(pieces(second))
    assert "7,919" not in "\n".join(pieces(second))
    assert "c young people with a case open at some time in the year" in "\n".join(pieces(second))


def test_a_reading_is_said_once_beside_numbers_that_are_not_shown(both_years: tuple[Released, Released]) -> None:
    told = [text for one in both_years for text in pieces(one.report) if "too small to be shown" in text]
    assert any(text.startswith("Positive. The numbers behind it") for text in told)
    assert not [text for text in told if re.match(r"(\w[\w ]*)\. It reads as \1", text, re.IGNORECASE)]
