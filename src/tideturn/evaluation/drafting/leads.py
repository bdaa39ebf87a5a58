"""Write the first sentence of each outcome: what its verdict says, with the verb for its confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE, VOICE
from tideturn.dataset.wording import listed
from tideturn.evaluation.claims.proof.sources import short_name
from tideturn.evaluation.claims.strength import VERB, allowed
from tideturn.evaluation.drafting.phrases import that, whether
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.units import TRAINED
from tideturn.evaluation.verdicts import ALONE, FALLEN, FEW, SHARED, STAFF_ALONE, STILL, UNCOMPARED, lack


def lead(verdict: OutcomeVerdict, title: str, due: int) -> str:
    """Return what the verdict says of an outcome that is `due` in that year."""
    return _lead(verdict, title, due).replace(") (", "; ")


def _lead(verdict: OutcomeVerdict, title: str, due: int) -> str:
    sure = CONFIDENCE.terms[verdict.sure] if verdict.sure else ""
    with_, after = (f", with {sure} confidence,", f" ({sure} confidence)") if sure else ("", "")
    verb = VERB[allowed(verdict)]
    match verdict.standing:
        case Verdict.SUPPORTED:
            return f"The evidence {verb}{with_} {that(title)}"
        case Verdict.EMERGING:
            return f"The evidence {verb}{with_} {that(title)}; {_but(verdict)}{_mixed(verdict)}"
        case Verdict.CONTESTED:
            return f"It is contested {whether(title)}{after}: {_sides(verdict)}"
        case Verdict.ADVERSE:
            return f"The programme hopes {that(title)}, but the evidence so far {verb}{with_} the opposite"
        case Verdict.NO_CHANGE:
            return f"The programme hopes {that(title)}, but no change has been seen so far{after}"
        case Verdict.MIXED:
            return f"The evidence is mixed on {whether(title)}{after}"
        case Verdict.TOO_EARLY:
            return f"It is too early to say {whether(title)}: it will be judged in Year {due}{_early(verdict)}"
        case _:
            return f"It is not known {whether(title)}, because there is too little to go on"


def _names(strands: Iterable[Strand]) -> str:
    """Return bodies of evidence in words: `interviews with partners, the survey of partners and documents`."""
    return listed(list(dict.fromkeys(_name(strand) for strand in strands)))


def _name(strand: Strand) -> str:
    match strand.kind:
        case "monitoring":
            return short_name(strand.about) or "monitoring data"
        case "interview" | "survey":
            return f"{_ASKED[strand.kind]} {_who(strand)}"
    return {"document": "documents", "change": "harvested changes"}[strand.kind]


_ONE: Final = ("the survey", "the series", "the pathway")
"""Beginnings of the names of single things."""
_ASKED: Final = {"interview": "interviews with", "survey": "the survey of"}
_WHO: Final = {
    "staff": "the programme’s own staff",
    "stakeholder": "partners",
    "young_person": "young people",
    "family": "parents and carers",
}


def _who(strand: Strand) -> str:
    return TRAINED if strand.unit == TRAINED else _WHO.get(strand.voice, VOICE.terms[strand.voice])


def _but(verdict: OutcomeVerdict) -> str:
    """Return why the verdict is no more than emerging."""
    if verdict.override:
        return "this verdict was set by hand, and the report prints why"
    good = [strand for strand in verdict.strands if strand.reading == "positive"]
    still = [strand for strand in verdict.strands if strand.reading == "no_change"]
    if not good:
        return "nothing else confirms it yet"
    fallen = [strand for strand in verdict.strands if strand.fell]
    return {
        STILL: f"it is emerging rather than supported, since {_names(still)} showed no change",
        FALLEN: f"it is emerging rather than supported, since {_names(fallen)} fell",
        UNCOMPARED: "it is emerging, since nothing that says so was compared with an earlier time or with others",
        FEW: "it is emerging, since too few people spoke in interviews, or too few of them said so",
        STAFF_ALONE: "so far it rests only on what the programme’s own staff say and record",
        SHARED: f"it is emerging, since {_names(good)} are not independent of each other",
        ALONE: f"it rests only on {_names(good)}",
    }[lack(verdict.strands, verdict.claim)]


def _mixed(verdict: OutcomeVerdict) -> str:
    """Return a clause for the mixed evidence, so that the lead does not report only what supports the verdict."""
    mixed = [] if verdict.override else [strand for strand in verdict.strands if strand.reading == "mixed"]
    return f", and the evidence from {_names(mixed)} is mixed" if mixed else ""


def _sides(verdict: OutcomeVerdict) -> str:
    up = [strand for strand in verdict.strands if strand.reading == "positive"]
    down = [strand for strand in verdict.strands if strand.reading == "negative"]
    if up and down:
        return f"{_names(up)} {_speak(up)} for it, but {_names(down)} {_speak(down)} against it"
    return "places differ"


def _speak(strands: Sequence[Strand]) -> str:
    names = {_name(strand) for strand in strands}
    return "speaks" if len(names) == 1 and names.pop().startswith(_ONE) else "speak"


_EARLY: Final = {
    "positive": "are favourable in",
    "negative": "are unfavourable in",
    "mixed": "are mixed in",
    "no_change": "show no change in",
}


def _early(verdict: OutcomeVerdict) -> str:
    """Return the early signs as a sentence, never without the unfavourable ones; empty if there are none."""
    said = []
    for reading, word in _EARLY.items():
        strands = [strand for strand in verdict.strands if strand.reading == reading]
        if strands:
            said.append(f"{word} {_names(strands)}")
    return f". Early signs {listed(said)}" if said else ""
