"""The posts: how many there are of each kind in each place, how many are filled, and how long that took.

Told together and never one by one: a post with its dates may be one person.
"""

from __future__ import annotations

from itertools import groupby
from statistics import median_low
from typing import Any

from tideturn.dataset.vocabulary import POST_ROLE
from tideturn.report.blocks import DataTable, Paragraph, Section, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, counted, number, plural, were


def posts(look: Lookup) -> Section | None:
    """The posts that there were in the year, by place and kind of work; None where none was recorded."""
    year = look.evaluation.year
    order = {site.code: place for place, site in enumerate(look.sites)}
    roles = list(POST_ROLE.terms)
    rows = sorted(
        (
            row
            for row in look.dataset.table("posts").to_dicts()
            if (row["advertised"] or row["filled"] or year.start) <= year.end
            and (row["left"] is None or row["left"] >= year.start)
        ),
        key=lambda row: (order.get(row["site"], len(order)), roles.index(row["role"])),
    )
    if not rows:
        return None
    filled = sum(_filled(row, look) for row in rows)
    lead = f"Of {counted(len(rows), 'post')}, {were(filled)} filled at the year’s end."
    waits = _waits(rows, look)
    if len(waits) > 1:
        half = f"half of them within {counted(median_low(waits), 'week')}"
        lead += f" Filling one took {_between(waits)} from the advertisement, {half}."
    table = DataTable(
        "Posts, by place and kind of work",
        ("Where", "Post", "Posts", "Filled", "Left in the year", "Time to fill"),
        tuple(
            (
                words(look.place(site)),
                words(capital(POST_ROLE.terms[role])),
                words(number(len(own))),
                words(number(sum(_filled(row, look) for row in own))),
                words(number(sum(bool(row["left"]) and year.holds(row["left"]) for row in own))),
                words(_between(_waits(own, look)) or "not recorded"),
            )
            for (site, role), group in groupby(rows, key=lambda row: (row["site"], row["role"]))
            for own in [list(group)]
        ),
        frozenset({2, 3, 4}),
    )
    return Section("posts", "Posts", 3, (Paragraph(words(lead)), table))


def _filled(row: dict[str, Any], look: Lookup) -> bool:
    """Whether somebody held it at the year's end."""
    end = look.evaluation.year.end
    return row["filled"] is not None and row["filled"] <= end and (row["left"] is None or row["left"] > end)


def _waits(rows: list[dict[str, Any]], look: Lookup) -> list[int]:
    """Weeks from the advertisement, of those that were filled by the year's end."""
    return [
        round((row["filled"] - row["advertised"]).days / 7)
        for row in rows
        if row["advertised"] and row["filled"] and row["filled"] <= look.evaluation.year.end
    ]


def _between(weeks: list[int]) -> str:
    """`9 to 23 weeks`, `9 weeks`; nothing for none."""
    if not weeks:
        return ""
    least, most = min(weeks), max(weeks)
    return counted(most, "week") if least == most else f"{number(least)} to {number(most)} {plural(most, 'week')}"
