"""The evidence piece by piece: what was done, and what the evaluation rests on."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from .counts import Count, counted, told
from .folder import Year
from .reached import BESIDE, GROUPS
from .registering import Said, states
from .says_pieces import ANNEX, first_keys, own_number, parts


def count_of(year: Year, said: Said) -> Count:
    _, measure, scope, _ = parts(said)
    return counted(year, measure, scope)


@states(ANNEX, r"^(?P<numbers>[a-z].*\d(?: points?)?)$", kind="fact", term="^Numbers$", evidence="^count/")
def count_numbers(year: Year, said: Said) -> dict[str, Any]:
    return {"numbers": told(count_of(year, said).fields)}


@states(
    ANNEX, r"^(?P<number>\d+)\. (?P<words>.*) \(counts; Whole programme\)$", kind="label", evidence=f"^count/{BESIDE}:"
)
def beside_label(year: Year, said: Said) -> dict[str, Any]:
    _, group, value = parts(said)[1].split(":")
    words = f"Young people reached beside the population: {GROUPS[group][1]}, {unquote(value)}"
    return {"number": own_number(said), "words": words}


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
