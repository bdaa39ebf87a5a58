"""Tell where in the report a passage stands: of which outcome, at which place, of which strand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .folder import Year
from .reading import Passage
from .surveys import LONG_VOICES

_OUTCOME = re.compile(r"^(?:outcome|by-place|evidence|chart)-([a-z_]+)(?:\.at\.([a-z_]+))?")
_STRANDS = (
    ("interviews", re.compile(r"^[Ii]nterviews?\b")),
    ("survey", re.compile(r"^[Ss]urvey\b|^the survey of")),
    ("places", re.compile(r"[Ww]orkers’ scores of places and groups")),
    ("worker scores", re.compile(r"[Ww]orkers’ scores of young people")),
    ("own scores", re.compile(r"[Yy]oung people['’]s own scores")),
    ("adults' scores", re.compile(r"[Aa]dults’ own scores")),
    ("series", re.compile(r"^[Tt]he series")),
    ("pathway", re.compile(r"^[Tt]he pathway")),
    ("network", re.compile(r"^[Tt]ies between organisations")),
    ("documents", re.compile(r"^[Dd]ocuments")),
    ("changes", re.compile(r"^(?:the )?[Hh]arvested changes")),
)
_BY_PLACE = re.compile(
    r": (?:the verdict at each place|places with their own verdict|the (?:other|numbers at each) places?)$"
)
TRAINED = "people trained"


@dataclass(frozen=True)
class Standing:
    """An outcome at a scope and, where it is known, a strand: its kind and whose voice."""

    outcome: str
    scope: str
    strand: str = ""
    voice: str = ""  # staff, stakeholder, young_person, or "people trained"


def strand_named(words: str) -> tuple[str, str]:
    """Return the strand and the voice that some words name; two empty texts where they name none."""
    kind = next((name for name, pattern in _STRANDS if pattern.search(words)), "")
    if TRAINED in words:
        return kind, TRAINED
    voice = next((code for code, told in LONG_VOICES.items() if words.endswith((told, f"({told})"))), "")
    if kind in {"places", "worker scores"}:
        voice = "record"
    if kind in {"own scores", "adults' scores"}:
        voice = "young_person" if kind == "own scores" else "stakeholder"
    return kind, voice


def standing(year: Year, passage: Passage) -> Standing | None:
    """Return where a passage stands; None where it is in no outcome."""
    found = None
    for each in passage.ids:
        match = _OUTCOME.match(each)
        if match and match[1] in year.outcomes:
            found = Standing(match[1], match[2] or "programme")
    if found is None:
        return None
    if found.scope == "programme" and _BY_PLACE.search(passage.caption):
        found = Standing(found.outcome, year.site_code(passage.row.get("Place", "")) or "programme")
    if passage.near.get("strand"):
        kind, _ = strand_named(passage.near["strand"])
        _, voice = strand_named(f"survey {passage.near.get('voice', '')}")
        voice = voice or strand_named(passage.near["strand"])[1]
        return Standing(found.outcome, found.scope, kind, voice)
    return found
