"""Read survey answers as evidence: each question at each voice and scope.

Answers given before an event, or looking back at it, never enter a share of agreement. If some answers were given
outside any training, those around a training are left to the comparisons. If all were given around one, a level is
shown and not read. Somebody who answered more than once counts once: by the latest of their answers to the question,
follow-up after straight-after.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Survey, Year
from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.answered import Answers
from tideturn.evaluation.evidence_values import AnswerCounts
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.questions import choices_of, chose_several, item_of, label_of
from tideturn.evaluation.ledger.scopes import Outcome
from tideturn.evaluation.ledger.turnout import Training, Turnout, turnout_of
from tideturn.evaluation.ledger.waves import Waves
from tideturn.evaluation.model import CHANGE, EvidenceItem
from tideturn.evaluation.readings_surveys import (
    FIRST_WAVE,
    LEVEL,
    SHOWN,
    UNCLEAR,
    UNPLACED,
    Counted,
    ItemReading,
    read_item,
)
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import StrandItem
from tideturn.evaluation.told import Told, bound_in, stated_noun, told
from tideturn.evaluation.waves import Wave, could_show, differences_of
from tideturn.methods.surveys import Item, ItemResult, tabulate

_LATE: Final = {"after": 1, "follow_up": 2}
_AT: Final = " at"
_ORDER: Final = " order"


@dataclass(frozen=True)
class Part:
    """One question, or one before-and-after set, at one voice and scope: its evidence and its own reading."""

    survey: str
    item: EvidenceItem
    turnout: Turnout
    entry: StrandItem | None
    reading: ItemReading | None
    """Reading; None if the answers are not sorted into agreeing and disagreeing, so that they point no way."""
    people: int
    too_early: int = 0
    anybody: int | None = None
    """Number of people who gave an opinion on this or another question of the survey for the outcome."""
    anybody_early: int | None = None
    """Number of people who said of any of these questions that it is too early."""
    proxy: bool = False
    further: tuple[str, ...] = ()
    """Other serious concerns: that too many people gave no later answer, or that waves are of another mix."""

    def concerns(self, rules: Rules) -> tuple[str, ...]:
        """Return the serious concerns about who was asked and who answered, bound to this piece of evidence."""
        concerns = self.turnout.concerns(self.survey, self.people, rules)
        return tuple(Told(concern, bound_in(concern)).of(self.item.evidence_id) for concern in concerns)


@dataclass(frozen=True)
class Group:
    """People of one voice at one scope who were asked a survey's questions in a year."""

    survey: Survey
    turnout: Turnout
    voice: str
    scope: str
    year: Year
    sites: tuple[str, ...] = ()
    trained: bool = False
    """Whether their answers were given after a training."""
    later: bool = False
    """Whether they were given months after it."""

    def evidence_id(self, name: str) -> str:
        """Return the id of what they said of something called `name`."""
        return f"survey/{self.survey.code}/{name}/{self.voice}/{self.scope}/{self.year.number}"

    def item(self, row: Mapping[str, Any], name: str, n: int, **said: Any) -> EvidenceItem:
        """Return what `n` of them said of a row of `items.csv` as evidence, called `name`; `said` is the rest of it."""
        return EvidenceItem(
            evidence_id=self.evidence_id(name),
            outcome_id=row["outcome_id"],
            scope=self.scope,
            year=self.year.number,
            kind="survey",
            voice=self.voice,
            origin=f"survey:{self.survey.code}",
            n=n,
            unit=self.turnout.unit,
            as_of=self.year.as_of,
            population=self.turnout.of_question(n),
            **said,
        )


def survey_parts(
    survey: Survey, outcomes: Mapping[str, Outcome], year: Year, rules: Rules, training: Training, waves: Waves
) -> list[Part]:
    """Return every question with one answer that speaks to an outcome, at each voice and scope that answered it."""
    answered = survey.answer_columns
    rows = [row for row in survey.items.to_dicts() if row["outcome_id"] in outcomes and row["item"] in answered]
    rows = [row | {"claim": outcomes[row["outcome_id"]].claim} for row in rows if not chose_several(survey, row)]
    counting = that_count(survey.responses, year.number)
    if not rows or counting.is_empty():
        return []
    voices = {str(voice): own for (voice,), own in counting.partition_by("voice", as_dict=True).items()}
    asked_of = _asked_of(survey.responses, list(dict.fromkeys(row["item"] for row in rows)), voices)
    parts: list[Part] = []
    for voice in (voice for voice in SPEAKER.codes if voice in voices):
        of_voice, trained = voices[voice], not voices[voice]["stage"].null_count()
        if not trained:
            of_voice = of_voice.filter(pl.col("stage").is_null())
        groups: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            outcome = outcomes[row["outcome_id"]]
            for scope in outcome.scopes if row["item"] in asked_of[voice] else ():
                groups[scope, outcome.sites_at(scope)].append(row)
        for (scope, sites), questions in groups.items():
            own = of_voice.filter(pl.col("site").is_in(sites))
            months_later = own.filter(pl.col("stage") == "follow_up") if trained else own.clear()
            # Questions about change are asked months after a training: on leaving, nothing has changed yet.
            later = [row for row in questions if row["measures"] == CHANGE and months_later.height]
            at_once = [row for row in questions if row not in later]
            for some, those in ((months_later, later), (own, at_once)):
                if some.height and those:
                    turnout = turnout_of(survey, some, voice, sites, year, training)
                    group = Group(survey, turnout, voice, scope, year, sites, trained, some is months_later)
                    parts += _parts_of(group, some, those, rules, waves)
    return parts


