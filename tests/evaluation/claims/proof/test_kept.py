"""Test true and false sentences about two folders, and count how many have each grade.

Twenty-two readers wrote them in turn from the folders alone: `ex`, `second` to `twentieth`, and `he` and `hs`. Nobody
opened the 150 sentences of `he` and `hs`, and later those of `nineteenth` and `twentieth`, before the grammar last
changed. `kept.csv` holds them with the evidence that an author would name, whether they are true, and why. A `breach`
is true but breaks a rule, so it must be stopped.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from tests import worked_example
from tests.evaluation.claims.proof.reads import Texts, texts_noted
from tests.once import made_once

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks import Context, context_of, run_checks
from tideturn.evaluation.claims.grade import JUDGED, PROVED, STOPPED, Grading
from tideturn.evaluation.claims.model import FAIL, Check, Claim, Edge, own_first
from tideturn.evaluation.model import Evaluation, EvidenceItem

STOPS = list(csv.DictReader((Path(__file__).parents[1] / "stops.csv").read_text(encoding="utf-8").splitlines()))
"""True sentences, which no check may stop, and beside each a false one with the check that stops it."""
KEPT = list(csv.DictReader((Path(__file__).parent / "kept.csv").read_text(encoding="utf-8").splitlines()))


def world(folder: str, year: int) -> tuple[Dataset, Evaluation]:
    if folder == "example":
        return worked_example.built()[0], worked_example.bare_judged(year)
    return worked_example.second(), worked_example.second_judged(year)


KINDS = {
    "survey": "answers to a survey",
    "matched": "scores, and answers before and after training",
    "compared": "scores, and answers before and after training",
    "series": "counts over time",
    "pathway": "pathways",
    "network": "ties between organisations",
    "interview": "interviews",
    "document": "documents",
    "change": "harvested changes",
}
"""Return the kind of evidence of a sentence, from the first part of its first evidence id."""


def grades(kind: str = "") -> Counter[tuple[str, str]]:
    """Count the sentences of each label and grade, for one kind of evidence or for all."""
    return Counter((row["label"], grade_of()[row["id"]]) for row in KEPT if kind in ("", kind_of(row)))


def kind_of(row: Mapping[str, str]) -> str:
    first = (row["supports"] or row["contradicts"]).split("/")[0]
    return KINDS.get(first, "counts of the work")


@cache
def ledger(folder: str, year: int) -> Mapping[str, list[EvidenceItem]]:
    """Return the evidence of a year and of earlier years, by id."""
    _, evaluation = world(folder, year)
    known: dict[str, list[EvidenceItem]] = defaultdict(list)
    for one in (*evaluation.earlier, evaluation):
        for item in one.evidence:
            known[item.evidence_id].append(item)
    return known


@cache
def context(folder: str, year: int) -> Context:
    """Return what the checks need from a folder, besides the claim."""
    dataset, evaluation = world(folder, year)
    return context_of(dataset, evaluation)


def read(row: Mapping[str, str]) -> Claim:
    """Return the claim in a row, with its evidence and the verdict on its outcome."""
    said, about = row["sentence"], (row["outcome_id"], row["scope"], int(row["year"]))
    known = ledger(row["folder"], int(row["year"]))
    edges = tuple(
        Edge(identity, edge, None, own_first(known[identity], row["outcome_id"]))
        for edge in ("supports", "contradicts")
        for identity in filter(None, row[edge].split("|"))
    )
    verdict = world(row["folder"], int(row["year"]))[1].verdict(row["outcome_id"], row["scope"])
    return Claim(
        row.get("id", "c"), row.get("section", "section"), said, said, row["type"], *about, "a", "b", (), edges, verdict
    )


def checked(row: Mapping[str, str]) -> tuple[tuple[Check, ...], Grading]:
    """Return what the checks say about one sentence of a folder, and its grade."""
    checks, (grading,) = run_checks([read(row)], context(row["folder"], int(row["year"])))
    return checks, grading


class Kept(NamedTuple):
    """What the checks say about a kept sentence, its grade, and the texts that rules are matched with."""

    checks: tuple[Check, ...]
    grading: Grading
    texts: Texts


@made_once
def kept() -> tuple[Kept, ...]:
    """Return what comes of each kept sentence."""
    found = []
    with texts_noted() as seen:
        for row in KEPT:
            seen.clear()
            found.append(Kept(*checked(row), frozenset(seen)))
    return tuple(found)


@cache
def grade_of() -> dict[str, str]:
    """Return the grade of each kept sentence, by id."""
    found = {}
    for row, (_, grading, _) in zip(KEPT, kept(), strict=True):
        found[row["id"]] = grading.grade
        if (row["label"], grading.grade) == ("false", PROVED):
            pytest.fail(f"{row['id']} is false and comes out proved: {row['sentence']} ({row['why']})")
    return found


def test_there_are_enough_of_each_and_no_sentence_twice() -> None:
    assert Counter(row["label"] for row in KEPT) == {"true": 1227, "false": 719, "breach": 42}
    assert len({row["sentence"] for row in KEPT}) == len(KEPT)


def test_no_false_sentence_is_proved() -> None:
    assert grades()["false", PROVED] == 0


def test_six_true_ones_in_ten_are_proved_and_at_most_three_in_a_hundred_stopped() -> None:
    of_true = {grade: grades()["true", grade] for grade in (PROVED, JUDGED, STOPPED)}
    assert of_true[PROVED] >= 0.6 * sum(of_true.values())
    assert of_true[STOPPED] <= 0.03 * sum(of_true.values())


def test_more_than_half_of_the_false_ones_are_stopped() -> None:
    assert grades()["false", STOPPED] >= 0.5 * sum(row["label"] == "false" for row in KEPT)


def test_what_breaks_a_rule_is_stopped_though_it_is_true() -> None:
    assert {grade for (label, grade) in grades() if label == "breach"} == {STOPPED}


@pytest.mark.parametrize("row", STOPS, ids=[row["sentence"] for row in STOPS])
def test_stops_what_is_false_and_nothing_beside_it(row: Mapping[str, str]) -> None:
    checks, _ = checked(row)
    failing = {check.check for check in checks if check.status == FAIL and check.check != "unreviewed"}
    assert row["failing"] in failing if row["failing"] else not failing
