"""Check what a pathway's file, `pathways/P.toml`, may hold: its known words, and a design that can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from tideturn.dataset.vocabulary import KEPT_BY
from tideturn.dataset.wording import listed, quoted

PARTS: Final = {
    "steps": ("name", "optional"),
    "constraints": ("name", "after", "then", "within_days", "working_days", "within_hours", "template"),
    "pilots": ("site", "date", "moved"),
    "local": ("site", "reason", "steps"),
}
"""Lists of tables in the file, and the words that an entry of each may hold."""
WORDS: Final = ("name", "outcome_id", "closing", "kept_by", *PARTS)
"""Words at the top of the file."""
TEMPLATES: Final = ("response", "alternate response", "precedence")
"""Declare's rules that a constraint can be; without a word it is the first."""
LONGEST: Final = 36_600
"""Maximum length of a deadline in days: a century. Beyond that, no calendar of bank holidays is known."""

Fault = tuple[str, str, str]
"""The word or part at fault, what is wrong, and how to fix it."""


def strangers(said: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield words that the file's parts do not know: a deadline with a misspelt word would be no deadline."""
    for word in said:
        if word not in WORDS:
            yield word, f"{quoted(word)} is no word of a pathway's file.", f"It may hold {listed(WORDS)}."
    for part, known in PARTS.items():
        for word in (word for entry in entries(said, part) for word in entry if word not in known):
            mend = "Move it above the first [[…]] of the file." if word in WORDS else f"Known are {listed(known)}."
            yield f"{part}.{word}", f"{quoted(word)} is no word of [[{part}]].", mend


def entries(said: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    """Return the entries of a list of tables in the file; leave anything else for the reader to refuse."""
    found = said.get(part)
    return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list) else []


def step_names(said: Mapping[str, Any]) -> list[str]:
    """Return the names of the designed steps, in order."""
    names = (entry.get("name") for entry in entries(said, "steps"))
    return [name.strip() for name in names if isinstance(name, str) and name.strip()]


def closing_names(said: Mapping[str, Any]) -> list[str]:
    """Return the activities that end a case; leave anything else for `design_faults` to report."""
    found = said.get("closing")
    names = [name.strip() for name in found if isinstance(name, str)] if isinstance(found, list) else []
    return [name for name in names if name]


def design_faults(said: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what makes steps, ends, pilots and local differences unreadable; for constraints see `constraint_fault`."""
    ends = said.get("closing", [])
    if not isinstance(ends, list) or len(closing_names(said)) < len(ends):
        yield "closing", "closing is no list of activities.", 'Write closing = ["one", "another"].'
    keeper = said.get("kept_by", KEPT_BY.codes[0])
    if keeper not in KEPT_BY:
        yield "kept_by", f"kept_by is {quoted(keeper)}.", f"Write {listed(KEPT_BY.codes, 'or')}."
    for part in PARTS:
        found = said.get(part, [])
        if not isinstance(found, list) or len(entries(said, part)) < len(found):
            yield part, f"{part} is no list of tables.", f"Write each as [[{part}]]."
        elif part == "steps" and not found:
            yield part, "it designs no steps.", "Write one [[steps]] for each, in order."
    yield from _step_faults(entries(said, "steps"))
    names = step_names(said)
    for entry in entries(said, "pilots"):
        if not isinstance(entry.get("site"), str) or not isinstance(entry.get("date"), date):
            word = "date" if isinstance(entry.get("site"), str) else "site"
            mend = "Give every entry of [[pilots]] a site and a date such as 2019-10-07, without quotation marks."
            yield f"pilots.{word}", "a pilot has no site or no date.", mend
        yield from _names_faults(entry, "pilots", "moved", names)
    for entry in entries(said, "local"):
        if not isinstance(entry.get("site"), str):
            yield "local.site", "a local difference has no site.", "Name the site it is for."
        yield from _names_faults(entry, "local", "steps", names)


def _step_faults(steps: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for step in steps:
        name, optional = step.get("name"), step.get("optional", False)
        if not isinstance(name, str) or not name.strip():
            yield "steps", "a step has no name.", "Give every entry of [[steps]] a name."
            continue
        name = name.strip()
        if not isinstance(optional, bool):
            yield "steps.optional", f"optional is {quoted(optional)} for {quoted(name)}.", "Write true or false."
        if name in seen:
            yield "steps", f"the step {quoted(name)} is there twice.", "Keep it once; a step taken again is no fault."
        seen.add(name)


def _names_faults(entry: Mapping[str, Any], part: str, word: str, steps: Sequence[str]) -> Iterator[Fault]:
    names = entry.get(word, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        yield f"{part}.{word}", f"{word} is no list of steps.", f'Write {word} = ["one", "another"].'
        return
    for name in names:
        if name not in steps:
            yield f"{part}.{word}", f"{quoted(name)} is no step of the pathway.", f"They are {listed(steps)}."


def constraint_fault(entry: Mapping[str, Any]) -> Fault | None:
    """Return the first thing that stops an entry of `[[constraints]]` from being a rule; None if it is one."""
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
