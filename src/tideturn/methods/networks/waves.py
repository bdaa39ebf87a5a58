"""The waves of a network survey: who was asked, who answered, and the ties that those who answered reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, listed

LEAST: Final = 1
"""Minimum level of a tie: 0 says that they were asked about each other and do not work together."""
MOST: Final = 5
QUANTITIES: Final = ("share_amount", "share_quality", "trust", "value")
"""Columns that a tie may carry besides its level; each is reported apart from whether there is a tie at all."""
KIND: Final = "share_kind"
_NAMED: Final = 5
_LARGEST: Final = 1e9
"""Maximum amount of a quantity that a tie carries: these are small numbers, and a larger one is a slip."""

Indexes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Wave:
    """One wave: arcs of level 1 or more, from organisations that answered to organisations that were asked.

    `source` and `target` are indexes into `organisations`, which is in the order of codes; `ties` holds each arc's
    level and what is shared, row for row.
    """

    wave: int
    organisations: tuple[str, ...]
    answered: NDArray[np.bool_]
    source: Indexes
    target: Indexes
    ties: pl.DataFrame

    @property
    def respondents(self) -> int:
        """Return how many organisations answered."""
        return int(self.answered.sum())

    @property
    def level(self) -> NDArray[np.float64]:
        """Return each arc's level."""
        return self.ties["level"].to_numpy().astype(np.float64)

    def among(self, members: Sequence[str]) -> tuple[Indexes, Indexes, pl.DataFrame]:
        """Return the arcs between `members`, as indexes into `members`, with what they carry."""
        place = {member: at for at, member in enumerate(members)}
        where = np.array([place.get(name, -1) for name in self.organisations], dtype=np.int64)
        source, target = where[self.source], where[self.target]
        kept = (source >= 0) & (target >= 0)
        return source[kept], target[kept], self.ties.filter(pl.Series(kept))

    def who_answered(self) -> tuple[str, ...]:
        """Return the organisations that answered, in the order of their codes."""
        return tuple(name for name, answered in zip(self.organisations, self.answered, strict=True) if answered)


def read_waves(ties: pl.DataFrame, waves: pl.DataFrame | None = None) -> tuple[tuple[Wave, ...], tuple[str, ...]]:
    """Return the waves in their order, and a sentence for everything that was left out of them.

    `ties` holds wave, from, to and level, and may hold share_amount, share_quality, trust, value and share_kind (values
    separated by `|`); `waves` holds wave, organisation_id and responded. Without `waves`, every organisation that is
    named in a wave counts as having answered in it. Raise TideturnError for a level that is not a whole number from 0
    to 5, for a number that no tie can carry, for two rows that say different things about one tie, and for ties of a
    wave that is missing from `waves`.
    """
    notes: list[str] = []
    told = _checked(ties, notes)
    if waves is None:
        ends = pl.concat([told.select("wave", organisation_id=end) for end in ("from", "to")])
        waves = ends.unique().with_columns(responded=pl.lit(value=True))
        notes.append("Nobody said who was asked and who answered, so everyone named in a wave counts as answering.")
    asked = waves.select("wave", "organisation_id", "responded").drop_nulls(["wave", "organisation_id"])
    asked = _asked_once(asked, notes)
    numbers = sorted(set(asked["wave"]))
    unknown = sorted(set(told["wave"]) - set(numbers))
    if unknown:
        raise TideturnError(
            f"There are ties of wave {listed(unknown)}, and nothing says who was asked and who answered then.",
            mend="Add the wave's organisations to the waves, or take its ties out.",
        )
    ever = set(asked["organisation_id"])
    found = tuple(
        _wave(number, told.filter(pl.col("wave") == number), asked.filter(pl.col("wave") == number), ever, notes)
        for number in numbers
    )
    for earlier, later in pairwise(found):
        notes.extend(_come_and_gone(earlier, later))
    return found, tuple(notes)


