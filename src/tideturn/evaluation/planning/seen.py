"""Say how small a change each planned source could show, in a sentence for people, and as numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tideturn.dataset.wording import capital, counted, listed
from tideturn.evaluation.ledger.matched import BEFORE_AND_AFTER
from tideturn.evaluation.ledger.survey_strands import UNSORTED
from tideturn.evaluation.model import CHANGE, STATE
from tideturn.evaluation.planning.strands import MATCHED, SERIES, source_of
from tideturn.evaluation.readings_surveys import FEW, FIRST_WAVE, SHOWN, UNPLACED, UNSAID
from tideturn.evaluation.rounding import percent
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.units import of_unit
from tideturn.evaluation.verdicts import POSITIVE, describe
from tideturn.evaluation.waves import Wave
from tideturn.methods.power import Least, smallest_fall, smallest_majority, smallest_net, smallest_rise

POINTS, SHARE, SCALE = "points", "share", "scale"
"""Units of a least change: points of a percentage, a share of what is expected, points of a scale."""
Sizes = tuple[float | None, ...]
"""Least size of a change: one, or for several questions the smallest and the largest; None if none shows."""
_SLACK: Final = 1e-9
_THAN_ELSEWHERE: Final = " compared with elsewhere"
_UNKNOWN: Final = {
    UNPLACED: "what each answer means",
    UNSAID: "whether it asks how things are or how they changed (measures)",
}
_ONE: Final = {"document": "document", "change": "harvested change"}


@dataclass(frozen=True)
class Seen:
    """Changes that one planned source could show; `rise` and `fall` are None if no change could show."""

    source: str
    positive: bool
    design: str
    n: int | None
    says: str
    rise: float | None = None
    fall: float | None = None
    form: str = ""
    majority: float | None = None
    """Least share who must agree to show that most do."""


def seen_of(strand: Strand, claim: str, rules: Rules, least: Least | None, *, made_up: bool = False) -> Seen:
    """Return what a planned strand could show, for an outcome that claims a change or a state.

    `least` is how small a change its scores, its count, its pathway or the network could show. `made_up` says that
    nobody has answered the wave yet that the strand compares with: half would agree.
    """
    seen = Seen(strand.key, strand.reading == POSITIVE, strand.design, strand.n, "")
    kind = source_of(strand)
    if kind == "survey":
        return _survey(seen, strand, claim, rules, made_up=made_up)
    if kind == SERIES and least and strand.measured:
        beyond = _THAN_ELSEWHERE if strand.design == COMPARED else ""
        return _moves(seen, capital(strand.about), (least.rise,), (least.fall,), SHARE, beyond)
    if kind == SERIES and strand.measured:
        return replace(seen, says=f"{capital(strand.about)} is followed.")
    if strand.kind == "interview" and strand.reading != POSITIVE:
        return replace(seen, says=f"{_words(strand)}; at least {rules.interview_sources} are needed.")
    if strand.reading != POSITIVE:
        lacks = f"it takes {strand.needs}" if strand.needs else "it makes no reading"
        return replace(seen, says=f"{capital(describe(strand))}: {lacks}.")
    rise, fall = least or (None, None)
    if kind == MATCHED:
        return _scores(seen, strand, rise)
    if kind == "pathway":
        who = f"{of_unit(strand.n or 0, 'cases')} on {strand.about}"
        return _moves(seen, who, (rise,), (fall,), POINTS, _THAN_ELSEWHERE if strand.design == COMPARED else "")
    if kind == "network":
        who = f"{of_unit(strand.n or 0, 'organisations')} answering again"
        if rise is None:
            return replace(
                seen,
                says=f"{who} could show whether they have more ties; how small a change is known only after two waves.",
            )
        return _moves(seen, who, (rise,), (fall,), POINTS, " in how many pairs are linked")
    few = "" if strand.may_support else f"; at least {rules.interview_supported} are needed to confirm it"
    return replace(seen, says=f"{_words(strand)}{few}.")


def _words(strand: Strand) -> str:
    """Return a sentence for interviews, documents and changes: as many as last time."""
    if strand.kind == "interview":
        return f"{capital(describe(strand))}: {strand.n} would be asked about it"
    return f"{capital(counted(strand.n or 0, _ONE[strand.kind]))} about it"


def _moves(seen: Seen, who: str, rises: Sizes, falls: Sizes, form: str, tail: str = "") -> Seen:
    up, down = size_in_words(rises, form), size_in_words(falls, form)
    and_down = down.removesuffix(" points") if up and " to " not in down else down
    could = {
        (True, True): f"a rise of {up} or a fall of {and_down}{tail}",
        (True, False): f"a rise of {up}{tail}, and no fall",
        (False, True): f"a fall of {down}{tail}, and no rise",
        (False, False): f"no change{tail}, however large",
    }[bool(up), bool(down)]
    return replace(seen, says=f"{who} could show {could}.", rise=rises[-1], fall=falls[-1], form=form)


def size_in_words(sizes: Sizes, form: str) -> str:
    """Return a least size in words, from that of one question to that of another if several must move."""
    known = [size for size in sizes if size is not None]
    if not known:
        return ""
    if form == SHARE:
        return percent(known[0])
    points = [f"{size:.1f}" if form == SCALE else f"{math.floor(100 * size + 0.5)}" for size in known]
    return f"{' to '.join(dict.fromkeys(points))} points"


def _scores(seen: Seen, strand: Strand, least: float | None, twice: str = "scored twice") -> Seen:
    people = of_unit(strand.n or 0, strand.unit)
    if strand.design == COMPARED:
        size = size_in_words((least,), SCALE)
        says = (
            f"{people}, served and waiting, scored twice could show a difference of {size} on the scale of the scores."
        )
        return replace(seen, says=says, rise=least, fall=least, form=SCALE)
    least_said = size_in_words((least,), POINTS).replace("points", "percentage points")
    more = f"it if those who improve outnumber those who get worse by {least_said}" if least_said else "no change"
    alone = "" if strand.measured else "; there is no comparison group"
    return replace(seen, says=f"{people} {twice} could show {more}{alone}.", rise=least, fall=least, form=POINTS)


def unknown_of(strand: Strand) -> str:
    """Return what items.csv must say before a survey that reads nothing can be read, as a clause; empty if nothing."""
    if strand.reading == POSITIVE or strand.kind != "survey":
        return ""
    if not strand.items and strand.why == UNSORTED.why:
        return "which answers agree and which disagree"
    causes = {item.cause for item in strand.items}
    return next((says for cause, says in _UNKNOWN.items() if cause in causes), "")


def _survey(seen: Seen, strand: Strand, claim: str, rules: Rules, *, made_up: bool) -> Seen:
    items = [item for item in strand.items if item.cause != SHOWN]
    enough = [item for item in items if item.enough]
    # Among several questions, the one with the fewest opinions needs the largest change.
    n = min((item.n for item in enough), default=max((item.n for item in items), default=0))
    seen, who = replace(seen, n=n), of_unit(n, strand.unit)
    if unknown := unknown_of(strand):
        return replace(seen, says=f"Nothing can be read from {describe(strand)} until items.csv says {unknown}.")
    if not items:
        return replace(seen, says=f"{capital(describe(strand))} is shown, and does not tell whether anything changed.")
    if not enough:
        if items[0].cause == FEW:
            return replace(seen, says=f"Only {who} are expected to answer; at least {rules.min_n} are needed.")
        return replace(seen, says=f"{who} would answer, but nothing can be read from what they say.")
    most = math.ceil(rules.item_share * len(enough) - _SLACK)
    tail = _questions(most, len(enough))
    waves = [wave for item in enough for wave in item.waves if wave.reference]
    if claim == CHANGE and len(waves) >= most:
        rises = _of_most([_rise(item.waves) for item in enough if item.waves], most)
        falls = _of_most([smallest_fall(w.k, w.n, w.n_now, of_two=not w.last) for w in waves], most)
        since = f" since {_when(waves)}" if len({wave.year for wave in waves}) == 1 else ""
        since = ", if half agree before it begins" if made_up else since
        return _moves(seen, who, rises, falls, POINTS, f"{since}{tail}")
    if all(item.item == BEFORE_AND_AFTER for item in enough):
        # Nobody knows how many will change their answer; if all do, the change must be largest.
        return _scores(replace(seen, n=n), replace(strand, n=n), smallest_net(n, n), "who answer both times")
    first = [item for item in enough if item.cause == FIRST_WAVE]
    if len(enough) - len(first) < most:
        new, lacks = f"{len(first)} of {len(enough)} questions", "too little to compare"
        if len(first) == len(enough):
            new, lacks = "it", "nothing to compare with"
        return replace(seen, says=f"{who} would answer {new} for the first time, so there is {lacks} yet.")
    majority = _of_most([smallest_majority(item.n) for item in enough if item not in first], most)[-1]
    if majority is None:
        return replace(seen, says=f"{who} are too few to show that most agree.")
    what, alone = ("agree", "") if claim == STATE else ("say that it improved", "; there is no comparison")
    says = f"{who} could show that most {what}{tail}, if {percent(majority)} or more of all do{alone}."
    return replace(seen, says=says, majority=majority)


def _rise(waves: Sequence[Wave]) -> float | None:
    """Return the least rise since the reference wave that would show, without a fall since the last one."""
    (first,) = (wave for wave in waves if wave.reference)
    last = next(((wave.k, wave.n) for wave in waves if not wave.reference), None)
    return smallest_rise(first.k, first.n, first.n_now, last)


def _when(waves: Sequence[Wave]) -> str:
    """Return the date of the wave that a change is measured from, and what share then agreed with each question."""
    year, then = waves[0].year, listed(list(dict.fromkeys(percent(wave.share) for wave in waves)))
    return f"the wave {'before Year 1' if year < 1 else f'of Year {year}'}, when {then} agreed"


def _questions(most: int, asked: int) -> str:
    """Return in how many of several questions a change must show; empty for one question."""
    if asked == 1:
        return ""
    return ", in both questions" if most == asked == 2 else f", in {most} of {asked} questions"


def _of_most(sizes: Sequence[float | None], most: int) -> Sizes:
    """Return the smallest and the largest of the least sizes that `most` questions could show; None if fewer could."""
    known = sorted(size for size in sizes if size is not None)
    return (known[0], known[most - 1]) if len(known) >= most else (None,)
