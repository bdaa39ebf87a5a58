"""The tables on the page of error rates, made from the two files of data; the words around them are written by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from statistics import mean, median, stdev
from typing import Final

from tests.calibration.catalogue import BOUND, POWER, UNCOMPARED, UNSEEN
from tests.calibration.tables import PLAIN, REAL, REFERENCE, ProgrammeRow, Row

PAGE: Final = REFERENCE / "error-rates.md"
ANY: Final = 0.055
"""The bound of any world."""
NINE_OF_TEN: Final = 0.025
"""That of nine worlds in ten."""
READINGS: Final = {
    "series": "counts over time",
    "waves": "a survey question, wave against wave",
    "two_baselines": "scores with two baselines",
    "compared": "scores beside those who wait",
    "pathways": "pathways",
    "networks": "networks",
}
"""Those that are measured, as the page calls them."""
_BLOCK: Final = re.compile(r"(<!-- made: ([\w ]+) -->\n).*?(?=<!-- end -->)", re.DOTALL)


def filled(text: str, rows: Sequence[Row], programmes: Sequence[ProgrammeRow]) -> str:
    """Return the page's text with the blocks between `made` and `end` made anew; empty where nothing is drawn."""
    blocks = {
        "in short": _in_short(rows),
        "beyond": _beyond(rows),
    }
    if {row.world for row in programmes} == set(_WORLDS):
        blocks |= {"whole programmes in short": _programmes_in_short(programmes), "programmes": _programmes(programmes)}
    if any(row.reading == REAL for row in rows):
        blocks["real"] = _real(rows)
    for reading, held_to in dict.fromkeys((row.reading, row.held_to) for row in rows if row.held_to in _HELD):
        of = [row for row in rows if (row.reading, row.held_to) == (reading, held_to)]
        blocks[f"{reading} {_HELD[held_to]}"] = _power(of) if held_to == POWER else _of_kinds(of)
    return _BLOCK.sub(lambda found: f"{found[1]}\n{blocks.get(found[2], '')}\n", text)


_HELD: Final = {BOUND: "without effect", UNCOMPARED: "without effect", UNSEEN: "that no rule sees", POWER: "power"}


def beyond(rows: Iterable[Row], bound: float) -> list[Row]:
    """Return the worlds that are held to the bounds and leave this one by more than three standard errors."""
    return [row for row in rows if row.held_to == BOUND and not row.rates.within(bound)]


def _in_short(rows: Sequence[Row]) -> str:
    lines = []
    for title, held in [*_held(rows), ("all together", [row for row in rows if row.held_to == BOUND])]:
        within = [f"{len(held) - len(beyond(held, bound))}" for bound in (NINE_OF_TEN, ANY)]
        worst = max(held, key=lambda row: row.rates.worst)
        lines.append((title, f"{len(held)}", *within, f"{_worst(worst)}: {worst.world}, {worst.sizes}"))
    return _table(("reading", "worlds", "within 2.5%", "within 5.5%", "the worst world"), lines)


