"""The same people before and after a training day: their answers to an outcome's questions, each with themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Survey, Year
from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.ledger.matched import Loss, entry_of, measured
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.scopes import Outcome
from tideturn.evaluation.ledger.survey_items import Part, chose_several, ordered_scale
from tideturn.evaluation.ledger.turnout import LATER, Training, turnout_of
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.readings_scores import read_matched
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import stated_of, told
from tideturn.methods.change import matched_change

_STEP: Final = " step"
_WHEN: Final = {"before": 0, "after": 1, LATER: 2}


def survey_matched_parts(
    survey: Survey, outcomes: Mapping[str, Outcome], year: Year, rules: Rules, training: Training
) -> list[Part]:
    """Each outcome with questions that the same people answered before and after, at each voice and scope."""
    answers = _by_person(survey.responses, year.number)
    if answers.filter(pl.col(_STEP) == 0).is_empty() or answers.filter(pl.col(_STEP) > 0).is_empty():
        return []
    questions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in survey.items.to_dicts():
        if row["outcome_id"] in outcomes and row["item"] in survey.answer_columns:
            questions[row["outcome_id"]].append(row)
    parts: list[Part] = []
    for outcome_id, rows in questions.items():
        outcome = outcomes[outcome_id]
        ranks = {row["item"]: ranked for row in rows if (ranked := ranks_of(survey, row, outcome))}
        if not ranks:
            continue
        for scope in outcome.scopes:
            # Somebody trained at two places is compared at each with what they answered there, as in its shares.
            there = answers.filter(pl.col("site").is_in(outcome.sites_at(scope)))
            people = _people(there, ranks)
            for voice in SPEAKER.codes:
                own = people.filter(pl.col("voice") == voice)
                if own["after"].is_not_null().any():
                    parts.append(_part(survey, there, own, ranks, rows, outcome, voice, scope, year, rules, training))
    return parts


def _by_person(responses: pl.DataFrame, year: int) -> pl.DataFrame:
    """What people who can be told apart answered before an event, up to the year's end, and after it, in the year."""
    stage = pl.col("stage")
    # Months later is another comparison: where people answered right after, that is what is compared.
    soon = responses.filter((stage == "after") & (pl.col("year") == year)).height > 0
    stages = [when for when in _WHEN if not (soon and when == LATER)]
    return (
        responses.filter(pl.col("person_id").is_not_null() & (pl.col("year") <= year) & stage.is_in(stages))
        .filter((stage == "before") | (pl.col("year") == year))
        .with_columns(stage.replace_strict(_WHEN, return_dtype=pl.Int64).alias(_STEP))
        .sort(_STEP, "year", "response_id")
    )


def ranks_of(survey: Survey, row: Mapping[str, Any], outcome: Outcome) -> dict[str, float]:
    """Return each answer's place on its scale, turned round where needed so that more is better; empty without a scale.

    Empty too where people could choose several answers, which have no order.
    """
    if chose_several(survey, row):
        return {}
    unplaced = {*split_many(row["opinion_none"]), *split_many(row["too_early"])}
    scale = [answer for answer in ordered_scale(survey, row) if answer not in unplaced]
    if len(scale) < 2:
        return {}
    ranks = {answer: float(place) for place, answer in enumerate(scale, start=1)}
    agreeing = [ranks[answer] for answer in split_many(row["agree"]) if answer in ranks]
    middle = (len(scale) + 1) / 2
    low = sum(agreeing) / len(agreeing) < middle if agreeing else outcome.better == "down"
    return {answer: len(scale) + 1 - rank for answer, rank in ranks.items()} if low else ranks


