"""What a pathway's file, `pathways/P.toml`, may hold: the words it knows, and what makes a rule that can be held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tideturn.dataset.wording import listed, quoted

PARTS: Final = {
    "steps": ("name", "optional"),
    "constraints": ("name", "after", "then", "within_days", "working_days", "within_hours", "template"),
    "pilots": ("site", "date", "moved"),
    "local": ("site", "reason", "steps"),
}
"""The lists of tables in the file, and the words that an entry of each may hold."""
WORDS: Final = ("name", "outcome_id", *PARTS)
"""The words at the top of the file."""
TEMPLATES: Final = ("response", "alternate response", "precedence")
"""Which of Declare's rules a constraint is; without a word it is the first."""
LONGEST: Final = 36_600
"""Days that a deadline may run: a century. Beyond, no calendar of bank holidays is known."""

Fault = tuple[str, str, str]
"""The word or part at fault, what is wrong, and how to mend it."""


def strangers(said: Mapping[str, Any]) -> Iterator[Fault]:
    """Words that the file's parts do not know: a deadline that is spelt wrongly would be no deadline."""
    for word in said:
        if word not in WORDS:
            yield word, f"{quoted(word)} is no word of a pathway's file.", f"It may hold {listed(WORDS)}."
    for part, known in PARTS.items():
        for word in (word for entry in entries(said, part) for word in entry if word not in known):
            yield f"{part}.{word}", f"{quoted(word)} is no word of [[{part}]].", f"Known are {listed(known)}."


def entries(said: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    """A list of tables in the file; anything else there is the reader's to refuse."""
    found = said.get(part)
    return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list) else []


def constraint_fault(entry: Mapping[str, Any]) -> Fault | None:
    """The first thing that keeps an entry of `[[constraints]]` from being a rule; None where it is one."""
    for key in ("after", "then"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            return key, f"{key} is not a step's name.", "Spell it as under [[steps]]."
    days, hours, working = (entry.get(key) for key in ("within_days", "within_hours", "working_days"))
    if days is not None and (isinstance(days, bool) or not isinstance(days, int)):
        return "within_days", f"within_days is {quoted(days)}.", "Give a whole number of days, or within_hours."
    if days is not None and not 0 <= days <= LONGEST:
        return "within_days", f"within_days is {quoted(days)}.", f"Give 0 to {LONGEST:,} days."
    if hours is not None and (isinstance(hours, bool) or not isinstance(hours, int | float)):
        return "within_hours", f"within_hours is {quoted(hours)}.", "Give a number of hours."
    if hours is not None and not 0 <= hours <= 24 * LONGEST:  # nor is nan
        return "within_hours", f"within_hours is {quoted(hours)}.", f"Give 0 to {24 * LONGEST:,} hours."
    if days is not None and hours is not None:
        return "within_hours", "it has a deadline in days and one in hours.", "Give one of them."
    if working is not None and not isinstance(working, bool):
        return "working_days", f"working_days is {quoted(working)}.", "Write true or false."
    if working and days is None:
        return "working_days", "working_days stands without within_days.", "Say within how many working days."
    kind = entry.get("template")
    if kind is not None and kind not in TEMPLATES:
        return "template", f"{quoted(kind)} is no template of a constraint.", f"Write {listed(TEMPLATES, 'or')}."
    return None
