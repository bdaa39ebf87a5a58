"""Compare the waves of a question: what people answered in different years, in whichever survey asked it.

Waves are answers to items of one name (or of its earlier name, `series_of`), outcome, voice, `measures` and list of
answers, given outside any training. They are compared at the sites where both have opinions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Survey, Year
from tideturn.evaluation.ledger.questions import chose_several, item_of
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.waves import Wave, compared, mix_of, reference_of, settled
from tideturn.methods.surveys import Item
from tideturn.methods.surveys.counting import Counts, count_answers

_ANSWER: Final = " answer"
_AGREES: Final = " agrees"
_READ: Final = ("response_id", "person_id", "voice", "site", "year", "date", "sector")
_BY: Final = ("year", "voice", "site", "sector")
_UNRECORDED: Final = ""


Parts = Mapping[str, Mapping[str | None, tuple[int, int, int]]]
"""Number who gave an opinion, agree and say the opposite, by site and sector; None: answers of unknown meaning."""


@dataclass(frozen=True)
class _Sheet:
    """A survey's answers from outside any training, up to the year, in the columns that are compared."""

    survey: Survey
    columns: tuple[str, ...]
    upto: int

    @cached_property
    def untrained(self) -> pl.DataFrame:
        """Return the responses without a stage, up to the year."""
        outside = pl.col("stage").is_null() & (pl.col("year") <= self.upto)
        return self.survey.responses.select(*_READ, "stage", *self.columns).filter(outside)

    @cached_property
    def years(self) -> frozenset[int]:
        """Return the years that have any."""
        outside = pl.col("stage").is_null() & (pl.col("year") <= self.upto)
        return frozenset(self.survey.responses.select("year", "stage").filter(outside)["year"].unique())

    @cached_property
    def counts(self) -> Counts:
        """Return how often each answer was given, by year, voice, site and sector."""
        return count_answers(self.untrained, self.columns, _BY)


@dataclass(frozen=True)
class _Asked:
    """One item of one survey."""

    sheet: _Sheet
    row: Mapping[str, Any]

    @property
    def survey(self) -> Survey:
        """Return the survey that asked it."""
        return self.sheet.survey

    @cached_property
    def item(self) -> Item:
        """Return what its answers mean."""
        return item_of(self.survey, self.row)

    @property
    def answers(self) -> pl.DataFrame:
        """Return a frame with a row for each answer."""
        name = self.row["item"]
        given = self.sheet.untrained.filter(pl.col(name).is_not_null())
        return given.select(*_READ, pl.col(name).str.strip_chars().alias(_ANSWER))

    @cached_property
    def counts(self) -> dict[tuple[int, str], Parts]:
        """Return how many opinions there are, agree and are against it, by year and voice; two answers count twice."""
        return _parts(self.sheet.counts, self.row["item"], self.item)

    @cached_property
    def names_people(self) -> bool:
        """Return whether any response has a person's id, so that we can tell people apart."""
        return self.survey.responses["person_id"].null_count() < self.survey.responses.height

    @cached_property
    def repeated(self) -> bool:
        """Return whether anybody answered it more than once in a year."""
        if not self.names_people:
            return False
        known = self.answers.filter(pl.col("person_id").is_not_null()).select("year", "voice", "person_id")
        return bool(known.is_duplicated().any())

    @cached_property
    def alike(self) -> tuple[Any, ...]:
        """Return what must match for its answers to be comparable with those of another item."""
        scale = tuple(word for word in self.item.scale if not self.item.silent(word))
        return self.row["measures"], scale, *(frozenset(words) for words in self.item.lists)


