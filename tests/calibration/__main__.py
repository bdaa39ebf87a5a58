"""The long run of the error rates: draw what is not drawn yet, and write the tables and the page."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.calibration import kept, tables
from tests.calibration.catalogue import every_world
from tests.calibration.page import PAGE, filled
from tests.calibration.rates import Rates
from tests.calibration.real_counts import read_real

DRAWS: Final = 20_000
PROGRAMMES: Final = 2_000
WHOLE: Final = "programmes"
READINGS: Final = tuple(dict.fromkeys(one.reading for one in every_world()))
_EVERY: Final = 20.0
"""Seconds between two lines of progress."""


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="script/calibrate", description=__doc__)
    parser.add_argument("--only", action="append", choices=[*READINGS, WHOLE], help="draw this alone; may be repeated")
    parser.add_argument("--again", action="store_true", help="draw what was drawn before as well")
    parser.add_argument("--write", action="store_true", help="draw nothing, and write what was drawn so far")
    parser.add_argument("--placebo", type=Path, metavar="FILE", help="read real counts (indicator,site,period,count)")
    asked = parser.parse_args()
    if asked.placebo and not asked.placebo.is_file():
        parser.error(
            f"There is no file {asked.placebo}. Choose a CSV with the columns indicator, site, period and count."
        )
    chosen = asked.only or ([] if asked.write or asked.placebo else [*READINGS, WHOLE])
    for name in chosen:
        if name == WHOLE:
            _programmes(again=asked.again)
        else:
            draw_reading(name, again=asked.again)
    _write(asked.placebo)


def draw_reading(name: str, *, again: bool) -> None:
    """Draw the worlds of a reading that are not kept, and keep them."""
    if again:
        kept.forget(name)
    done = {(line["world"], line["sizes"]) for line in kept.lines(name)}
    worlds = [one for one in every_world() if one.reading == name and (one.world, one.sizes) not in done]
    for at in _told(f"{name}, worlds of {DRAWS:,} draws", len(worlds)):
        one = worlds[at]
        kept.keep(name, {"world": one.world, "sizes": one.sizes, **_counted(one.rates(DRAWS, one.seed))})


def _counted(found: Rates) -> dict[str, int]:
    return {"draws": found.draws, "rose": round(found.rose * found.draws), "fell": round(found.fell * found.draws)}


def _programmes(*, again: bool) -> None:
    for world in kept.WORLDS:
        if again:
            kept.forget(world)
        done = {line["seed"] for line in kept.lines(world)}
        seeds = [seed for seed in range(PROGRAMMES) if seed not in done]
        for at in _told(f"whole programmes, {world}", len(seeds)):
            kept.keep(world, {"seed": seeds[at], "outcomes": kept.outcomes(world, seeds[at])})


def _told(what: str, count: int) -> Iterator[int]:
    """Yield each number below the count, and print now and then how far it has come."""
    begun = last = time.monotonic()
    print(f"{what}: {count} to draw", flush=True)
    for at in range(count):
        yield at
        now = time.monotonic()
        if now - last > _EVERY:
            left = (now - begun) / (at + 1) * (count - at - 1) / 60
            print(f"  {at + 1} of {count}, about {left:.0f} minutes left", flush=True)
            last = now


def _write(placebo: Path | None) -> None:
    """Write both tables, in the order of the code, and the page; what was not drawn here stays as it was."""
    before: list[tables.Row] = tables.read(tables.READINGS, tables.Row)
    drawn = {row.key: row for row in before}
    worlds = every_world()
    held_to = {one.key: one.held_to for one in worlds}
    for name in READINGS:
        for line in kept.lines(name):
            key = name, line["world"], line["sizes"]
            if key in held_to:
                drawn[key] = tables.Row(*key, held_to[key], line["draws"], line["rose"], line["fell"])
    real = [row for row in before if row.held_to == tables.REAL]
    if placebo:
        real = [
            tables.Row(reading, world, sizes, tables.REAL, **_counted(found))
            for world, sizes, *both in read_real(placebo)
            for reading, found in zip((tables.REAL, tables.PLAIN), both, strict=True)
        ]
    rows = [*(drawn[one.key] for one in worlds if one.key in drawn), *real]
    programmes: dict[tuple[str, int], tables.ProgrammeRow] = {
        (row.world, row.seed): row for row in tables.read(tables.PROGRAMMES, tables.ProgrammeRow)
    }
    for world in kept.WORLDS:
        for line in kept.lines(world):
            programmes[world, line["seed"]] = tables.ProgrammeRow.of(world, line["seed"], line["outcomes"])
    whole = [row for world in kept.WORLDS for _, row in sorted(programmes.items()) if row.world == world]
    tables.write(tables.READINGS, tables.Row, rows)
    tables.write(tables.PROGRAMMES, tables.ProgrammeRow, whole)
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), rows, whole), encoding="utf-8")
    print(f"Wrote {PAGE}.")


if __name__ == "__main__":
    main()
