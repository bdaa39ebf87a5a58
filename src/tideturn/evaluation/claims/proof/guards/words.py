"""Unmark words that make a true number say something else, whichever accountant marked them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.guards.survey_answers import misread
from tideturn.evaluation.claims.proof.words import WORD, in_english, silent, stems_of, who_in
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.model import COUNT
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.units import TRAINED

_SO: Final = Gated(r"(?<!said )(?<!say )(?<!did )(?<!do )(?<!and )(?<!even )\bso\b(?! far| (?:did|do|had|have)\b)")
_PRONOUN: Final = Gated(
    r"\b(?P<whom>they|them|their|(?<!young )people)\b(?: (?:are|were|is|was|feel|felt|become|became|being))? "
    r"(?P<how>\w+er)\b"
)
_IS: Final = Gated(r"\b(?:is|are|was|were|be|been|being|feel|felt) (?:\w+ly |now |all |both )?$")
_CONFIDENCE: Final = Gated(r"\bconfidence\b[^.;:]* (?:is|was) (?:very )?$")
_LISTED: Final = re.compile(r"\b(\w+), (\w+),? and (\w+)")
_KNOWING: Final = Gated(r"\bunderstand\b")
_AT_ONCE: Final = Gated(r" (?:\d|most\b|all\b|half\b|more than half\b)")
_AT_THE_END: Final = Gated(r"\bat the (?P<end>end) of\b")
_IN_WHICH: Final = Gated(r"\bin which (\w+)")
_NARROWS: Final = Gated(r"\b(?:that|which|who|whom|in which)\b (?P<rest>[^,]+)")

_KNOWN: Final = Gated(r"\bknown to (?:the |our )?(?P<to>[^,]+?)(?= (?:is|are|was|were|went|had)\b|,|$)")
_HEARD: Final = Gated(r"\b(?:was|were) (?P<how>\w+ed) (?P<what>\w+)")
_THAT: Final = Gated(r"\b(?:said|say|agreed|agree|told us|reported|felt|thought) that (?P<what>[^,;:]+)")
_THEIR_CHILD: Final = Gated(
    r"\btheir (?:own )?child(?:ren)? (?:has|have|had)\b(?! to\b)|"
    r"\badult (?:(?:that|whom|who) )?their (?:own )?child(?:ren)? (?:can|could) turn to\b"
)
_TO_COME: Final = Gated(
    r"\b(?:yet|still) to\b|(?<=\bis )to be\b|(?<=\bare )to be\b|(?<=\bwas )to be\b|(?<=\bwere )to be\b"
)
_THEM: Final = Gated(r"\bthem\b")
_NOT_OF_SCORES: Final = Gated(
    r"\b(?:each other|one another)\b|"
    r"\bfor the first time\b|\b(?:people|children|carers|trainees|adults|professionals) at risk\b|"
    r"\b(?:than|as) (?:they|workers|it) (?:had|did|were|was)(?: been| done| last)?(?: at| by)?"
    r" (?:the (?:end|last|second|later)|later|afterwards)\b|"
    r"\b(?:than|as) (?:when )?(?:they )?(?:were |was )?(?:last|lastly)\b|"
    r"\b(?:people|children|professionals|adults|carers|trained) (?:aged )?(?:under|over) \d+|"
    r"\b(?:higher|lower|better|worse) (?:just |straight )?before (?!than)\w+|"
    r"\bof (?:the )?(?:fewer than|less than|under|at most|up to|more than|over|at least|nearly|almost) \d"
)
"""Words about scores that the scores do not say: when first given, who was scored, how many there could be."""

_BY_THEN: Final = Gated(
    rf"\b(?:only|just|not? more than|at most) (?P<n>{NUMBER})\b(?! of\b)[^,;:]*"
    r"(?:\bhad (?:been )?(?:scored|rated|assessed)\b[^,;:]*\b(?:twice|two|second)\b"
    r"|\b(?:twice|two|second)\b[^,;:]* by the end of\b)"
)
_THAT_THEIR: Final = Gated(r"\b(?:said|told us|thought|felt|reported|agreed) that (?P<their>their)\b")
_ALL_TRAINED: Final = Gated(
    r"\b(?:all|each|every one)(?: of)?"
    rf"(?: the| those| our)?(?: {NUMBER})?(?: of)?(?: the| those| our)? "
    r"(?:(?:people|those|professionals|practitioners|partners|colleagues) )?(?:whom we |we )?(?:trained|trainees)\b"
)
_ANSWERED: Final = Gated(r"\b(?:answer(?:ed|ing)|scor(?:ed|ing)|both|twice|filled|replied|gave two|completed)\b")


def account(reading: Reading) -> None:
    """Unmark words that make a true number say something else."""
    for denied in (
        _to_come,
        _only_compared,
        _concluded,
        _pronouns,
        _their_own,
        _one_of_several,
        _not_what_is_known,
        _too_wide,
        _not_their_child,
        _not_of_scores,
        _scored_in_all,
        misread,
        _not_all_trained,
    ):
        for start, end in denied(reading):
            reading.unmark(start, end)


def _to_come(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield words for events that were still to come: nine events were yet to be held."""
    yield from (found.span() for found in _TO_COME.finditer(reading.text))


