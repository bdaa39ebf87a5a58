"""Put verdicts, confidence and who says so into the words of each reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.told import Bound, Told, joined, sentence, told, told_list
from tideturn.evaluation.units import SCORED, SELF_SCORING, TRAINED
from tideturn.evaluation.verdicts import QUIET

YOUNG_PEOPLE: Final = "young_people"
PARTNERS: Final = "partners"

_FOUND: Final = {
    "high": "We are very sure.",
    "moderate": "We are quite sure.",
    "low": "We think so, but we are not sure yet.",
    "very_low": "We think so, but we could be wrong.",
}
_NOT_SEEN: Final = {
    "high": "We are very sure.",
    "moderate": "We are quite sure.",
    "low": "But we are not sure yet.",
    "very_low": "But we could have missed it.",
}
_SURE: Final = {Verdict.SUPPORTED: _FOUND, Verdict.ADVERSE: _FOUND, Verdict.NO_CHANGE: _NOT_SEEN}
_EARLY: Final = "This is only an early sign."


def sure(verdict: Verdict, confidence: str, audience: str) -> str:
    """Say how sure it is, in words that fit the verdict; nothing where the verdict already says it.

    `confidence` is empty where the rules give none. An early sign stays an early sign, however good it is. Where people
    disagree or too little is known, there is nothing to be sure of.
    """
    if audience == PARTNERS:
        judged = verdict in _SURE
        return f"{CONFIDENCE.terms[confidence]} confidence" if judged and confidence else ""
    if verdict is Verdict.EMERGING:
        return _EARLY
    return _SURE.get(verdict, {}).get(confidence, "")


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
"""Names of scores that workers gave: these are their judgement, not a record of what happened."""
_DOCUMENTS: Final = {YOUNG_PEOPLE: "papers that we read", PARTNERS: "documents"}
_TIES: Final = {YOUNG_PEOPLE: "how services work together", PARTNERS: "ties between organisations"}
_CONFIRMED: Final = {YOUNG_PEOPLE: "{} who checked a change", PARTNERS: "{} who confirmed a change"}
"""Names of people who confirmed a change that others had noticed."""
_BY_UNIT: Final = {
    YOUNG_PEOPLE: {TRAINED: "people who had our training", SELF_SCORING: "grown-ups who scored themselves"},
    PARTNERS: {TRAINED: "people trained", SELF_SCORING: "adults who scored themselves"},
}
"""Names of groups that the name of their voice does not describe well enough."""

COMPARED: Final = {
    YOUNG_PEOPLE: "By {source}, it also went better than for people or places without the project.",
    PARTNERS: "By {source}, it also holds when compared with people or places where the work had not begun.",
}
NOBODY_TO_COMPARE: Final = {
    YOUNG_PEOPLE: "But scores often get better by themselves, and we had no one to compare with.",
    PARTNERS: "But scores often get better by themselves, and we could not compare these with anyone else’s.",
}


ONE_SIDE: Final = {
    YOUNG_PEOPLE: "But all of it comes from one side.",
    PARTNERS: "But all of it comes from the same kind of people or records.",
}


def voice(code: str, audience: str, unit: str = "") -> str:
    """Return the name of a kind of speaker in the reader's words."""
    return _BY_UNIT[audience].get(unit) or _VOICES[audience].get(code, _RECORDS)


def say_so(whose: Sequence[Told]) -> Told:
    """Say who says so, and which records also show it."""
    people = [name for name in whose if name not in _NOBODY]
    things = [name for name in whose if name in _NOBODY]
    said = told("{who} say so.", who=told_list(people)) if people else Told("")
    also = "We also see it in" if people else "We see it in"
    seen = told("{also} {things}.", also=also, things=told_list(things)) if things else Told("")
    return sentence(joined(filter(None, (said, seen)), " "))


def only(whose: Sequence[Told]) -> Told:
    """Say which single account the outcome rests on. Others may say so too, but not enough of them yet."""
    return told("So far this comes only from {who}.", who=told_list(whose))


_NOBODY: Final = (_RECORDS, *_SCORES.values(), *_DOCUMENTS.values(), *_TIES.values())
"""Names of sources that are nobody's own words."""
_WAYS: Final = {"interview": "{} who were interviewed", "survey": "{} who answered the survey"}


def speakers(strands: Sequence[Strand], audience: str, every: Sequence[Strand] = ()) -> tuple[Told, ...]:
    """Return who says so, each once, people before scores and records, each bound to the strands that read so.

    If `every` holds another reading from the same people, the name also says how these were asked.
    """
    kinds = {_kind(strand, audience) for strand in strands if strand.kind in _WAYS}
    # Skip people who confirmed a change if others of their kind already say so.
    told_of = [one for one in strands if one.kind != "change" or _kind(one, audience) not in kinds]
    names = {name: strand for strand in reversed(told_of) for name in (_asked(strand, audience, every),)}
    people = sorted(names.items(), key=lambda one: (one[0] in _NOBODY, strands.index(one[1])))
    return tuple(
        Told(name, (Bound(f"speakers.{strand.reading}.{strand.speaker}", "yes", "words"),)) for name, strand in people
    )


def _asked(strand: Strand, audience: str, every: Sequence[Strand]) -> str:
    """Return who says so, and how they were asked if people of the same kind, asked in another way, say otherwise."""
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
    return voice(strand.voice, audience, strand.unit)
