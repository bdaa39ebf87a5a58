"""How young people moved through the system: who met the design, what came next, what was skipped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from . import pathways as ways
from .expected import Below, Holds, OneOf
from .folder import Year
from .pathway_log import SECTION, Log, log_of
from .printing import long_date, of, p_value, percent, points, waits
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates
from .shares import fisher
from .swing import swing

MOVE = (
    r"from “(?P<one>[^”]+)” to “(?P<other>[^”]+)” (?P<times>[\d,]+ times|once)"
    r"(?:, median wait (?P<wait>[\d.]+ \w+))?"
)


def met(log: Log, cases: Sequence[ways.Case]) -> tuple[int, int]:
    """Return how many cases met the whole design, of how many."""
    return sum(ways.met(case, log.plan) for case in cases), len(cases)


_CHANGE = re.compile(r"^([−\d]+) points? \(([−\d]+) to ([−\d]+)\)$")


def change(plan: ways.Design, now: Sequence[ways.Case], before: Sequence[ways.Case], printed: str) -> Any:
    """Tell whether the difference of two shares is printed as it is, with how far it may swing."""
    if min(len(now), len(before)) < ways.ENOUGH:
        return "too few to say"
    found, told = swing(plan, now, before), _CHANGE.match(printed)
    one, other = (sum(ways.met(case, plan) for case in side) / len(side) for side in (now, before))
    wanted = points(one - other)
    ends = found.holds(told[2], told[3])["low"] if told else Holds(False, "no difference is printed")
    return Holds(bool(told) and told[1] == wanted and ends.ok, f"{wanted} points, {ends.told}")  # type: ignore[index]


@states(
    SECTION,
    r"This year’s cases were watched until (?P<day>\d+ \w+ \d+)"
    r"(?P<sooner>, and those of the year before until \d+ \w+ \d+, as that year was judged)?"
    r"\. Of the cases that began in the year, (?P<now>\d+ of "
    r"\d+(?: \(\d+%\))?) met the whole pathway(?:; in the year before, (?P<then>\d+ of \d+(?: \(\d+%\))?) did"
    r"(?:, a difference of (?P<change>[−\d]+ points \([−\d]+ to [−\d]+\)))?)?",
)
def whole(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    earlier = year.years.get(year.number - 1, {})
    known = earlier.get("data_to") or earlier.get("end")
    sooner = bool(earlier) and known < earlier["end"]
    until = f", and those of the year before until {long_date(known)}, as that year was judged" if sooner else None
    return {
        "day": long_date(year.last_day),
        "sooner": until,
        "now": of(*met(log, log.cases)),
        "then": of(*met(log, log.before)),
        **({"change": change(log.plan, log.cases, log.before, said["change"])} if said["change"] else {}),
    }


@states(SECTION, r"Cases left out, because not all their deadlines could have passed by then: (?P<n>\d+)\.")
def left_out(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    return {"n": len(log.began) - len(log.cases)}


@tabulates(SECTION, "^Cases that met the whole designed pathway$")
def whole_table(year: Year, table: Table) -> list[dict[str, Any]]:
    log, rows = log_of(year, table), []
    for name, cases in log.places.items():
        now = met(log, cases)
        earlier = [c for c in log.before if name == "Whole programme" or c.site == cases[0].site]
        then = met(log, earlier)
        enough = min(now[1], then[1]) >= ways.ENOUGH
        told = next((row["Difference (95%)"] for row in table.rows if row["Place"] == name), "")
        rows.append(
            {
                "Place": name,
                "Met it in the year": of(*now),
                "In the year before": of(*then),
                "Difference (95%)": change(log.plan, cases, earlier, told),
                "Fisher’s exact test": p_value(fisher(*now, *then)) if enough else "–",
            }
        )
    return rows


@states(SECTION, r"^[^:]+: (?P<now>\d+ of \d+(?: \(\d+%\))?) met the whole pathway")
def title(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    return {"now": of(*met(log, log.cases))}


@states(
    SECTION,
    r"In (?P<site>[A-Z][\w ]+) a pilot began on (?P<day>\d+ \w+ \d+), meant to change "
    r"(?P<moved>[^.]+)\. Of the cases that began "
    r"since, (?P<since>\d+ of \d+(?: \(\d+%\))?) met the whole pathway; of those before, (?P<before>\d+ of \d+"
    r"(?: \(\d+%\))?) did, a difference of (?P<change>[−\d]+ points \([−\d]+ to [−\d]+\)), p (?P<p>[<=] [\d.]+)\.",
)
def pilot(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    site = year.site_code(said["site"]) or ""
    sides = log.sides(site)
    before, since = (met(log, cases) for cases in sides)
    found = next(each for each in log.plan.pilots if each["site"] == site)
    return {
        "day": long_date(found["date"]),
        "moved": " and ".join(f"“{step}”" for step in found["moved"]),
        "since": of(*since),
        "before": of(*before),
        "change": change(log.plan, sides[1], sides[0], said["change"]),
        "p": Below(fisher(*since, *before)),
    }


def _wait(seconds: float | None) -> Any:
    return OneOf(waits(seconds)) if seconds is not None else ""


def _runs(cases: Sequence[ways.Case]) -> list[tuple[tuple[str, str], int, Any]]:
    times = ways.median_waits(cases)
    return [(move, count, _wait(times.get(move))) for move, count in ways.moves(cases).items()]


def _cases(log: Log, passage: Passage, at: int = 0) -> list[ways.Case]:
    """Return the cases that a picture's words are about: of two sides, the one that is named last before."""
    if not any(each.endswith("-sides") for each in passage.ids):
        return log.cases
    before, since = log.sides(log.plan.pilots[0]["site"])
    return since if passage.text.find("Since the pilot began") in range(at) else before