class Waves:
    """Waves of all questions with one answer; those up to a year are compared."""

    def __init__(self, surveys: Iterable[Survey], year: Year, rules: Rules, names: Mapping[str, str]) -> None:
        """Index the surveys' items; `names` are those of the sites."""
        self._year, self._rules, self._names = year.number, rules, names
        self._asked: dict[tuple[str, str], list[_Asked]] = {}
        self._own: dict[tuple[str, str, str], _Asked] = {}
        for survey in surveys:
            rows = survey.items.to_dicts()
            rows = [row for row in rows if row["item"] in survey.answer_columns and not chose_several(survey, row)]
            sheet = _Sheet(survey, tuple(dict.fromkeys(row["item"] for row in rows)), year.number)
            for row in rows if sheet.years else ():
                name, outcome = row["item"], row["outcome_id"]
                asked = _Asked(sheet, row)
                self._asked.setdefault((name, outcome), []).append(asked)
                self._own[survey.code, name, outcome] = asked

    def of(self, survey: Survey, row: Mapping[str, Any], voice: str, sites: Sequence[str]) -> tuple[Wave, ...]:
        """Return the reference wave and the last one of a question of the year, in the order of their years.

        Empty if no earlier wave has enough opinions at the sites that it shares with this one.
        """
        own = self._own.get((survey.code, row["item"], row["outcome_id"]))
        if own is None:
            return ()
        alike = self._alike(own)
        if (
            min(year for asked in alike for year in asked.sheet.years) >= self._year
            or self._year not in own.sheet.years
        ):
            return ()
        years = sorted(
            {year for asked in alike for year, whose in asked.counts if year < self._year and whose == voice}
        )
        now = _Side([own], self._year, voice, sites)
        if not years or not now.opinions:
            return ()
        sides = {year: _Side(alike, year, voice, sites) for year in years}
        held: dict[int, tuple[_Side, tuple[str, ...]]] = {}
        for year, side in sides.items():
            if side.unplaced:
                continue
            shared = tuple(site for site in sites if side.opinions.get(site) and now.opinions.get(site))
            if min(side.total(shared)[0], now.total(shared)[0]) >= max(self._rules.min_n, 1):
                held[year] = side, shared
        if not held:
            return ()
        reference, last = reference_of(list(held)), max(held)
        return settled(
            [
                self._wave(year, *held[year], now, reference=year == reference, last=year == last)
                for year in sorted({reference, last})
            ]
        )

    def _wave(self, year: int, side: _Side, sites: tuple[str, ...], now: _Side, **which: bool) -> Wave:
        then_n, then_k = side.total(sites)
        now_n, now_k = now.total(sites)
        places = [{self._names.get(site, site): one.opinions[site] for site in sites} for one in (side, now)]
        return compared(
            year=year,
            k=then_k,
            n=then_n,
            k_now=now_k,
            n_now=now_n,
            pairs=side.pairs(now, sites),
            rules=self._rules,
            against=sum(side.against.get(site, 0) for site in sites),
            sites=sites,
            surveys=side.surveys(sites),
            elsewhere=(
                sum(side.opinions.values()) - then_n,
                sum(now.opinions.values()) - now_n,
            ),
            mix=(*mix_of("site", *places), *mix_of("sector", side.sectors(sites), now.sectors(sites))),
            **which,
        )

    def _alike(self, own: _Asked) -> list[_Asked]:
        """Return all items that ask the same, by its name or by its earlier ones."""
        outcome = own.row["outcome_id"]
        names, found = [own.row["item"]], []
        for name in names:
            for asked in self._asked.get((name, outcome), ()):
                if asked.alike == own.alike:
                    found.append(asked)
                    earlier = asked.row["series_of"]
                    if earlier and earlier not in names:
                        names.append(earlier)
        return found