def _checked(ties: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """Return the ties with every optional column, each tie once and none of an organisation to itself."""
    carried = [name for name in QUANTITIES if name in ties.columns]
    frame = ties.select(
        pl.col("wave").cast(pl.Int64),
        pl.col("from", "to").cast(pl.String),
        pl.col("level").cast(pl.Float64),
        *(
            pl.col(name).cast(pl.Float64) if name in carried else pl.lit(None, pl.Float64).alias(name)
            for name in QUANTITIES
        ),
        pl.col(KIND).cast(pl.String) if KIND in ties.columns else pl.lit(None, pl.String).alias(KIND),
    )
    needed = ("wave", "from", "to", "level")
    level = pl.col("level")
    wrong = frame.select(
        empty=pl.any_horizontal(pl.col(needed).is_null()),
        level=~(level.is_between(0, MOST) & (level == level.round())),
        huge=pl.any_horizontal(pl.col(QUANTITIES).abs() > _LARGEST),
    )
    for row in _those(frame, wrong["empty"]):
        empty = next(name for name in needed if row[name] is None)
        raise TideturnError(
            f"A tie{_between(row)} has no {empty}.", mend="Fill the cell, or take the row out: 0 is “not at all”."
        )
    for row in _those(frame, wrong["level"]):
        raise TideturnError(
            f"The tie{_between(row)} in wave {row['wave']} has the level {row['level']:g}.",
            mend=f"A level is a whole number from 0 (not at all) to {MOST}.",
        )
    for row in _those(frame, wrong["huge"]):
        value = next(row[name] for name in QUANTITIES if row[name] is not None and abs(row[name]) > _LARGEST)
        raise TideturnError(
            f"The tie{_between(row)} in wave {row['wave']} carries {value:g}.",
            mend="No answer is so large a number: mend it, or leave the cell empty.",
        )
    key = ["wave", "from", "to"]
    once, again = _once(frame)
    if again:
        notes.append(f"{counted(again, 'row')} said again what another row says, and was read once.")
    once = once.sort(key)
    for row in _those(once, once[key].is_duplicated()):
        raise TideturnError(
            f"Two rows say different things of the tie{_between(row)} in wave {row['wave']}.",
            mend="Take one of them out.",
        )
    themselves = once["from"] == once["to"]
    if who := sorted({row["from"] for row in _those(once, themselves)}):
        alone = int(themselves.sum())
        notes.append(f"{_left(alone)} of an organisation to itself ({_some(who)}): it would mean nothing.")
        return once.filter(~themselves)
    return once


def _once(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Return each row once, and how many rows were repeats."""
    if not frame.is_duplicated().any():
        return frame, 0
    once = frame.unique(maintain_order=True)
    return once, frame.height - once.height


def _those(frame: pl.DataFrame, which: pl.Series) -> Iterable[dict[str, Any]]:
    """Return the marked rows of a frame; mostly there are none, and then nothing is searched."""
    return frame.filter(which).iter_rows(named=True) if which.any() else ()


def _asked_once(asked: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    key = ["wave", "organisation_id"]
    once, again = _once(asked)
    once = once.sort(key)
    for row in _those(once, once[key].is_duplicated()):
        raise TideturnError(
            f"{row['organisation_id']} is there twice in wave {row['wave']}: once as answering, once not.",
            mend="Take one of the two rows out.",
        )
    if again:
        notes.append(f"{counted(again, 'row')} of who was asked stood twice, and was read once.")
    return once


def _wave(number: int, told: pl.DataFrame, asked: pl.DataFrame, ever: set[str], notes: list[str]) -> Wave:
    names = tuple(asked["organisation_id"])
    place = {name: at for at, name in enumerate(names)}
    answered = asked["responded"].fill_null(value=False).to_numpy().astype(np.bool_)
    source, target = (np.array([place.get(name, -1) for name in told[end]], dtype=np.int64) for end in ("from", "to"))
    strange = (source < 0) | (target < 0)
    strangers = sorted({row[end] for row in _those(told, pl.Series(strange)) for end in ("from", "to")} - set(names))
    elsewhere = [name for name in strangers if name in ever]
    unknown = [name for name in strangers if name not in ever]
    for some, why in (
        (elsewhere, "which was not asked in it; if it was merged or renamed, give it one code in both waves"),
        (unknown, "which was asked in no wave"),
    ):
        if some:
            gone = told.filter(pl.col("from").is_in(some) | pl.col("to").is_in(some))
            notes.append(f"In wave {number}, {_left(gone.height).lower()} to or from {_some(some)}, {why}.")
    heard = answered[source] if names else strange
    silent = ~strange & ~heard
    if silent.any():
        tellers = _some([names[at] for at in np.unique(source[silent])])
        ties = _left(int(silent.sum())).lower()
        notes.append(f"In wave {number}, {ties} told by {tellers}, said not to have answered.")
    who = int(answered.sum())
    if not who:
        notes.append(f"In wave {number} nobody answered, so nothing is known of it.")
    elif who == 1:
        notes.append(f"In wave {number} one organisation alone answered, so no two accounts can be held together.")
    kept = ~strange & heard & (told["level"].to_numpy() >= LEAST)
    return Wave(number, names, answered, source[kept], target[kept], told.filter(kept))


def _come_and_gone(earlier: Wave, later: Wave) -> list[str]:
    before, after = set(earlier.organisations), set(later.organisations)
    told = []
    for who, here, there in ((before - after, earlier, later), (after - before, later, earlier)):
        if who:
            told.append(
                f"Asked in wave {here.wave} and not in wave {there.wave}: {_some(sorted(who))}; "
                "the comparison leaves such out."
            )
    return told


def _between(row: dict[str, object]) -> str:
    ends = [f" {word} {row[word]}" for word in ("from", "to") if row[word] is not None]
    return "".join(ends)


def _left(ties: int) -> str:
    return f"Left out {'is' if ties == 1 else 'are'} {counted(ties, 'tie')}"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return listed([*names[:_NAMED], f"{more} more"]) if more > 0 else listed(names)
