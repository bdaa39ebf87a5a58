"""Check statements about rival explanations and about the programme's contribution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated, built
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.factors import effects_at, normal
from tideturn.evaluation.claims.proof.proposition import forms
from tideturn.evaluation.claims.proof.retold import same
from tideturn.evaluation.claims.proof.riders import ENDS
from tideturn.evaluation.claims.proof.sources import Source, moved
from tideturn.evaluation.claims.proof.wording import read
from tideturn.evaluation.claims.proof.words import WORD, grammar, pattern_of, silent, stems_of
from tideturn.evaluation.claims.rivals import Rival
from tideturn.evaluation.contribution import MAIN, NOT_SHOWN, ONE_OF_SEVERAL, PLAUSIBLE

_WITHIN: Final = re.compile(r"[\s,’']*")
_RATED: Final = {
    "may have": (PLAUSIBLE, ONE_OF_SEVERAL, MAIN),
    "plausible": (PLAUSIBLE,),
    "one of several": (ONE_OF_SEVERAL,),
    "main": (MAIN,),
}
"""Ratings of the programme's contribution that support a statement."""
_FEW = 2
"""Number of words that identify an explanation."""
_STRANGE = 4
"""Maximum number of words in no explanation; that many may still name one, as `across the whole country`."""


def rivals_at(ground: Ground, text: str, at: int) -> Iterator[tuple[int, tuple[Rival, ...]]]:
    """Yield the end of each stretch that names a rival by its own words, with the rivals that fit."""
    rivals = _meant(ground.contribution.rivals, text) if ground.contribution else ()
    if not rivals:
        return
    found: list[tuple[int, tuple[Rival, ...]]] = []
    known = {one for rival in rivals for one in _known(rival)}
    last, strange = at, 0
    for match in WORD.finditer(text, at):
        if not _WITHIN.fullmatch(text[last : match.start()]):
            break
        strange += not all(one in known or one in silent() for one in forms(match[0]))
        if strange > _STRANGE:
            break
        last = match.end()
        ending = [rival for rival in rivals if _may_end(match[0].lower(), rival)]
        if not ending or any(set(WORD.findall(piece.lower())) <= silent() for piece in text[at:last].split(",")):
            continue  # `with us, schools brought in mentors`
        told = forms(normal(text[at:last]))
        if own := tuple(rival for rival in ending if _names(told, rival)):
            found.append((last, own))
            if (year := _IN_THE_YEAR.match(text, last)) and all(year[0] in rival.text for rival in own):
                found.append((year.end(), own))
    yield from ((end, (rival,)) for rival in rivals for end in _happened(rival, text, at))
    yield from ((end, own) for last, own in found for end in _asides(text, last, own))
    yield from reversed(found)


@lru_cache(maxsize=64)
def _meant(rivals: tuple[Rival, ...], text: str) -> tuple[Rival, ...]:
    """Return the rivals that share enough words with a text.

    Cached, because every place in a sentence needs them.
    """
    said = {*forms(normal(text))}
    return tuple(one for one in rivals if len(said & {*_known(one)}) >= min(_FEW, len({*stems_of(one.text)})))


def _asides(text: str, at: int, rivals: Sequence[Rival]) -> Iterator[int]:
    """Yield the end of a relative clause that says about some rivals what they, or the reason for their weight, say."""
    if aside := _WHICH.match(text, at):
        told = aside["told"].split()
        parts = {part for rival in rivals for one in (rival.text, rival.reason) for part in _reason(one)[0]}
        said = [
            (part.split()[:count] + verb + told, part) for part in parts for count in range(1, 6) for verb in _VERBS
        ]
        if len(told) > 1 and any(same(" ".join(words), part) for words, part in said):
            yield aside.end()


_VERBS: Final[tuple[list[str], ...]] = ([], ["is"])
_IN_THE_YEAR: Final = re.compile(r" in (?:19|20)\d\d\b")
_WHICH: Final = Gated(r", (?:(?:which|that|and which) )?(?P<told>[^,;:.]+),(?= )")


