"""Check what a sentence says about the verdict at each place: `emerging in London; adverse in Birmingham`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, VERDICT
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Ground, Reading

_LEAD: Final = Gated(
    r"the verdict (?:(?P<differs>differs (?:by place|from place to place|between places)): (?:it is )?|is )"
)
_WORD: Final = Gated(
    rf"(?:it is )?(?P<word>{'|'.join(map(re.escape, VERDICT.terms.values()))}) (?=in |at |on |across )"
)
_NEXT: Final = re.compile(r"[;,] (?:and )?| and ")
_NATIONAL: Final = "national level"


def account(reading: Reading) -> None:
    """Bind a sentence that gives the verdict at each place it names; all of it, or nothing."""
    ground, text = reading.ground, reading.text
    lead = _LEAD.match(text)
    if lead is None or ground.verdict is None or ground.claim.scope != PROGRAMME_SCOPE:
        return
    names = _names(ground)
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    where = re.compile(rf"(?:(?:in|at|on|across) )?(?:the )?(?P<name>{longest_first})(?!\w)", re.I)
    at, word = lead.end(), ""
    while at < len(text):
        if told := _WORD.match(text, at):
            at, word = told.end(), told["word"].capitalize()
        place = where.match(text, at)
        if place is None or not word or not _all_are(ground, names[place["name"].lower()], word):
            return
        at = place.end()
        if text[at:] in ("", "."):
            if not lead["differs"] or ground.verdict.sites_that_differ:
                reading.bind_whole(0, len(text), f"verdict/{ground.claim.outcome_id}", "by place")
            return
        following = _NEXT.match(text, at)
        if following is None:
            return
        at = following.end()


def _names(ground: Ground) -> Mapping[str, frozenset[str]]:
    """Return the sites that each name means."""
    own = {name.removeprefix("The ").lower(): frozenset({code}) for name, code in ground.places.items()}
    return own | {_NATIONAL: ground.record.national}


def _all_are(ground: Ground, sites: frozenset[str], word: str) -> bool:
    """Return whether all of these sites with a verdict of their own have this verdict."""
    verdicts = [ground.record.verdicts.get((ground.claim.outcome_id, site)) for site in sites]
    own = {verdict.standing for verdict in verdicts if verdict is not None and verdict.own}
    return bool(own) and {VERDICT.terms[one] for one in own} == {word}