def that_count(responses: pl.DataFrame, year: int, *answers: str) -> pl.DataFrame:
    """Return the year's responses that may enter a share, in key order, with their positions and the answers named.

    ` order` ranks the responses of one person, the latest last: by stage, then by date, then by id.
    """
    stage = pl.col("stage")
    when = stage.replace_strict(_LATE, default=1, return_dtype=pl.Int64)
    return (
        responses.select("response_id", "person_id", "voice", "site", "year", "stage", "date", *answers)
        .with_row_index(_AT)
        .filter((pl.col("year") == year) & (stage.is_null() | stage.is_in(list(_LATE))))
        .sort(when, "date", "response_id", nulls_last=False)
        .with_row_index(_ORDER)
        .sort("response_id")
        .drop("date")
    )


def _asked_of(responses: pl.DataFrame, items: Sequence[str], voices: Mapping[str, pl.DataFrame]) -> dict[str, set[str]]:
    """Return the questions that each voice was asked: those that it answered, and those that nobody answered."""
    answered = responses.select(pl.col(items).is_not_null())
    found = {}
    for voice, rows in voices.items():
        given = answered[rows[_AT]]
        found[voice] = {item for item in items if given[item].any()}
    unanswered = set(items).difference(*found.values())
    return {voice: own | unanswered for voice, own in found.items()}


def kept_once(group: pl.DataFrame, items: Sequence[str]) -> dict[str, pl.Series] | None:
    """Return the rows kept for each question, one per person: the latest that answers it, else their latest.

    None if nobody is in the group more than once, so that every row is kept.
    """
    people = group["person_id"]
    unnamed = people.null_count()
    if people.n_unique() - (unnamed > 0) == people.len() - unnamed:
        return None
    person, order = pl.col("person_id"), pl.col(_ORDER)
    latest = order.max().over(person)
    answered = {item: pl.when(pl.col(item).is_not_null()).then(order).max().over(person) for item in items}
    kept = [(person.is_null() | (order == pl.coalesce(own, latest))).alias(item) for item, own in answered.items()]
    return group.select(kept).to_dict()


def _parts_of(
    group: Group,
    people: pl.DataFrame,
    rows: Sequence[Mapping[str, Any]],
    rules: Rules,
    waves: Waves,
) -> list[Part]:
    items = list(dict.fromkeys(row["item"] for row in rows))
    # Each group's answers are fetched once, in key order, and let go before the next.
    answers = group.survey.responses.select(items)[people[_AT]]
    kept = kept_once(people.hstack(answers), items)
    read = {item: pl.DataFrame([people["response_id"], answers[item]]) for item in items}
    if kept:
        read = {item: frame.filter(kept[item]) for item, frame in read.items()}
    questions = [item_of(group.survey, row) for row in rows]
    results = tabulate(pl.DataFrame([frame[item] for item, frame in read.items()]), questions, min_n=rules.min_n)
    anybody = _anybody(people.hstack(answers), rows, questions)
    parts = []
    for row, result in zip(rows, results, strict=True):
        part = _part(group, row, result, read[row["item"]], rules, waves)
        opinions, early = anybody.get(row["outcome_id"], (None, None))
        parts.append(replace(part, anybody=opinions, anybody_early=early))
    return parts


def _anybody(
    group: pl.DataFrame, rows: Sequence[Mapping[str, Any]], questions: Sequence[Item]
) -> dict[str, tuple[int, int]]:
    """Count, by outcome with several questions, who gave an opinion on any and who said of any that it is too early."""
    often = Counter(row["outcome_id"] for row in rows)
    several = [
        (row["outcome_id"], item) for row, item in zip(rows, questions, strict=True) if often[row["outcome_id"]] > 1
    ]
    said: dict[str, tuple[list[pl.Expr], list[pl.Expr]]] = defaultdict(lambda: ([], []))
    for (outcome, item), opinion in zip(several, opinions_on(group, [item for _, item in several]), strict=True):
        said[outcome][0].append(opinion)
        said[outcome][1].append(pl.col(item.item).is_in(list(item.too_early)))
    person = pl.coalesce("person_id", "response_id")
    people = [person.filter(pl.any_horizontal(any_of)).n_unique() for both in said.values() for any_of in both]
    counts = group.select(count.alias(str(place)) for place, count in enumerate(people)).row(0) if people else ()
    return dict(zip(said, zip(counts[::2], counts[1::2], strict=True), strict=True))


