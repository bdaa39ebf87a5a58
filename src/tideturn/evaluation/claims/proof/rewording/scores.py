"""Say a finding about scores given twice in the plain order: how many people, then how their scores moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.words import filled, grammar, stems_of
from tideturn.evaluation.claims.quotation import QUOTED

_VERBS: Final = {"rise": "rose", "increase": "rose", "fall": "fell", "drop": "fell", "change": "moved", "move": "moved"}
"""What a score did, by the noun for it."""


def in_plain_scores(text: str) -> Iterator[str]:
    """Yield the sentence with its parts in the order that the rules know; it says neither more nor less."""
    if QUOTED.search(text):
        return
    said = text
    for pattern, put in _orders():
        if match := pattern.match(said):
            held = match.groupdict("")
            held["verb"] = _VERBS.get(held.get("noun", "").lower(), "")
            held["way"] = "higher" if "up" in held else ""
            said = re.sub(r"\s+", " ", put.format_map(held)).strip()
            said = said[:1].upper() + said[1:]
    if said != text:
        yield said


_SURE_TO: Final = Gated(
    r"\bconfidence to (?P<what>[a-z]+(?: [a-z]+){0,3}?)(?= (?:was|were|is|went|rose|fell|moved|on|of|for|in|at|after|"
    r"before|between|higher|lower|among|more|averaged)\b|[,.;:]|$)"
)


def as_asked(text: str, ground: Ground) -> str:
    """Return a stretch with `confidence` for what people are sure to do, where the question asks about all of it."""
    asked = {word for item in ground.items for one in ground.asked_of(item) for word in stems_of(one)}

    def bare(match: re.Match[str]) -> str:
        words = {*stems_of(match["what"])} - {"and"}
        return "confidence" if words and words <= asked else match[0]

    return _SURE_TO.sub(bare, text)


@cache
def _orders() -> tuple[tuple[Gated, str], ...]:
    table = grammar()["reworded"]["score_orders"]
    return tuple((Gated(_filled(read)), put) for put, rules in table.items() for read in rules)


def _filled(pattern: str) -> str:
    return filled(pattern, {**grammar()["reworded"]["score_parts"], "n": NUMBER})
