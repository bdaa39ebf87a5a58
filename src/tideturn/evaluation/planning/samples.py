"""Estimate how many would answer each survey in the coming year, and say where that number comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Survey
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.vocabulary import SPEAKER
from tideturn.dataset.wording import quoted
from tideturn.evaluation.planning.coming import Coming
from tideturn.evaluation.rounding import percent
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.units import OF_VOICE
from tideturn.evaluation.waves import in_year

Key = tuple[str, str]
"""A survey's code and a voice."""
_OPTION: Final = "--answers"
MOST: Final = 5_000
"""Maximum number of people of a voice.

More would show hardly smaller changes, and the plan makes up each answer in order to judge it.
"""


@dataclass(frozen=True)
class Sample:
    """Number of people of a voice who would answer a survey, the reason for it, and who answered last time."""

    survey: str
    voice: str
    like: Survey
    """Survey whose last answers are the pattern: this one, or the edition before it."""
    like_year: int | None
    """Year of those answers; None if nobody of this voice has answered any edition."""
    people: int = 0
    why: str = ""

    @property
    def name(self) -> str:
        """Return the survey and who answers it, in words."""
        return f"{quoted(self.survey)}, {'trained ' if self.trained else ''}{OF_VOICE[self.voice]}"

    @property
    def pattern(self) -> pl.DataFrame:
        """Return the last answers."""
        return _of(self.like.responses, self.voice, self.like_year)

    @property
    def trained(self) -> bool:
        """Return whether they answer around a training: as last time, else as others; else as `barr_level` says."""
        answered = self.pattern if self.pattern.height else self.like.responses
        if answered.height:
            return answered["stage"].null_count() == 0
        return self.like.items["barr_level"].count() > 0

    @property
    def answered(self) -> int:
        """Return how many people gave those answers."""
        rows = self.pattern
        return int(rows.select(pl.coalesce("person_id", "response_id").n_unique()).item()) if rows.height else 0

    @property
    def invited(self) -> pl.DataFrame:
        """Return who was invited when those answers were given."""
        return _of(self.like.invited, self.voice, self.like_year)


def samples_of(coming: Coming, rules: Rules, answers: Mapping[Key, int] | None = None) -> tuple[Sample, ...]:
    """Return who would answer which survey: as many as `answers` says, or are invited, or answered last time.

    A survey is not asked again if a later one asks any of its questions. Raise TideturnError for `answers` to a survey,
    or from a voice, that does not exist.
    """
    wanted, surveys, year = answers or {}, coming.dataset.surveys, coming.year.number
    for code, voice in wanted:
        _check(surveys, code, voice)
    found = []
    for voice in SPEAKER.codes:
        last = {code: when for code, survey in surveys.items() if (when := _last(survey, voice)) is not None}
        invited = {code: _total(_of(survey.invited, voice, year)) for code, survey in surveys.items()}
        asked = {code for code in surveys if invited[code] or (code, voice) in wanted}
        newest = {code: year if code in asked else last[code] for code in sorted({*asked, *last})}
        for code in (code for code in surveys if (code, voice) in wanted and not invited[code]):
            _expect(surveys, code, voice, last)
        for code, when in newest.items():
            editions = [other for other in newest if _alike(surveys[code], surveys[other])]
            if any(newest[other] > when for other in editions):
                continue
            there = [(last[other], other == code, other) for other in editions if other in last]
            like_year, _, like = max(there, default=(None, True, code))
            sample = Sample(code, voice, surveys[like], like_year)
            people, why = _people(sample, wanted.get((code, voice)), invited[code], year - 1, rules)
            if people > MOST:
                raise TideturnError(
                    f"{people:,} would answer {sample.name}. A plan takes at most {MOST:,} of a voice in one survey.",
                    place=_OPTION,
                    mend=f"Give fewer: {_OPTION} {code}/{voice}={MOST}. More would show hardly smaller changes.",
                )
            if people or (code, voice) in wanted:
                found.append(replace(sample, people=people, why=why))
    return tuple(found)


def _check(surveys: Mapping[str, Survey], code: str, voice: str) -> None:
    if code not in surveys:
        there = ", ".join(sorted(surveys)) or "none"
        raise TideturnError(f"There is no survey {quoted(code)}.", place=_OPTION, mend=f"The surveys are: {there}.")
    if voice not in SPEAKER.codes:
        mend = f"Choose one of {', '.join(SPEAKER.codes)}."
        raise TideturnError(f"{quoted(voice)} is no voice.", place=_OPTION, mend=mend)


def _expect(surveys: Mapping[str, Survey], code: str, voice: str, last: Mapping[str, int]) -> None:
    """Raise TideturnError if nobody of a voice was ever asked, so that no place is known, or a later edition was."""
    later = [other for other in last if last[other] > last.get(code, 0) and _alike(surveys[code], surveys[other])]
    if code in last and later:
        mend = f"Name {quoted(max(later, key=last.__getitem__))}, which asks the same and was answered last."
        raise TideturnError(f"{quoted(code)} is not the last survey that asks this.", place=_OPTION, mend=mend)
    if code not in last and not later:
        mend = f"Add a row for them to surveys/{code}/invited.csv for each place, with how many will be invited."
        what = f"Nobody knows where those in {quoted(f'{code}/{voice}')} are: this survey has not asked them yet."
        raise TideturnError(what, place=_OPTION, mend=mend)


def _of(frame: pl.DataFrame, voice: str, year: int | None) -> pl.DataFrame:
    if year is None:
        return frame.clear()
    return frame.filter((pl.col("voice") == voice) & (pl.col("year") == year))


def _total(invited: pl.DataFrame) -> int:
    return int(invited["invited"].sum() or 0)


def _last(survey: Survey, voice: str) -> int | None:
    years: list[int] = survey.responses.filter(pl.col("voice") == voice)["year"].unique().to_list()
    return max(years, default=None)


def _alike(one: Survey, other: Survey) -> bool:
    """Return whether two surveys share a question: its name or an earlier one, its outcome and its answers' meaning."""
    return one.code == other.code or bool(_questions(one) & _questions(other))


def _questions(survey: Survey) -> set[tuple[Any, ...]]:
    rows = survey.items.select("item", "series_of", "outcome_id", "measures", "agree").to_dicts()
    return {
        (row[name], row["outcome_id"], row["measures"], row["agree"])
        for row in rows
        for name in ("item", "series_of")
        if row[name]
    }


def _people(sample: Sample, said: int | None, invited: int, last: int, rules: Rules) -> tuple[int, str]:
    if said is not None:
        return said, "as you say"
    when = "" if sample.like_year is None else in_year(sample.like_year)
    if not invited:
        return sample.answered, f"the same as {when}{'' if sample.like_year == last else ', when it was last asked'}"
    before = _total(sample.invited)
    if not before:
        half = percent(rules.response_rate)
        return round(
            invited * rules.response_rate
        ), f"{invited} invited; we assume that {half} answer, since no earlier rate is known"
    answered = min(sample.answered, before)
    return round(invited * answered / before), f"{invited} invited, and {answered} of {before} answered {when}"
