"""Conversion of claims to arrows: who says that what helps or hinders what; the factors of one node become one part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, listed, quoted
from tideturn.methods.causal_map.model import HELPS, HINDERS, Arrow, Part

STATES: Final = frozenset({None, "supports", "mixed"})
DENIES: Final = frozenset({"contradicts", "no_change", "mixed"})
"""Polarities of a claim that states, or denies, the effect of one part on the other; `mixed` is in both."""
NAMED: Final = 3
"""Maximum names in a note about what was left out."""


_Ends = tuple[Part, Part, str]
"""The two parts that an arrow joins, and its effect."""
_OPPOSITE: Final = {HELPS: HINDERS, HINDERS: HELPS}


@dataclass
class _Said:
    """Everything gathered about one arrow."""

    sources: set[str] = field(default_factory=set)
    unprompted: set[str] = field(default_factory=set)
    against: set[str] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)
    voices: set[str] = field(default_factory=set)
    against_voices: set[str] = field(default_factory=set)
    rows: list[int] = field(default_factory=list)
    from_factors: set[str] = field(default_factory=set)
    to_factors: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Speaker:
    source: str
    site: str | None
    voice: str | None


def parts_of(factors: pl.DataFrame | None) -> dict[str, Part]:
    """Return the part for each factor: its node, or itself where it has none.

    Raise TideturnError for a factor of two nodes.
    """
    stands: dict[str, Part] = {}
    for row in factors.to_dicts() if factors is not None else ():
        factor, node = row["factor"], row.get("node_id")
        if factor is None:
            continue
        part = Part(node, in_theory=True) if node else Part(factor)
        if stands.setdefault(factor, part) != part:
            first = stands[factor]
            other = [f"node {quoted(one.name)}" if one.in_theory else "no node" for one in (first, part)]
            raise TideturnError(
                f"the factor {quoted(factor)} stands for {listed(other)}.",
                place="factors",
                mend="Give each factor one row and one node, or tell two things by two names.",
            )
    return stands


def arrows_of(
    claims: pl.DataFrame, interviews: pl.DataFrame | None, stands: Mapping[str, Part], *, named: bool
) -> tuple[tuple[Arrow, ...], tuple[str, ...]]:
    """Return the arrows in order, and a note on each thing that was left out or is odd.

    `named` says whether there is a list of factors, so that a factor missing from it is odd.
    """
    speakers = _speakers(interviews)
    said: dict[_Ends, _Said] = defaultdict(_Said)
    left = _LeftOut()
    for place, row in enumerate(claims.iter_rows(named=True)):
        start, end = row["from_factor"], row["to_factor"]
        if not start or not end:
            left.empty += 1
            continue
        speaker = _speaker(row["interview_id"], speakers)
        if speaker is None:
            left.unknown.append(row["interview_id"] or "")
            continue
        left.unlisted.update(factor for factor in (start, end) if named and factor not in stands)
        ends = stands.get(start, Part(start)), stands.get(end, Part(end))
        if ends[0] == ends[1]:
            (left.to_itself if start == end else left.within).append(ends[0].name)
            continue
        effect = row.get("effect")
        left.unsigned += effect is None
        _add(said[(*ends, _effect(effect))], place, row, speaker)
    arrows = tuple(_arrow(ends, said[ends], said.get((*ends[:2], _OPPOSITE[ends[2]]))) for ends in sorted(said))
    return arrows, tuple(left.sentences())


def _effect(said: str | None) -> str:
    """Return a claim's effect; an empty one means that it helps. Raise TideturnError for another word."""
    if said is not None and said not in _OPPOSITE:
        raise TideturnError(f"{quoted(said)} is no effect.", place="claims", mend=f"Write {HELPS} or {HINDERS}.")
    return said or HELPS


def _speakers(interviews: pl.DataFrame | None) -> dict[str, _Speaker] | None:
    if interviews is None:
        return None
    known: dict[str, _Speaker] = {}
    for row in interviews.iter_rows(named=True):
        interview = row["interview_id"]
        if not interview:
            continue
        speaker = _Speaker(row.get("source") or interview, row.get("site"), row.get("voice"))
        if known.setdefault(interview, speaker) != speaker:
            raise TideturnError(
                f"the interview {quoted(interview)} is there twice, with two sources, sites or voices.",
                place="interviews",
                mend="Take one row out.",
            )
    return known


