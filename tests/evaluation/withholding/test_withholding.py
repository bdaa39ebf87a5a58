"""What a release withholds of the worked example: no small count shows, by itself, in a sentence or by difference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.optimize import linprog

from tideturn.dataset.model import Dataset
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld, published, released_dataset, withhold
from tideturn.example import build_example
from tideturn.methods.disclosure import EarlierRelease

YEARS = (1, 2)


@cache
def example() -> Dataset:
    return build_example()[0]


@cache
def judged(year: int) -> Evaluation:
    return evaluate(example(), year=year)


@cache
def withheld(year: int) -> Withheld:
    return withhold(example(), judged(year))


@pytest.mark.parametrize("year", YEARS)
def test_no_shown_count_of_young_people_is_small_and_a_reader_can_work_none_out(year: int):
    held = withheld(year)
    small = [name for name, count in held.shown().items() if name in held.guarded and count in range(1, 6)]
    assert small == []
    assert held.suppression.hidden
    assert held.exposed() == ()


@pytest.mark.parametrize("year", YEARS)
def test_most_of_the_whole_programmes_numbers_are_kept(year: int):
    held = withheld(year)
    totals = [name for name in held.counts if "/programme/" in name and name.endswith("#n")]
    kept = [name for name in totals if not held.hides(name)]
    assert len(kept) >= 0.8 * len(totals)


@pytest.mark.parametrize("year", YEARS)
def test_verdicts_and_confidence_stay_as_they_were_judged(year: int):
    shown = published(example(), judged(year), withheld(year))
    for before, after in zip(judged(year).outcomes, shown.outcomes, strict=True):
        assert (before.verdict, before.rule, before.confidence, before.scope) == (
            after.verdict,
            after.rule,
            after.confidence,
            after.scope,
        )
        assert [s.reading for s in before.strands] == [s.reading for s in after.strands]


@pytest.mark.parametrize("year", YEARS)
def test_no_hash_no_row_and_no_unquotable_word_is_published(year: int):
    shown = published(example(), judged(year), withheld(year))
    assert all(not item.provenance.sha256 and not item.provenance.rows for item in shown.evidence)
    words = {item.evidence_id: item.text for item in judged(year).evidence if item.kind == "interview"}
    quotable = {item.evidence_id for item in judged(year).evidence if item.quotable}
    assert words.keys() - quotable
    assert all(item.text == "" for item in shown.evidence if item.evidence_id in words.keys() - quotable)


@pytest.mark.parametrize("year", YEARS)
def test_what_is_hidden_is_nowhere_in_the_published_evaluation(year: int):
    """A strand that counts fewer young people than may be shown says none of its numbers in any sentence."""
    before, after = judged(year), published(example(), judged(year), withheld(year))
    hidden = {name.partition("#")[0] for name in withheld(year).suppression.hidden}
    told = 0
    for old, new in zip(before.outcomes, after.outcomes, strict=True):
        for strand, shown in zip(old.strands, new.strands, strict=True):
            if set(strand.evidence) & hidden:
                told += 1
                assert shown.n is None
                assert shown.k is None
                assert shown.share is None
                assert not re.search(r"\d", shown.why), shown.why
                assert strand.why not in new.why
    assert told > 10


def test_the_released_dataset_holds_no_row_about_a_young_person():
    released = released_dataset(example(), withheld(2))
    ids = set(example().table("cases")["case_id"])
    assert ids
    for text in texts(released):
        assert text not in ids
    assert all(survey.responses.height == 0 for survey in released.surveys.values())
    assert released.transcripts == {}


def texts(value: Any) -> Iterator[str]:
    """Every text in a structure, the cells of frames included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, pl.DataFrame):
        for column in value.select(pl.col(pl.String)):
            yield from column.drop_nulls().unique().to_list()
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from texts(inner)


def test_three_releases_one_after_another_give_no_small_count_away():
    """An attacker who knows every release and every sum solves for each hidden count, as reals: a range stays open.

    Written apart from the method: one linear programme over all three releases together.
    """
    first = withheld(1)
    releases = [EarlierRelease("year-1-1", first.shown(), first.relations)]
    second = withhold(example(), judged(2), tuple(releases))
    releases.append(EarlierRelease("year-2-1", second.shown(), second.relations))
    again = _with_one_more_case(example())
    third = withhold(again, evaluate(again, year=2), tuple(releases))
    assert third.exposed(releases) == ()
    for held, version in ((first, 0), (second, 1), (third, 2)):
        for name in sorted(held.guarded):
            if held.hides(name) and held.rule.small(held.counts[name]):
                low, high = _range((first, second, third)[: version + 1], version, name)
                assert high - low >= 1, f"{name} in release {version + 1}: {low} to {high}"


def _with_one_more_case(dataset: Dataset) -> Dataset:
    cases = dataset.table("cases")
    one = cases.filter(pl.col("opened").is_not_null()).tail(1).with_columns(pl.lit("late-001").alias("case_id"))
    tables = {**dataset.tables, "cases": pl.concat([cases, one])}
    return Dataset(dataset.programme, tables, dataset.surveys, dataset.transcripts, dataset.pathways)


def _range(releases: tuple[Withheld, ...], version: int, wanted: str) -> tuple[float, float]:
    """The least and the greatest that a hidden count can be, given every release so far."""
    component = _joined(releases, (version, wanted))
    names = sorted(component)
    place = {key: i for i, key in enumerate(names)}
    rows, sums = [], []
    for v, held in enumerate(releases):
        for relation in held.relations:
            if (v, relation.terms[0][0]) in component:
                row = np.zeros(len(names))
                for name, times in relation.terms:
                    row[place[v, name]] = times
                rows.append(row)
                sums.append(float(relation.constant))
    bounds = []
    for v, name in names:
        shown = releases[v].shown()[name]
        bounds.append((shown, shown) if shown is not None else (0, None))
    ends = []
    for sign in (1, -1):
        aim = np.zeros(len(names))
        aim[place[version, wanted]] = sign
        solved = linprog(aim, A_eq=np.array(rows) if rows else None, b_eq=sums or None, bounds=bounds, method="highs")
        ends.append(sign * solved.fun if solved.status == 0 else 10.0**6)
    return ends[0], min(ends[1], 10.0**6)


def _joined(releases: tuple[Withheld, ...], key: tuple[int, str]) -> set[tuple[int, str]]:
    seen, left = {key}, [key]
    while left:
        v, name = left.pop()
        for relation in releases[v].relations:
            if any(term == name for term, _ in relation.terms):
                for term, _ in relation.terms:
                    if (v, term) not in seen:
                        seen.add((v, term))
                        left.append((v, term))
    return seen
