"""Unmark what no record supports: words of the sentence, as written, that say more than its numbers do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import stems_of
from tideturn.evaluation.ledger.counts.plan import PieceCounts
from tideturn.evaluation.model import COUNT, EvidenceItem
from tideturn.evaluation.record_values import PathwayCases
from tideturn.evaluation.units import TRAINED

_TREND: Final = (
    r", (?:which is |and )?a record(?=[,.;]|$)|\ba (?:new )?record (?=\d)|\b(?:it|this|that) has stayed so\b|"
    r"\band (?:still )?(?:rising|falling|growing|climbing|counting|improving)(?=[,.;]|$)"
)
"""Statement that a number is the greatest yet, or of what has happened to it since."""
_WHO: Final = (
    r"(?:\w+ ){0,2}(?:people|professionals|trainees|carers|parents|children|cases|referrals|sessions|places|corners|"
    r"organisations)"
)
_OF_ANY: Final = Gated(
    rf"{_TREND}|\bfor the first time\b|^again\b|\b(?:the|our) (?:first|last|next) {NUMBER} {_WHO}\b|"
    r"(?:^|[,;:] |\band )only (?:in|at|for|during) [a-z]|"
    r",? (?:and )?in (?:all|each|every one)(?: of)? (?:the |our |its |their )?(?:\w+ )?"
    r"(?:places|sites|cities|areas|towns)(?=[.;]|$)|"
    r", (?:just |exactly )?as in (?:programme )?year \w+(?=[.;]|$)"
)
_AS_MEANT: Final = Gated(
    r"(?<!many )(?<!few )(?<!much )\bas (?:intended|planned|promised|hoped|expected|scheduled|foreseen)"
    r"(?=[,.;]|$| in\b| during\b)"
)
"""Statement that work went as it was meant to."""
_PILOT: Final = Gated(r"\b(?P<which>[\w’-]+) pilot\b(?P<after>[^,;.\d]*)")
_UNLIKE: Final = re.compile(r"^A child .*\bdoes not (\w+)")
_NOT_SO: Final = r"(?:not|n[’']t) {0}"
_SHUT: Final = Gated(r"\b(?:end(?:ed|s)?|stopped|closed|finished|failed|lapsed|folded)\b")
_PLAIN: Final = frozenset({"the", "a", "its", "their", "our", "this", "that", "one", "no", "without"})
_SCORES: Final = r"(?:scored|rated|marked|judged|assessed|put|placed|counted|recorded|raised|gave)"
_SCORERS: Final = Gated(
    rf"\b(?:young people|young person|children|they)(?: who| that)?(?: (?:had|have|then|all|also|later))* {_SCORES} "
    rf"(?:(?<=gave )(?:higher|lower|better|worse)|a|an|their|the(?! same\b)|most|some|all|half|workers?|staff|"
    rf"(?:it|them)sel(?:f|ves)|them|{NUMBER} of)\b|"
    r"\b(?:workers|staff)(?:[’'] own)? (?:who |that )?(?:were|was|are|been|had been|got) "
    r"(?:scored|rated|marked|assessed)\b"
)
"""Young people who score, where workers gave the scores, and workers who are scored."""
_NOT_ONE: Final = Gated(
    r"\b(?:no|not one|not a single)(?: of the)? (?P<whom>young (?:person|people)|corners?|places?|groups?|trainees?|"
    r"participants?|professionals?|practitioners?|parents?|carers?|adults?|people|person)\b"
)
_NOT_DUE: Final = Gated(
    r"\bwho were (?:scored|rated|assessed|counted)\b[^,;.]*\b(?:never|not|no later|none|no second)\b|"
    r"\b(?:weeks?|months?|quarters?|years?) (?:away|out|missing|absent)\b|\b(?:home|street|online|school) safety\b|"
    r"\b(?:people|professionals|trainees|workers|carers|parents|staff) again "
    r"(?:rated|scored|gave|had|were|said|improved)\b"
)
_COUNTED: Final[Mapping[str, tuple[str, ...]]] = {
    "young people": ("young", "people", "person"),
    "places": ("place", "corner"),
    "places and groups": ("place", "corner", "group"),
    TRAINED: ("people", "person", "trainee", "participant", "professional", "practitioner"),
    "adults": ("parent", "carer", "adult", "people", "person"),
}
"""Names for those who are scored, by what is counted."""
_CAME: Final = r"who (?:attended|came|were trained|joined|took part)"
_THEY: Final = r"(?:people|professionals|practitioners|trainees|participants|those|staff|partners|colleagues)"
_SAID: Final = r"(?:said|thought|felt|believed|reported|found|reckoned)"
_TRAINEES: Final = Gated(
    r"\bnational (?:training|workshops?|events?)\b|"
    r"\b(?:by|at) the end of (?:(?:the |programme )?year(?: (?:\d|one|two|three))?|the (?:first|second|third) year)\b"
    r"(?! (?:\w+ )?(?:training|workshops?|courses?|days?|events?|sessions?))|"
    r"\byear[’']s end\b|\b(?:named|listed|wrote down|put down) (?:more|fewer|less|as many)\b|"
    rf"\b(?:named|listed|wrote down|put down) (?:(?:about|around|on|an|average|mean|of) )*{NUMBER}\b|"
    rf"\b(?:gave|saw|found|spotted) (?:(?:about|around) )?{NUMBER} (?:(?:early|warning) )*signs\b|"
    r"\bsigns\b[^,;.]{0,60}\b(?:named|listed|given)\b|"
    rf"\b{_SAID}(?: that)? (?:the|this|it|things|young|children|families|partners|services|practice|we)\b"
    r"[^,;.]*\b(?:better|worse|higher|lower|improved)\b|"
    r"\b(?:rated|scored|marked) (?:the|this|that) (?:training|workshop|day|course|session)\b|"
    r"\b(?:were|are) (?:better|worse)(?=[.,;]|$| than| after)|"
    r"\b(?:understood|understand|understanding of|grasped|knew) (?:the )?(?:young people|children|famil\w+|parents|"
    r"carers|partners|colleagues|staff|them)(?! (?:are|were|can|may|might|being|become|who|at)\b)|"
    r"\b(?:staff|colleagues|partners) (?:whom )?(?:we )?trained\b|"
    rf"\bof (?:the |all |our )*{NUMBER} {_THEY} {_CAME}\b|"
    rf"\ball (?:of )?(?:the |our )?{NUMBER} {_THEY}(?: (?:at|in|from|on|trained|{_CAME})\b"
    r"(?:(?!\b(?:answered|both|before|twice|forms)\b)[^,;.])*)?(?<!who)(?<!that) (?:answered|could|rated|named|gave)\b"
)
"""Statements that training answers do not support, such as that all who came answered twice, or when they did."""
_BEFOREHAND: Final = Gated(
    r"(?:^|[,;] )(?:before(?:hand)?|on arriv\w+|during|ahead of|prior to|when they (?:came|arrived)|going in|"
    r"at the (?:start|beginning|outset))\b(?!.*\b(?:than|after(?:wards)?|later|leaving|left|end|second)\b)"
)
"""A time before the second answers, in a sentence that names no later time."""
_AT_FIRST: Final = Gated(
    r"(?:^|[,;:] )(?:at (?:first|(?:the|their) (?:start|outset|beginning))|beforehand|initially|before [^,]{1,30}|"
    r"when (?:they|each) (?:had )?(?:first )?(?:came|started|began|arrived)),"
)
_BY_THEM: Final = Gated(
    r"\bas (?:young people|they|children) (?:themselves )?(?:\w+ed|saw|put|gave)\b|"
    r"\b(?:scored|rated|marked|given) by (?:young people|them|children)\b"
)
_MOVED: Final = frozenset({"better", "same", "worse"})
_SPOKEN: Final = Gated(r"\b(?:spoken|spoke|talked)\b(?! (?:of|about)\b)")
_HOME: Final = Gated(r"(?<!from )(?<!from the )(?<!from their )(?<!children[’']s )\bhomes?\b")
_BOUND: Final = Gated(
    r"\b(?:against|had|has|with|to|from|brought|saw|of|by|year \w+,?) (?:more|fewer|less) than \d[\d,.]*\b"
    r"(?! more| fewer)"
)
"""More or fewer than a number that is the number."""
_NEARLY_TWICE: Final = Gated(
    r"\b(?:nearly|almost) (?:doubled|twice|double)[^\d]*from (?P<then>\d[\d,]*)[^;.]*? to (?P<now>\d[\d,]*)|"
    r"\b(?P<now_>\d[\d,]*)\b[^;.]*?(?:nearly|almost) (?:twice|double) (?:the )?(?P<then_>\d[\d,]*)"
)
_EACH: Final = Gated(r"(?:\b(?:in|during|over|for) |^)(?:every|each) (?:month|quarter)\b(?![^,;.]* than (?:in )?any\b)")
"""A rate given for every month, although it is the mean of them."""
_ALL_ANSWERED: Final = Gated(
    rf"\ball (?:of )?(?:the |our |its )*{NUMBER} (?:\w+ ){{0,3}}(?:organisations|agencies|bodies|partners) "
    r"(?:had )?(?:answered|replied|responded|took part|completed|returned|filled in)\b"
)


def account(reading: Reading) -> None:
    """Unmark what no record supports, in each way of saying a sentence."""
    kinds = {item.evidence_id.partition("/")[0] for item in reading.bound}
    if not kinds or not kinds <= {*_OF_KIND, "count"}:
        return
    written = reading.ground.claim.text
    denied = [found[0] for found in _OF_ANY.finditer(written)]
    for item in reading.bound:
        kind = item.evidence_id.partition("/")[0]
        denied += _OF_KIND[kind](written, item, reading) if kind in _OF_KIND else _of_work(written, item)
    for said in dict.fromkeys(denied):
        at = reading.text.find(said)
        for start, end in [(at, at + len(said))] if at >= 0 else [(at, at + 1) for at, _ in reading.placed[:1]]:
            reading.unmark(start, end)


def _of_work(written: str, item: EvidenceItem) -> Iterator[str]:
    """Yield `as planned` if less or more work was done than planned."""
    held = item.value_if(PieceCounts)
    as_planned = held is not None and held.planned is not None and held.planned == held.delivered
    if item.kind == COUNT and "in full" not in item.text and not as_planned:
        yield from (found[0] for found in _AS_MEANT.finditer(written))


def _of_scores(written: str, item: EvidenceItem, reading: Reading) -> Iterator[str]:
    """Yield who did not give or was not given scores, and what was not scored."""
    yield from (found[0] for found in _NOT_DUE.finditer(written) if not _is_named(found[0], reading))
    if all(one.voice == "record" for one in reading.bound):
        yield from (found[0] for found in _SCORERS.finditer(written))
    for none in _NOT_ONE.finditer(written):
        whom = _COUNTED.get(item.unit)
        if whom and not none["whom"].lower().startswith(whom):
            yield none[0]
    if item.unit == TRAINED:
        yield from (found[0] for found in _TRAINEES.finditer(written))
        if any(_MOVED & {*bond.field.split("+")} for bond in reading.bonds):
            yield from (found[0] for found in _BEFOREHAND.finditer(written))


def _of_compared(written: str, item: EvidenceItem, _: Reading) -> Iterator[str]:
    """Yield who did not give the scores that were compared, and the time before they were."""
    yield from (found[0] for found in _AT_FIRST.finditer(written))
    if item.voice == "record":
        yield from (found[0] for rule in (_SCORERS, _BY_THEM) for found in rule.finditer(written))


def _is_named(said: str, reading: Reading) -> bool:
    """Return whether the outcome's title has all of some words."""
    return {*stems_of(said)} <= {*stems_of(reading.ground.named)}


