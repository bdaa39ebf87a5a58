"""The waves of a network survey: who was asked, who answered, and the ties that those who answered told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, listed

LEAST: Final = 1
"""A tie is level 1 or more: 0 says that they were asked about each other and do not work together."""
MOST: Final = 5
QUANTITIES: Final = ("share_amount", "share_quality", "trust", "value")
"""What a tie may carry beside its level; each is reported apart from whether there is a tie at all."""
KIND: Final = "share_kind"
_NAMED: Final = 5
_LARGEST: Final = 1e9
"""What a tie carries is told in small numbers: more than so much is a slip."""

Indexes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Wave:
    """One wave: arcs of level 1 or more, from organisations that answered to organisations that were asked.

    `source` and `target` are places in `organisations`, in the order of their codes; `ties` holds each arc's level and
    what is shared, row for row.
    """

    wave: int
    organisations: tuple[str, ...]
    answered: NDArray[np.bool_]
    source: Indexes
    target: Indexes
    ties: pl.DataFrame

    @property
    def respondents(self) -> int:
        """How many answered."""
        return int(self.answered.sum())

    @property
    def level(self) -> NDArray[np.float64]:
        """Each arc's level."""
        return self.ties["level"].to_numpy().astype(np.float64)

    def among(self, members: Sequence[str]) -> tuple[Indexes, Indexes, pl.DataFrame]:
        """The arcs both of whose ends are `members`, by their places there, with what they carry."""
        place = {member: at for at, member in enumerate(members)}
        where = np.array([place.get(name, -1) for name in self.organisations], dtype=np.int64)
        source, target = where[self.source], where[self.target]
        kept = (source >= 0) & (target >= 0)
        return source[kept], target[kept], self.ties.filter(pl.Series(kept))

    def who_answered(self) -> tuple[str, ...]:
        """The organisations that answered, in the order of their codes."""
        return tuple(name for name, answered in zip(self.organisations, self.answered, strict=True) if answered)


def read_waves(ties: pl.DataFrame, waves: pl.DataFrame | None = None) -> tuple[tuple[Wave, ...], tuple[str, ...]]:
    """The waves in their order, and a sentence for everything that was left out of them.

    `ties` holds wave, from, to and level, and may hold share_amount, share_quality, trust, value and share_kind (values
    parted by `|`); `waves` holds wave, organisation_id and responded. Without `waves` everyone who is named in a wave
    is taken to have answered in it.
    Raises TideturnError for a level that is none of 0 to 5, for a number that no tie can carry, for two rows that say
    different things of one tie, and for ties of a wave of which `waves` does not say who was asked.
    """
    notes: list[str] = []
    told = _checked(ties, notes)
    if waves is None:
        ends = pl.concat([told.select("wave", organisation_id=end) for end in ("from", "to")])
        waves = ends.unique().with_columns(responded=pl.lit(value=True))
        notes.append("Nobody said who was asked and who answered, so everyone named in a wave counts as answering.")
    asked = waves.select("wave", "organisation_id", "responded").drop_nulls(["wave", "organisation_id"])
    asked = _asked_once(asked, notes)
    numbers = sorted(asked["wave"].unique().to_list())
    unknown = sorted(set(told["wave"].unique().to_list()) - set(numbers))
    if unknown:
        raise TideturnError(
            f"There are ties of wave {listed(unknown)}, and nothing says who was asked and who answered then.",
            mend="Add the wave's organisations to the waves, or take its ties out.",
        )
    ever = set(asked["organisation_id"].to_list())
    found = tuple(
        _wave(number, told.filter(pl.col("wave") == number), asked.filter(pl.col("wave") == number), ever, notes)
        for number in numbers
    )
    for earlier, later in pairwise(found):
        notes.extend(_come_and_gone(earlier, later))
    return found, tuple(notes)


