"""Read assessments as evidence: each young person, and each place or group, compared with itself.

Young people are one strand for each outcome, rater and scope; places and groups are another, and never young people.
Where enough people were scored twice before the work began, the better of the two is the first score. Where enough
waited, or are at sites that have not started, those served are compared with them (`ledger.compared`), and the strand
reads that comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import numpy as np
import polars as pl

from tideturn.dataset.model import Dataset, Programme, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import day
from tideturn.evaluation.evidence_values import AssessmentPairs
from tideturn.evaluation.ledger.compared import compared
from tideturn.evaluation.ledger.counts.better import BY, Groups
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.scopes import Found, Outcome
from tideturn.evaluation.ledger.score_sets import READ, Scored, ScoreSet, matched_id
from tideturn.evaluation.ledger.strands import strand_of
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.population import Population
from tideturn.evaluation.readings import beside_a_state, exceeds, imprecise
from tideturn.evaluation.readings_scores import how_far
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import MEASURED, STAFF, UNCOMPARED, Strand, StrandItem
from tideturn.evaluation.told import Told, stated, stated_of, told
from tideturn.evaluation.units import SELF_SCORING
from tideturn.methods.change import SETTLING_DAYS, Change, Days, attrition_of_days, due_and_lost, matched_change
from tideturn.methods.intervals import wilson

BEFORE_AND_AFTER: Final = "before and after"
"""Name of a comparison of two scores or answers in its strand, among questions too."""
_TABLE: Final = "assessments"
VOICES: Final[Mapping[str, str]] = {"worker": "record", "young_person": "young_person", "self": "stakeholder"}
"""Voice of each rater."""
_ACCOUNT: Final[Mapping[str, str]] = {
    "worker": STAFF,
    "young_person": people("young_person"),
    "self": people("stakeholder"),
}
"""Token for whose account each rater's scores are."""
_ABOUT: Final[Mapping[tuple[str, bool], str]] = {
    ("worker", False): "workers’ scores of young people",
    ("worker", True): "workers’ scores of places and groups",
    ("young_person", False): "young people’s own scores",
    ("young_person", True): "young people’s scores of places and groups",
    ("self", False): "adults’ own scores",
    ("self", True): "adults’ scores of places and groups",
}
"""Words for the strand, by rater and whether places were scored."""
_STEPS: Final = {
    False: ("had a case open in the year", "were scored at the start", "were scored again in the year", ""),
    True: ("were being worked on in the year", "were scored at the start", "were scored again in the year", ""),
}
_STEPS_OF_TWO: Final = (
    "had a case open in the year",
    "were scored twice before the work began",
    "were scored again in the year",
    "",
)
_STEPS_OF_ADULTS: Final = (
    "had a case open in the year",
    "had an adult who scored themselves at the start",
    "had an adult who scored themselves again in the year",
    "",
)
"""Steps for the young people whose parents, carers or other adults scored themselves."""
PLACES: Final = "/places"
"""Ending of the ids of evidence about places and groups."""
_FEW: Final = 15
"""Maximum number of different scores for the evidence to keep the whole distribution before and after."""


@dataclass(frozen=True)
class Loss:
    """Number due a later score, and number of them without one."""

    due: int
    lost: int

    @property
    def share(self) -> float | None:
        """Return the share lost of those due; None if nobody was due."""
        return self.lost / self.due if self.due else None

    def concern(self, unit: str, first: str, later: str, rules: Rules, item: str) -> str:
        """Return the serious concern that too many were lost, as a sentence; empty where they were not.

        `first` says which they are, `first scored by 2 June 2020`, and `later` what they lack; `item` is the
        evidence's id.
        """
        if self.share is None or not exceeds(self.share, rules.attrition_concern):
            return ""
        return self.words(unit, first, later, item)

    def words(self, unit: str, first: str, later: str = "score", item: str = "") -> Told:
        """Return how many were lost, as a sentence; empty where nobody was due."""
        if self.share is None:
            return Told("")
        return told(
            "{lost} of {due} {first} {have} no later {later} ({share}).",
            lost=stated("lost", self.lost, item=item),
            due=stated_of("due", self.due, unit, item=item),
            first=first,
            have="has" if self.lost == 1 else "have",
            later=later,
            share=stated("attrition", self.share, "share", item=item),
        )


