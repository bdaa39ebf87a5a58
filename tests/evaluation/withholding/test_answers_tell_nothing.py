"""A reader who knows the form of a survey finds no hidden answer of young people by what a release prints of it.

Written apart from the method. The reader knows which answers there are and what each counts as, that those
with an answer and those without add up to the responses, that the places add up to the programme, and the rule. So
every printed number is a sum of how many gave each answer at each place, and the reader solves for whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.evaluation.withholding.releases import released

from tideturn.dataset.model import Dataset, Programme, Site, Survey, Year
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.vocabulary import WITHHELD
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld, published, withhold

YEAR = Year(1, date(2018, 10, 1), date(2019, 9, 30))
SAID = ("much better", "better", "no change", "worse")
NOTHING = "nothing"
MEANING = {"k": SAID[:2], "same": SAID[2:3], "worse": SAID[3:], "disagree": (), "neutral": ()}
SUMS: Mapping[str, tuple[str, ...]] = {
    **MEANING,
    "dont_know": (),
    "too_early": (),
    "missing": (NOTHING,),
    "n": SAID,
    "responses": (*SAID, NOTHING),
    **{f"counts.{answer}": (answer,) for answer in SAID},
}
"""What each printed number is the sum of."""
Answers = tuple[int, int, int, int, int]
"""How many said each, and how many nothing."""


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = (TABLES | SURVEY_TABLES)[table].empty().schema
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def programme(sites: Mapping[str, Answers]) -> Dataset:
    """Young people at some places, asked what has changed."""
    said = [
        (site, answer)
        for site, counts in sites.items()
        for answer, count in zip((*SAID, None), counts, strict=True)
        for _ in range(count)
    ]
    rows = [
        {"response_id": f"r{at}", "voice": "young_person", "site": site, "year": 1} for at, (site, _) in enumerate(said)
    ]
    answers = pl.Series("q", [answer for _, answer in said], dtype=pl.String)
    items = [
        {
            "item": "q",
            "outcome_id": "safety",
            "measures": "change",
            "label": "How safe do you feel?",
            "agree": "|".join(SAID[:2]),
            "same": SAID[2],
            "worse": SAID[3],
            "scale": "|".join(reversed(SAID)),
        }
    ]
    survey = Survey("s", frame("responses", rows).with_columns(answers), frame("items", items), frame("invited", []))
    outcomes = [{"outcome_id": "safety", "area": "cyp", "title": "Young people are safer", "due_year": 1}]
    places = tuple(Site(code, code.title()) for code in sites)
    return Dataset(Programme("P", places, (YEAR,)), {"outcomes": frame("outcomes", outcomes)}, {"s": survey})


@cache
def release(sites: tuple[tuple[str, Answers], ...]) -> tuple[Evaluation, Withheld]:
    """The year as it is published, and what is hidden."""
    _, told, held = released(programme(dict(sites)))
    return told, held


def above_half(n: int) -> int:
    """Return the smallest count of `n` whose lower Wilson bound is above half, or n + 1 if there is none."""
    z = 1.959963984540054
    for k in range(n + 1):
        p = k / n
        centre, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        if (centre - spread) / (1 + z * z / n) > 0.5:
            return k
    return n + 1


class Reader:
    """All that a release prints of the question, over how many gave each answer at each place."""

    def __init__(self, sites: Mapping[str, Answers], told: Evaluation) -> None:
        self.place = {(site, answer): at for at, (site, answer) in enumerate(_all(sites))}
        self.sites = tuple(sites)
        self.rows: list[np.ndarray] = []
        self.ends: list[tuple[float, float]] = []
        self.shown: set[str] = set()
        for item in told.evidence:
            if item.kind == "survey":
                for name, count in (("n", item.n), *_numbers(item.by_name)):
                    if count is not None and name in SUMS:
                        self.shown.add(f"{item.scope}#{name}")
                        self._know(item.scope, SUMS[name], count, count)
                if item.scope == "programme" and item.n is not None:
                    self._reading(told, item.n)

    def _reading(self, told: Evaluation, n: int) -> None:
        (whole,) = (verdict for verdict in told.outcomes if verdict.scope == "programme")
        readings = {strand.reading for strand in whole.strands if strand.kind == "survey"}
        if whole.verdict == WITHHELD or n < 10 or len(readings) != 1:
            return
        (reading,), enough = readings, above_half(n)
        if reading == "positive":
            self._know("programme", MEANING["k"], enough, n)
        elif reading == "negative":
            self._know("programme", MEANING["worse"], enough, n)
        else:
            self._know("programme", MEANING["k"], 0, enough - 1)
            self._know("programme", MEANING["worse"], 0, enough - 1)

    def _know(self, scope: str, answers: tuple[str, ...], low: float, high: float) -> None:
        row = np.zeros(len(self.place))
        for site in self.sites if scope == "programme" else (scope,):
            for answer in answers:
                row[self.place[site, answer]] = 1
        self.rows.append(row)
        self.ends.append((low, high))

    def can_be(self, scope: str, name: str, low: int, high: int) -> bool:
        """Whether a hidden number can lie between two others."""
        if low > high:
            return False
        known = len(self.rows)
        self._know(scope, SUMS[name], low, high)
        ends = np.array(self.ends)
        limits = LinearConstraint(np.array(self.rows), ends[:, 0], ends[:, 1])
        size = len(self.place)
        solved = milp(np.zeros(size), integrality=np.ones(size), bounds=Bounds(0, np.inf), constraints=limits)
        del self.rows[known:], self.ends[known:]
        return bool(solved.success)


def _all(sites: Mapping[str, Answers]) -> Iterator[tuple[str, str]]:
    return ((site, answer) for site in sites for answer in (*SAID, NOTHING))


def _numbers(value: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    for name, one in value.items():
        if name == "counts":
            yield from ((f"counts.{answer}", count) for answer, count in one.items())
        elif name in SUMS:
            yield name, one


def found_out(sites: dict[str, Answers], told: Evaluation) -> dict[str, int]:
    """The few young people behind a number that the release does not print and that can be no other small number."""
    reader = Reader(sites, told)
    found = {}
    for scope in (*sites, "programme"):
        own = [sites[scope]] if scope in sites else list(sites.values())
        by_answer = dict(zip((*SAID, NOTHING), map(sum, zip(*own, strict=True)), strict=True))
        for name, answers in SUMS.items():
            count = sum(by_answer[answer] for answer in answers)
            if not 1 <= count <= 5:
                continue
            if not any(reader.can_be(scope, name, *ends) for ends in ((1, count - 1), (count + 1, 5))):
                found[f"{scope}#{name}"] = count
    return found


CASES: dict[str, dict[str, Answers]] = {
    # Nobody can say that it is too early, so that nought is no place to hide the two who said nothing.
    "what nobody can say": {"north": (20, 15, 13, 7, 2)},
    # Ten got better, six of them much: the other four would follow.
    "answers of one meaning": {"north": (6, 4, 20, 12, 0)},
    # All who got better are hidden, and all others are shown.
    "better alone": {"north": (3, 0, 9, 12, 0)},
    "two places": {"north": (9, 0, 1, 0, 0), "south": (9, 1, 6, 0, 3)},
    # Of ten, nine got better: with eight it would not read positive, and nobody would be left to be worse or the same.
    "read positive beside worse": {"north": (0, 9, 0, 1, 0)},
    "read positive beside the same": {"north": (0, 9, 1, 0, 0)},
    "read negative beside better": {"north": (0, 1, 0, 9, 0)},
}


@pytest.mark.parametrize("case", CASES)
def test_what_the_form_says_gives_no_young_person_away(case: str) -> None:
    told, _ = release(tuple(CASES[case].items()))
    assert found_out(CASES[case], told) == {}


def under_two_outcomes() -> Dataset:
    """One outcome counts all who got better, the other only those who got much better; the four between are few."""
    data = programme(CASES["answers of one meaning"])
    survey = data.surveys["s"]
    again = survey.items.with_columns(outcome_id=pl.lit("trust"), agree=pl.lit(SAID[0]))
    outcomes = data.table("outcomes")
    tables = {"outcomes": pl.concat([outcomes, outcomes.with_columns(outcome_id=pl.lit("trust"))])}
    return replace(data, tables=tables, surveys={"s": replace(survey, items=pl.concat([survey.items, again]))})


def test_a_question_that_two_outcomes_count_differently_is_told_for_one_of_them() -> None:
    data = under_two_outcomes()
    judged = evaluate(data, year=1)
    counted = {(item.outcome_id, item.scope): item.by_name["k"] for item in judged.evidence if item.kind == "survey"}
    assert (counted["safety", "north"], counted["trust", "north"]) == (10, 6)
    held = withhold(data, judged)
    told = published(data, judged, held)
    shown = {(item.outcome_id, item.scope): item.by_name["k"] for item in told.evidence if item.kind == "survey"}
    assert {shown["safety", scope] for scope in ("north", "programme")} == {None}
    verdicts = {verdict.outcome_id: verdict.verdict for verdict in told.outcomes if verdict.scope == "programme"}
    assert verdicts["safety"] == WITHHELD


def test_what_is_hidden_of_a_comparison_is_hidden_where_its_strand_is_told() -> None:
    """Three answered better after an event than before it, and thirty the same."""
    data = programme({"north": (3, 0, 30, 0, 0)})
    survey = data.surveys["s"]
    after = survey.responses.with_columns(person_id=pl.col("response_id"), stage=pl.lit("after"))
    before = after.with_columns(response_id=pl.format("b{}", "response_id"), stage=pl.lit("before"), q=pl.lit(SAID[2]))
    items = survey.items.with_columns(measures=pl.lit("level"), same=None, worse=None)
    survey = replace(survey, responses=pl.concat([before, after]), items=items)
    data = replace(data, surveys={"s": survey})
    judged = evaluate(data, year=1)
    (entry,) = (
        entry
        for verdict in published(data, judged, withhold(data, judged)).outcomes
        for strand in verdict.strands
        for entry in strand.items
        if entry.item == "before and after"
    )
    assert (entry.n, entry.k) == (0, 0)


def test_the_reader_finds_what_is_printed_or_follows() -> None:
    sites = CASES["answers of one meaning"]
    told = evaluate(programme(sites), year=1)
    assert found_out(sites, told)["north#counts.better"] == 4


ANSWERS = st.tuples(*(st.integers(0, 9) for _ in range(5))).filter(any)


@settings(max_examples=12, deadline=None)
@example((9, 0, 1, 4, 2), (9, 1, 6, 0, 3))
@given(ANSWERS, ANSWERS)
def test_no_small_survey_gives_a_young_person_away(north: Answers, south: Answers) -> None:
    sites = {"north": north, "south": south}
    told, _ = release(tuple(sites.items()))
    assert found_out(sites, told) == {}
