"""Verdicts, confidence and who says so, in words that a twelve-year-old reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.dataset.vocabulary import WITHHELD
from tideturn.evaluation.claims.strength import INDICATES, SHOWS, SUGGESTS
from tideturn.evaluation.model import Strand
from tideturn.evaluation.told import Bound, Told, told, told_list
from tideturn.evaluation.units import SCORED, SELF_SCORING, TRAINED
from tideturn.evaluation.verdicts import QUIET

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
    "not_measured": "Not asked this year",
    WITHHELD: "We keep this private",
}
"""The word for each verdict, beside its shape."""

SURE: Final[Mapping[str, Mapping[str, str]]] = {
    YOUNG_PEOPLE: {
        "high": "we are very sure",
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
_SCORES: Final = {YOUNG_PEOPLE: "the scores that workers gave", PARTNERS: "workers’ scores"}
"""What workers scored is their judgement, and no record of what happened."""
_DOCUMENTS: Final = {YOUNG_PEOPLE: "papers that we read", PARTNERS: "documents"}
_TIES: Final = {YOUNG_PEOPLE: "who works with whom", PARTNERS: "ties between organisations"}
_CONFIRMED: Final = {YOUNG_PEOPLE: "{} who checked a change", PARTNERS: "{} who confirmed a change"}
"""Those who confirmed a change that others had noticed."""
_BY_UNIT: Final = {
    YOUNG_PEOPLE: {TRAINED: "people who had our training", SELF_SCORING: "grown-ups who scored themselves"},
    PARTNERS: {TRAINED: "people trained", SELF_SCORING: "adults who scored themselves"},
}
"""What some people are called where the name of their voice says too little."""


def voice(code: str, audience: str) -> str:
    """A kind of speaker as the reader knows it."""
    return _VOICES[audience].get(code, _RECORDS)


def supported(verb: int, whose: Sequence[str] = ()) -> Told:
    """Say that the outcome is so, as strongly as `verb` allows, and by whose account."""
    return told("{whose} {verb}.", whose=_told(whose), verb=_VERBS[verb].format("true"))


def contradicted(verb: int, whose: Sequence[str] = ()) -> Told:
    """Say that the outcome is not so, as strongly as `verb` allows, and by whose account."""
    return told(
        "{whose} {verb}.", whose=_told(whose), verb=_VERBS[verb].format("not true").replace("being not", "not being")
    )


def only(whose: Sequence[str]) -> Told:
    """Say what the outcome rests on, where it is one account; others may say so too, and are not enough yet."""
    who = told_list(whose)
    said = who if all(name in _NOBODY for name in whose) else told("what {who} say", who=who)
    return told("But so far it rests only on {said}.", said=said)


_NOBODY: Final = (_RECORDS, *_SCORES.values(), *_DOCUMENTS.values(), *_TIES.values())
"""What tells something and is nobody's own words."""


def _told(whose: Sequence[str]) -> Told:
    return told("What {whose} tell us", whose=told_list(whose)) if whose else Told("What we found")


def speakers(strands: Sequence[Strand], audience: str, every: Sequence[Strand] = ()) -> tuple[Told, ...]:
    """Who says so, each once and people before scores and records, bound to whose strands read so.

    If `every` strand holds another reading from the same people, it also says how these were asked.
    """
    kinds = {_kind(strand, audience) for strand in strands if strand.kind in _WAYS}
    # Those who confirmed a change are told of where nobody else of their kind says so.
    told_of = [one for one in strands if one.kind != "change" or _kind(one, audience) not in kinds]
    names = {name: strand for strand in reversed(told_of) for name in (_asked(strand, audience, every),)}
    people = sorted(names.items(), key=lambda one: (one[0] in _NOBODY, strands.index(one[1])))
    return tuple(
        Told(name, (Bound(f"speakers.{strand.reading}.{strand.speaker}", "yes", "words"),)) for name, strand in people
    )


COMPARED: Final = {
    YOUNG_PEOPLE: "It also holds when compared with people or places where this work had not begun.",
    PARTNERS: "It also holds when compared with people or places where the work had not begun.",
}
NOBODY_TO_COMPARE: Final = (
    "But scores often get better by themselves, and we could not compare these with anyone else’s."
)

_WAYS: Final = {"interview": "{} who were interviewed", "survey": "{} who answered the survey"}


def _asked(strand: Strand, audience: str, every: Sequence[Strand]) -> str:
    """Who says so; how they were asked too, where people of the same kind say otherwise in another way."""
    name = _named(strand, audience)
    apart = any(o.speaker == strand.speaker and o.reading != strand.reading and o.reading not in QUIET for o in every)
    return _WAYS.get(strand.kind, "{}").format(name) if apart else name


def _named(strand: Strand, audience: str) -> str:
    if strand.kind == "monitoring" and strand.voice == "record" and strand.unit in SCORED:
        return _SCORES[audience]
    if strand.kind == "document":
        return _DOCUMENTS[audience]
    if strand.kind == "monitoring" and strand.unit == "organisations":
        return _TIES[audience]
    name = _kind(strand, audience)
    return _CONFIRMED[audience].format(name) if strand.kind == "change" and name != _RECORDS else name


def _kind(strand: Strand, audience: str) -> str:
    return _BY_UNIT[audience].get(strand.unit) or voice(strand.voice, audience)
