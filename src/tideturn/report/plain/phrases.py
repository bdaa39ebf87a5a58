"""Verdicts, confidence and who says so, in words that a twelve-year-old reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.dataset.vocabulary import WITHHELD
from tideturn.evaluation.claims.strength import INDICATES, SHOWS, SUGGESTS
from tideturn.evaluation.model import Strand
from tideturn.report.wording import listed

YOUNG_PEOPLE: Final = "young_people"
PARTNERS: Final = "partners"

MARKS: Final = {
    "supported": "Seems true",
    "emerging": "First good signs",
    "mixed": "Mixed",
    "contested": "People don’t agree",
    "no_change_observed": "No change seen",
    "adverse": "Seems untrue",
    "too_early": "Too early to tell",
    "insufficient": "Can’t say yet",
    "not_measured": "Not asked yet",
    WITHHELD: "We keep this private",
}
"""The word for each verdict, beside its shape."""

SURE: Final[Mapping[str, Mapping[str, str]]] = {
    YOUNG_PEOPLE: {
        "high": "we are quite sure",
        "moderate": "we are fairly sure",
        "low": "we are not very sure",
        "very_low": "we are not sure at all",
    },
    PARTNERS: {
        "high": "confidence is high",
        "moderate": "confidence is moderate",
        "low": "confidence is low",
        "very_low": "confidence is very low",
    },
}

_VERBS: Final = {
    SHOWS: "shows that this is {}",
    INDICATES: "points to this being {}",
    SUGGESTS: "suggests that this is {}",
}
"""What is true is the outcome itself, which may be how things are or how they changed."""
_VOICES: Final = {
    YOUNG_PEOPLE: {
        "staff": "the project’s workers",
        "stakeholder": "people from other services",
        "young_person": "young people",
        "family": "parents and carers",
    },
    PARTNERS: {
        "staff": "the programme’s staff",
        "stakeholder": "partners",
        "young_person": "young people",
        "family": "parents and carers",
    },
}
_RECORDS: Final = "the records"


def voice(code: str, audience: str) -> str:
    """A kind of speaker as the reader knows it."""
    return _VOICES[audience].get(code, _RECORDS)


def supported(verb: int, whose: Sequence[str] = ()) -> str:
    """Say that the outcome is so, as strongly as `verb` allows, and by whose account."""
    return f"{_told(whose)} {_VERBS[verb].format('true')}."


def contradicted(verb: int, whose: Sequence[str] = ()) -> str:
    """Say that the outcome is not so, as strongly as `verb` allows, and by whose account."""
    return f"{_told(whose)} {_VERBS[verb].format('not true')}."


def _told(whose: Sequence[str]) -> str:
    return f"What {listed(whose)} tell us" if whose else "What we found"


def speakers(strands: Sequence[Strand], audience: str) -> list[str]:
    """Who says so, each once, people before records; papers and checked changes are records too."""
    people = [strand for strand in strands if strand.kind in ("interview", "survey") or strand.voice == "young_person"]
    names = [voice(strand.voice, audience) for strand in people]
    return list(dict.fromkeys([*names, *([_RECORDS] if len(people) < len(strands) else ())]))
