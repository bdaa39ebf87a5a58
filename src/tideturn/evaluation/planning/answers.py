"""Make up the coming year's answers at their best: everybody expected who gives an opinion agrees."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Dataset, Survey
from tideturn.evaluation.ledger.questions import chose_several, item_of, ordered_scale
from tideturn.evaluation.model import CHANGE
from tideturn.evaluation.planning.samples import Sample
from tideturn.methods.surveys import Item

_BEFORE: Final = frozenset({"before", "then_test"})
"""Stages of answers about the time before a training: no training makes them better."""
_KEPT: Final = ("voice", "site", "sector", "stage", "event_id")
_DAYS: Final = 365
Row = Mapping[str, Any]


def with_answers(dataset: Dataset, samples: Sequence[Sample], year: int) -> Dataset:
    """Return the dataset with the samples' answers in `year`, and with the number of people invited that this needs."""
    surveys = dict(dataset.surveys)
    for sample in samples:
        own = _with_questions(surveys[sample.survey])
        best = {row["item"]: answer for row in own.items.to_dicts() if (answer := _best(own, row))}
        surveys[sample.survey] = _with_rows(own, _responses(sample, own, best, year), _invitations(sample, own, year))
    return replace(dataset, surveys=surveys)


def with_baseline(
    dataset: Dataset, samples: Sequence[Sample], year: int, items: Collection[tuple[str, str, str]]
) -> Dataset:
    """Return the dataset with a wave in `year` of each of the `items`, a survey, a question and a voice: half agree.

    As many people answer as are expected in the planned year.
    """
    surveys = dict(dataset.surveys)
    for sample in samples:
        own = _with_questions(surveys[sample.survey])
        asked = [row for row in own.items.to_dicts() if (sample.survey, row["item"], sample.voice) in items]
        best = {row["item"]: answer for row in asked if (answer := _best(own, row))}
        against = {row["item"]: answer for row in asked if (answer := _against(own, row))}
        rows = [*_responses(sample, own, best, year)] if best else []
        half = [row if place % 2 else {**row, **against} for place, row in enumerate(rows)]
        surveys[sample.survey] = _with_rows(own, half, [])
    return replace(dataset, surveys=surveys)


def _with_questions(survey: Survey) -> Survey:
    """Return the survey with a column for each question: nobody may have answered it yet."""
    new = {*survey.items["item"].drop_nulls()} - {*survey.responses.columns}
    columns = (pl.lit(None, dtype=pl.String).alias(name) for name in sorted(new))
    return replace(survey, responses=survey.responses.with_columns(columns))


def _with_rows(survey: Survey, rows: Iterable[Row], invited: Sequence[Row]) -> Survey:
    added = pl.DataFrame([*rows], schema=survey.responses.schema)
    asked = pl.DataFrame(invited, schema=survey.invited.schema)
    return replace(
        survey,
        responses=pl.concat([survey.responses, added]),
        invited=pl.concat([survey.invited, asked]),
    )


def _responses(sample: Sample, survey: Survey, best: Mapping[str, str], year: int) -> Iterator[Row]:
    rows = [row for row in survey.items.to_dicts() if row["item"] in best]
    questions = [_Again.of(sample.like, survey, row) for row in rows]
    worst = {row["item"]: _against(survey, row) for row in rows}
    for place, (row, person) in enumerate(_drawn(sample)):
        looks_back = row.get("stage") in _BEFORE
        said = {
            one.item: one.before(row, worst[one.item]) if looks_back else one.said(row, best[one.item])
            for one in questions
            if one.has_opinion(row)
        }
        when = row.get("date")
        yield {
            **dict.fromkeys(survey.responses.columns),
            **{name: row.get(name) for name in _KEPT},
            "date": when + timedelta(days=_DAYS * (year - (sample.like_year or 0))) if when else None,
            "response_id": f"plan/{sample.survey}/{sample.voice}/{year}/{place}",
            "person_id": person,
            "year": year,
            **said,
        }


def _stages(sample: Sample, place: int) -> Iterator[dict[str, Any]]:
    """Yield when somebody invited would answer a survey that nobody has answered yet: once, or around a training.

    A question about a change is asked only months after a training. One about how things are is also asked before it,
    of the same people.
    """
    if not sample.trained:
        yield {}
        return
    changes = set(sample.like.items["measures"]) == {CHANGE}
    for stage in ("follow_up",) if changes else ("before", "after"):
        yield {"stage": stage, "person_id": f"plan/{sample.survey}/{place}"}


