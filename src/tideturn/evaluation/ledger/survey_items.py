"""Survey answers as evidence: each question at each voice and scope.

Answers given before an event, or looking back at it, never enter a share of agreement. Where answers were given outside
any training, those around one are left to what compares them; where all are, a level is shown and not read. Somebody
who answered more than once counts once: by the latest of their answers to the question, follow-up after straight-after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Survey, Year
from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.answered import Answers
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.questions import choices_of, chose_several, item_of, label_of
from tideturn.evaluation.ledger.scopes import Outcome
from tideturn.evaluation.ledger.turnout import Training, Turnout, turnout_of
from tideturn.evaluation.ledger.waves import Waves
from tideturn.evaluation.model import CHANGE, EvidenceItem, StrandItem
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
    """None where the answers are not sorted into agreeing and disagreeing, so that they point no way."""
    people: int
    too_early: int = 0
    anybody: int | None = None
    """How many people gave an opinion on this or on another question of the survey for the outcome."""
    anybody_early: int | None = None
    """How many people said of any of these questions that it is too early."""
    proxy: bool = False
    further: tuple[str, ...] = ()
    """Other serious concerns: that too many have no later answer, or that waves are of another mix."""

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
    claim: str = CHANGE
    """Of the outcomes that the questions speak to."""

    def item(self, row: Mapping[str, Any], name: str, n: int, **said: Any) -> EvidenceItem:
        """Return what `n` of them said of a row of `items.csv` as evidence, called `name`; `said` is the rest of it."""
        return EvidenceItem(
            evidence_id=f"survey/{self.survey.code}/{name}/{self.voice}/{self.scope}/{self.year.number}",
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
    rows = [row for row in survey.items.to_dicts() if row["outcome_id"] in outcomes]
    rows = [row for row in rows if row["item"] in survey.answer_columns and not chose_several(survey, row)]
    if not rows:
        return []
    items = list(dict.fromkeys(row["item"] for row in rows))
    counting = that_count(survey.responses, year.number)
    asked_of = _asked_of(survey.responses, items, year.number)
    untrained = set(counting.filter(pl.col("stage").is_null())["voice"].unique())
    groups: dict[tuple[str, tuple[str, ...], str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        outcome = outcomes[row["outcome_id"]]
        for scope in outcome.scopes:
            groups[scope, outcome.sites_at(scope), outcome.claim].append(row)
    parts: list[Part] = []
    for (scope, sites, claim), asked in groups.items():
        for voice in SPEAKER.codes:
            questions = [row for row in asked if voice in asked_of[row["item"]]]
            own = counting.filter((pl.col("voice") == voice) & pl.col("site").is_in(sites))
            if voice in untrained:
                own = own.filter(pl.col("stage").is_null())
            months_later = own.filter(pl.col("stage") == "follow_up")
            # What changed since is asked months after a training: on leaving it, nothing has changed yet.
            later = [row for row in questions if row["measures"] == CHANGE and months_later.height]
            at_once = [row for row in questions if row not in later]
            for some, those in ((months_later, later), (own, at_once)):
                if some.height and those:
                    # Each group's answers are fetched once, in key order, and let go before the next.
                    answers = survey.responses.select({row["item"] for row in those})[some[_AT]]
                    turnout = turnout_of(survey, some, voice, sites, year, training)
                    group = Group(survey, turnout, voice, scope, year, sites, claim)
                    read = pl.concat([some, answers], how="horizontal")
                    parts += _parts_of(group, read, those, rules, waves)
    return parts


def _counts(year: int) -> pl.Expr:
    stage = pl.col("stage")
    return (pl.col("year") == year) & (stage.is_null() | stage.is_in(list(_LATE)))


def that_count(responses: pl.DataFrame, year: int, *answers: str) -> pl.DataFrame:
    """Return the year's responses that may enter a share, in key order, with where each lies and the answers named.

    ` order` ranks the responses of one person, the latest last: by stage, then by date, then by id.
    """
    when = pl.col("stage").replace_strict(_LATE, default=1, return_dtype=pl.Int64)
    return (
        responses.select("response_id", "person_id", "voice", "site", "year", "stage", "date", *answers)
        .with_row_index(_AT)
        .filter(_counts(year))
        .sort(when, "date", "response_id", nulls_last=False)
        .with_row_index(_ORDER)
        .sort("response_id")
        .drop("date")
    )


def _asked_of(responses: pl.DataFrame, items: Sequence[str], year: int) -> dict[str, set[str]]:
    """Return the voices that were asked each question: those that answered it, or all where nobody did."""
    counting = responses.lazy().filter(_counts(year)).group_by("voice")
    by_voice = counting.agg(pl.col(item).is_not_null().any() for item in items).collect()
    asked = {item: set(by_voice.filter(pl.col(item))["voice"]) for item in items}
    return {item: voices or set(by_voice["voice"]) for item, voices in asked.items()}


def once_each(group: pl.DataFrame, item: str) -> pl.DataFrame:
    """Keep one row a person: the latest in which they answered the question, else their latest."""
    person = pl.col("person_id")
    latest = pl.col(_ORDER).max().over("person_id")
    answered = pl.when(pl.col(item).is_not_null()).then(pl.col(_ORDER)).max().over("person_id")
    return group.filter(person.is_null() | (pl.col(_ORDER) == pl.coalesce(answered, latest)))


def _parts_of(
    group: Group, answers: pl.DataFrame, rows: Sequence[Mapping[str, Any]], rules: Rules, waves: Waves
) -> list[Part]:
    questions = [item_of(group.survey, row) for row in rows]
    repeated = answers.filter(pl.col("person_id").is_not_null())["person_id"].is_duplicated().any()
    if repeated:
        read = [once_each(answers, row["item"]) for row in rows]
        results = [
            tabulate(frame, [question], min_n=rules.min_n)[0] for frame, question in zip(read, questions, strict=True)
        ]
    else:
        read = [answers] * len(rows)
        results = tabulate(answers, questions, min_n=rules.min_n)
    parts = [
        _part(group, row, result, frame, rules, waves) for row, result, frame in zip(rows, results, read, strict=True)
    ]
    by_outcome: dict[str, list[Item]] = defaultdict(list)
    for row, question in zip(rows, questions, strict=True):
        by_outcome[row["outcome_id"]].append(question)
    several = {outcome: _anybody(answers, items) for outcome, items in by_outcome.items() if len(items) > 1}
    return [_with_anybody(part, several.get(part.item.outcome_id)) for part in parts]


def _anybody(group: pl.DataFrame, items: Sequence[Item]) -> tuple[int, int]:
    """How many people gave an opinion on any of several questions, and how many said that it is too early."""
    opinions = opinions_on(group, items)
    early = [pl.col(item.item).is_in(list(item.too_early)) for item in items]
    person = pl.coalesce("person_id", "response_id")
    counts = (person.filter(pl.any_horizontal(said)).n_unique() for said in (opinions, early))
    one, other = group.select(count.alias(name) for count, name in zip(counts, ("one", "other"), strict=True)).row(0)
    return one, other


def opinions_on(group: pl.DataFrame, items: Sequence[Item]) -> list[pl.Expr]:
    """Return for each question whether a response to it gives an opinion."""
    # One query finds the answers that occur: a query costs as much as all the rest.
    given = group.select(pl.col(item.item).drop_nulls().unique().implode() for item in items).row(0) if items else ()
    opinions = []
    for item, words in zip(items, given, strict=True):
        silent = [word for word in words if item.silent(word)]
        opinions.append(pl.col(item.item).is_not_null() & ~pl.col(item.item).is_in([*silent, *item.too_early]))
    return opinions


def _with_anybody(part: Part, counted: tuple[int, int] | None) -> Part:
    return part if counted is None else replace(part, anybody=counted[0], anybody_early=counted[1])


def _part(
    group: Group, row: Mapping[str, Any], result: ItemResult, read: pl.DataFrame, rules: Rules, waves: Waves
) -> Part:
    survey, turnout, name = group.survey, group.turnout, row["item"]
    if result.unplaced:
        result = replace(result, n=result.n - result.unplaced, share=None, low=None, high=None, net=None, median=None)
        result = replace(result, net_low=None, net_high=None, disagree_low=None, disagree_high=None)
    choices = choices_of(survey, row)
    sorted_answers = bool(row["agree"] or row["disagree"])
    untrained = read["stage"].is_null().all()
    compares = sorted_answers and untrained and row["measures"] == LEVEL and not result.unplaced
    earlier = waves.of(survey, row, group.voice, group.sites) if compares else ()
    item = group.item(
        row,
        name,
        result.n,
        polarity="none",
        value=_value(row, result, turnout),
        interval=None if result.low is None or result.high is None else (result.low, result.high),
        text=label_of(survey, row),
        provenance=of_rows(f"surveys/{survey.code}/responses", read, ("response_id", name)),
        choices=choices,
    )
    part = Part(
        *(survey.code, item, turnout, None, None), result.n, too_early=result.too_early, proxy=bool(row["proxy"])
    )
    if not sorted_answers:
        return part
    only_shown = not untrained and (row["measures"] != CHANGE or read["stage"].eq_missing("after").any())
    reading = _read(group, row, result, earlier, rules, choices, item.evidence_id, only_shown=only_shown)
    further = {"measures": row["measures"], "claim": group.claim, "waves": [wave.as_dict() for wave in earlier]}
    if reading.cause in (FIRST_WAVE, UNCLEAR):
        further["could_show"] = could_show(result.k, result.n)
    counts = (result.n, result.k, result.share, result.low, result.high)
    return replace(
        part,
        item=replace(item, polarity=reading.polarity, value={**(item.value or {}), **further}),
        entry=StrandItem(
            *(name, *counts, reading.reading, choices, item.evidence_id),
            waves=earlier,
            meaning=reading.meaning,
            cause=reading.cause,
            enough=reading.enough,
        ),
        reading=reading,
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
    *,
    only_shown: bool,
) -> ItemReading:
    """Return what a question reads as: nothing, while it is not known what some of its answers mean."""
    if result.unplaced:
        mean = "means" if result.unplaced == 1 else "mean"
        why = told(
            f"It is not known what {{what}} to it {mean}: items.csv does not say.",
            what=stated_noun("unplaced", result.unplaced, "answer"),
        )
        needs = "the meaning of each answer in items.csv"
        return ItemReading("insufficient", why, needs, cause=UNPLACED, enough=False)
    if only_shown:
        why = Told(
            "Answers from after a training are shown, but not read by themselves. Only people’s own answers from "
            "before it, or what they say months later, can tell what changed."
        )
        return ItemReading("insufficient", why, cause=SHOWN, enough=False)
    return read_item(
        Counted(result.n, result.k, result.disagree, result.same, result.worse, result.too_early),
        measures=row["measures"] or "",
        claim=group.claim,
        rules=rules,
        unit=group.turnout.unit,
        choices=choices,
        waves=earlier,
        evidence=evidence,
    )


def _value(row: Mapping[str, Any], result: ItemResult, turnout: Turnout) -> dict[str, Any]:
    silent = {*split_many(row["opinion_none"]), *split_many(row["too_early"])}
    shown = result.share is not None
    return {
        "responses": result.responses,
        "missing": result.missing,
        "dont_know": result.dont_know,
        "too_early": result.too_early,
        "n": result.n,
        "k": result.k,
        "disagree": result.disagree,
        "neutral": result.neutral,
        **{name: getattr(result, name) for name in ("same", "worse") if row[name]},
        **({"unplaced": result.unplaced} if result.unplaced else {}),
        "share": result.share,
        "low": result.low,
        "high": result.high,
        "counts": dict(result.counts),
        "shares": {
            answer: count / result.n if shown and answer not in silent else None
            for answer, count in result.counts.items()
        },
        "median": result.median,
        "net": result.net,
        "net_low": result.net_low,
        "net_high": result.net_high,
        "invited": turnout.population.asked,
        "barr_level": row["barr_level"],
        "proxy": bool(row["proxy"]),
    }