def _people(answers: pl.DataFrame, ranks: Mapping[str, Mapping[str, float]]) -> pl.DataFrame:
    """One row a person with any first answer to these questions: mean rank before and after, over those answered twice.

    Both are null where no question was answered twice. The voice is that of the person's last response.
    """
    placed = answers.select(
        "person_id",
        "voice",
        "year",
        _STEP,
        *(
            pl.col(item).str.strip_chars().replace_strict(dict(places), default=None, return_dtype=pl.Float64)
            for item, places in ranks.items()
        ),
    )
    first, later = pl.col(_STEP) == 0, pl.col(_STEP) > 0
    each = placed.group_by("person_id", maintain_order=True).agg(
        pl.col("voice").last(),
        pl.col("year").filter(first).max().alias("asked_first"),
        *(pl.col(item).filter(first).drop_nulls().first().alias(f"before {item}") for item in ranks),
        *(pl.col(item).filter(later).drop_nulls().last().alias(f"after {item}") for item in ranks),
    )
    twice = [pl.col(f"before {item}").is_not_null() & pl.col(f"after {item}").is_not_null() for item in ranks]
    return each.filter(pl.any_horizontal(pl.col(f"before {item}").is_not_null() for item in ranks)).select(
        "person_id",
        "voice",
        "asked_first",
        *(
            pl.mean_horizontal(
                pl.when(both).then(pl.col(f"{end} {item}")) for item, both in zip(ranks, twice, strict=True)
            ).alias(end)
            for end in ("before", "after")
        ),
    )


def _part(
    survey: Survey,
    answers: pl.DataFrame,
    people: pl.DataFrame,
    ranks: Mapping[str, Mapping[str, float]],
    rows: Sequence[Mapping[str, Any]],
    outcome: Outcome,
    voice: str,
    scope: str,
    year: Year,
    rules: Rules,
    training: Training,
) -> Part:
    items = list(ranks)
    pairs = people.filter(pl.col("after").is_not_null()).sort("person_id")
    # Those asked first in an earlier year and not again in this one were lost, or followed, in that year.
    due = pairs.height + people.filter(pl.col("after").is_null() & (pl.col("asked_first") == year.number)).height
    loss = Loss(due, due - pairs.height)
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
    reading = read_matched(
        better=change.better,
        same=change.same,
        worse=change.worse,
        attrition=loss.share,
        rules=rules,
        unit=turnout.unit,
        twice="who answered both times",
        due=told("{due} who gave a first answer", due=stated_of("due", loss.due, turnout.unit)),
    )
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
        value={
            **measured(change, loss, pairs["before"], pairs["after"]),
            "items": sorted(items),
            "agreed_before": _agreed_before(answers.join(pairs, on="person_id", how="semi"), ranks, rows),
        },
        interval=None if change.low is None or change.high is None else (change.low, change.high),
        text=f"{outcome.title}: the same people’s answers before and after",
        provenance=of_rows(f"surveys/{survey.code}/responses", read.select(_read(items)), _read(items)),
        unit=turnout.unit,
        as_of=year.as_of,
        population=turnout.population,
    )
    return Part(
        survey=survey.code,
        item=item,
        turnout=turnout,
        entry=entry_of(change, reading.reading, rules, item.evidence_id),
        reading=reading,
        people=change.pairs,
        proxy=any(row["proxy"] for row in rows if row["item"] in items),
        lost=loss.concern(turnout.unit, "who gave a first answer", "one", rules, item.evidence_id),
    )


def _agreed_before(
    answers: pl.DataFrame, ranks: Mapping[str, Mapping[str, float]], rows: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, int]]:
    """Return, of each question, how many of those who gave an opinion both times had agreed before: k of n."""
    agree = {row["item"]: split_many(row["agree"]) for row in rows if row["agree"]}
    found = {}
    for item in sorted(agree.keys() & ranks.keys()):
        answer, first = pl.col(item), pl.col(_STEP) == 0
        given = answers.with_columns(answer.str.strip_chars()).filter(answer.is_in(list(ranks[item])))
        each = given.group_by("person_id").agg(
            answer.filter(first).first().alias("then"), answer.filter(~first).last().alias("now")
        )
        twice = each.drop_nulls()
        found[item] = {"k": twice.filter(pl.col("then").is_in(agree[item])).height, "n": twice.height}
    return found


def _read(items: Sequence[str]) -> tuple[str, ...]:
    return ("person_id", "response_id", "stage", *items)