def _known(rival: Rival) -> tuple[str, ...]:
    return tuple(forms(normal(rival.text)))


def _happened(rival: Rival, text: str, at: int) -> Iterator[int]:
    """Yield the end of a clause that says about a rival what the reason for its weight says."""
    parts, lasts = _reason(rival.reason)
    every = [*WORD.finditer(text, at)]
    for end in (found.start() for found in ENDS.finditer(text, at)):
        then = next((one for one in _MEANWHILE.finditer(text, at, end) if one.end() == end), None)
        if then and rival.weight not in _HEAVY and not _MEANWHILE.search(rival.reason):
            continue
        last = then.start() if then else end
        words = [one for one in every if one.end() <= last]
        if not words or not {word.base for word in read(words[-1][0])} & lasts:
            continue
        for place in range(min(len(words), _FEW + 1)):
            said = text[words[place].start() : words[-1].end()]
            first = forms(normal(text[at : words[place].start()]))
            known = set(_known(rival))
            named = known & {*first, *forms(normal(said))} - silent()
            if set(first) <= known and len(named) >= _FEW and any(same(said, part) for part in parts):
                yield end
                break


@lru_cache(maxsize=1024)
def _reason(reason: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the parts of a reason, and the last word of each."""
    told = _REASON.split(reason.strip(" ."))
    parts = frozenset({*told, *(_EVERYWHERE.sub("", part) for part in told)})
    return parts, frozenset(own[-1].base for part in parts if (own := read(part)))


_REASON: Final = re.compile(r"[.;]\s+|, (?:and|but) ", re.I)
_MEANWHILE: Final = Gated(
    r",? (?:in|over|during|at|within) (?:the same|these|those) (?:months|weeks|period|time|years?)\b|,? meanwhile\b"
)
_EVERYWHERE: Final = Gated(f" everywhere$|{_MEANWHILE.pattern}")
_HEAVY: Final = ("as_strong", "stronger")


def hence_at(ground: Ground, text: str, at: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the end of a rival that a statement follows from, with its weight if the sentence gives one."""
    yield at, {}
    for end, rivals in rivals_at(ground, text, at) if _SO.search(text, at) else ():
        weighs = [(also, {"said": gaps["means"]}) for also, gaps in _also_weighed(ground, text, end)]
        for last, said in ((end, {}), *weighs):
            if so := _SO.match(text, last):
                yield so.end(), {"rivals": rivals, "hence": said.get("said", "")}


def _also_weighed(ground: Ground, text: str, at: int) -> Iterator[tuple[int, dict[str, Any]]]:
    joined = _AND_IS.match(text, at)
    yield from weights_at(ground, text, joined.end() if joined else at, verb=True)


_SO: Final = Gated(r",? (?:and )?(?:so|thus|hence|therefore|which is why) ")
_AND_IS: Final = Gated(r",? (?:and |which )?(?=is|was|are|were|we )")


def _may_end(word: str, rival: Rival) -> bool:
    """Return whether a word may be the last of a rival; a small one only if the rival has it: not `or so they say`."""
    return word not in silent() or word in rival.text.lower().split()


def _names(said: Sequence[str], rival: Rival) -> bool:
    """Return whether the words belong to a rival and are enough to identify it."""
    words = [one for one in said if one not in silent()]
    known = set(_known(rival))
    return set(words) <= known and len(set(words)) >= min(_FEW, len(set(stems_of(rival.text))))


def weights_at(ground: Ground, text: str, at: int, *, verb: bool) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the end of each stretch that says how strong an explanation is, with its weight: judged the weaker one.

    `verb` is for a stretch after a rival, which needs `is` or `was judged`.
    """
    rules = grammar()["weight"]
    begun = built(rules["was" if verb else "found"]).match(text, at)
    if begun is None or (verb and begun.end() == at):
        return
    for weight in WEIGHTS:
        if found := pattern_of(rules[weight]).match(text, begun.end()):
            for end, gaps in _of_what(ground, text, found.end()):
                yield end, {**gaps, "means": weight}
                if compared := _THAN[weight == "as_strong"].match(text, end):
                    for last, also in _of_what(ground, text, compared.end(), _IN):
                        yield last, {**gaps, **also, "means": weight}


WEIGHTS: Final = ("stronger", "weaker", "as_strong", "ruled_out")
_PROGRAMME: Final = "the programme(?:[’']s(?: own)? (?:part|work|contribution))?(?!\\w)"
_THAN: Final = {name: re.compile(f" {word} {_PROGRAMME}", re.I) for name, word in ((True, "as"), (False, "than"))}
_OF: Final = re.compile(" (?:of|for) ", re.I)


_IN: Final = re.compile(" (?:in|to) ", re.I)


def _of_what(ground: Ground, text: str, at: int, begins: re.Pattern[str] = _OF) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the end of a weight, without and with what the rival explains."""
    yield at, {}
    if of := begins.match(text, at):
        yield from ((end, {"effect": parts}) for end, parts, bare in effects_at(ground, text, of.end()) if not bare)


def reasons_at(ground: Ground, text: str, at: int) -> Iterator[tuple[int, tuple[Rival, ...]]]:
    """Yield the end of each stretch that repeats the reason for a rival's weight, with the rivals that have it."""
    begun = _BECAUSE.match(text, at)
    they = begun and _THEY.match(text, begun.end())
    for rival in ground.contribution.rivals if begun and ground.contribution else ():
        wanted = [one for one in forms(rival.reason) if one not in silent()]
        while they and wanted and wanted[0] in forms(rival.text):
            del wanted[0]  # `it`, for the law
        known = {*wanted, *forms(rival.text), *forms(ground.named)}
        last = begun.end() if begun else at
        for match in WORD.finditer(text, last):
            own = [one for one in forms(match[0]) if one not in silent()]
            if not _WITHIN.fullmatch(text[last : match.start()]) or not set(own) <= known:
                break
            last = match.end()
            if wanted and own == wanted[:1]:
                del wanted[0]
                if not wanted:
                    yield last, (rival,)


_THEY: Final = Gated(r"(?:it|they)\b")
_BECAUSE: Final = Gated("(?:, )?(?:because|since|as) ")


def holds(ground: Ground, means: str, gaps: Mapping[str, Any]) -> bool:
    """Return whether a statement agrees with how the rivals were weighed."""
    if ground.contribution is None:
        return False
    rivals: tuple[Rival, ...] = gaps.get("rivals", ())
    sources: Sequence[Source] = gaps.get("sources", ())
    if "reasons" in gaps and not set(rivals) <= set(gaps["reasons"]):
        return False
    weights = {rival.weight for rival in rivals}
    rating = ground.contribution.rating
    if "hence" in gaps and not (weights <= set(_HEAVY) and gaps["hence"] in ("", *weights)):
        return False
    match means:
        case "part not shown":
            return rating == NOT_SHOWN and all(moved(ground, source) == "fell" for source in sources)
        case "at most":
            return rating in (PLAUSIBLE, ONE_OF_SEVERAL) and ground.claim.scope == PROGRAMME_SCOPE
        case "not alone":
            heavy = any(rival.weight in _HEAVY for rival in ground.contribution.rivals)
            return heavy or rating == ONE_OF_SEVERAL
        case "may have" | "plausible" | "one of several" | "main":
            return rating in _RATED[means] and ground.claim.scope == PROGRAMME_SCOPE
        case "another":
            return bool(rivals) and "ruled_out" not in weights
        case "not weighed":
            return bool(rivals) and not any(rival.weighed for rival in rivals)
        case "not known":
            return bool(rivals) and weights <= {"unknown", ""}
    return len(weights) == 1 and weights == {means}
