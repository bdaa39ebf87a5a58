"""What changed since the year before: verdicts that moved, on what evidence, and earlier recommendations."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import nan
from typing import Any

from .expected import Holds, OneOf
from .folder import Year
from .numbers import WORDS
from .printed_strands import READINGS, UNTOLD, VERDICTS, WHOLE, Reads, board, strands
from .printing import COUNT, unlisted
from .reading import Table
from .registering import Said, states, tabulates

SECTION = "^since-last-year$"
LITTLE, SILENT = "not enough to say", "asked, and nothing said"
LEVELS = ("very low", "low", "moderate", "high")
READ = "|".join(each.lower() for each in READINGS)
_OTHERS = r"[A-Z][a-z]+ others? says?"
_COUNTED = re.compile(rf"(\d+) (states? that holds?|{'|'.join(v.lower() for v in VERDICTS)})")


@lru_cache
def verdicts(year: Year, number: int) -> dict[str, dict[str, tuple[str, str]]]:
    """Return the board that a year's own report prints."""
    return board(year.folder.documents[number]()[0])


@lru_cache
def reads(year: Year, number: int) -> dict[tuple[str, str], Reads]:
    """Return what a year's own documents say that each strand reads."""
    return strands(year.folder.documents[number]())


def moved(year: Year, place: str = WHOLE) -> list[str]:
    """Return the titles of the outcomes whose verdict at a place is another than the year before."""
    before, now = verdicts(year, year.number - 1), verdicts(year, year.number)
    return [t for t in now if place in now[t] and now[t][place][0] != before[t][place][0]]


def due(year: Year) -> set[str]:
    """Return the titles of the outcomes that fell due in the year."""
    return {row["title"] for row in year.outcomes.values() if row["due_year"] == str(year.number)}


@states(
    SECTION,
    r"^(?P<k>\d+) of (?P<n>\d+) verdicts on the whole programme moved from Year \d+ to Year \d+, (?P<due>\d+) of them "
    r"because (?:they|it) fell due\.$",
)
def how_many_moved(year: Year, said: Said) -> Any:
    found = moved(year)
    return {"k": len(found), "n": len(verdicts(year, year.number)), "due": len(set(found) & due(year))}


@states(SECTION, r"(?P<year>Year \d+) (?:found|finds) (?P<counts>\d[^.]*)\.")
def how_each_stood(year: Year, said: Said) -> Any:
    number = int(said["year"].split()[1])
    counts = Counter(places[WHOLE][0] for places in verdicts(year, number).values())
    told = {"holds" if "hold" in words else words: int(n) for n, words in _COUNTED.findall(said["counts"])}
    true = {words.lower(): n for words, n in counts.items()}
    return {"year": said["year"], "counts": Holds(told == true, f"the board of Year {number} has {true}")}


def _kind_and_voice(strand: str) -> tuple[str, str]:
    for start, kind in (
        ("interviews with ", "interviews"),
        ("the survey of ", "survey"),
        ("the harvested changes (", "changes"),
        ("what documents say", "documents"),
    ):
        if strand.startswith(start):
            return kind, strand.removeprefix(start).rstrip(")") or "record"
    return "monitoring data", "young people" if "own scores" in strand else "record"


@states(
    SECTION,
    r"For (?P<n>\d+) outcomes?, Year \d+ has a source that Year \d+ did not have, and that says enough to count\.",
)
def adds_evidence(year: Year, said: Said) -> Any:
    """Count the outcomes with evidence of a kind and voice that they did not have before, and that reads some way."""
    count = 0
    for outcome in year.outcomes:
        now, before = (reads(year, number).get((outcome, "programme"), {}) for number in (year.number, year.number - 1))
        said_now = {_kind_and_voice(each) for each, read in now.items() if read not in {LITTLE, SILENT}}
        count += bool(said_now - {_kind_and_voice(each) for each in before})
    return {"n": count}


def _cell(verdict: tuple[str, str]) -> Any:
    """Return a verdict as the table prints it: with its confidence, or that somebody set it."""
    word, beside = verdict
    if "confidence" in beside:
        return f"{word} ({beside})"
    return OneOf((f"{word} (overridden)",)) if beside == "overridden" else word


def _sure(verdict: tuple[str, str]) -> float:
    """Return a place on the scale of confidence; none where no verdict of the rules has one."""
    level = verdict[1].removesuffix(" confidence")
    return LEVELS.index(level) if level in LEVELS else nan


def _changes(year: Year, outcome: str, scope: str) -> tuple[set[tuple[str, str, str]], int]:
    """Return each strand that is new or reads otherwise (what, before, now), and how many new ones say too little."""
    before = reads(year, year.number - 1).get((outcome, scope), {})
    now = reads(year, year.number).get((outcome, scope), {})
    found = {(each, before.get(each, ""), read) for each, read in now.items() if before.get(each) != read}
    found |= {(each, read, "") for each, read in before.items() if each not in now and read not in {LITTLE, SILENT}}
    little = {each for each in found if each[2] == SILENT or (not each[1] and each[2] == LITTLE)}
    return found - little, len(little)


