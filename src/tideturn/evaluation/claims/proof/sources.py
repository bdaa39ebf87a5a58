"""Find sources in a sentence (whose answers, scores, accounts or counts) and how the verdict's strands read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from tideturn.evaluation.claims.gated import Gated, built
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.proposition import forms
from tideturn.evaluation.claims.proof.words import grammar, pattern_of
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.units import TRAINED

_UNREAD: Final = ("insufficient", "silent", "shown")
_BETWEEN: Final = Gated(r"\s*(?:, and|,|and|as well as)\s+")
_COMPARED: Final = re.compile(r", [^,”]*$")
_VOICE: Final[Mapping[str, str]] = {"partners": "stakeholder", "trained": "stakeholder"}


@dataclass(frozen=True)
class Source:
    """One source that a sentence names, with its strands."""

    kind: str
    voice: str
    strands: tuple[Strand, ...]
    own: frozenset[str]
    """Ids of the claim's evidence."""

    @property
    def read(self) -> tuple[Strand, ...]:
        """Return the strands with a reading."""
        return tuple(strand for strand in self.strands if strand.reading not in _UNREAD)

    @property
    def reading(self) -> str:
        """Return their common reading; empty if they differ or the claim has none of their evidence."""
        told = self.read or self.strands
        readings = {strand.reading for strand in told}
        held = any(self.own & set(strand.evidence) for strand in told)
        return readings.pop() if len(readings) == 1 and held else ""


@dataclass(frozen=True)
class Named:
    """Sources that a stretch names, with its end."""

    sources: tuple[Source, ...]
    end: int


def sources_at(ground: Ground, text: str, at: int) -> Iterator[Named]:
    """Yield the sources named from `at`: the longest list first, then its beginnings."""
    found: list[Named] = []
    both = built(r"\s*(?:both |all of )?").match(text, at)
    start = both.end() if both else at
    sources: tuple[Source, ...] = ()
    while (one := _one(ground, text, start)) is not None:
        sources = (*sources, one[0])
        found.append(Named(sources, one[1]))
        joined = _BETWEEN.match(text, one[1])
        if joined is None:
            break
        start = joined.end()
    yield from reversed(found)


def named_in(ground: Ground, text: str) -> tuple[Source, ...]:
    """Return every source that a text names, in order."""
    found: list[Source] = []
    at = 0
    while at < len(text):
        one = _one(ground, text, at) if at == 0 or not text[at - 1].isalnum() else None
        if one is not None:
            found.append(one[0])
        at = one[1] if one else at + 1
    return tuple(found)


@cache
def _patterns() -> tuple[tuple[str, str, Gated], ...]:
    """Return every rule for a source, with its kind and voice."""
    rules = grammar()
    return tuple(
        (kind, voice, pattern_of([rule.replace("<who>", f"(?:{who})") for rule in written]))
        for kind, written in rules["sources"].items()
        for voice, who in rules["voices"].items()
        if any("<who>" in rule for rule in written)
    ) + tuple(
        (kind, "", pattern_of(written))
        for kind, written in rules["sources"].items()
        if not any("<who>" in rule for rule in written)
    )


def _one(ground: Ground, text: str, at: int) -> tuple[Source, int] | None:
    """Return the source with the longest match at `at`, with its end; None if there is none or two."""
    own = frozenset(edge.evidence_id for edge in ground.claim.edges)
    matches = [(found.end(), kind, voice) for kind, voice, rule in _patterns() if (found := rule.match(text, at))]
    named = _by_name(ground, text, at)
    if named and all(named[1] >= end for end, *_ in matches):
        return Source("named", "", named[0], own), named[1]
    if not matches or ground.verdict is None:
        return None
    end = max(end for end, *_ in matches)
    best = {(kind, voice) for stop, kind, voice in matches if stop == end}
    if len(best) != 1:
        return None
    kind, voice = best.pop()
    if kind == "their own scores":
        before = [source for source in named_in(ground, text[:at]) if source.voice]
        if len({source.voice for source in before}) != 1:
            return None
        kind, voice = "own scores", before[0].voice
    strands = tuple(strand for strand in ground.verdict.strands if _is(ground, strand, kind, voice))
    return Source(kind, voice, strands, own), end


def _by_name(ground: Ground, text: str, at: int) -> tuple[tuple[Strand, ...], int] | None:
    """Return the strands with the longest name of their own at `at`, and its end: `the series “Nights away”`."""
    strands = [strand for strand in (ground.verdict.strands if ground.verdict else ()) if strand.about]
    names = {name for strand in strands for name in (strand.about, short_name(strand.about))}
    longest = max((name for name in names if text[at:].lower().startswith(name.lower())), key=len, default="")
    same = tuple(strand for strand in strands if longest in (strand.about, short_name(strand.about)))
    return (same, at + len(longest)) if longest else None


def short_name(about: str) -> str:
    """Return what a strand is about, without how it was compared: `ties between organisations`."""
    return _COMPARED.sub("", about)


def _of_families(title: str) -> bool:
    return bool({"parent", "carer", "famili"} & set(forms(title)))


def _is(ground: Ground, strand: Strand, kind: str, voice: str) -> bool:
    """Return whether a strand has the kind and voice that the words name."""
    whose = strand.voice == _VOICE.get(voice, voice) and (strand.unit == TRAINED) == (voice == "trained")
    if not voice:
        whose = True
    match kind:
        case "survey" | "interview":
            return strand.kind == kind and whose
        case "any":
            return strand.kind in ("survey", "interview") and whose
        case "own scores":
            own = strand.kind == "monitoring" and "scores" in strand.about and strand.voice != "record"
            return own and (whose or (voice == "family" and strand.unit == "adults" and _of_families(ground.named)))
        case "answers":
            return strand.kind == "survey"
        case "scores by workers":
            return strand.kind == "monitoring" and "scores" in strand.about and strand.voice == "record"
        case "interviewed":
            return strand.kind == "interview"
        case "documents":
            return strand.kind == "document"
        case "changes":
            return strand.kind == "change"
        case "ties":
            return strand.kind == "monitoring" and strand.unit == "organisations"
        case "police":
            return strand.kind == "monitoring" and any(
                "police" in f"{item.text} {item.origin}".lower()
                for item in ground.items
                if item.evidence_id in strand.evidence and item.evidence_id.startswith("series/")
            )
    raise AssertionError(kind)


def moved(ground: Ground, source: Source) -> str:
    """Return how a source's one series moved, beyond its usual variation."""
    ids = {one for strand in source.strands for one in strand.evidence}
    moved = {
        item.value.moved or "" if isinstance(item.value, SeriesCounts) else ""
        for item in ground.items
        if item.evidence_id in ids
    }
    return moved.pop() if len(moved) == 1 else ""
