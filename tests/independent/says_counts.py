"""The evidence piece by piece: what was done, and what the evaluation rests on."""

from __future__ import annotations

from typing import Any

from .counts import Count, counted, told
from .folder import Year
from .registering import Said, states
from .says_pieces import ANNEX, first_keys, parts


def count_of(year: Year, said: Said) -> Count:
    _, measure, scope, _ = parts(said)
    return counted(year, measure, scope)


@states(ANNEX, r"^(?P<numbers>[a-z].*\d)$", kind="fact", term="^Numbers$", evidence="^count/")
def count_numbers(year: Year, said: Said) -> dict[str, Any]:
    return {"numbers": told(count_of(year, said).fields)}


@states(
    ANNEX,
    r"^(?P<table>[\w/*-]+): (?P<keys>.*?)(?: and (?P<more>[\d,]+ more rows?))?$",
    kind="fact",
    term="^Read from$",
    evidence="^count/",
)
def count_rows(year: Year, said: Said) -> dict[str, Any]:
    found = count_of(year, said)
    return {"table": found.table, **first_keys(said, found.keys)}