@dataclass(frozen=True)
class _Again:
    """A question that is asked again, with what its answers meant the last time and mean now."""

    item: str
    asked_as: str | None
    """Column of its last answers; None for a new question, which everybody who answers the survey will be asked."""
    too_early: tuple[str, ...]
    meanings: tuple[Item, ...]

    @classmethod
    def of(cls, like: Survey, survey: Survey, row: Row) -> _Again:
        """Return the question of a row of `items.csv`, with its column and meanings among the last answers."""
        there = (name for name in (row["item"], row["series_of"]) if name in like.responses.columns)
        name = next((name for name in there if like.responses[name].count()), None)
        last = [item_of(like, one) for one in like.items.to_dicts() if one["item"] == name]
        return cls(row["item"], name, split_many(row["too_early"]), (item_of(survey, row), *last))

    def has_opinion(self, row: Row) -> bool:
        """Return whether somebody would give an opinion: those who gave none, or found it too early, do so again."""
        if self.asked_as is None or "response_id" not in row:
            return True
        said = (row.get(self.asked_as) or "").strip()
        return bool(said) and said not in self.too_early and not self.meanings[0].silent(said)

    def before(self, row: Row, worst: str) -> str | None:
        """Return the answer about the time before a training: the last one, or the worst if nobody gave one yet."""
        return row.get(self.asked_as) if self.asked_as and "response_id" in row else worst or None

    def said(self, row: Row, best: str) -> str:
        """Return the best answer; but repeat a last answer without a recorded meaning."""
        last = (row.get(self.asked_as) or "").strip() if self.asked_as else ""
        return best if not last or any(meaning.places(last) for meaning in self.meanings) else last


def _drawn(sample: Sample) -> Iterator[tuple[Row, str | None]]:
    """Return each response in turn with the person who gives it, spread over the places and sectors of the last ones.

    Only answers around a training have a person: whether the same people answer another year is unknown.
    """
    pattern: list[dict[str, Any]] = sample.pattern.sort("site", "sector", "response_id", nulls_last=True).to_dicts()
    if not pattern:
        own = sample.like.invited.filter(pl.col("voice") == sample.voice)
        invited = own.filter(pl.col("year") == pl.col("year").max())
        everybody = [row for row in invited.sort("site").to_dicts() for _ in range(row["invited"] or 0)]
        pattern = [row | more for at, row in enumerate(everybody) for more in _stages(sample, at)]
    by_person: dict[str, list[dict[str, Any]]] = {}
    for place, row in enumerate(pattern):
        by_person.setdefault(row.get("person_id") or row.get("response_id") or str(place), []).append(row)
    names = list(by_person)
    for place in range(sample.people if names else 0):
        again, at = divmod(place, len(names))
        if sample.people <= len(names):
            at = place * len(names) // sample.people
        for row in by_person[names[at]]:
            person = row.get("person_id") if row.get("stage") else None
            yield row, f"{person}/{again}" if person and again else person


def _best(survey: Survey, row: Row) -> str:
    """Return the answer that agrees most; empty if none does, or people may choose several."""
    if chose_several(survey, row) or row["item"] not in survey.answer_columns:
        return ""
    return _farthest(survey, row, split_many(row["agree"]))


def _against(survey: Survey, row: Row) -> str:
    return _farthest(survey, row, split_many(row["disagree"]) or split_many(row["worse"]) or split_many(row["same"]))


def _farthest(survey: Survey, row: Row, answers: Sequence[str]) -> str:
    """Return the answer farthest from the middle of the scale."""
    scale = ordered_scale(survey, row)
    middle = (len(scale) - 1) / 2
    return max(answers, key=lambda one: abs(scale.index(one) - middle) if one in scale else 0.0, default="")


def _invitations(sample: Sample, survey: Survey, year: int) -> list[Row]:
    """Return the last invitations again, if none are recorded for the year; more if more people are to answer."""
    of_voice = pl.col("voice") == sample.voice
    if survey.invited.filter(of_voice & (pl.col("year") == year)).height:
        return []
    more = max(1.0, sample.people / sample.answered) if sample.answered else 1.0
    return [{**row, "year": year, "invited": round((row["invited"] or 0) * more)} for row in sample.invited.to_dicts()]
