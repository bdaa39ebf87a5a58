"""The earlier waves of a chart of answers: which are drawn below today's bar, and what its title says of them.

A wave is drawn where it was answered at the very sites of today's answers. A title tells the wave from which the share
fell, else the one since which a change is told; up or down is said only of a move that is beyond chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .asked import since
from .folder import Year
from .numbers import UNITS
from .printing import percent
from .standing import TRAINED, Standing
from .surveys import Item, Tally, tally
from .waves import FELL, ROSE, Moved, told_when, waves

WHEN = r"(?:before|in) Year \d+"
IN_BRACKETS = rf" \((?:(?:up|down) from )?\d+% {WHEN}\)"
AFTER = rf"(?:, (?:up|down) from \d+% {WHEN}|; \d+% did {WHEN})"
MOST = 9  # shares that a title counts


def drawn_waves(year: Year, item: Item, at: Standing) -> list[tuple[Moved, Tally]]:
    """Return the waves that are drawn below a question's bar, the latest first, with their answers."""
    found = []
    for move in since(year, item, at) if at.voice != TRAINED else ():
        every = waves(year, item, at.voice, tuple(year.sites_at(at.outcome, at.scope)))
        then = next(each for each in every if each.number == move.number)
        if not move.elsewhere:
            found.append((move, tally(year, then.item, move.earlier)))
    return sorted(found, key=lambda pair: -pair[0].number)


def told_of(year: Year, item: Item, at: Standing) -> tuple[str, str, str] | None:
    """Return the way (up, down or neither), the share and the year that a title tells of a question; None of none."""
    moves = since(year, item, at)
    here = [move for move in moves if not move.elsewhere]
    fell = [move for move in here if move.word == FELL]
    if not fell and (not here or here[0] is not moves[0]):
        return None
    move = fell[0] if fell else here[0]
    apart = Fraction(move.k, move.n) - Fraction(move.k0, move.n0)
    way = "up" if move.word == ROSE and apart > 0 else "down" if fell and apart < 0 else ""
    return way, percent(move.k0, move.n0), told_when(year, move)


def in_brackets(told: tuple[str, str, str] | None) -> str:
    """Word the earlier share of one group among several."""
    if told is None:
        return ""
    way, share, at = told
    return f" ({way} from {share} {at})" if way else f" ({share} {at})"


def after(told: tuple[str, str, str] | None) -> str:
    """Word the earlier share where one group answered one question."""
    if told is None:
        return ""
    way, share, at = told
    return f", {way} from {share} {at}" if way else f"; {share} did {at}"


def how_many_moved(moves: Sequence[tuple[str, str, str]]) -> str:
    """Word how many of the shares with an earlier wave rose and fell, and since when if since the same wave."""
    n = len(moves)
    if not 0 < n <= MOST:
        return ""
    both = []
    for code, word in (("up", "rose"), ("down", "fell")):
        whens = [when for way, _, when in moves if way == code]
        since = f" since {whens[0].removeprefix('in ')}" if len(set(whens)) == 1 else ""
        both += [(len(whens), f"{word}{since}")] if whens else []
    if n == 1:
        return f"; the one share with an earlier wave {both[0][1] if both else 'is not shown to have moved'}"
    if not both:
        return (
            f"; {'neither' if n == 2 else 'none'} of the {UNITS[n]} shares with an earlier wave is shown to have moved"
        )
    (first, word), *rest = both
    every = "both" if n == 2 else f"all {UNITS[n]}"
    who = every if first == n else f"{UNITS[first]} of the {UNITS[n]}"
    return f"; {who} shares with an earlier wave {word}" + "".join(f" and {UNITS[k]} {other}" for k, other in rest)