def matched_assessments(dataset: Dataset, outcomes: Mapping[str, Outcome], year: Year, rules: Rules) -> Found:
    """Return each outcome that was scored in the year, by each kind of rater, at each scope with such scores."""
    codes = [site.code for site in dataset.programme.sites]
    subjects = _subjects(dataset, codes, year)
    counts = subjects.filter("worked_on").group_by("place", "site").len()
    worked_on = {(place, site): n for place, site, n in counts.iter_rows()}
    items: list[EvidenceItem] = []
    strands: list[tuple[str, str, Strand]] = []
    groups = Groups.of(dataset.table("cases").unique("case_id", keep="first", maintain_order=True))
    for scored in Scored.each(_scores(dataset, subjects, list(outcomes), year), year):
        outcome = outcomes[scored.outcome_id]
        for scope in outcome.scopes:
            sites = [codes.index(site) for site in outcome.sites_at(scope)]
            there = scored.at(sites)
            if there.people["in_year"].any():
                here = sum(worked_on.get((scored.place, site), 0) for site in sites)
                found, strand = _read(there, here, outcome, scope, year, rules, dataset.programme)
                items += found
                strands.append((outcome.outcome_id, scope, strand))
                if scope == PROGRAMME_SCOPE and not scored.place and VOICES[scored.rater] in BY:
                    items += _by_group(there, outcome, groups, year, rules)
    return Found(tuple(items), tuple(strands))


def scored_as_places(dataset: Dataset) -> frozenset[str]:
    """Return the outcomes that are scored for places or groups, and for no young person."""
    scored = dataset.table(_TABLE).select("outcome_id", place=pl.col("case_id").is_null())
    return frozenset(scored.group_by("outcome_id").agg(pl.col("place").all()).filter(pl.col("place"))["outcome_id"])


def measured(change: Change, loss: Loss, before: pl.Series, after: pl.Series) -> dict[str, Any]:
    """Return the numbers of a matched set, by name, as an evidence item holds them."""
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
    first, later = (dict(scores.value_counts().iter_rows()) for scores in (before, after))
    if len(first.keys() | later.keys()) <= _FEW:
        value["before"] = _distribution(first)
        value["after"] = _distribution(later)
    return value


def entry_of(change: Change, reading: str, rules: Rules, evidence: str) -> StrandItem:
    """Return the set as a line of its strand: `k` of `n` pairs are better, with Wilson's interval of that share."""
    interval = wilson(change.better, change.pairs) if change.pairs >= rules.min_pairs else None
    entry = StrandItem(BEFORE_AND_AFTER, change.pairs, change.better, None, None, None, reading, evidence=evidence)
    if interval is None:
        return entry
    return replace(entry, share=change.better / change.pairs, low=interval.low, high=interval.high)


def _subjects(dataset: Dataset, sites: Sequence[str], year: Year) -> pl.DataFrame:
    """Return every case and every place or group at one of the `sites`, with its site's index there.

    `worked_on` marks the cases open at some time in the year, and the places and groups worked on in it.
    """
    dated = ("opened", "closed")
    site = pl.col("site").cast(pl.Enum(sites), strict=False).to_physical()
    waited = ("received", "started", "comparison")
    cases = dataset.table("cases").select(site, *dated, *waited, subject="case_id", place=pl.lit(value=False))
    group = pl.col("kind").str.contains("(?i)group")
    places = dataset.table("contexts").select(site, *dated, group=group, subject="context_id", place=pl.lit(value=True))
    begun = (pl.col("opened") <= year.end) | (pl.col("place") & pl.col("opened").is_null())
    worked_on = begun & (pl.col("closed").is_null() | (pl.col("closed") >= year.start))
    return (
        pl.concat([cases, places], how="diagonal")
        .unique(["subject", "place"], keep="first", maintain_order=True)
        .filter(pl.col("site").is_not_null())
        .with_columns(pl.col("group").fill_null(value=False), worked_on=worked_on.fill_null(value=False))
        .drop(dated)
    )


def _scores(dataset: Dataset, subjects: pl.DataFrame, outcomes: Sequence[str], year: Year) -> pl.DataFrame:
    """Return every score up to the year's end, with what the records say of its case or place, in key order."""
    return (
        dataset.table(_TABLE)
        .lazy()
        .select(READ)
        .filter(pl.col("score").is_not_null() & (pl.col("date") <= year.end) & pl.col("outcome_id").is_in(outcomes))
        .with_columns(
            pl.col("rater").fill_null("worker").alias("by"),
            pl.coalesce("case_id", "context_id").alias("subject"),
            pl.col("case_id").is_null().alias("place"),
        )
        .join(subjects.lazy(), on=["subject", "place"], how="inner")
        .sort("case_id", "context_id", "date", "stage", "outcome_id", "rater", "score")
        .collect()
    )


def _unit(scored: Scored) -> str:
    """Return what the scores count: young people, adults who rate themselves, or places and groups by their kinds."""
    if not scored.place:
        return SELF_SCORING if scored.rater == "self" else "young people"
    groups = scored.people["group"]
    return "groups" if groups.all() else "places and groups" if groups.any() else "places"


