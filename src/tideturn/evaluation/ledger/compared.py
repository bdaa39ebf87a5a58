"""Compare those who were served with those who waited, or who are at sites that have not started."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from tideturn.dataset.model import Programme
from tideturn.evaluation.evidence_values import ComparedPairs
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.scopes import Outcome
from tideturn.evaluation.ledger.score_pairs import NOT_STARTED, SERVED, SIDES, WAITING
from tideturn.evaluation.ledger.score_sets import Rows, Scored
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.population import NOBODY_KNOWS
from tideturn.evaluation.readings import Reading, beside_a_state
from tideturn.evaluation.readings_scores import (
    FEWEST_SITES,
    NO_ONE_BESIDE,
    enough_to_compare,
    read_compared,
)
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.told import Told, bound_in, told
from tideturn.methods.adjusted_difference import (
    AdjustedDifference,
    adjusted_difference,
    adjusted_difference_of_sites,
)

_SERVED: Final = SIDES.index(SERVED)
_APART: Final = 30
"""Largest difference between the median lengths of pairs on the two sides, in days."""
OTHERS: Final = {WAITING: "waited", NOT_STARTED: "were at sites that had not started"}
_READ: Final = ("case_id", "context_id", "date", "stage", "outcome_id", "rater", "score")


@dataclass(frozen=True)
class Compared:
    """The comparison of those served with those who were not, and its reading."""

    item: EvidenceItem
    reading: Reading
    concerns: tuple[str, ...]

    def in_place_of(self, strand: Strand) -> Strand:
        """Return the strand with what the comparison reads, and put what it read without one in its detail."""
        alone = told("Without that comparison: {why}", why=_beside(_of(strand.why, strand.evidence[0])))
        return replace(
            strand,
            reading=self.reading.reading,
            why=_of(self.reading.why, self.item.evidence_id),
            detail=told("{alone} {detail}", alone=alone, detail=_of(strand.detail, strand.evidence[0])),
            n=self.item.n,
            k=None,
            share=None,
            low=None,
            high=None,
            evidence=(self.item.evidence_id, *strand.evidence),
            design=COMPARED,
            better_of_two=False,
            rose=self.reading.reading == "positive",
            fell=self.reading.reading == "negative",
            imprecise="",
            concerns=self.concerns,
            smallest_change=_of(self.reading.smallest_change, self.item.evidence_id),
            needs=self.reading.needs,
        )


def compared(scored: Scored, matched: EvidenceItem, outcome: Outcome, programme: Programme) -> Compared | None:
    """Return the comparison of young people's scores at a scope; None if it would have too few people or not be fair.

    Those who waited come before places that have not started. `matched` is the evidence of those served alone.
    """
    for side in (WAITING, NOT_STARTED):
        held = _fair(scored.pairs[np.isin(scored.pairs["side"], (_SERVED, SIDES.index(side)))])
        if held is not None:
            return _compared(held, _of_pairs(scored, held), side, matched, outcome, programme)
    return None


def _fair(pairs: Rows) -> Rows | None:
    """Return the pairs referred within 18 months, if they are enough and about as long on either side; else None."""
    if not len(pairs):
        return None
    held = pairs[pairs["received"] > pairs["earliest"].max()]
    served = held["side"] == _SERVED
    ours, theirs = held["days"][served], held["days"][~served]
    if not enough_to_compare(len(ours), len(theirs)):
        return None
    return held if abs(np.median(ours) - np.median(theirs)) <= _APART else None


def _of_pairs(scored: Scored, pairs: Rows) -> pl.DataFrame:
    """Return the scores in the pairs, in key order."""
    who, day = scored.scores["who"], scored.scores["date"]
    own = pairs[np.searchsorted(pairs["who"], who).clip(max=len(pairs) - 1)]
    either = (day == own["from"]) | (day == own["from"] + own["days"])
    return scored.text.filter((own["who"] == who) & either)


def _compared(
    pairs: Rows, read: pl.DataFrame, side: str, matched: EvidenceItem, outcome: Outcome, programme: Programme
) -> Compared:
    served = pairs["side"] == _SERVED
    sites = (len(np.unique(pairs["site"][served])), len(np.unique(pairs["site"][~served])))
    sign = 1.0 if outcome.better == "up" else -1.0
    first, later = pairs["before"] * sign, pairs["after"] * sign
    if side == NOT_STARTED and min(sites) >= FEWEST_SITES:
        # A place on both sides counts as one on each.
        site = [f"{programme.sites[at].code}/{SIDES[of]}" for at, of in pairs[["site", "side"]]]
        found = adjusted_difference_of_sites(first, later, served, site)
    else:
        found = adjusted_difference(first, later, served)
    spread = float(pl.Series(first).std() or 0.0)  # type: ignore[arg-type]
    reading = read_compared(
        found, unit=matched.unit, waiting=side == WAITING, sites=sites if side == NOT_STARTED else None, spread=spread
    )
    if outcome.claim == "state":
        reading = beside_a_state(reading, "Scores show")
    item = replace(
        matched,
        evidence_id=f"compared/{'/'.join(matched.evidence_id.split('/')[1:])}",
        polarity=reading.polarity,
        n=len(pairs),
        value=_value(found, pairs, side, sites, spread),
        interval=(found.interval.low, found.interval.high),
        text=f"{outcome.title}: those served against those who {OTHERS[side]}",
        provenance=of_rows("assessments", read, _READ),
        population=NOBODY_KNOWS,
    )
    return Compared(item, reading, tuple(_concerns(programme)))


def _value(found: AdjustedDifference, pairs: Rows, side: str, sites: tuple[int, int], spread: float) -> ComparedPairs:
    """Return what was compared; lengths in days, scores signed so that more is better."""
    served = pairs["side"] == _SERVED
    lengths = [float(np.median(pairs["days"][on])) for on in (served, ~served)]
    return ComparedPairs(
        against=side,
        programme=found.programme,
        comparison=found.comparison,
        difference=found.difference,
        low=found.interval.low,
        high=found.interval.high,
        slope=found.slope,
        freedom=found.freedom,
        spread=spread,
        days=lengths[0],
        days_comparison=lengths[1],
        sites=sites[0],
        sites_comparison=sites[1],
    )


def _concerns(programme: Programme) -> Iterator[str]:
    if not programme.comparison_order:
        yield "Nobody has written down how the programme decides who gets the next place (comparison_order)."


def _beside(why: str) -> Told:
    """Return it without the sentence that is not true beside a comparison."""
    return Told(why.removesuffix(NO_ONE_BESIDE), bound_in(why))


def _of(text: str, identity: str) -> str:
    return text.of(identity) if isinstance(text, Told) else text