@states(SECTION, rf"(?i:{MOVE})", kind="description")
def moved(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    cases = _cases(log, said.passage, said.match.start())
    move = (said["one"], said["other"])
    return {
        "one": move[0],
        "other": move[1],
        "times": "once" if ways.moves(cases)[move] == 1 else f"{ways.moves(cases)[move]:,} times",
        "wait": _wait(ways.median_waits(cases).get(move)),
    }


@tabulates(SECTION, "the pathway as it really runs, in numbers$", ("From", "To"))
def run_table(year: Year, table: Table) -> list[dict[str, Any]]:
    return [
        {"From": one, "To": other, "How often": count, "Median wait": wait}
        for (one, other), count, wait in _runs(log_of(year, table).cases)
    ]


@tabulates(SECTION, "before the pilot and since, in numbers$", ("From", "To"))
def sides_table(year: Year, table: Table) -> list[dict[str, Any]]:
    log = log_of(year, table)
    sides = log.sides(log.plan.pilots[0]["site"])
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for name, cases in zip(("Before the pilot", "Since the pilot began"), sides, strict=True):
        runs = {move: (count, wait) for move, count, wait in _runs(cases)}
        for move in ways.moves([*sides[0], *sides[1]]):
            count, wait = runs.get(move, (0, ""))
            row = rows.setdefault(move, {"From": move[0], "To": move[1]})
            row |= {f"How often, {name}": count, f"Median wait, {name}": wait}
    return list(rows.values())


@tabulates(SECTION, "the designed pathway, with steps missing and steps added, in numbers$")
def design_table(year: Year, table: Table) -> list[dict[str, Any]]:
    log = log_of(year, table)
    rows = []
    for step in dict.fromkeys((*log.plan.steps, *(s for case in log.cases for s in case.trace))):
        missed, asked = ways.skipped(log.cases, step, log.plan)
        row = {"Step": step, "Cases that took it": asked - missed}
        if step in log.plan.steps:
            out = sum(step in ways.out_of_order(case, log.plan) for case in log.cases)
            row |= {"In the design": "yes", "Of": asked, "Without it": missed, "Out of order": out}
            row |= {"In the design": "where called for", "Without it": ""} if step in log.plan.optional else {}
        else:
            end = step in log.plan.closing
            row |= {"In the design": "as an end" if end else "no", "Of": "", "Without it": "", "Out of order": ""}
        rows.append(row)
    return rows


@states(SECTION, r"What came next after each step for (?P<n>\d+) cases")
def drawn_cases(year: Year, said: Said) -> Any:
    return {"n": len(log_of(year, said.passage).cases)}


@states(SECTION, r"The step most often missing is “(?P<step>[^”]+)”: (?P<k>\d+) of (?P<n>\d+) cases")
def most_skipped(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    found = {s: ways.skipped(log.cases, s, log.plan) for s in log.plan.steps if s not in log.plan.optional}
    most = max(found, key=lambda step: found[step][0])
    return {"step": most, "k": found[most][0], "n": found[most][1]}


@tabulates(SECTION, "^Cases without a step by .*, of those that should take it$")
def skipped_table(year: Year, table: Table) -> list[dict[str, Any]]:
    if f" by {long_date(year.last_day)}, " not in table.caption:
        raise ValueError(f"they were watched until {long_date(year.last_day)}")
    log = log_of(year, table)
    rows = []
    for step in log.plan.steps:
        if step in log.plan.optional:
            continue  # it is asked only where it is called for, which nobody recorded
        row: dict[str, Any] = {"Step": step}
        for name, cases in log.places.items():
            missed, asked = ways.skipped(cases, step, log.plan)
            row[name] = of(missed, asked) if asked else "–"
        rows.append({**row, "Out of order, all": sum(step in ways.out_of_order(c, log.plan) for c in log.cases)})
    return rows


WHO = {
    "night": r"in cases that began at night \(22:00 to 6:00\)",
    "day": r"in cases that began by day",
    "since": r"in (?P<pilot>[A-Z][\w ]+?) since the pilot began on (?P<day>\d+ \w+ \d+)",
    "site": r"in (?P<site>[A-Z][\w ]+?)",
}
GROUPS = "|".join(f"(?P<{name}_>{words})" for name, words in WHO.items())


@states(
    SECTION,
    rf"^“(?P<step>[^”]+)” was missing (?P<how>more|less) often (?:{GROUPS}): "
    r"(?P<k>\d+) of (?P<n>\d+) cases \((?P<share>\d+%)\), against (?P<k2>\d+) of (?P<n2>\d+) \((?P<share2>\d+%)\) "
    r"(?P<against>by day|at night \(22:00 to 6:00\)|elsewhere|before)\.$",
    kind="bullet",
)
def told_apart(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    site = year.site_code(said["site"] or said["pilot"]) or ""
    group = "night" if said["night_"] or said["day_"] else f"{'pilot' if said['since_'] else 'site'}:{site}"
    found = next((each for each in log.skips if each.step == said["step"] and each.group == group), None)
    if found is None or found.p >= 0.05:
        return {"how": "(no such difference beyond chance)"}
    one, other = (found.other, found.one) if said["day_"] else (found.one, found.other)
    began = next((each["date"] for each in log.plan.pilots if each["site"] == site), date.min)
    return {
        "step": said["step"],
        "how": "more" if one[0] / one[1] > other[0] / other[1] else "less",
        "k": one[0],
        "n": one[1],
        "share": percent(*one),
        "k2": other[0],
        "n2": other[1],
        "share2": percent(*other),
        "day": long_date(began),
        **{name: said[name] for name in ("night_", "day_", "since_", "site_", "pilot", "site", "against")},
    }


@tabulates(SECTION, r"^Steps missing by night \(22:00 to 6:00\) and by day$")
def night_table(year: Year, table: Table) -> list[dict[str, Any]]:
    log = log_of(year, table)
    last = table.columns[-1]
    tested = {each.step: each.p for each in log.skips if each.group == "night"}
    night = [case for case in log.cases if ways.at_night(case)]
    sides = {"night": night, "day": [case for case in log.cases if case not in night]}
    rows = []
    for step in (each for each in log.plan.steps if each not in log.plan.optional):
        row = {"Step": step, last: p_value(tested[step]) if step in tested else "–"}
        for when, cases in sides.items():
            missed, asked = ways.skipped(cases, step, log.plan)
            row[f"Missing, began {'at night' if when == 'night' else 'by day'}"] = f"{missed} of {asked}"
        rows.append(row)
    return rows


@states(SECTION, r"^Fisher’s exact test \(Holm, (?P<n>\d+) comparisons\)$", kind="column")
def comparisons(year: Year, said: Said) -> Any:
    return {"n": len(log_of(year, said.passage).skips)}


@states(SECTION, r"^Steps missing by night \((?P<begins>[\d:]+) to (?P<ends>[\d:]+)\) and by day$", kind="caption")
@states(SECTION, r"^Difference \((?P<level>95%)\)$|^(?P<level_>95%) interval$", kind="column")
@states(SECTION, r"by each time, with its (?P<level>95%) interval\.", kind="figure")
@states(SECTION, r"^Alike \((?P<same>1) is the same\)$", kind="column")
@states(SECTION, r"it is not an intended step there|missing more often in one group of cases than in another")
@states(
    SECTION,
    r"^Two places are alike if|shared out between the two places at random\. A difference does not mean that one is",
)
@states(SECTION, r"^Half had reached it (?:by|after)$", kind="column")
def definitions(year: Year, said: Said) -> Any:
    """Place the hours of a night, the level of an interval and the end of a scale: they are no data."""
    night = {"begins": f"{ways.NIGHT_BEGINS}:00", "ends": f"{ways.NIGHT_ENDS}:00"}
    return {**night, "level": 0.95, "level_": 0.95, "same": 1}


@states(SECTION, r"read as local time in Europe/London: (?P<n>[\d,]+)\.$", kind="bullet")
def without_zone(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    return {"n": sum(len(case.events) for case in log.everything)}


READ = {
    "A day without a time, and read as its midnight": ways.without_time,
    "Out of order in the file, and put in order of time": ways.out_of_file_order,
    "At the same time as the event before in their case, and left in the order of the file": ways.at_once,
}


@states(SECTION, rf"^(?P<what>{'|'.join(READ)}): (?P<n>[\d,]+)(?: events?)?\.$", kind="bullet")
def how_read(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    rows = [row for row in year.folder.table("events") if row["pathway"] == log.name]
    return {"what": said["what"], "n": READ[said["what"]](rows, year.last_day)}


@draws(SECTION, r"chart-pathway-\w+(-design|-sides)?$")
def run_chart(year: Year, drawn: Passage) -> Sequence[Any]:
    log = log_of(year, drawn)
    lines = drawn.text.split("\n")
    expected: list[Any] = ["nobody" for line in lines if "nobody" in line]
    sides = [at for at, line in enumerate(lines) if line in {"Before the pilot", "Since the pilot began"}]
    cuts = [0, *sides, len(lines)] if sides else [0, len(lines)]
    every = ways.moves([c for each in log.sides(log.plan.pilots[0]["site"]) for c in each]) if sides else None
    for start, end in pairwise(cuts):
        part = lines[start:end]
        if any(line[:1].isdigit() for line in part):
            cases = log.sides(log.plan.pilots[0]["site"])[part[0].startswith("Since")] if sides else log.cases
            expected += _arrows(cases, part, list(every or ways.moves(cases)))
            expected += _boxes(log, cases, part)
    return expected


def _arrows(cases: Sequence[ways.Case], lines: Sequence[str], every: list[tuple[str, str]]) -> list[Any]:
    """Return each arrow's count and wait, in the order in which they are drawn."""
    counts, times = ways.moves(cases), ways.median_waits(cases)
    inner = [move for move in every if ways.START not in move and ways.END not in move]
    left = sorted((counts[move], times.get(move)) for move in inner)
    first = next(at for at, line in enumerate(lines) if re.fullmatch(r"\d+", line))
    told: list[Any] = []
    for at in range(first, len(lines)):
        if not re.fullmatch(r"\d+", lines[at]) or not left:
            break
        wait = lines[at + 1] if at + 1 < len(lines) and re.fullmatch(r"[\d.]+ \w+", lines[at + 1]) else None
        same = [e for e in left if str(e[0]) == lines[at] and (wait in waits(e[1]) if e[1] is not None else not wait)]
        count, seconds = same[0] if same else left[0]
        left.remove((count, seconds))
        told += [count, *([] if seconds is None else [_figure(seconds, wait)])]
        if wait:
            lines = [*lines[: at + 1], *lines[at + 2 :]]
    return told


def _figure(seconds: float, printed: str | None) -> Any:
    """Return the figure of a wait, without its unit."""
    return OneOf(tuple(each.split()[0] for each in waits(seconds) if printed is None or each[-1] == printed[-1]))


def _names_whole(lines: Sequence[str], names: set[str]) -> Iterator[str]:
    """Give the lines of a drawing, names that are broken over several lines as one, without “(optional)”."""
    at = 0
    while at < len(lines):
        for end in range(at + 4, at, -1):
            name = " ".join(lines[at:end]).removesuffix(" (optional)")
            if name in names:
                yield name
                at = end
                break
        else:
            yield lines[at]
            at += 1


def _boxes(log: Log, cases: Sequence[ways.Case], lines: Sequence[str]) -> list[Any]:
    """Return the numbers of the steps' boxes: who begins and ends there, who took it, of how many, who skipped it."""
    counts, told, step, box = ways.moves(cases), [], "", ""
    names = {*log.plan.steps, *log.plan.closing}
    for line in (*_names_whole(lines, names), ""):
        if line and line not in names:
            box += f" {line}"
            continue
        if step:
            told += _box(log, cases, step, box, counts)
        step, box = line, ""
    return told


_IN_BOX = re.compile(r"(\d+)(?: (of \d+|start\b|last seen here|without it|out of order))?")


def _box(log: Log, cases: Sequence[ways.Case], step: str, box: str, counts: Counter[tuple[str, str]]) -> list[Any]:
    """Return the numbers of one step's box, in the order in which they stand there."""
    missed, asked = ways.skipped(cases, step, log.plan)
    wanted: dict[str, list[int]] = {
        "start": [counts[ways.START, step]],
        "last seen here": [counts[step, ways.END]],
        "without it": [missed],
        "out of order": [sum(step in ways.out_of_order(case, log.plan) for case in cases)],
        "": [sum(step in case.trace for case in cases)],
    }
    told: list[Any] = []
    for _, what in _IN_BOX.findall(box):
        told += [asked - missed, asked] if what.startswith("of ") else wanted[what]
    return told
