"""Change over time: how many did better, the same or worse than at their first score."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from .expected import Holds, Maybe
from .folder import Year
from .printing import COUNT, capital, percent
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates
from .scores import matched
from .surveys import items_of, stage_of
from .trained import before_after

SECTION = "^over-time$"
FEWEST = 10  # pairs, below which nothing is drawn
ROOM = 0.15  # of a bar, below which there may be no room for its share
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
            ("stakeholder", False, "adults, scored by themselves"),
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


def drawn_rows(year: Year) -> dict[tuple[str, str], Moves]:
    """Return those of whom there are enough to be drawn."""
    return {key: each for key, each in moves(year).items() if sum(each) >= FEWEST}


@tabulates(SECTION, "^Before and after: .*, in numbers$", ("Outcome", "Who was scored, and who scored them"))
def moves_table(year: Year, table: Table) -> list[dict[str, Any]]:
    return [
        {
            "Outcome": title,
            "Who was scored, and who scored them": who,
            "Scored at the start and again": sum(each),
            "Better": each[0],
            "The same": each[1],
            "Worse": each[2],
        }
        for (title, who), each in moves(year).items()
    ]


@states(
    SECTION,
    r"(?P<row>[A-Z][^.:]*?(?: \([^)]*\))?): (?P<better>\d+) better, (?P<same>\d+) the same, (?P<worse>\d+) worse\.",
    kind="description",
)
def moves_told(year: Year, said: Said) -> Any:
    drawn = drawn_rows(year)
    rows = {f"{title} ({who})": each for (title, who), each in drawn.items()}
    if len(drawn) == 1:  # then whose scores they are need not be told
        rows |= {title: each for (title, _), each in drawn.items()}
    if said["row"] not in rows:
        return None
    better, same, worse = rows[said["row"]]
    return {"row": said["row"], "better": better, "same": same, "worse": worse}


@states(
    SECTION,
    r"On “(?P<title>[^”]+)”, (?P<k>\d+) of (?P<n>\d+) (?P<who>[a-z ]+) did better, and (?P<worse>\d+) did worse\.",
    kind="figure",
)
def only_one(year: Year, said: Said) -> Any:
    ((title, who), each), *others = drawn_rows(year).items()
    alone = Holds(not others, f"there are others: {others}")
    counts = {"k": each[0], "n": sum(each), "worse": each[2]}
    return {"title": title, "who": who.partition(",")[0], **counts, "alone": alone}


@states(
    SECTION,
    rf"^More did better than worse on (?P<some>every score|(?P<k>{COUNT}) of (?P<n>{COUNT}) scores)(?=$| Of those)",
    kind="figure|label",
)
def more_better(year: Year, said: Said) -> Any:
    """Expect the number of bars with more people who did better than worse."""
    drawn = list(drawn_rows(year).values())
    more = sum(better > worse for better, _, worse in drawn)
    every = Holds((said["some"] == "every score") == (more == len(drawn)), f"it is {more} of {len(drawn)}")
    several = Holds(len(drawn) > 1, "there is one bar")
    return {"some": every, "k": Fraction(more), "n": Fraction(len(drawn)), "several": several}


@states(
    SECTION, r"^Each first score is compared with the last one in the year\. Only those with both scores are counted"
)
def definitions(year: Year, said: Said) -> Any:
    """Place words of the report's own: they are no data."""
    return {}


@draws(SECTION, "chart-before-and-after")
def moves_chart(year: Year, drawn: Passage) -> Sequence[Any]:
    """Expect each bar's shares where they are wide enough to be written, then how many it counts."""
    expected: list[Any] = []
    # Those who were scored by the same people stand together, under words that say so where there are several.
    for _, each in sorted(drawn_rows(year).items(), key=lambda row: drawn.text.find(capital(row[0][1]))):
        shares = [(percent(count, sum(each)), count / sum(each)) for count in each]
        expected += [words if share >= ROOM else Maybe(words) for words, share in shares if share]
        expected.append(sum(each))
    return expected
