"""Read `programme.toml` and the pathways and report every fault; write them in one way only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

import tomli_w

from tideturn.dataset.engine import KINDS, LOCAL, is_engine
from tideturn.dataset.headings import error, nearest, query
from tideturn.dataset.model import Answers, Programme, Site, Year
from tideturn.dataset.problems import Problem
from tideturn.dataset.schema import MANY
from tideturn.dataset.vocabulary import ELSEWHERE, PROGRAMME_SCOPE, SITE_KIND

PROGRAMME_FILE: Final = "programme.toml"
OWN: Final = "_"
"""Prefix of the name of the programme's own setting: it is kept, and not read."""
_KNOWN: Final = ("name", "sites", "years", "answers", "network", "report", "rules", "comparison_order")
_FURTHER: Final = ("engine", "timeliness", "example")
"""Further settings that the file may hold; in `example` the worked example says what it is."""
_SETTINGS: Final = {
    "network": ("outcome_id",),
    "answers": ("no_opinion", "several_separator"),
    "report": ("commissioner", "evaluator", "status", "classification", "template", "talk_to", "plain"),
    "timeliness": ("onward_referral_days",),
}
"""Sections that may hold only these settings."""
_RESERVED: Final = {
    PROGRAMME_SCOPE: "all sites together",
    ELSEWHERE: "places where the programme does not work",
}
"""Codes that no site may have."""
_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def parse_toml(data: bytes, file: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Return the contents of a TOML file, or a problem with the line where reading fails."""
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n")), []
    except UnicodeDecodeError as fault:
        row = data.count(b"\n", 0, fault.start) + 1
        return None, [error(file, f"Byte {fault.start} is not UTF-8.", "Save it as UTF-8.", row=row)]
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, ValueError) and not isinstance(fault, tomllib.TOMLDecodeError):
            return None, [error(file, "A number has more digits than can be read.", "Write a shorter number.")]
        place = _PLACE.search(str(fault))
        said = _PLACE.sub("", str(fault)).strip() if str(fault) else "it cannot be read"
        mend = "Text goes in quotation marks, and dates as 2018-11-03 without them."
        if "immutable namespace" in said:
            mend = "These are given already, as a list between square brackets: write the new one inside it."
        return None, [error(file, f"This is not TOML: {said}.", mend, row=int(place[1]) if place else None)]


def programme_of(said: Mapping[str, Any], file: str) -> tuple[Programme | None, list[Problem]]:
    """Return the programme that the file describes (None if there is any error), and everything wrong with it."""
    problems: list[Problem] = []
    name = said.get("name")
    if not isinstance(name, str) or not name.strip():
        problems.append(error(file, "The programme has no name.", 'Write name = "…" at the top.', column="name"))
        name = ""
    order = said.get("comparison_order", "")
    if not isinstance(order, str):
        mend = 'Write comparison_order = "…" at the top: how you decide who gets the next place.'
        problems.append(error(file, "comparison_order is not text.", mend, column="comparison_order"))
    sites = _sites(said.get("sites"), file, problems)
    years = _years(said.get("years"), file, problems)
    answers = _answers(_section(said, "answers", file, problems), file, problems)
    network = _section(said, "network", file, problems)
    outcome = network.get("outcome_id")
    if outcome is not None and not isinstance(outcome, str):
        problems.append(
            error(file, "The outcome of [network] is no code.", "Write it in quotation marks.", column="network")
        )
    report = _section(said, "report", file, problems)
    rules = _section(said, "rules", file, problems)
    days = _section(said, "timeliness", file, problems).get("onward_referral_days", 0)
    if not isinstance(days, int) or isinstance(days, bool) or days < 0:
        mend = "Give the days within which an onward referral should follow the concern, or leave it out."
        problems.append(error(file, "onward_referral_days is no whole number of days.", mend, column="timeliness"))
    if not is_engine(said.get("engine", LOCAL)):
        problems.append(error(file, f"There is no engine {said['engine']!r}.", KINDS, column="engine"))
    further = {key: value for key, value in said.items() if key not in _KNOWN}
    known = (*_KNOWN, *_FURTHER)
    problems += [unknown_setting(file, key, known) for key in further if key not in known and not key.startswith(OWN)]
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return Programme(name, sites, years, outcome, report, rules, further, answers, order.strip()), problems


def _section(said: Mapping[str, Any], key: str, file: str, problems: list[Problem]) -> dict[str, Any]:
    section = said.get(key, {})
    if isinstance(section, dict):
        known = _SETTINGS.get(key, tuple(section))
        problems += [unknown_setting(file, name, known, column=key) for name in section if name not in known]
        return section
    problems.append(error(file, f"“{key}” is no section.", f"Write [{key}] on a line of its own.", column=key))
    return {}


def unknown_setting(
    file: str, name: str, known: Sequence[str], *, row: int | None = None, column: str | None = None
) -> Problem:
    """Return the error for an unknown setting. Suggest the known one that is most like it, or list all of them."""
    like = nearest(name, known)
    mend = f"Perhaps “{like}” is meant." if like else f"Known are {', '.join(known)}."
    mend = f"{mend} A setting of your own begins with {OWN} and is kept."
    return error(file, f"There is no setting called “{name}”.", mend, row=row, column=column or name)


def _answers(section: Mapping[str, Any], file: str, problems: list[Problem]) -> Answers:
    words, separator = section.get("no_opinion", []), section.get("several_separator", "")
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        mend = 'Write no_opinion = ["Not relevant to me", "Pass"].'
        problems.append(error(file, "no_opinion of [answers] is not a list of words.", mend, column="answers"))
        words = []
    if not isinstance(separator, str):
        mend = 'Write several_separator = ";".'
        problems.append(error(file, "several_separator of [answers] is no text.", mend, column="answers"))
        separator = ""
    return Answers(tuple(words), separator)


def _entries(entries: object, key: str, file: str, problems: list[Problem]) -> list[dict[str, Any]]:
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        what = f"The programme has no {key}."
        problems.append(error(file, what, f"Write one [[{key}]] for each.", column=key))
        return []
    return entries


def _strangers(entry: Mapping[str, Any], known: Sequence[str], place: str, file: str, problems: list[Problem]) -> None:
    problems += [
        query(file, f"“{key}” of {place} is not known and is left out.", f"Known are {', '.join(known)}.", column=key)
        for key in entry
        if key not in known
    ]


def _sites(entries: object, file: str, problems: list[Problem]) -> tuple[Site, ...]:
    sites: list[Site] = []
    for number, entry in enumerate(_entries(entries, "sites", file, problems), start=1):
        place = f"site {number}"
        _strangers(entry, ("code", "name", "kind"), place, file, problems)
        code, name, kind = entry.get("code"), entry.get("name"), entry.get("kind", "local")
        if not isinstance(code, str) or not code.strip():
            problems.append(
                error(file, f"The code of {place} is missing or no text.", 'Write code = "…".', column="sites")
            )
            continue
        if not isinstance(name, str) or not name.strip():
            problems.append(error(file, f"The site “{code}” has no name.", 'Write name = "…".', column="sites"))
            name = code
        if kind not in SITE_KIND.codes:
            mend = f"Write one of {', '.join(SITE_KIND.codes)}."
            problems.append(error(file, f"The kind of site “{code}” is {kind!r}.", mend, column="sites"))
            kind = "local"
        if code in _RESERVED:
            what = f"A site has the code “{code}”, which stands for {_RESERVED[code]}."
            problems.append(error(file, what, "Give the site another code.", column="sites"))
        if MANY in code:
            what = f"The code “{code}” holds “{MANY}”, which separates several codes in one cell."
            problems.append(error(file, what, "Give the site another code.", column="sites"))
        if code != code.strip():
            problems.append(error(file, f"The code “{code}” has spaces round it.", "Take them out.", column="sites"))
        if any(code == site.code for site in sites):
            problems.append(error(file, f"Two sites have the code “{code}”.", "Give each its own.", column="sites"))
        sites.append(Site(code, name, kind))
    return tuple(sites)


def _years(entries: object, file: str, problems: list[Problem]) -> tuple[Year, ...]:
    years: list[Year] = []
    for place, entry in enumerate(_entries(entries, "years", file, problems), start=1):
        _strangers(entry, ("number", "start", "end", "data_to"), f"year {place}", file, problems)
        number = entry.get("number")
        start, end = (_day(entry.get(key), key, place, file, problems) for key in ("start", "end"))
        said = entry.get("data_to")
        data_to = None if said in (None, "") else _day(said, "data_to", place, file, problems)
        if not isinstance(number, int) or isinstance(number, bool):
            what = f"The number of year {place} is missing or no whole number."
            problems.append(error(file, what, f"Write number = {place}.", column="years"))
        elif start is not None and end is not None:
            if start >= end:
                what = f"Year {number} starts on {start} and ends on {end}."
                problems.append(error(file, what, "Let it start before it ends.", column="years"))
            if data_to is not None and data_to <= start:
                what = f"Year {number} uses what was known by {data_to}, which is not after its first day, {start}."
                mend = "Write the day until which records were collected, or leave data_to out: the year's last day."
                problems.append(error(file, what, mend, column="years"))
            years.append(Year(number, start, end, data_to))
    _in_turn(years, file, problems)
    return tuple(years)


def _in_turn(years: Sequence[Year], file: str, problems: list[Problem]) -> None:
    for before, after in pairwise(years):
        if after.number != before.number + 1:
            what = f"Year {after.number} follows Year {before.number}."
            problems.append(error(file, what, "Number the years 1, 2, 3 in the order of time.", column="years"))
        elif before.end == date.max:  # a day after it cannot be written
            what = f"Year {after.number} cannot follow Year {before.number}, which ends on {before.end}."
            problems.append(error(file, what, "Correct the end of the earlier year.", column="years"))
        elif after.start != before.end + timedelta(days=1):
            how = "overlaps with" if after.start <= before.end else "leaves a gap after"
            what = f"Year {after.number} {how} Year {before.number}, which ends on {before.end}."
            mend = f"Let it start on {before.end + timedelta(days=1)}."
            problems.append(error(file, what, mend, column="years"))
    if years and years[0].number < 1:
        problems.append(
            error(file, f"The first year is Year {years[0].number}.", "Number years from 1.", column="years")
        )


def _day(value: object, key: str, place: int, file: str, problems: list[Problem]) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    said = "missing" if value is None else f"“{value}”, which is no date"
    what = f"The {key} of year {place} is {said}."
    problems.append(error(file, what, f"Write {key} = 2018-04-01 (year, month, day).", column="years"))
    return None


def programme_bytes(programme: Programme) -> bytes:
    """Return `programme.toml` as bytes, always the same for the same programme."""
    said: dict[str, Any] = {
        "name": programme.name,
        **({"comparison_order": programme.comparison_order} if programme.comparison_order else {}),
        "sites": [{"code": site.code, "name": site.name, "kind": site.kind} for site in programme.sites],
        "years": [
            {"number": year.number, "start": year.start, "end": year.end}
            | ({"data_to": year.data_to} if year.data_to else {})
            for year in programme.years
        ],
    }
    if programme.answers != Answers():
        said["answers"] = {
            name: value
            for name, value in (
                ("no_opinion", list(programme.answers.no_opinion)),
                ("several_separator", programme.answers.several_separator),
            )
            if value
        }
    if programme.network_outcome is not None:
        said["network"] = {"outcome_id": programme.network_outcome}
    if programme.report:
        said["report"] = dict(programme.report)
    if programme.rules:
        said["rules"] = dict(programme.rules)
    return toml_bytes({**said, **programme.further})


def toml_bytes(said: Mapping[str, Any]) -> bytes:
    """Return the mapping as TOML, with keys in their given order."""
    return tomli_w.dumps(said).encode()
