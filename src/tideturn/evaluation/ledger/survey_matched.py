"""Compare the same people before and after a training day: their answers to an outcome's questions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Survey, Year
from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.answered import Answers
from tideturn.evaluation.evidence_values import AgreedBefore, AnswerPairs
from tideturn.evaluation.ledger.matched import Loss, entry_of, measured
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.questions import chose_several, ordered_scale
from tideturn.evaluation.ledger.scopes import Outcome
from tideturn.evaluation.ledger.survey_items import Part
from tideturn.evaluation.ledger.turnout import LATER, Training, turnout_of
from tideturn.evaluation.model import STATE, EvidenceItem
from tideturn.evaluation.readings import Reading, exceeds
from tideturn.evaluation.readings_scores import read_matched
from tideturn.evaluation.readings_surveys import FEW, LEVEL, SHOWN, UNCLEAR, ItemReading
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import MEASURED, UNCOMPARED
from tideturn.evaluation.told import stated_of, told
from tideturn.methods.change import Change, matched_change

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_STEP: Final = " step"
_DAY: Final = " day"
_AFTER: Final = "after"
FOLLOWED_UP_DAYS: Final = 60
"""Minimum days after the first answer for another to show more than what people felt on leaving."""
_ON_LEAVING: Final = "This shows what people felt on leaving."
_NOT_MEASURED: Final = (
    "This does not count as measured: too few are known to have answered 60 days later or more, or too many of those "
    "asked did not answer again."
)
_OF_A_STATE: Final = (
    "Answers from before and after are about a change, but the outcome is a state. So they are only shown."
)


@dataclass(frozen=True)
class _Compared:
    """One of the two ways to compare answers from before a training: with those on leaving, or months later."""

    stage: str
    answers: pl.DataFrame
    measured: bool = False
    """Whether all of the answers are `FOLLOWED_UP_DAYS` apart or more."""


def survey_matched_parts(
    survey: Survey, outcomes: Mapping[str, Outcome], year: Year, rules: Rules, training: Training
) -> list[Part]:
    """Return each outcome with levels that the same people gave before and after, at each voice and scope.

    Answers given months later are compared where enough people gave them; else answers on leaving.
    """
    ways = _ways(survey.responses, year.number, training)
    if not ways:
        return []
    questions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in survey.items.to_dicts():
        if row["outcome_id"] in outcomes and row["item"] in survey.answer_columns and row["measures"] == LEVEL:
            questions[row["outcome_id"]].append(row)
    parts: list[Part] = []
    for outcome_id, rows in questions.items():
        outcome = outcomes[outcome_id]
        ranks = {row["item"]: ranked for row in rows if (ranked := ranks_of(survey, row, outcome))}
        if not ranks:
            continue
        for scope in outcome.scopes:
            # Somebody trained at two places is compared at each with what they answered there, as in its shares.
            there = [replace(way, answers=_at(way.answers, outcome.sites_at(scope))) for way in ways]
            people = [_people(way.answers, ranks).partition_by("voice", as_dict=True) for way in there]
            for voice in SPEAKER.codes:
                for way, voices in zip(there, people, strict=True):
                    own = voices.get((voice,))
                    if own is None or own["after"].null_count() == own.height:
                        continue
                    part = _part(survey, way, own, ranks, rows, outcome, voice, scope, year, rules, training)
                    if part is not None:
                        parts.append(part)
                        break
    return parts


def _at(answers: pl.DataFrame, sites: Sequence[str]) -> pl.DataFrame:
    return answers.filter(pl.col("site").is_in(sites))


def _ways(responses: pl.DataFrame, year: int, training: Training) -> list[_Compared]:
    """Return the ways in which answers can be compared, the best first: months later, on leaving, some time later."""
    later = _by_person(responses, year, LATER, training)
    leaving = _by_person(responses, year, _AFTER, training)
    since = pl.col(_DAY) - pl.col(_DAY).filter(pl.col(_STEP) == 0).min().over("person_id")
    far = later.filter((pl.col(_STEP) == 0) | (since >= timedelta(days=FOLLOWED_UP_DAYS)))
    ways = (_Compared(LATER, far, measured=True), _Compared(_AFTER, leaving), _Compared(LATER, later))
    return [way for way in ways if way.answers[_STEP].n_unique() > 1]


def _by_person(responses: pl.DataFrame, year: int, stage: str, training: Training) -> pl.DataFrame:
    """Return the answers of known people: before an event, up to the year's end, and at `stage`, in the year.

    The day is that of the answer; for a first answer without a day, it is that of its event.
    """
    held = training.attended.select("event_id", pl.col("date").alias(_DAY)).unique("event_id")
    asked, before = pl.col("stage"), pl.col("stage") == "before"
    known = responses.filter(pl.col("person_id").is_not_null() & (pl.col("year") <= year))
    return (
        known.filter(before | ((asked == stage) & (pl.col("year") == year)))
        .join(held, on="event_id", how="left")
        .with_columns(
            (asked == stage).cast(pl.Int64).alias(_STEP),
            pl.when(before).then(pl.coalesce("date", _DAY)).otherwise("date").alias(_DAY),
        )
        .sort(_STEP, "year", "response_id")
    )


def ranks_of(survey: Survey, row: Mapping[str, Any], outcome: Outcome) -> dict[str, float]:
    """Return each answer's place on its scale, reversed where needed so that more is better; empty without a scale.

    Numeric answers keep their own values, so that a mean is on the scale. Empty too if people could choose several
    answers, which have no order.
    """
    if chose_several(survey, row):
        return {}
    unplaced = {*split_many(row["opinion_none"]), *split_many(row["too_early"])}
    scale = [answer for answer in ordered_scale(survey, row) if answer not in unplaced]
    if len(scale) < 2:
        return {}
    numbers = all(_NUMBER.fullmatch(answer) for answer in scale)
    ranks = {answer: float(answer if numbers else place) for place, answer in enumerate(scale, start=1)}
    ends = min(ranks.values()) + max(ranks.values())
    agreeing = [ranks[answer] for answer in split_many(row["agree"]) if answer in ranks]
    low = sum(agreeing) / len(agreeing) < ends / 2 if agreeing else outcome.better == "down"
    return {answer: ends - rank for answer, rank in ranks.items()} if low else ranks


def _people(answers: pl.DataFrame, ranks: Mapping[str, Mapping[str, float]]) -> pl.DataFrame:
    """Return a row for each person with any first answer: mean rank before and after, over questions answered twice.

    Both are null where no question was answered twice. The voice is that of the person's last response.
    """
    placed = answers.select(
        "person_id",
        "voice",
        "year",
        _STEP,
        _DAY,
        *(
            pl.col(item).str.strip_chars().replace_strict(dict(places), default=None, return_dtype=pl.Float64)
            for item, places in ranks.items()
        ),
    )
    first, later = pl.col(_STEP) == 0, pl.col(_STEP) > 0
    each = placed.group_by("person_id", maintain_order=True).agg(
        pl.col("voice").last(),
        pl.col("year").filter(first).max().alias("asked_first"),
        pl.col(_DAY).filter(first).max().alias("asked_on"),
        *(pl.col(item).filter(first).drop_nulls().first().alias(f"before {item}") for item in ranks),
        *(pl.col(item).filter(later).drop_nulls().last().alias(f"after {item}") for item in ranks),
    )
    twice = [pl.col(f"before {item}").is_not_null() & pl.col(f"after {item}").is_not_null() for item in ranks]
    return each.filter(pl.any_horizontal(pl.col(f"before {item}").is_not_null() for item in ranks)).select(
        "person_id",
        "voice",
        "asked_first",
        "asked_on",
        *(
            pl.mean_horizontal(
                pl.when(both).then(pl.col(f"{end} {item}")) for item, both in zip(ranks, twice, strict=True)
            ).alias(end)
            for end in ("before", "after")
        ),
    )


def _part(
    survey: Survey,
    way: _Compared,
    people: pl.DataFrame,
    ranks: Mapping[str, Mapping[str, float]],
    rows: Sequence[Mapping[str, Any]],
    outcome: Outcome,
    voice: str,
    scope: str,
    year: Year,
    rules: Rules,
    training: Training,
) -> Part | None:
    """Return one comparison; None for a measured one where too few were asked again."""
    items, answers = list(ranks), way.answers
    pairs = people.filter(pl.col("after").is_not_null()).sort("person_id")
    loss = _loss(people, pairs.height, year, FOLLOWED_UP_DAYS if way.measured else 0)
    if way.measured and (pairs.height < rules.min_pairs or exceeds(loss.share or 0.0, rules.attrition_concern)):
        return None
    change = matched_change(pairs["before"], pairs["after"], signed_rank=False)
    read = (
        answers.join(people.select("person_id"), on="person_id", how="semi")
        .filter(pl.any_horizontal(pl.col(item).is_not_null() for item in items))
        .sort("response_id")
    )
    sites = outcome.sites_at(scope)
    this_year = read.filter(pl.col("year") == year.number)
    words = "answered both times"
    turnout = turnout_of(survey, this_year, voice, sites, year, training, answered=change.pairs, words=words)
    paired = read_matched(
        change,
        attrition=loss.share,
        rules=rules,
        unit=turnout.unit,
        twice="who answered both times",
        due=told("{due} who gave a first answer", due=stated_of("due", loss.due, turnout.unit)),
    )
    reading = _reading(paired, change, way, outcome, rules)
    item = EvidenceItem(
        evidence_id=f"matched/{outcome.outcome_id}/{voice}/{scope}/{year.number}/{survey.code}",
        outcome_id=outcome.outcome_id,
        scope=scope,
        year=year.number,
        kind="survey",
        voice=voice,
        origin=f"survey:{survey.code}",
        polarity=reading.polarity,
        n=change.pairs,
        value=AnswerPairs.of(
            {
                **measured(change, loss, pairs["before"], pairs["after"]),
                "items": sorted(items),
                "agreed_before": _agreed_before(answers.join(pairs, on="person_id", how="semi"), ranks, rows),
                "later": way.stage,
                "design": reading.design,
            }
        ),
        interval=(change.interval.low, change.interval.high) if change.interval else None,
        text=f"{outcome.title}: the same people’s answers before and after",
        provenance=of_rows(f"surveys/{survey.code}/responses", read.select(_read(items)), _read(items)),
        unit=turnout.unit,
        as_of=year.as_of,
        population=turnout.population,
        choices=Answers(scale=_own_scale(ranks)),
    )
    entry = entry_of(change, reading.reading, rules, item.evidence_id)
    return Part(
        survey=survey.code,
        item=item,
        turnout=turnout,
        entry=replace(entry, cause=reading.cause, enough=reading.enough),
        reading=reading,
        people=change.pairs,
        proxy=any(row["proxy"] for row in rows if row["item"] in items),
        further=(loss.concern(turnout.unit, "who gave a first answer", "one", rules, item.evidence_id),),
    )


def _own_scale(ranks: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """Return the answers to the one question, if they are numbers that mean themselves; empty if they are ranked."""
    (ranked, *others) = ranks.values()
    own = all(_NUMBER.fullmatch(answer) and float(answer) == rank for answer, rank in ranked.items())
    return tuple(ranked) if own and not others else ()


def _loss(people: pl.DataFrame, followed: int, year: Year, days: int) -> Loss:
    """Return how many were due another answer, `days` after their first, and how many of these have none.

    Those asked first in an earlier year and not again in this one were lost, or followed, in that year.
    """
    from_, to = year.start - timedelta(days=days), year.last_known - timedelta(days=days)
    in_time = pl.col("asked_on").is_between(from_, to) if days else pl.lit(None, dtype=pl.Boolean)
    due = in_time.fill_null(pl.col("asked_first") == year.number)
    lost = people.filter(pl.col("after").is_null() & due).height
    return Loss(followed + lost, lost)


def _reading(paired: Reading, change: Change, way: _Compared, outcome: Outcome, rules: Rules) -> ItemReading:
    """Return the reading of the pairs, and say what it shows: how people felt on leaving, or what lasted."""
    if outcome.claim == STATE:
        return ItemReading("insufficient", _OF_A_STATE, cause=SHOWN, enough=False)
    enough = change.pairs >= rules.min_pairs
    tail = "" if way.measured else f" {_ON_LEAVING if way.stage == _AFTER else _NOT_MEASURED}"
    cause = "" if paired.reading != "insufficient" else UNCLEAR if enough else FEW
    return ItemReading(
        paired.reading,
        told("{why}{tail}", why=paired.why, tail=tail),
        paired.needs,
        paired.smallest_change,
        cause=cause,
        enough=enough,
        design=MEASURED if way.measured else UNCOMPARED,
        rose=way.measured and paired.reading == "positive",
        fell=way.measured and paired.reading == "negative",
        width=change.interval.width if change.interval else 0.0,
        compares=True,
    )


def _agreed_before(
    answers: pl.DataFrame, ranks: Mapping[str, Mapping[str, float]], rows: Sequence[Mapping[str, Any]]
) -> dict[str, AgreedBefore]:
    """Return, for each question, how many of those who gave an opinion both times had agreed before: k of n."""
    agree = {row["item"]: split_many(row["agree"]) for row in rows if row["agree"] and row["item"] in ranks}
    first, before = pl.col(_STEP) == 0, {}
    for item in agree:
        answer = pl.col(item).str.strip_chars()
        given = answer.is_in(list(ranks[item]))
        then, now = answer.filter(given & first).first(), answer.filter(given & ~first).last()
        before[item] = pl.when(now.is_not_null()).then(then)
    each = answers.group_by("person_id").agg(**before)
    counts = {item: pl.struct(k=pl.col(item).is_in(agree[item]).sum(), n=pl.col(item).count()) for item in agree}
    found = each.select(**counts).row(0, named=True) if counts else {}
    return {item: AgreedBefore(**own) for item, own in found.items()}


def _read(items: Sequence[str]) -> tuple[str, ...]:
    return ("person_id", "response_id", "stage", *items)
