"""Check statements about rival explanations and about the programme's contribution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.factors import normal
from tideturn.evaluation.claims.proof.proposition import forms
from tideturn.evaluation.claims.proof.sources import Source, moved
from tideturn.evaluation.claims.proof.words import WORD, silent, stems_of
from tideturn.evaluation.claims.rivals import Rival
from tideturn.evaluation.contribution import MAIN, NOT_SHOWN, ONE_OF_SEVERAL, PLAUSIBLE

_WITHIN: Final = re.compile(r"[\s,’']*")
_RATED: Final = {
    "may have": (PLAUSIBLE, ONE_OF_SEVERAL, MAIN),
    "plausible": (PLAUSIBLE,),
    "one of several": (ONE_OF_SEVERAL,),
    "main": (MAIN,),
}
"""Ratings of the programme's contribution that bear a statement out."""
_FEW = 2
"""Number of words that identify an explanation."""


def rivals_at(ground: Ground, text: str, at: int) -> Iterator[tuple[int, tuple[Rival, ...]]]:
    """Yield the end of each stretch that names a rival by its own words, with the rivals that fit."""
    rivals = ground.contribution.rivals if ground.contribution else ()
    found: list[tuple[int, tuple[Rival, ...]]] = []
    last = at
    for match in WORD.finditer(text, at):
        if not _WITHIN.fullmatch(text[last : match.start()]):
            break
        said = forms(normal(text[at : match.end()]))
        if own := tuple(rival for rival in rivals if _names(said, rival)):
            found.append((match.end(), own))
        last = match.end()
    yield from reversed(found)


def _names(said: Sequence[str], rival: Rival) -> bool:
    """Return whether the words belong to a rival and are enough to identify it."""
    words = [one for one in said if one not in silent()]
    known = set(forms(normal(rival.text)))
    return set(words) <= known and len(set(words)) >= min(_FEW, len(set(stems_of(rival.text))))


def holds(ground: Ground, means: str, rivals: tuple[Rival, ...], sources: Sequence[Source]) -> bool:
    """Return whether a statement agrees with how the rivals were weighed."""
    if ground.contribution is None:
        return False
    weights = {rival.weight for rival in rivals}
    rating = ground.contribution.rating
    match means:
        case "part not shown":
            return rating == NOT_SHOWN and all(moved(ground, source) == "fell" for source in sources)
        case "may have" | "plausible" | "one of several" | "main":
            return rating in _RATED[means] and ground.claim.scope == PROGRAMME_SCOPE
        case "another":
            return bool(rivals) and "ruled_out" not in weights
        case "not weighed":
            return bool(rivals) and not any(rival.weighed for rival in rivals)
        case "not known":
            return bool(rivals) and weights <= {"unknown", ""}
    return len(weights) == 1 and weights == {means}
