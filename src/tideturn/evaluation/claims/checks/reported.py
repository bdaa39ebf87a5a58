"""Find numbers that come from references or from speech: one person quoted, a source's words, or interviewees."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from tideturn.dataset.vocabulary import VOICE
from tideturn.evaluation.claims.around import voice_named
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.words import stems_of
from tideturn.evaluation.claims.quotation import QUOTED, plain, verbatim, words_of
from tideturn.evaluation.claims.said import Said, numbers_said

_SAYING: Final = Gated(
    r"\s(?:young person|child|parent or carer|parent|carer|grandparent|family member|mother|father|girl|boy|partner|"
    r"(?:outside )?professional|worker|member of (?:the )?(?:staff|team)|person)\b"
    r"[^“”.;:]{0,80}?(?:\b(?:said|told us|put it|wrote|answered|explained)\b[^“”.;:]{0,80}[:,]?|:)\s*(?=“)"
)
"""`one young person said: “…”`."""
_WORDS_OF_A_SENTENCE: Final = 4
_NUMBER: Final = Gated(rf"\b{NUMBER}\b")
_WHOLE_OF: Final = Gated(r"\bof (?:the |these |those )?$")
_NEAR: Final = 3
"""Number of words on either side of a number to compare with the words around it in its source."""
_SPOKE: Final = Gated(
    r" [\w’' ]{0,40}?\b(?:who (?:spoke|talked|were asked) (?:of|about)|who (?:discussed|raised|mentioned)|"
    r"(?:we )?interviewed (?:(?:in|by|during) year \w+ )?(?:on|about)) \w"
)


def reported(claim: Claim, said: Said) -> bool:
    """Return whether a number is right and comes from what somebody said."""
    own = one_quoted(claim, said, VOICE.codes) or _told(claim, said) or _retold(claim, said)
    return own or _of_those_who_spoke(claim, said)


def one_quoted(claim: Claim, said: Said, voices: Collection[str]) -> bool:
    """Return whether a number is the one person quoted next, verbatim from evidence that may be quoted."""
    if said.kind != "count" or said.value != 1 or said.bound:
        return False
    until = _SAYING.match(claim.text, said.end)
    if until is None or numbers_said(until[0]):
        return False
    quotation = QUOTED.match(claim.text, until.end())
    return quotation is not None and any(
        edge.item.quotable and edge.item.voice in voices and verbatim(words_of(quotation), edge.item.text)
        for edge in claim.evidence
        if edge.item is not None and edge.item.value is None
    )


def _told(claim: Claim, said: Said) -> bool:
    """Return whether a number is inside a whole sentence copied from a source of the claim."""
    text = plain(claim.text).lower() if len(plain(claim.text)) == len(claim.text) else ""
    for edge in claim.evidence:
        if edge.item is not None and edge.item.value is None:
            words = plain(edge.item.text).strip(" .").lower()
            start = text.find(words) if len(words.split()) >= _WORDS_OF_A_SENTENCE else -1
            if 0 <= start <= said.start and said.end <= start + len(words):
                return True
    return False


def _retold(claim: Claim, said: Said) -> bool:
    """Return whether a source of the claim says the number next to the same word as the sentence.

    A source does not say the number that counts the sources themselves, such as `three partners`. The whole of
    `ten of the twelve` is not a count of its own. At the end of a statement, a number counts what the source counts.
    """
    if said.kind == "of":
        return any(
            (one.kind, one.value, one.whole) == ("of", said.value, said.whole)
            for edge in claim.evidence
            if edge.item is not None and edge.item.kind == "change"
            for one in numbers_said(edge.item.text)
        )
    if said.kind != "count" or voice_named(said.noun):
        return False
    own = _beside(claim.text, said.start, said.end)
    return any(
        (not said.noun or edge.item.kind == "change" or own & _beside(edge.item.text, *match.span()))
        and not _WHOLE_OF.search(edge.item.text[: match.start()])
        for edge in claim.evidence
        if edge.item is not None and edge.item.value is None
        for match in _NUMBER.finditer(edge.item.text)
        if number(match[0]) == said.value
    )


def _beside(text: str, start: int, end: int) -> set[str]:
    """Return the stems of the words beside a span that have a meaning of their own."""
    return {*stems_of(text[:start])[-_NEAR:], *stems_of(text[end:])[:_NEAR]}


def _of_those_who_spoke(claim: Claim, said: Said) -> bool:
    """Return whether `six of the eight partners who spoke of it` fits: eight interviewees, six of them sources here."""
    if said.kind != "of" or claim.verdict is None or not _SPOKE.match(claim.text, said.end):
        return False
    said_so: dict[tuple[str, str], set[str]] = {}
    for edge in claim.evidence:
        if edge.item is not None and edge.item.kind == "interview" and not edge.item.in_a_survey:
            said_so.setdefault((edge.item.voice, edge.item.polarity), set()).add(edge.item.origin)
    spoke = {strand.voice for strand in claim.verdict.strands if strand.kind == "interview" and strand.n == said.whole}
    return any(voice in spoke and len(who) == said.value for (voice, _), who in said_so.items())


def filled(said: Said, claim: Claim) -> bool:
    """Return whether references gave the whole number: `{k:…} of {n:…}` has two."""
    inside = [(start, end) for start, end in claim.filled if start < said.end and said.start < end]
    if not inside:
        return False
    if said.kind != "of":
        return all(start <= said.start + _lead(said) and said.end <= end for start, end in inside[:1]) or any(
            start <= said.end - 1 < end for start, end in inside
        )
    return len(inside) == 2


def _lead(said: Said) -> int:
    """Return the number of characters of hedging before the number itself."""
    return len(said.text) - len(said.text.lstrip("abcdefghijklmnopqrstuvwxyz ")) if said.bound else 0