def _speaker(interview: str | None, speakers: Mapping[str, _Speaker] | None) -> _Speaker | None:
    """Return the person who made a claim; None where unknown.

    Without a list of interviews, each interview is a source.
    """
    if not interview:
        return None
    return _Speaker(interview, None, None) if speakers is None else speakers.get(interview)


def _add(said: _Said, place: int, row: Mapping[str, Any], speaker: _Speaker) -> None:
    said.from_factors.add(row["from_factor"])
    said.to_factors.add(row["to_factor"])
    polarity = row.get("polarity")
    if polarity in DENIES:
        said.against.add(speaker.source)
        said.against_voices |= {speaker.voice} if speaker.voice else set()
    if polarity not in STATES:
        return
    said.sources.add(speaker.source)
    said.sites |= {speaker.site} if speaker.site else set()
    said.voices |= {speaker.voice} if speaker.voice else set()
    said.rows.append(place)
    if row.get("prompted") is False:
        said.unprompted.add(speaker.source)


def _arrow(ends: _Ends, said: _Said, opposite: _Said | None) -> Arrow:
    """Return the arrow of one effect; people who say the opposite count against it."""
    other = opposite or _Said()
    return Arrow(
        *ends,
        sources=tuple(sorted(said.sources)),
        unprompted=tuple(sorted(said.unprompted)),
        against=tuple(sorted(said.against | other.sources)),
        sites=tuple(sorted(said.sites)),
        voices=tuple(sorted(said.voices)),
        against_voices=tuple(sorted(said.against_voices | other.voices)),
        rows=tuple(said.rows),
        from_factors=tuple(sorted(said.from_factors)),
        to_factors=tuple(sorted(said.to_factors)),
    )


@dataclass
class _LeftOut:
    """Claims that a map cannot hold, or holds with a warning."""

    empty: int = 0
    unsigned: int = 0
    unknown: list[str] = field(default_factory=list)
    to_itself: list[str] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    unlisted: set[str] = field(default_factory=set)

    def sentences(self) -> Iterator[str]:
        if self.empty:
            yield f"{_claims(self.empty, 'names', 'name')} no cause or no effect{_gone(self.empty)}."
        if self.unknown:
            come = _claims(len(self.unknown), "comes", "come")
            yield (
                f"{come} from an interview that is not listed ({_some(self.unknown)}){_gone(len(self.unknown))}: "
                "nobody knows whose it is."
            )
        if self.to_itself:
            say = _claims(len(self.to_itself), "says", "say")
            yield f"{say} that something led to itself ({_some(self.to_itself)}){_gone(len(self.to_itself))}."
        if self.within:
            stay = _claims(len(self.within), "stays", "stay")
            yield f"{stay} within one part of the theory ({_some(self.within)}){_gone(len(self.within))}."
        if self.unsigned:
            do, count = ("does", "counts") if self.unsigned == 1 else ("do", "count")
            yield (
                f"{counted(self.unsigned, 'claim')} {do} not say whether the cause helps or hinders, and {count} as "
                "helping."
            )
        if self.unlisted:
            yield f"Not on the list of factors, so that no part of the theory is known: {_some(sorted(self.unlisted))}."


def _claims(many: int, one: str, several: str) -> str:
    """Return `1 claim says`, `3 claims say`."""
    return f"{counted(many, 'claim')} {one if many == 1 else several}"


def _gone(many: int) -> str:
    return f", and {'is' if many == 1 else 'are'} left out"


def _some(names: Sequence[str]) -> str:
    """List the first few names, each once and in quotation marks."""
    once = list(dict.fromkeys(names))
    more = f" and {len(once) - NAMED} more" if len(once) > NAMED else ""
    return ", ".join(quoted(name) if name else "no name" for name in once[:NAMED]) + more