def _checked(ties: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """The ties with every optional column there, each told once and none of an organisation to itself."""
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
    for row in frame.filter(pl.any_horizontal(pl.col("wave", "from", "to", "level").is_null())).iter_rows(named=True):
        empty = next(name for name in ("wave", "from", "to", "level") if row[name] is None)
        raise TideturnError(
            f"A tie{_between(row)} has no {empty}.", mend="Fill the cell, or take the row out: 0 is “not at all”."
        )
    fits = pl.col("level").is_between(0, MOST) & (pl.col("level") == pl.col("level").round())
    for row in frame.filter(~fits).iter_rows(named=True):
        raise TideturnError(
            f"The tie{_between(row)} in wave {row['wave']} has the level {row['level']:g}.",
            mend=f"A level is a whole number from 0 (not at all) to {MOST}.",
        )
    huge = pl.any_horizontal(pl.col(QUANTITIES).abs() > _LARGEST)
    for row in frame.filter(huge).iter_rows(named=True):
        value = next(row[name] for name in QUANTITIES if row[name] is not None and abs(row[name]) > _LARGEST)
        raise TideturnError(
            f"The tie{_between(row)} in wave {row['wave']} carries {value:g}.",
            mend="No answer is so large a number: mend it, or leave the cell empty.",
        )
    once = frame.unique(maintain_order=True)
    if once.height < frame.height:
        notes.append(
            f"{counted(frame.height - once.height, 'row')} said again what another row says, and was read once."
        )
    key = ["wave", "from", "to"]
    twice = once.filter(pl.struct(key).is_duplicated()).sort(key)
    for row in twice.iter_rows(named=True):
        raise TideturnError(
            f"Two rows say different things of the tie{_between(row)} in wave {row['wave']}.",
            mend="Take one of them out.",
        )
    themselves = once.filter(pl.col("from") == pl.col("to"))
    if themselves.height:
        who = _some(sorted(set(themselves["from"].to_list())))
        notes.append(f"{_left(themselves.height)} of an organisation to itself ({who}): it would mean nothing.")
    return once.filter(pl.col("from") != pl.col("to")).sort(key)


def _asked_once(asked: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    once = asked.unique(maintain_order=True)
    twice = once.filter(pl.struct("wave", "organisation_id").is_duplicated()).sort("wave", "organisation_id")
    for row in twice.iter_rows(named=True):
        raise TideturnError(
            f"{row['organisation_id']} is there twice in wave {row['wave']}: once as answering, once not.",
            mend="Take one of the two rows out.",
        )
    if once.height < asked.height:
        notes.append(f"{counted(asked.height - once.height, 'row')} of who was asked stood twice, and was read once.")
    return once


def _wave(number: int, told: pl.DataFrame, asked: pl.DataFrame, ever: set[str], notes: list[str]) -> Wave:
    asked = asked.sort("organisation_id")
    names = tuple(asked["organisation_id"].to_list())
    answered = asked["responded"].fill_null(value=False).to_numpy().astype(np.bool_)
    who = {name for name, did in zip(names, answered, strict=True) if did}
    strangers = sorted({name for end in ("from", "to") for name in told[end].to_list()} - set(names))
    elsewhere = [name for name in strangers if name in ever]
    unknown = [name for name in strangers if name not in ever]
    for some, why in (
        (elsewhere, "which was not asked in it; if it was merged or renamed, give it one code in both waves"),
        (unknown, "which was asked in no wave"),
    ):
        gone = told.filter(pl.col("from").is_in(some) | pl.col("to").is_in(some))
        if gone.height:
            notes.append(f"In wave {number}, {_left(gone.height).lower()} to or from {_some(some)}, {why}.")
    told = told.filter(pl.col("from").is_in(names) & pl.col("to").is_in(names))
    silent = told.filter(~pl.col("from").is_in(list(who)))
    if silent.height:
        tellers = _some(sorted(set(silent["from"].to_list())))
        notes.append(f"In wave {number}, {_left(silent.height).lower()} told by {tellers}, said not to have answered.")
    if not who:
        notes.append(f"In wave {number} nobody answered, so nothing is known of it.")
    elif len(who) == 1:
        notes.append(f"In wave {number} one organisation alone answered, so no two accounts can be held together.")
    ties = told.filter(pl.col("from").is_in(list(who)) & (pl.col("level") >= LEAST)).sort("from", "to")
    place = {name: at for at, name in enumerate(names)}
    source, target = (np.array([place[name] for name in ties[end]], dtype=np.int64) for end in ("from", "to"))
    return Wave(number, names, answered, source, target, ties)


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