def opinions_on(group: pl.DataFrame, items: Sequence[Item]) -> list[pl.Expr]:
    """Return for each question whether a response to it gives an opinion."""
    # One query finds the answers that occur: a query costs as much as all the rest.
    names = list(dict.fromkeys(item.item for item in items))
    found = group.select(pl.col(names).drop_nulls().unique().implode()).row(0) if items else ()
    given = dict(zip(names, found, strict=True))
    opinions = []
    for item in items:
        none = [*(word for word in given[item.item] if item.silent(word)), *item.too_early]
        opinion = pl.col(item.item).is_not_null()
        opinions.append(opinion & ~pl.col(item.item).is_in(none) if none else opinion)
    return opinions


def _part(
    group: Group,
    row: Mapping[str, Any],
    result: ItemResult,
    read: pl.DataFrame,
    rules: Rules,
    waves: Waves,
) -> Part:
    survey, turnout, name = group.survey, group.turnout, row["item"]
    if result.unplaced:
        result = replace(result, n=result.n - result.unplaced, share=None, low=None, high=None, net=None, median=None)
        result = replace(result, net_low=None, net_high=None, disagree_low=None, disagree_high=None)
    choices = choices_of(survey, row)
    reading, entry = None, None
    earlier: tuple[Wave, ...] = ()
    if row["agree"] or row["disagree"]:
        compares = not group.trained and row["measures"] == LEVEL and not result.unplaced
        earlier = waves.of(survey, row, group.voice, group.sites) if compares else ()
        evidence = group.evidence_id(name)
        reading = _read(group, row, result, earlier, rules, choices, evidence)
        entry = StrandItem(
            *(name, result.n, result.k, result.share, result.low, result.high, reading.reading, choices, evidence),
            waves=earlier,
            meaning=reading.meaning,
            cause=reading.cause,
            enough=reading.enough,
        )
    item = group.item(
        row,
        name,
        result.n,
        polarity=reading.polarity if reading else "none",
        value=_value(row, result, turnout, reading, earlier),
        interval=None if result.low is None or result.high is None else (result.low, result.high),
        text=label_of(survey, row),
        provenance=of_rows(f"surveys/{survey.code}/responses", read, ("response_id", name)),
        choices=choices,
    )
    return Part(
        *(survey.code, item, turnout, entry, reading, result.n),
        too_early=result.too_early,
        proxy=bool(row["proxy"]),
        further=tuple(differences_of(earlier, group.year.number, item.evidence_id)),
    )


def _read(
    group: Group,
    row: Mapping[str, Any],
    result: ItemResult,
    earlier: Sequence[Wave],
    rules: Rules,
    choices: Answers,
    evidence: str,
) -> ItemReading:
    """Return the reading of a question: none, while the meaning of some of its answers is unknown."""
    if result.unplaced:
        mean = "means" if result.unplaced == 1 else "mean"
        why = told(
            f"It is not known what {{what}} to it {mean}: items.csv does not say.",
            what=stated_noun("unplaced", result.unplaced, "answer"),
        )
        needs = "the meaning of each answer in items.csv"
        return ItemReading("insufficient", why, needs, cause=UNPLACED, enough=False)
    if group.trained and not (group.later and row["measures"] == CHANGE):
        why = Told(
            "Answers from after a training are shown, but not read by themselves. Only people’s own answers from "
            "before it, or what they say months later, can tell what changed."
        )
        return ItemReading("insufficient", why, cause=SHOWN, enough=False)
    return read_item(
        Counted(result.n, result.k, result.disagree, result.same, result.worse, result.too_early),
        measures=row["measures"] or "",
        claim=row["claim"],
        rules=rules,
        unit=group.turnout.unit,
        choices=choices,
        waves=earlier,
        evidence=evidence,
    )


def _value(
    row: Mapping[str, Any], result: ItemResult, turnout: Turnout, reading: ItemReading | None, earlier: tuple[Wave, ...]
) -> AnswerCounts:
    silent = {*split_many(row["opinion_none"]), *split_many(row["too_early"])}
    shown = result.share is not None
    could = reading is not None and reading.cause in (FIRST_WAVE, UNCLEAR)
    absent = {"same": not row["same"], "worse": not row["worse"], "unplaced": not result.unplaced}
    absent |= dict.fromkeys(("measures", "claim", "waves"), reading is None) | {"could_show": not could}
    return AnswerCounts(
        responses=result.responses,
        missing=result.missing,
        dont_know=result.dont_know,
        too_early=result.too_early,
        n=result.n,
        k=result.k,
        disagree=result.disagree,
        neutral=result.neutral,
        same=result.same if row["same"] else None,
        worse=result.worse if row["worse"] else None,
        unplaced=result.unplaced or None,
        share=result.share,
        low=result.low,
        high=result.high,
        counts=dict(result.counts),
        shares={
            answer: count / result.n if shown and answer not in silent else None
            for answer, count in result.counts.items()
        },
        median=result.median,
        net=result.net,
        net_low=result.net_low,
        net_high=result.net_high,
        invited=turnout.population.asked,
        barr_level=row["barr_level"],
        proxy=bool(row["proxy"]),
        measures=row["measures"] if reading else None,
        claim=row["claim"] if reading else None,
        waves=earlier if reading else None,
        could_show=could_show(result.k, result.n) if could else None,
        left_out=frozenset(name for name, gone in absent.items() if gone),
    )