class _Side:
    """All answers of one year to a question, with one voice, at some sites; one person counts once."""

    def __init__(self, asked: Sequence[_Asked], year: int, voice: str, sites: Sequence[str]) -> None:
        self._key, self._sites = (year, voice), frozenset(sites)
        self._asked = [one for one in asked if self._key in one.counts]
        none = dict.fromkeys(word for one in self._asked for word in one.item.opinion_none)
        self._item = replace(asked[0].item, opinion_none=tuple(none))
        if any(one.repeated for one in self._asked) or sum(one.names_people for one in self._asked) > 1:
            parts: list[Parts] = list(self._counted().values())
        else:
            parts = [one.counts[self._key] for one in self._asked]
        self.unplaced = False
        """Whether the meaning of one of the answers there is unknown, so that nothing can be read from them."""
        self._sectors: dict[str, Counter[str]] = defaultdict(Counter)
        self.opinions: dict[str, int] = Counter()
        """Number who gave an opinion, at each site where anybody did."""
        self._agree: dict[str, int] = Counter()
        self.against: dict[str, int] = Counter()
        """Number who said the opposite, at each site."""
        for part in parts:
            for site, sectors in part.items():
                for sector, (n, k, against) in sectors.items() if site in self._sites else ():
                    if sector is None:
                        self.unplaced = True
                        continue
                    self.opinions[site] += n
                    self._agree[site] += k
                    self.against[site] += against
                    self._sectors[site][sector] += n

    def total(self, sites: Iterable[str]) -> tuple[int, int]:
        """Return how many gave an opinion at these sites, and how many of them agree."""
        there = list(sites)
        return sum(self.opinions.get(site, 0) for site in there), sum(self._agree.get(site, 0) for site in there)

    def surveys(self, sites: Sequence[str]) -> tuple[str, ...]:
        """Return the codes of the surveys in which anybody there answered."""
        return tuple(
            sorted(one.survey.code for one in self._asked if not one.counts[self._key].keys().isdisjoint(sites))
        )

    def sectors(self, sites: Sequence[str]) -> dict[str, int]:
        """Return how many of those with a known sector came from each sector."""
        found: Counter[str] = Counter()
        for site in sites:
            found.update({sector: n for sector, n in self._sectors[site].items() if sector != _UNRECORDED})
        return dict(found)

    def pairs(self, now: _Side, sites: Sequence[str]) -> tuple[int, int, int]:
        """Count people who gave an opinion there both times, and those of them who agree only now, or only then."""
        if not (any(one.names_people for one in self._asked) and any(one.names_people for one in now._asked)):
            return 0, 0, 0
        then, later = self._people(sites), now._people(sites)
        both = then.join(later, on="person_id", suffix=" now")
        was, is_now = pl.col(_AGREES), pl.col(f"{_AGREES} now")
        gained, lost = both.select((is_now & ~was).sum().alias("gained"), (was & ~is_now).sum().alias("lost")).row(0)
        return both.height, gained, lost

    def _counted(self) -> dict[tuple[int, str], Parts]:
        return _parts(count_answers(self._once_each, [_ANSWER], _BY), _ANSWER, self._item)

    def _people(self, sites: Sequence[str]) -> pl.DataFrame:
        """Return whether each person who gave an opinion agreed."""
        words = self._once_each[_ANSWER].unique().to_list()
        opinions = [word for word in words if _is_opinion(self._item, word)]
        known = pl.col("person_id").is_not_null() & pl.col("site").is_in(sites) & pl.col(_ANSWER).is_in(opinions)
        agrees = pl.col(_ANSWER).is_in(list(self._item.agree)).alias(_AGREES)
        return self._once_each.filter(known).select("person_id", agrees)

    @cached_property
    def _once_each(self) -> pl.DataFrame:
        """Return the latest answer of each person, and every answer of those without an id."""
        year, voice = self._key
        here = (pl.col("year") == year) & (pl.col("voice") == voice) & pl.col("site").is_in(self._sites)
        rows = pl.concat([one.answers.filter(here) for one in self._asked])
        person = pl.col("person_id")
        return rows.sort("date", "response_id", nulls_last=False).filter(person.is_null() | person.is_last_distinct())


def _parts(counts: Counts, column: str, item: Item) -> dict[tuple[int, str], Parts]:
    """Count opinions, those who agree and those who say the opposite, by year and voice."""
    tally = counts.tallies[column]
    found: dict[tuple[int, str], dict[str, dict[str | None, tuple[int, int, int]]]] = {}
    for group, answer, rows in zip(tally.group.tolist(), tally.answer.tolist(), tally.rows.tolist(), strict=True):
        said = tally.answers[answer]
        if said is None or not _is_opinion(item, said):
            continue
        year, voice, site, sector = counts.groups[group]
        sectors = found.setdefault((int(year or 0), str(voice)), {}).setdefault(str(site), {})
        name = str(sector or _UNRECORDED) if item.places(said) else None
        n, k, against = sectors.get(name, (0, 0, 0))
        opposite = said in item.disagree or said in item.worse
        sectors[name] = n + rows, k + rows * (said in item.agree), against + rows * opposite
    return dict(found)


def _is_opinion(item: Item, answer: str) -> bool:
    return not item.silent(answer) and answer not in item.too_early
