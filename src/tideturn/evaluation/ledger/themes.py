"""Read themes of the year's interviews as evidence: each coding of a theme, and how many of each voice raised it where.

A theme is a code without an outcome. It reads nothing and changes no verdict.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import POLARITY, PROGRAMME_SCOPE, SPEAKER
from tideturn.evaluation.evidence_values import ThemeCounts
from tideturn.evaluation.ledger.interviews import OPEN_ANSWER, UNIT, Talk, coding_of, merged, one_way, settled, talks_of
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.model import THEME, EvidenceItem
from tideturn.evaluation.population import Population

MENTIONED: Final = "mentioned"
"""Field that counts those who raised a theme and said nothing about it either way."""
_ORIGIN: Final = "interviews"
_READ: Final = ("interview_id", "start", "end", "code", "coder", "polarity")
Said = Mapping[tuple[str, int, int, str], str]
"""Polarities of each stretch, by interview, start, end and code."""


def theme_titles(dataset: Dataset) -> dict[str, str]:
    """Return the title of each code that has a theme and no outcome."""
    rows = dataset.table("codebook").to_dicts()
    return {row["code"]: row["title"] for row in rows if row["theme"] and not row["outcome_id"]}


def themes(dataset: Dataset, year: Year) -> tuple[EvidenceItem, ...]:
    """Return every coding of a theme in the year, and for each voice that raised a theme, how many did at each place.

    Answers written in a survey are listed and quoted, but not counted: their writers were not interviewed.
    """
    titles = theme_titles(dataset)
    if not titles:
        return ()
    codings = [coding for coding in settled(dataset) if coding["code"] in titles]
    talks = talks_of(dataset, year, (coding["interview_id"] for coding in codings))
    said = {key: way for key, way in merged(codings).items() if key[0] in talks}
    coded = (
        coding_of(talks[talk_id], "", start, end, code, way, year) for (talk_id, start, end, code), way in said.items()
    )
    return (*coded, *_Interviewed(dataset, year, talks).counts(titles, codings, said))


@dataclass(frozen=True)
class _Interviewed:
    """Everybody interviewed in a year."""

    dataset: Dataset
    year: Year
    talks: Mapping[str, Talk]

    def counts(
        self, titles: Mapping[str, str], codings: Iterable[Mapping[str, Any]], said: Said
    ) -> Iterator[EvidenceItem]:
        """Yield the count of each theme for each voice that raised it, at every place with interviews of that voice."""
        spoken = {talk_id: talk for talk_id, talk in self.talks.items() if not talk_id.startswith(OPEN_ANSWER)}
        rows: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for coding in codings:
            if coding["interview_id"] in spoken:
                rows[coding["code"], spoken[coding["interview_id"]].voice].append(coding)
        for code, title in titles.items():
            for voice in SPEAKER.codes:
                own = rows.get((code, voice), ())
                heard = [talk for talk in spoken.values() if talk.voice == voice]
                for scope in (PROGRAMME_SCOPE, *(site.code for site in self.dataset.programme.sites)) if own else ():
                    here = {talk.talk_id: talk.source for talk in heard if scope in (PROGRAMME_SCOPE, talk.site)}
                    if here:
                        yield self._item(code, title, voice, scope, here, own, said)

    def _item(
        self,
        code: str,
        title: str,
        voice: str,
        scope: str,
        here: Mapping[str, str],
        codings: Iterable[Mapping[str, Any]],
        said: Said,
    ) -> EvidenceItem:
        """Return how many of those interviewed `here` (sources by interview) raised it, and what they said of it."""
        read = pl.DataFrame(
            [coding for coding in codings if coding["interview_id"] in here],
            schema=self.dataset.table("codings").schema,
        )
        ways: dict[str, set[str]] = defaultdict(set)
        for (talk_id, _, _, own), way in said.items():
            if own == code and talk_id in here:
                ways[here[talk_id]] |= {way} - {"none"}
        views = Counter(one_way(given) for given in ways.values())
        k, n = len(ways), len(set(here.values()))
        value = {"k": k, "share": k / n, **{way: views[way] for way in POLARITY.codes}, MENTIONED: views["none"]}
        return EvidenceItem(
            evidence_id=f"{THEME}/{code}/{voice}/{scope}/{self.year.number}",
            outcome_id="",
            scope=scope,
            year=self.year.number,
            kind=THEME,
            voice=voice,
            origin=_ORIGIN,
            polarity=one_way({way for way in POLARITY.codes if views[way]}),
            n=n,
            value=ThemeCounts.of(value),
            interval=None,
            text=title,
            provenance=of_rows("codings", read.sort(_READ), _READ),
            unit=UNIT,
            as_of=self.year.as_of,
            population=Population(None, n, k, None, ("", "were interviewed", "raised it", "")),
            tokens=frozenset({people(voice)}),
        )
