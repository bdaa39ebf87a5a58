"""Read whether words repeat a text: the same words in the same order, in reported speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.wording import BE, HAVE, Word, bases, ending, read
from tideturn.evaluation.claims.proof.words import grammar

_UNIT: Final = re.compile(r"(?<=[.!?;…])\s+|:\s+")
_SUBJECT: Final = r"(?:I|we|they|it|he|she|there)(?:[’']\w+)? "
_AUX: Final = r"an? \w+ (?:is|are|was|were|has|have|will|must) "
_AND: Final = re.compile(
    rf", (?:(?:and|but|so) )?(?={_SUBJECT}|(?:the|my|our) \w)|, and (?={_AUX})| (?:and|but|so) (?={_SUBJECT})", re.I
)
_STANDS: Final = Gated(rf"(?:{_SUBJECT}|(?:the|my|our) ).*\w+ \w+|{_AUX}.*\w")
"""A part with a subject of its own and more."""
_TENSE: Final = {"was": "past", "were": "past", "had": "past", "did": "past"} | dict.fromkeys(
    ("is", "are", "am", "has", "have", "do", "does"), "present"
)
_LIMITS: Final = """
not no never none nobody nothing neither nor without only just if when unless until till before after where while
between whether because although though but except than less fewer more most least any some both few half may might can
could would will should must stop end close lose cut refuse deny fail drop cancel replace avoid exclude hardly barely
rarely seldom sometimes often always hope plan want try discuss consider doubt believe think or yet
"""
"""Words that a clause may not leave out at the end of a sentence. Not grammar: removing one would prove more."""
_HOW_MUCH: Final = """
all every once first last day week month year night weekend morning evening winter summer spring autumn time already
still monday tuesday wednesday thursday friday saturday sunday
"""
"""Words that limit what comes before them: a clause may not leave out an end with one of these."""
_DENIALS: Final = (
    "not no never none nobody nothing neither nor without stop end close lose cut refuse deny cancel fail only"
)
_LOOSE: Final = "of at in on for from to about with by own"
"""Words that may change in the name of something."""
_DOUBTS: Final = Gated(
    r"\b(?:doubt|believe|think|hope|wish|wary|unless|if|when|whether|until|except|but|though|although|supposed|pretend|"
    r"not|no|never|only|would|could|might|may|say|said|told|tell)\b|n[’']t|[’']d\b"
)
"""Words of a part that the other part of the sentence may depend on."""
_TAIL: Final = "and about from with through by for on in during to whoever whatever wherever"
_SINCE: Final = Gated(r"^(?:since (?:the |last |this )?[\w’' ]{2,40},|yes, and|yes,|and|well,)\s+")
_WHAT: Final = Gated(r"^what\b[^,;:]{1,40}?\b(?=(?:is|was|has|had)\b)")
_FRAGMENT: Final = Gated(r"^(?:there|it) (?:is|was|are|were|has been|had been) (?=\w)")
_WHO_WERE: Final = Gated(r"\b(?:who|that|which) (?:(?:had|have|has) been|were|are|was|is) (?=\w+(?:ed|en)\b)")
_PASSIVE: Final = Gated(
    r"(?P<what>[^,;:]+?) (?:is|are|was|were|has been|have been|had been) (?P<did>\w+) by (?P<by>[^,;:]+?)"
    r"(?P<rest>(?: (?:in|on|at|for|since|to|from|during|about|without|before|after|of|who|when) [^,;:]+)?)"
)
_FEW, _ENOUGH = 3, 4
"""Maximum words of a sentence without a verb, and minimum words of one without its end."""


def repeats(clause: str, text: str, *, author: bool = False, shorter: bool = False) -> bool:
    """Return whether a clause repeats one sentence of a text, and says no more than it.

    `author` is for what a document says about its own author. `shorter` allows a clause to leave out the end of a
    sentence, unless that changes the meaning.
    """
    return any(
        _same(one, unit, author=author, shorter=shorter)
        for whole in units(text)
        for unit in _ways(whole)
        for unit in (unit, *_moved(unit, clause))
        for one in (clause, *_active(clause), _FRAGMENT.sub("", clause) if len(unit.split()) <= _FEW else clause)
    )


def _moved(unit: str, clause: str) -> Iterator[str]:
    """Yield a sentence with a place, a time or a manner in front or behind, where a clause has as many words."""
    words, apart = unit.strip(" .").split(), _ADJUNCT.split(unit.strip(" ."))
    if abs(len(words) - len(clause.split())) > _FEW or (clause.split()[:2] == words[:2] and len(apart) < _FEW):
        return
    for at in range(1, len(apart)):
        rest = " ".join((*apart[:at], *apart[at + 1 :]))
        yield f"{apart[at]} {rest}"
        yield f"{rest} {apart[at]}"
    if _ADJUNCT.match(f" {unit}"):
        yield from (" ".join((*words[at:], *words[:at])) for at in range(2, min(7, len(words) - 2)))


_ADJUNCT: Final = re.compile(r",? (?=(?:in|on|at|without|before|after|during|for|every) )", re.IGNORECASE)


def _active(clause: str) -> Iterator[str]:
    """Yield a clause in the active voice, if it says who did something."""
    if found := _PASSIVE.fullmatch(clause):
        yield f"{found['by']} {found['did']} {found['what']}{found['rest']}"


def units(text: str) -> Iterator[str]:
    """Yield the sentences of a text, and the parts of one that `and` joins and that are complete alone."""
    for sentence in (*_UNIT.split(text), *_UNIT.split(text.replace("; ", " and "))):
        yield sentence
        parts = _AND.split(sentence)
        for at, part in enumerate(parts):
            others = [other for place, other in enumerate(parts) if place != at]
            apart = others and all(_STANDS.match(other) and not _DOUBTS.search(other) for other in others)
            if apart and len(read(part)) >= _FEW:
                yield part


def repeats_all(clause: str, text: str, *, author: bool = False) -> bool:
    """Return whether a clause repeats a text of one sentence, and leaves nothing out."""
    whole = len(_UNIT.split(text.strip())) == 1
    return whole and any(_same(clause, one, author=author, shorter=False) for one in _ways(text))


def names(phrase: str, text: str) -> bool:
    """Return whether a phrase names what a text is about: by at least two of its words, and with each denial of it."""
    loose, known = bases(_LOOSE), read(text)
    said = [word for word in read(phrase) if word.base not in loose]
    denied = {word.base for word in known} & bases(_DENIALS)
    return (
        len(said) > 1
        and all(any(_as_many(word, other) for other in known) for word in said)
        and denied <= {word.base for word in said}
    )


def within(clause: str, text: str) -> bool:
    """Return whether a clause has the words of a text in order, with all that deny or limit; some may be left out."""
    said, known = read(clause), read(text)
    left = iter(known)
    taken = [next((one for one in left if _alike(word, one, author=False)), None) for word in said]
    kept = {word.base for word in said}
    return len(said) > _FEW and None not in taken and {one.base for one in known} & bases(_LIMITS) <= kept


def same(clause: str, unit: str) -> bool:
    """Return whether a clause has every word of a sentence in its order, in reported speech."""
    return _same(clause, unit, author=True, shorter=False)


def _ways(unit: str) -> Iterator[str]:
    """Yield a sentence as it is, without an opening that limits nothing, and with `it` for `what …`."""
    for one in (unit, _WHAT.sub("it ", unit)):
        yield one
        if (less := _SINCE.sub("", one)) != one:
            yield less
    if (less := _WHO_WERE.sub("", unit)) != unit:
        yield less
    for opening in (r"^(?:I|we) (?:found|reported|noted|counted) that ",):
        if (less := re.sub(opening, "", unit, flags=re.IGNORECASE)) != unit:
            yield less


def _same(clause: str, unit: str, *, author: bool, shorter: bool) -> bool:
    said, known = read(clause), read(unit)
    if not said or len(said) > len(known) or (len(said) < len(known) and not shorter):
        return False
    if not all(_alike(one, other, author=author) for one, other in zip(said, known, strict=False)):
        return False
    if len(said) < len(known):
        return _may_end(known, len(said), unit)
    return bool(ending(clause) & BE) == bool(ending(unit) & BE)


def _may_end(known: Sequence[Word], at: int, unit: str) -> bool:
    """Return whether the end of a sentence may be left out from a word on."""
    enough = at >= (_FEW if unit.count(",") == 1 else _ENOUGH)
    limited = {word.base for word in known} & bases(_LIMITS)
    measured = {word.base for word in known[at:]} & bases(_HOW_MUCH) or any(word.numeral for word in known[at:])
    return enough and known[at].low in _TAIL.split() and not limited and not measured


def _alike(said: Word, known: Word, *, author: bool) -> bool:
    """Return whether a word may replace a word of the text, with the same voice and no earlier time."""
    if said.low in _persons(known.low, author):
        return True
    return _as_many(said, known) and _timely(said, known) and _voiced(said, known)


def _as_many(said: Word, known: Word) -> bool:
    """Return whether two words are forms of one word, and not a singular for a plural."""
    verbs = said.past or said.going or known.past or known.going
    return said.base == known.base and (verbs or said.low.endswith("s") == known.low.endswith("s"))


def _timely(said: Word, known: Word) -> bool:
    """Return whether words that are past in the text are past in the clause."""
    tense = {_TENSE[small] for small in known.small if small in _TENSE}
    told = {_TENSE[small] for small in said.small if small in _TENSE}
    if "past" in tense and "present" in told - tense and "maybe" not in known.small:
        return False
    if known.past and not known.small & (BE | HAVE | {"maybe"}):
        return said.past or (said.going and "past" in told)
    return True


def _voiced(said: Word, known: Word) -> bool:
    """Return whether both are done, or both done to: `told` and `were told`."""
    if "maybe" in said.small | known.small:
        return True
    if said.going or known.going:
        return not (said.suffered or known.suffered)
    if bool(said.small & BE) != bool(known.small & BE):
        return False
    return said.past or known.past or bool(said.small & BE) or bool(said.small & HAVE) == bool(known.small & HAVE)


@cache
def _persons(word: str, author: bool) -> frozenset[str]:
    """Return the words that may replace a speaker's own pronoun."""
    rules = grammar()["retold"]
    pairs = (rules["person"] + " " + (rules["author"] if author else "")).split()
    return frozenset(after for before, _, after in (pair.partition("=") for pair in pairs) if before == word)
