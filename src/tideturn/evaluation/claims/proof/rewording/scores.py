"""Say a finding about scores given twice in the plain order: how many people, then how their scores moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.words import filled, grammar
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


@cache
def _orders() -> tuple[tuple[Gated, str], ...]:
    table = grammar()["reworded"]["score_orders"]
    return tuple((Gated(_filled(read)), put) for put, rules in table.items() for read in rules)


def _filled(pattern: str) -> str:
    return filled(pattern, {**grammar()["reworded"]["score_parts"], "n": NUMBER})