def _only_compared(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield adjectives that the title and the questions only compare: who is safer need not be safe."""
    asked = " . ".join((reading.ground.title, *(item.text for item in reading.bound))).lower()
    words = frozenset(WORD.findall(asked))
    bare = {form for word in words if word.endswith("er") for form in (word[:-1], word[:-2])} - words
    for word in WORD.finditer(reading.text):
        text, at = reading.text, word.start()
        if word[0].lower() in bare and _IS.search(text, 0, at) and not _CONFIDENCE.search(text, 0, at):
            yield word.span()


def _concluded(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield each `so` that infers one number from another."""
    for so in _SO.finditer(reading.text):
        before = {item.evidence_id for at, item in reading.placed if at < so.start()}
        after = {item.evidence_id for at, item in reading.placed if at > so.start()}
        if before and (after - before or _AT_ONCE.match(reading.text, so.end())):
            yield so.span()


def _pronouns(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield pronouns for people that the sentence has not named: partners did not say that they are safer."""
    comparing = {word for word in WORD.findall(reading.ground.named.lower()) if word.endswith("er")}
    for said in _PRONOUN.finditer(reading.text):
        named = any(one.means == "young" for one in who_in(reading.text, 0, said.start()))
        if said["how"].lower() in comparing and not named:
            yield said.span("whom")


def _their_own(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield `their` where staff or partners speak of young people, and not of themselves."""
    of = {one.means for one in who_in(reading.ground.named, 0, len(reading.ground.named))[:1]}
    told = [item for item in reading.ground.items if item.value is None and item.voice in ("staff", "stakeholder")]
    if told and of & {"young", "families"}:
        yield from (said.span("their") for said in _THAT_THEIR.finditer(reading.text))


def _one_of_several(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the one thing that a sentence names, where its score is for several: relationships with family."""
    listed = _LISTED.search(reading.ground.named)
    if listed and reading.bound and all(isinstance(item.value, ScorePairs) for item in reading.bound):
        own = set(stems_of(" ".join(listed.groups())))
        named = [word for word in WORD.finditer(reading.text) if own & set(stems_of(word[0]))]
        if len({stem for word in named for stem in stems_of(word[0])} & own) == 1:
            yield from (word.span() for word in named)


def _not_what_is_known(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what is known or felt without the knowing: a score for understanding risks is not a score for risks."""
    verb = _KNOWING.search(reading.ground.named)
    if verb and reading.bound and all(isinstance(item.value, ScorePairs) for item in reading.bound):
        known = stems_of(reading.ground.named[verb.end() :])
        if not {*stems_of(verb[0])} & {*stems_of(reading.text)}:
            yield from (word.span() for word in WORD.finditer(reading.text) if {*stems_of(word[0])} & {*known})


def _too_wide(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield counts without the words that narrow what they count, and words for a day where a year is counted."""
    told = set(stems_of(reading.text))
    for at, item in reading.placed:
        if isinstance(item.value, SeriesCounts) and not _narrowed(reading.text, told, item.text):
            yield at, at + 1
        if item.kind == COUNT and "end" not in item.text and not item.evidence_id.startswith("count/posts"):
            yield from (found.span("end") for found in _AT_THE_END.finditer(reading.text))


def _narrowed(text: str, told: Set[str], label: str) -> bool:
    """Return whether a sentence has the words that narrow what a series counts: known to partners, reported."""
    narrows, subject = _NARROWS.search(label), _IN_WHICH.search(label)
    if narrows is None:
        return True
    wanted = {one for one in stems_of(narrows["rest"]) if one not in silent()}
    begins = {*stems_of(label.split()[0]), *stems_of(narrows["rest"].split()[0])}
    if not wanted & told or not begins & told or (subject and not {*stems_of(subject[1])} & told):
        return False
    known = _KNOWN.search(label)
    if known and any(one.means == "young" for one in who_in(text, 0, len(text))):
        return {*stems_of("known"), stems_of(known["to"])[-1]} <= told
    heard = _HEARD.search(label)
    flatly = heard and re.search(rf"\b(?:is|are|was|were|been) {re.escape(heard['what'])}\b", text, re.IGNORECASE)
    return heard is None or flatly is None or bool({*stems_of(heard["how"])} & told)


def _not_their_child(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what families said of others than their child, where they were asked in another language."""
    for at, item in reading.placed:
        if item.voice == "family" and item.of_whole and not in_english(item.text):
            told = _THAT.search(reading.text, at)
            if told and (not _THEIR_CHILD.search(told["what"]) or _THEM.search(told["what"])):
                yield at, at + 1


def _not_of_scores(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield words that no set of scores supports, where a sentence is about nothing else."""
    if reading.bound and all(isinstance(item.value, ScorePairs) for item in reading.bound):
        yield from (said.span() for said in _NOT_OF_SCORES.finditer(reading.text))


def _scored_in_all(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield a limit on how many had been scored twice by a later year: others may have been before it."""
    paired = {item.n for item in reading.bound if isinstance(item.value, ScorePairs) and item.year > 1}
    yield from (said.span("n") for said in _BY_THEN.finditer(reading.text) if number(said["n"]) in paired)


def _not_all_trained(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield `all 26 people trained`, where some of those trained gave no second answer."""
    lost = any(
        isinstance(item.value, ScorePairs) and item.value.lost and item.unit == TRAINED for item in reading.bound
    )
    if lost and not _ANSWERED.search(reading.text):
        yield from (said.span() for said in _ALL_TRAINED.finditer(reading.text))