def _of_pathway(written: str, item: EvidenceItem, reading: Reading) -> Iterator[str]:
    """Yield a pilot that is not this one, or that has ended."""
    first = item.value_as(PathwayCases).first_step
    own = f"{item.text.partition(':')[0]} {item.evidence_id.split('/')[1]} {first}"
    known = {*stems_of(own), *stems_of(" ".join(reading.ground.places))}
    unlike = _UNLIKE.search(item.text)
    if unlike and {*stems_of(unlike[1])} <= {*stems_of(written)} and not re.search(_NOT_SO.format(unlike[1]), written):
        yield written  # `an injury that fitted the story`
    for pilot in _PILOT.finditer(written):
        which = pilot["which"].lower()
        if (which not in _PLAIN and not {*stems_of(which)} <= known) or _SHUT.search(pilot["after"]):
            yield pilot[0]


def _of_series(written: str, item: EvidenceItem, _: Reading) -> Iterator[str]:
    """Yield what is not counted, bounds that are the number itself, and `nearly doubled` of what more than doubled."""
    yield from (found[0] for found in _SPOKEN.finditer(written))
    if "away" in item.text:
        yield from (found[0] for found in _HOME.finditer(written))
    yield from (found[0] for bound in (_BOUND, _EACH) for found in bound.finditer(written))
    for twice in _NEARLY_TWICE.finditer(written):
        said = twice["then"] or twice["then_"], twice["now"] or twice["now_"]
        then, now = (float(one.replace(",", "")) for one in said)
        if now > 2 * then:
            yield twice[0]


def _of_ties(written: str, _: EvidenceItem, __: Reading) -> Iterator[str]:
    """Yield that all organisations answered: only those that did are counted."""
    yield from (found[0] for found in _ALL_ANSWERED.finditer(written))


_OF_KIND: Final[Mapping[str, Callable[[str, EvidenceItem, Reading], Iterator[str]]]] = {
    "matched": _of_scores,
    "compared": _of_compared,
    "pathway": _of_pathway,
    "series": _of_series,
    "network": _of_ties,
}
