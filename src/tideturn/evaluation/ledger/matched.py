"""Assessments as evidence: each case compared with itself, for each outcome, rater and scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.scopes import Found, Outcome
from tideturn.evaluation.ledger.survey_items import POLARITY_OF
from tideturn.evaluation.model import EvidenceItem, Strand, StrandItem
from tideturn.evaluation.readings import read_matched
from tideturn.evaluation.rounding import percent
from tideturn.evaluation.rules import Rules
from tideturn.methods.change import Change, attrition, matched_change, pair_up
from tideturn.methods.intervals import wilson

_TABLE: Final = "assessments"
_READ: Final = ("case_id", "date", "stage", "outcome_id", "rater", "score")
_VOICES: Final[Mapping[str, tuple[str, str]]] = {
    "worker": ("record", "the scores that workers give, before and after"),
    "young_person": ("young_person", "young people's own scores, before and after"),
    "self": ("stakeholder", "adults' own scores, before and after"),
}
"""Each rater's voice, and the strand in words."""
_FEW: Final = 15
"""Up to so many different scores, the whole distribution before and after is kept with the evidence."""


@dataclass(frozen=True)
class Loss:
    """How many were due a later score, and how many of them have none."""

    due: int
    lost: int

    @property
    def share(self) -> float | None:
        """Lost over due; None when nobody was due."""
        return self.lost / self.due if self.due else None

    def concern(self, whom: str, rules: Rules) -> str:
        """The serious concern that too many were lost, as a sentence; empty where they were not."""
        if self.share is None or self.share <= rules.attrition_concern + 1e-12:
            return ""
        return f"{self.lost:,} of {self.due:,} {whom} have no later one ({percent(self.share)})."


def matched_assessments(dataset: Dataset, outcomes: Mapping[str, Outcome], year: Year, rules: Rules) -> Found:
    """Each outcome that was scored in the year, by each kind of rater, at each scope where it was."""
    scores = _scores(dataset, year)
    items: list[EvidenceItem] = []
    strands: list[tuple[str, str, Strand]] = []
    for (outcome_id, rater), own in sorted(scores.partition_by("outcome_id", "by", as_dict=True).items()):
        outcome = outcomes.get(str(outcome_id))
        if outcome is None:
            continue
        for scope in outcome.scopes:
            there = own.filter(pl.col("site").is_in(outcome.sites_at(scope)))
            if there.filter(pl.col("date") >= year.start).height:
                item, strand = _read(there, outcome, str(rater), scope, year, rules)
                items.append(item)
                strands.append((outcome.outcome_id, scope, strand))
    return Found(tuple(items), tuple(strands))


def measured(change: Change, loss: Loss, before: pl.Series, after: pl.Series) -> dict[str, Any]:
    """What a matched set is worth, by name, as an evidence item carries it."""
    value: dict[str, Any] = {
        "pairs": change.pairs,
        "better": change.better,
        "same": change.same,
        "worse": change.worse,
        "p_sign": change.p_sign,
        "difference": change.difference,
        "low": change.low,
        "high": change.high,
        "due": loss.due,
        "lost": loss.lost,
        "attrition": loss.share,
        "mean_before": before.mean(),
        "mean_after": after.mean(),
    }
    if len({*before.unique(), *after.unique()}) <= _FEW:
        value["before"] = _distribution(before)
        value["after"] = _distribution(after)
    return value


def entry_of(label: str, change: Change, reading: str, rules: Rules) -> StrandItem:
    """The set as a line of its strand: `k` of `n` pairs are better, with Wilson's interval of that share."""
    interval = wilson(change.better, change.pairs) if change.pairs >= rules.min_pairs else None
    if interval is None:
        return StrandItem(label, change.pairs, change.better, None, None, None, reading)
    share = change.better / change.pairs
    return StrandItem(label, change.pairs, change.better, share, interval.low, interval.high, reading)


def _scores(dataset: Dataset, year: Year) -> pl.DataFrame:
    """Every score up to the year's end with the site of its case or place, in key order."""
    places = pl.concat(
        [
            dataset.table("cases").select("case_id", "site"),
            dataset.table("contexts").select(pl.col("context_id").alias("case_id"), "site"),
        ]
    ).unique("case_id", keep="first", maintain_order=True)
    return (
        dataset.table(_TABLE)
        .select(_READ)
        .filter(pl.col("score").is_not_null() & (pl.col("date") <= year.end))
        .with_columns(pl.col("rater").fill_null("worker").alias("by"))
        .join(places, on="case_id", how="inner")
        .sort("case_id", "date", "stage", "outcome_id", "rater", "score")
    )


def _read(
    scores: pl.DataFrame, outcome: Outcome, rater: str, scope: str, year: Year, rules: Rules
) -> tuple[EvidenceItem, Strand]:
    voice, about = _VOICES[rater]
    first = scores.filter(pl.col("stage") == "baseline")
    later = scores.filter(pl.col("stage") != "baseline")
    pairs = pair_up(first, later.filter(pl.col("date") >= year.start), case="case_id", day="date", score="score")
    change = matched_change(pairs["before"], pairs["after"], better=outcome.better, signed_rank=False)
    gone = attrition(first, later, case="case_id", day="date", ends=year.end)
    loss = Loss(gone.due, gone.lost)
    reading = read_matched(
        better=change.better, same=change.same, worse=change.worse, attrition=loss.share, rules=rules
    )
    item = EvidenceItem(
        evidence_id=f"matched/{outcome.outcome_id}/{voice}/{scope}/{year.number}",
        outcome_id=outcome.outcome_id,
        scope=scope,
        year=year.number,
        kind="monitoring",
        voice=voice,
        origin="assessments",
        polarity=POLARITY_OF.get(reading.reading, "none"),
        n=change.pairs,
        value=measured(change, loss, pairs["before"], pairs["after"]),
        interval=None if change.low is None or change.high is None else (change.low, change.high),
        text=f"{outcome.title}: {about}",
        provenance=of_rows(_TABLE, scores, _READ),
    )
    concerns = [loss.concern("cases with a first score", rules)]
    if first.is_empty():
        concerns.append(f"There is no first score to compare with ({about}).")
    entry = entry_of("before and after", change, reading.reading, rules)
    strand = Strand(
        kind="monitoring",
        voice=voice,
        reading=reading.reading,
        why=reading.why,
        about=about,
        n=entry.n,
        k=entry.k,
        share=entry.share,
        low=entry.low,
        high=entry.high,
        items=(entry,),
        evidence=(item.evidence_id,),
        origins=frozenset({"assessments"}),
        sources=1,
        answers=change.pairs,
        asked=gone.baselines,
        by_staff=rater == "worker",
        concerns=tuple(concern for concern in concerns if concern),
        smallest_change=reading.smallest_change,
        needs=reading.needs,
    )
    return item, strand


def _distribution(scores: pl.Series) -> dict[str, int]:
    counts = scores.value_counts().sort(scores.name)
    return {f"{score:g}": int(count) for score, count in counts.iter_rows()}
