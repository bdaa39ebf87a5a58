"""Read evidence that a sentence calls by its own name: a series with its counts, and a pathway."""

from __future__ import annotations

from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import facts_of
from tideturn.evaluation.record_values import PathwayCases

_IN_A_YEAR: Final = Gated(rf"(?P<k>\d[\d,]*|{NUMBER}) in year (?P<year>\d+)(?P<next>(?:,| and|, and) )?")
_PATHWAY: Final = Gated(r"\b(?:cases )?on the pathway “(?P<name>[^”]+)”,?")


def account(reading: Reading) -> None:
    """Bind each count of `Nights away: 447 in Year 1 and 271 in Year 2` that is the series' own for that year."""
    for item in reading.ground.items:
        name = f"{item.text}: "
        if not reading.text.startswith(name) or item.scope != reading.ground.claim.scope:
            continue
        facts = [fact for fact in facts_of(item) if fact.does == f.COUNTED]
        counted = {fact.year if fact.when else item.year: fact for fact in reversed(facts)}
        at = len(name)
        while (found := _IN_A_YEAR.match(reading.text, at)) is not None:
            fact = counted.get(int(found["year"]))
            if fact is None or fact.k != number(found["k"].replace(",", "")):
                return
            reading.bind(0 if at == len(name) else at, found.end(), item, fact.field)
            at = found.end()
            if not found["next"]:
                break


def account_pathways(reading: Reading) -> None:
    """Mark the name of the pathway of all cases that are bound."""
    names = {item.text.partition(":")[0] for item in reading.bound if isinstance(item.value, PathwayCases)}
    for found in _PATHWAY.finditer(reading.text):
        if names == {found["name"]}:
            reading.mark(*found.span())