def _held(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Each measured reading's title and its worlds that are held to the bounds."""
    of = (
        (title, [row for row in rows if (row.reading, row.held_to) == (name, BOUND)])
        for name, title in READINGS.items()
    )
    return [(title, held) for title, held in of if held]


def _beyond(rows: Sequence[Row]) -> str:
    said = []
    for title, held in _held(rows):
        far, near = beyond(held, ANY), beyond(held, NINE_OF_TEN)
        said += [f"- {title}: {row.world} ({row.sizes}) is beyond 5.5%, at {_worst(row)}." for row in far]
        if len(near) > len(held) / 10:
            said.append(f"- {title}: {len(near)} of {len(held)} worlds are beyond 2.5%, which is more than one in ten.")
    return "\n".join(said or ["No reading leaves a bound."]) + "\n"


def _of_kinds(rows: Sequence[Row]) -> str:
    """A row for each kind of world: over its sizes, the median and the worst."""
    lines = []
    for name, of in groupby(rows, key=lambda row: row.world):
        sizes = list(of)
        worst = max(sizes, key=lambda row: row.rates.worst)
        ways = [[row.rates.rose for row in sizes], [row.rates.fell for row in sizes]]
        cells = [", ".join(dict.fromkeys((_rate(median(way)), _rate(max(way))))) for way in ways]
        lines.append((name, f"{len(sizes)}", *cells, f"{_worst(worst)} at {worst.sizes}"))
    return _table(("kind of world", "sizes", "*rose*: median, worst", "*fell*: median, worst", "worst of all"), lines)


def _power(rows: Sequence[Row]) -> str:
    """How often each step is seen to rise: steps down, sizes across."""
    rose = {(row.world, row.sizes): f"{100 * row.rates.rose:.0f}%" for row in rows}
    sizes = list(dict.fromkeys(row.sizes for row in rows))
    lines = [
        (world, *(rose.get((world, at), "") for at in sizes)) for world in dict.fromkeys(row.world for row in rows)
    ]
    return _table(("*rose*", *sizes), lines)


_WORLDS: Final = {
    "null": "nothing changes",
    "effects": "seven outcomes change",
    "one_question": "nothing changes, one question each",
}
_KINDS: Final = {
    "false": "false changes *supported*",
    "true": "true changes *supported*",
    "state": "states that *hold*",
}
_CONFIDENCE: Final = {"high": "high confidence", "moderate": "moderate confidence", "low": "low or very low confidence"}


def _programmes_in_short(rows: Sequence[ProgrammeRow]) -> str:
    false, states, true = (
        mean(row.supported(kind) for row in rows if row.world == world)
        for kind, world in (("false", "null"), ("state", "null"), ("true", "effects"))
    )
    return (
        f"Where nothing changes, {false:.2f} of the 13 outcomes that claim a change are falsely *supported* in a year, "
        f"and {states:.1f} states *hold* by\npoliteness alone. Where seven outcomes change, {true:.1f} of them are "
        "*supported*. See [whole programmes](#whole-programmes).\n"
    )


def _programmes(rows: Sequence[ProgrammeRow]) -> str:
    by = {_WORLDS[name]: [row for row in rows if row.world == name] for name in _WORLDS}
    by = {name: of for name, of in by.items() if of}
    lines = [("programmes drawn", *(f"{len(of):,}" for of in by.values()))]
    for kind, what in _KINDS.items():
        lines.append((what, *(_mean([row.supported(kind) for row in of]) for of in by.values())))
        for level, said in _CONFIDENCE.items():
            cells = [[row.said[f"{kind}_{level}"] for row in of] for of in by.values()]
            if any(map(any, cells)):
                lines.append((f"— with {said}", *map(_mean, cells)))
    readings = [([row.moved for row in of], [row.measured for row in of]) for of in by.values()]
    lines += [
        ("measured readings of what does not change", *(f"{mean(measured):.1f}" for _, measured in readings)),
        ("— that *rose* or *fell*", *(_mean(moved) for moved, _ in readings)),
        ("— as a share of them", *(_rate(sum(moved) / sum(measured)) for moved, measured in readings)),
        (
            "programmes without a false change",
            *(_rate(mean(not r.supported("false") for r in of)) for of in by.values()),
        ),
    ]
    return _table(("for one programme", *by), lines)


def _real(rows: Sequence[Row]) -> str:
    read, plainly = ([row for row in rows if row.reading == reading] for reading in (REAL, PLAIN))
    lines = [
        (one.world, one.sizes, f"{one.draws}", *(_rate(share) for of in (one, plain) for share in of.shares))
        for one, plain in zip([*read, _together(read)], [*plainly, _together(plainly)], strict=True)
    ]
    return _table(("count", "series", "years read", "*rose*", "*fell*", "a tenth more", "a tenth fewer"), lines)


def _together(rows: Sequence[Row]) -> Row:
    series = sum(int(row.sizes.split()[0]) for row in rows)
    draws, rose, fell = (sum(of) for of in zip(*((row.draws, row.rose, row.fell) for row in rows), strict=True))
    return Row(rows[0].reading, "all of them", f"{series} series", rows[0].held_to, draws, rose, fell)


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, ["---"] * len(head), *lines))


def _mean(values: Sequence[float]) -> str:
    """The mean and its standard error."""
    return "0" if not any(values) else f"{mean(values):.3f} ± {stdev(values) / math.sqrt(len(values)):.3f}"


def _worst(row: Row) -> str:
    return f"{_rate(row.rates.worst)} {'*rose*' if row.rose >= row.fell else '*fell*'}"


def _rate(share: float) -> str:
    return f"{100 * share:.1f}%"
