"""What ties carry, if it rose at one place and fell at another: the programme's total alone would hide both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.recounted import ties
from tideturn.evaluation.networks import NetworkAt
from tideturn.evaluation.readings_networks import FEWEST_ORGANISATIONS
from tideturn.evaluation.told import Told, stated, told, told_list
from tideturn.methods.networks import Moved
from tideturn.report.sections.lookup import Lookup

_CALLED: Final = {
    "share_amount": "the amount of information that they share",
    "share_quality": "the quality of the information that they share",
    "trust": "trust",
    "value": "how much organisations value each other",
}


def places_pull_apart(look: Lookup) -> tuple[Told, ...]:
    """Return a sentence for each thing that ties carry which clearly rose at one place and clearly fell at another.

    This compares ties that are in both waves; a change is clear if its 95% interval leaves out zero.
    """
    sides: dict[str, dict[bool, list[Told]]] = {}
    whole: dict[str, Told] = {}
    for at in look.evaluation.networks:
        for what, change, rose in _moves(look, at):
            if at.scope == PROGRAMME_SCOPE:
                whole[what] = change
            elif rose is not None:
                place = told("{change} in {place}", change=change, place=look.place(at.scope))
                sides.setdefault(what, {True: [], False: []})[rose].append(place)
    return tuple(
        told(
            "Places differ: along the ties that stayed within a place, {what} rose by {up}, but fell by {down}; over "
            "all ties that stayed it changed by {whole}.",
            what=_CALLED[what],
            up=told_list(rose_at[True]),
            down=told_list(rose_at[False]),
            whole=whole[what],
        )
        for what, rose_at in sides.items()
        if all(rose_at.values()) and what in whole
    )


def _moves(look: Lookup, at: NetworkAt) -> Iterator[tuple[str, Told, bool | None]]:
    """Yield what ties carry, its change in words, and whether it clearly rose; None if it clearly did neither."""
    change = at.change
    if change is None or change.organisations < FEWEST_ORGANISATIONS:
        return
    for place, moved in enumerate(change.moved):
        if moved.kept and moved.low is not None and moved.high is not None:
            rose = True if moved.low > 0 else False if moved.high < 0 else None
            item, field = ties(at, look.evaluation.year.number), f"of.change.moved.{place}"
            yield moved.what, _by(moved, item, field, size=at.scope != PROGRAMME_SCOPE), rose


def _by(moved: Moved, item: str, field: str, *, size: bool) -> Told:
    """Return `1.8 (0.9 to 2.5)`: how far it moved, and its range; without a sign if the words say which way."""
    ends = ("high", "low") if size and moved.change < 0 else ("low", "high")
    change, low, high = (
        stated(f"{field}.{name}", getattr(moved, name), "size in tenths" if size else "tenths", item=item)
        for name in ("change", *ends)
    )
    return told("{change} ({low} to {high})", change=change, low=low, high=high)
