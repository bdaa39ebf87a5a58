"""Read the sheets `programme`, `sites` and `years` of a workbook, in the form of `programme.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from tideturn.dataset.cells import split_many
from tideturn.dataset.excel_source import Sheet
from tideturn.dataset.problems import Problem
from tideturn.dataset.programme_file import OWN, unknown_setting

SHEETS: Final = ("programme", "sites", "years")
NAMES: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "name": (("name",), "The programme's name. It must be filled."),
    "comparison_order": (
        ("comparison_order",),
        "How you decide who gets the next place, where some young people wait.",
    ),
    "commissioner": (("report", "commissioner"), "The organisation that asked for the evaluation."),
    "evaluator": (("report", "evaluator"), "The organisation that evaluates."),
    "status": (("report", "status"), "Where the report stands, such as draft."),
    "classification": (("report", "classification"), "Who may see it, such as in confidence."),
    "talk_to": (
        ("report", "talk_to"),
        "Who a young person who reads the plain report can talk to, in a sentence.",
    ),
    "no_opinion": (
        ("answers", "no_opinion"),
        "Words that give no opinion in your surveys, separated by |, beside “don’t know” and the like.",
    ),
    "several_separator": (
        ("answers", "several_separator"),
        "What stands between several answers in one cell, where that is not |.",
    ),
    "network_outcome": (
        ("network", "outcome_id"),
        "The outcome that denser ties between organisations would speak to, if that is measured.",
    ),
    "onward_referral_days": (
        ("timeliness", "onward_referral_days"),
        "Within how many days of the concern an onward referral should be made.",
    ),
    "rules.min_n": (
        ("rules", "min_n"),
        "The fewest opinions that give a percentage, if not 10. Add a row rules.NAME for another threshold.",
    ),
}
"""Settings that the sheet `programme` may hold: their place in `programme.toml`, and their meaning."""
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {"plain": ("report", "plain"), "rules": ("rules",)}
"""Settings that the sheet calls GROUP.NAME, and their place in `programme.toml`."""

_YES_NO: Final = {"yes": True, "no": False, "true": True, "false": False}

Rows = Mapping[int, Mapping[str, str]]
"""The filled rows of a sheet by their number, each as its filled cells by their header."""


def rows_of(sheet: Sheet) -> Rows:
    """Return the filled rows of a sheet."""
    header = [name.strip() for name in sheet.grid.header]
    rows = {
        number: {name: cell.strip() for name, cell in zip(header, row, strict=True) if name and cell and cell.strip()}
        for number, row in enumerate(sheet.grid.frame.rows(), start=2)
    }
    return {number: row for number, row in rows.items() if row}


def described(sheets: Mapping[str, Rows], book: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return the contents of the sheets in the form of `programme.toml`, and an error for each unknown setting."""
    said: dict[str, Any] = {
        "sites": [dict(row) for row in sheets.get("sites", {}).values()],
        "years": [
            {**row, "number": int(row["number"]) if row.get("number", "").isdecimal() else row.get("number")}
            for row in sheets.get("years", {}).values()
        ],
    }
    problems: list[Problem] = []
    for number, row in sheets.get("programme", {}).items():
        name, text = row.get("name"), row.get("value")
        if not name or not text:
            continue
        place = _place(name)
        if place is None:
            known = (*NAMES, *(f"{group}.NAME" for group in GROUPS))
            problems.append(unknown_setting(f"{book}, sheet programme", name, known, row=number, column="name"))
            continue
        *sections, key = place
        within = said
        for section in sections:
            within = within.setdefault(section, {})
        within[key] = _value(name, text)
    return said, problems


def _place(name: str) -> tuple[str, ...] | None:
    group, dot, rest = name.partition(".")
    if dot and rest and group in GROUPS:
        return (*GROUPS[group], rest)
    if name in NAMES:
        return NAMES[name][0]
    return (name,) if name.startswith(OWN) else None


def _value(name: str, text: str) -> Any:
    if name == "no_opinion":
        return list(split_many(text))
    return _number(text) if name.startswith("rules.") or name == "onward_referral_days" else text


def _number(text: str) -> Any:
    """Return a number, true or false as TOML would hold it; return any other text unchanged."""
    if text.casefold() in _YES_NO:
        return _YES_NO[text.casefold()]
    for kind in (int, float):
        with suppress(ValueError):
            return kind(text)
    return text
