"""Read what earlier releases showed from `releases/VERSION/` of a programme folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure import AtMost, EarlierRelease, Relation

RELEASES: Final = "releases"
CELLS: Final = "cells.json"
"""Name of the file with every count of young people in a release (null if hidden), their sums and their bounds."""
_MEND: Final = "Put back what `tideturn publish` wrote there, or take the folder away if it was never released."


def earlier_releases(folder: Path) -> tuple[EarlierRelease, ...]:
    """Return the earlier releases, ordered by year and number. Raise TideturnError if one cannot be read.

    A release that cannot be read must stop the next one, which could not be checked against what it showed.
    """
    place = folder / RELEASES
    if not place.is_dir():
        return ()
    made = [entry for entry in place.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
    return tuple(_one(entry) for entry in sorted(made, key=lambda entry: version_order(entry.name)))


def version_order(version: str) -> tuple[int, int, str]:
    """Return a key that sorts versions by year, then by number: `year-2-10` after `year-2-9`."""
    parts = version.split("-")
    numbers = [int(part) for part in parts if part.isdecimal()]
    return (numbers[0] if numbers else 0, numbers[1] if len(numbers) > 1 else 0, version)


def next_version(folder: Path, year: int) -> str:
    """Return the name of the next release of a year: `year-2-1` for its first."""
    place = folder / RELEASES
    taken = [entry.name for entry in place.iterdir()] if place.is_dir() else []
    after = [name.removeprefix(f"year-{year}-") for name in taken if name.startswith(f"year-{year}-")]
    numbers = [int(last) for last in after if last.isdecimal()]
    return f"year-{year}-{max(numbers, default=0) + 1}"


def _one(entry: Path) -> EarlierRelease:
    path = next((p for p in (entry / CELLS, entry / "release" / CELLS) if p.exists()), None)
    if path is None:
        raise TideturnError(f"An earlier release is here without its {CELLS}.", place=str(entry), mend=_MEND)
    try:
        held = json.loads(path.read_bytes())
        return EarlierRelease(
            entry.name,
            _cells(held["cells"]),
            tuple(_relation(one) for one in held["relations"]),
            tuple(_bound(one) for one in held.get("bounds", ())),  # releases made before there were bounds have none
            frozenset(map(str, held.get("untold", ()))),
        )
    except (
        json.JSONDecodeError,
        UnicodeDecodeError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
    ) as error:
        raise TideturnError(f"What it showed cannot be read ({error}).", place=str(path), mend=_MEND) from None


def _cells(held: Mapping[str, Any]) -> dict[str, int | None]:
    cells = {str(name): None if count is None else int(count) for name, count in held.items()}
    if any(count is not None and count < 0 for count in cells.values()):
        raise ValueError("a count is below nought")
    return cells


def _bound(held: Mapping[str, Any]) -> AtMost:
    return AtMost(tuple(map(str, held["smaller"])), tuple(map(str, held["larger"])))


def _relation(held: Mapping[str, Any]) -> Relation:
    return Relation(tuple((str(name), int(times)) for name, times in held["terms"]), int(held["constant"]))