def _told(text: str, names: set[str]) -> tuple[set[tuple[str, str, str]], int | None]:
    """Read which strands a sentence names, as new or from one reading to another, and how many say too little."""
    found: set[tuple[str, str, str]] = set()
    told = re.findall(
        rf"(?:New and|From ({READ}) to) ({READ}): (.*?)\."
        rf"(?= (?:New|From|Places|The|\d|{_OTHERS}|[A-Z][a-z ]+ before)|$)",
        text,
    )
    told += [
        (was.lower(), "", rest)
        for was, rest in re.findall(
            rf"(?i:({READ})) before, and not collected again: (.*?)\.(?= (?:New|From|Places|\d|{_OTHERS})|$)",
            text,
        )
    ]
    for before, now, rest in told:
        for name in sorted(names, key=len, reverse=True):
            if name in rest:
                rest = rest.replace(name, "", 1)
                found.add((name, before, now))
        if rest.strip(" ,").removeprefix("and").strip(" ,").replace("and", "").strip(" ,"):
            found.add((rest, before, now))
    little = re.search(rf"({COUNT}) others? says? too little to count", text)
    if little:
        return found, int(WORDS.get(little[1].lower()) or little[1])
    return found, 0 if "The new evidence says too little" not in text else None


def evidence(year: Year, outcome: str, scope: str, text: str) -> Holds:
    """Tell whether a cell names just the strands that moved, as each year's own documents read them."""
    true, little = _changes(year, outcome, scope)
    every = {
        name for number in (year.number - 1, year.number) for each in reads(year, number).values() for name in each
    }
    named, few = _told(text, every)
    # Of a single place, or where no verdict moved, the table does not say how much of what is new says too little.
    ok = named == true and (few is None or few == little or scope != "programme" or (not few and text[:2] == "No"))
    return Holds(ok, f"missing {sorted(true - named)}, beyond {sorted(named - true)}, {little} new say too little")


@tabulates(SECTION, "^Every outcome of the whole programme, year by year$")
def year_by_year(year: Year, table: Table) -> list[dict[str, Any]]:
    before, now = verdicts(year, year.number - 1), verdicts(year, year.number)
    ids = {row["title"]: each for each, row in year.outcomes.items()}
    printed = {row["Outcome"]: row[table.columns[-1]] for row in table.rows}
    rows = []
    for title in now:
        text, changed = printed.get(title, ""), title in moved(year)
        told = evidence(year, ids[title], "programme", text)
        lead = "Yes, it fell due" if title in due(year) else "Yes."
        places = [
            place
            for place in now[title]
            if place != WHOLE and UNTOLD not in (ends := (before[title][place][0], now[title][place][0]))
            if ends[0] != ends[1]
            if not changed or all(each[title][place][0] == each[title][WHOLE][0] for each in (before, now))
        ]
        named = re.search(rf"Places where it moved{' in the same way' * changed}: (.*)\.$", text)
        if not text.startswith(lead if changed else "No"):
            told = Holds(False, f"it should begin with “{lead if changed else 'No'}”")
        elif "already read so" in text and now[title][WHOLE][1] == "overridden":
            told = Holds(False, "the evidence reads as the rules' verdict does, not as the one that was set")
        elif not changed and ("but more certain" in text) != (_sure(before[title][WHOLE]) < _sure(now[title][WHOLE])):
            told = Holds(False, f"the confidence went from {before[title][WHOLE][1]} to {now[title][WHOLE][1]}")
        elif text == "Yes. Nothing was collected this year." and now[title][WHOLE][0] == "Not measured":
            pass  # then nothing was collected at any place, and none need be named
        elif (unlisted(named[1]) if named else []) != places:
            told = Holds(False, f"the places that moved are {places}")
        rows.append(
            {
                "Outcome": title,
                **{f"Year {year.number - 1 + at}": _cell(each[title][WHOLE]) for at, each in enumerate((before, now))},
                table.columns[-1]: told,
            }
        )
    return rows


@tabulates(SECTION, "^Where a place moved differently from the whole programme$", ("Outcome", "Where"))
def places(year: Year, table: Table) -> list[dict[str, Any]]:
    before, now = verdicts(year, year.number - 1), verdicts(year, year.number)
    ids = {row["title"]: each for each, row in year.outcomes.items()}
    printed = {(row["Outcome"], place): row for row in table.rows for place in unlisted(row["Where"])}
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for title, each in now.items():
        for place in each:
            ends = before[title][place][0], each[place][0]
            if (
                place == WHOLE
                or UNTOLD in ends
                or ends[0] == ends[1]
                or ends == (before[title][WHOLE][0], each[WHOLE][0])
            ):
                continue
            row = printed.get((title, place), {})
            where, last = row.get("Where", place), table.columns[-1]
            told = evidence(year, ids[title], year.site_code(place) or "", row.get(last, ""))
            known = rows.get((title, where))
            if known and known[last].ok is False:
                told = known[last]
            rows[title, where] = {
                "Outcome": title,
                "Where": where,
                f"Year {year.number - 1}": ends[0],
                f"Year {year.number}": ends[1],
                last: told,
            }
    return list(rows.values())
