"""Change over time: how many did better, the same or worse than at their first score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from .folder import Year
from .placing import Said, draws, states, tabulates
from .printing import percent
from .reading import Passage, Table
from .scores import matched
from .surveys import items_of, stage_of
from .trained import before_after

SECTION = "^over-time$"
FEWEST = 10  # pairs, below which nothing is drawn
SMALLEST = 0.08  # of a bar, below which its share is not written in it
Moves = tuple[int, int, int]


@lru_cache
def moves(year: Year) -> dict[tuple[str, str], Moves]:
    """Return how all who were scored twice moved (better, the same, worse), by outcome and by who scored whom."""
    found: dict[tuple[str, str], Moves] = {}
    for outcome, row in year.outcomes.items():
        for voice, places, who in (
            ("record", False, "young people, scored by workers"),
            ("record", True, "places and groups, scored by workers"),
            ("young_person", False, "young people, scored by themselves"),
        ):
            each = matched(year, outcome, voice, "programme", places)
            if each.pairs:
                found[row["title"], who] = (each.better, each.same, each.worse)
        for item in items_of(year, outcome):
            if stage_of(year, item.survey) == "after":
                changed = before_after(year, item, year.sites_at(outcome, "programme"))
                if changed.pairs:
                    found[row["title"], "people trained, scored by themselves"] = (
                        *(changed.better, changed.same, changed.worse),
                    )
    return found


def drawn_rows(year: Year) -> dict[str, Moves]:
    """Return those of whom there are enough to be drawn, by the words at their bar."""
    return {f"{title} ({who})": each for (title, who), each in moves(year).items() if sum(each) >= FEWEST}


@tabulates(SECTION, "^Before and after: .*, in numbers$", ("Outcome", "Who was scored, and who scored them"))
def moves_table(year: Year, table: Table) -> list[dict[str, Any]]:
    return [
        {
            "Outcome": title,
            "Who was scored, and who scored them": who,
            "Scored twice": sum(each),
            "Better": each[0],
            "The same": each[1],
            "Worse": each[2],
        }
        for (title, who), each in moves(year).items()
    ]


@states(
    SECTION,
    r"(?P<row>[A-Z][^.:]* \([^)]*\)): (?P<better>\d+) better, (?P<same>\d+) the same, (?P<worse>\d+) worse\.",
    kind="description",
)
def moves_told(year: Year, said: Said) -> Any:
    better, same, worse = drawn_rows(year)[said["row"]]
    return {"row": said["row"], "better": better, "same": same, "worse": worse}


def _most(year: Year, way: int) -> tuple[str, int, int, str]:
    """Return the row with the largest share that moved one way: its outcome, how many of how many, and who."""
    shares = {key: each[way] / sum(each) for key, each in moves(year).items() if sum(each) >= FEWEST}
    title, who = max(shares, key=lambda key: shares[key])
    found = moves(year)[title, who]
    return title, found[way], sum(found), who.split(",")[0]


@states(
    SECTION,
    r"On “(?P<title>[^”]+)”, (?P<k>\d+) of (?P<n>\d+) (?P<who>[a-z ]+) did (?P<how>better|worse), the largest share",
    kind="figure",
)
def largest(year: Year, said: Said) -> Any:
    title, k, n, who = _most(year, 0 if said["how"] == "better" else 2)
    return {"title": title, "k": k, "n": n, "who": who, "how": said["how"]}


@states(SECTION, r"^Each first score is compared with the last one in the year\. Only those with both scores count")
def definitions(year: Year, said: Said) -> Any:
    """Place words of the report's own: they are no data."""
    return {}


@draws(SECTION, "chart-before-and-after")
def moves_chart(year: Year, drawn: Passage) -> Sequence[Any]:
    """Expect each bar's shares where they are wide enough to be written, then the axis."""
    text = re.sub(r"\n(?!\d)", " ", drawn.text)
    expected: list[Any] = []
    for _, each in sorted((text.find(words), each) for words, each in drawn_rows(year).items()):
        expected += [percent(count, sum(each)) for count in each if count / sum(each) >= SMALLEST]
    return [*expected, "0%", "50%", "100%"]