def _read(
    scored: Scored, worked_on: int, outcome: Outcome, scope: str, year: Year, rules: Rules, programme: Programme
) -> tuple[list[EvidenceItem], Strand]:
    """Return the evidence and the strand of the scores at a scope; `worked_on` is the number worked on in the year."""
    rater, place, people, unit = scored.rater, scored.place, scored.people, _unit(scored)
    voice, about = VOICES[rater], _ABOUT[rater, place]
    pairing = ScoreSet.of(people, outcome.better, rules)
    change = matched_change(pairing.before, pairing.after, better=outcome.better, signed_rank=False)
    gone = attrition_of_days(pairing.first, people["last"], ends=year.end)
    loss = Loss(gone.due, gone.lost)
    first = _first_scored(pairing.first, year)
    due = told("{due} {first}", due=stated_of("due", loss.due, unit), first=first)
    reading = pairing.read(change, loss.share, rules, unit, due)
    if outcome.claim == "state":
        reading = beside_a_state(reading, "Scores show")
    # Somebody scored in the year was worked with in it, whatever the dates of the case say.
    reached = worked_on + int((people["in_year"] & ~people["worked_on"]).sum())
    scored_first = (people["in_year"] | people["worked_on"]) & ~np.isnat(pairing.first)
    steps = reached, int(scored_first.sum()), change.pairs, None
    population = Population(*steps, _STEPS_OF_TWO if pairing.of_two else _STEPS[place])
    if unit == SELF_SCORING:
        population = Population(*steps, _STEPS_OF_ADULTS, who="young people", throughout=True)
    moved = pairing.moved(outcome.better)
    item = EvidenceItem(
        evidence_id=matched_id(outcome.outcome_id, voice, scope, year.number) + (PLACES if place else ""),
        outcome_id=outcome.outcome_id,
        scope=scope,
        year=year.number,
        kind="monitoring",
        voice=voice,
        origin="assessments",
        polarity=reading.polarity,
        n=change.pairs,
        value=AssessmentPairs.of(measured(change, loss, pl.Series(pairing.before), pl.Series(pairing.after)) | moved),
        interval=(change.interval.low, change.interval.high) if change.interval else None,
        text=f"{outcome.title}: {about}, before and after",
        provenance=of_rows(_TABLE, scored.text, READ),
        unit=unit,
        as_of=year.as_of,
        population=population,
    )
    lost = loss.concern(unit, first, "score", rules, item.evidence_id)
    concerns = [*population.lost_most(unit, share=rules.response_rate), lost]
    if np.isnat(pairing.first).all():
        concerns.append(f"There is no first score to compare with ({about}).")
    entry = entry_of(change, reading.reading, rules, item.evidence_id)
    enough = change.pairs >= max(rules.min_pairs, 1)
    strand = strand_of(
        item,
        reading,
        design=MEASURED if pairing.of_two else UNCOMPARED,
        about=f"{about}, before and after",
        n=entry.n,
        k=entry.k,
        share=entry.share,
        low=entry.low,
        high=entry.high,
        items=(entry,),
        tokens=frozenset({"assessments", _ACCOUNT[rater]}),
        better_of_two=pairing.of_two,
        imprecise=imprecise(change.interval, rules, "The difference between better and worse"),
        detail=how_far(moved, change.pairs, loss.words(unit, first)) if enough else "",
        sources=1,
        asked=gone.baselines,
        concerns=tuple(concern for concern in concerns if concern),
    )
    held = compared(scored, item, outcome, programme)
    return ([held.item, item], held.in_place_of(strand)) if held else ([item], strand)


def _by_group(scored: Scored, outcome: Outcome, groups: Groups, year: Year, rules: Rules) -> Iterator[EvidenceItem]:
    """Yield who did better by each group; nothing if nobody has both scores."""
    pairing = ScoreSet.of(scored.people, outcome.better, rules)
    if not len(pairing.who):
        return
    case = dict(zip(scored.scores["who"].tolist(), scored.text["case_id"], strict=True))
    better = dict(zip(pairing.who.tolist(), (pairing.steps(outcome.better) > 0).tolist(), strict=True))
    due, lost = due_and_lost(pairing.first, scored.people["last"], ends=year.end)
    who = scored.people["who"].tolist()
    rows = pl.DataFrame(
        {
            "case_id": [case[one] for one in who],
            "pair": [one in better for one in who],
            "better": [better.get(one, False) for one in who],
            "due": due,
            "lost": lost,
        }
    )
    yield from groups.better(rows, outcome.outcome_id, outcome.title, VOICES[scored.rater], year)


def _first_scored(first: Days, year: Year) -> str:
    """Return words for those who were due a later score.

    Unlike those of the year alone, they may have been scored in one before it.
    """
    by = day(year.end - timedelta(days=SETTLING_DAYS))
    earlier = (first < np.datetime64(year.start)).any()
    return f"first scored by {by}{', in this year or before,' if earlier else ''}"


def _distribution(counts: Mapping[float, int]) -> dict[str, int]:
    return {f"{score:g}": count for score, count in sorted(counts.items())}
