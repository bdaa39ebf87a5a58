"""Work out by plain Python, from the committed tables alone, what the second folder truly says."""

# ruff: noqa: E501 (a record stays on one line, as it will in its table)

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from math import comb, sqrt
from pathlib import Path
from statistics import NormalDist, median

Row = dict[str, str]
Z = NormalDist().inv_cdf(0.975)
YEARS = {0: ("2021-01-01", "2021-03-31"), 1: ("2021-04-01", "2022-03-31"), 2: ("2022-04-01", "2023-03-31")}
KNOWN_BY = {1: "2022-03-11", 2: "2023-04-23"}


def table(folder: Path, name: str) -> list[Row]:
    """Return the rows of one table."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _in_year(day: str, year: int) -> bool:
    return YEARS[year][0] <= day <= min(YEARS[year][1], KNOWN_BY[year])


def share(k: int, n: int) -> str:
    """Return "k of n (share; Wilson's 95% interval)", or the counts alone below ten."""
    if n < 10:
        return f"{k} of {n}"
    p, z = k / n, Z
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
    return f"{k} of {n} ({_round(100 * p)}%; {_round(100 * low)}% to {_round(100 * high)}%)"


def _round(number: float) -> int:
    return int(number + 0.5 + 1e-9)


def sign_test(better: int, worse: int) -> float:
    """Return the exact two-sided p-value of so many better and worse."""
    n, extreme = better + worse, max(better, worse)
    return min(1.0, 2 * sum(comb(n, k) for k in range(extreme, n + 1)) / 2**n) if n else 1.0


# survey, item, voice, year: the answers that say so, and those that give an opinion.
FOUR = (("completely", "mostly"), ("completely", "mostly", "not_really", "not_at_all"))
TEN = (("7", "8", "9", "10"), tuple(str(n) for n in range(11)))
QUESTIONS: list[tuple[str, str, str, int, tuple[tuple[str, ...], tuple[str, ...]]]] = [
    ("holi-2021", "sylwi", "stakeholder", 1, FOUR),
    ("holi-2021", "sylwi", "staff", 1, FOUR),
    ("holi-2021", "yr_un_dydd", "stakeholder", 1, FOUR),
    ("holi-2021", "yr_un_dydd", "staff", 1, FOUR),
    ("holi-2021", "drws", "stakeholder", 1, TEN),
    ("holi-2021", "drws", "staff", 1, TEN),
    ("holi-2021", "bwrdd", "stakeholder", 1, (("more",), ("more", "same", "less"))),
    ("holi-2021", "bwrdd", "staff", 1, (("more",), ("more", "same", "less"))),
    ("holi-2021", "cymraeg", "stakeholder", 1, FOUR),
    ("holi-2022", "early_signs", "stakeholder", 2, FOUR),
    ("holi-2022", "early_signs", "staff", 2, FOUR),
    ("holi-2022", "yr_un_dydd", "stakeholder", 2, FOUR),
    ("holi-2022", "drws", "stakeholder", 2, TEN),
    ("holi-2022", "drws", "staff", 2, TEN),
    ("holi-2022", "bwrdd", "stakeholder", 2, (("more",), ("more", "same", "less"))),
    ("holi-2022", "bwrdd", "staff", 2, (("more",), ("more", "same", "less"))),
    ("holi-2022", "cymraeg", "stakeholder", 2, FOUR),
    ("teulu", "tir_cadarn", "family", 1, (("Gwell o lawer", "Gwell"), ("Gwell o lawer", "Gwell", "Yr un fath", "Gwaeth"))),
    ("teulu", "tir_cadarn", "family", 2, (("Gwell o lawer", "Gwell"), ("Gwell o lawer", "Gwell", "Yr un fath", "Gwaeth"))),
    ("teulu", "oedolyn", "family", 2, (("Ydw, yn llwyr", "Gan mwyaf"), ("Ydw, yn llwyr", "Gan mwyaf", "Ddim felly", "Ddim o gwbl"))),
    ("llais", "turn_to", "young_person", 2, (("Yes, completely", "Mostly"), ("Yes, completely", "Mostly", "Not really", "Not at all"))),
    ("llais", "away", "young_person", 2, (("Fewer",), ("Fewer", "As many", "More"))),
    ("llais", "lessons", "young_person", 2, TEN),
]  # fmt: skip


def responses(folder: Path, survey: str, voice: str, year: int) -> list[Row]:
    """Return the responses known in time, one a person: of two answers to a question the one that is dated later."""
    people: dict[str, Row] = {}
    for row in sorted(table(folder, f"surveys/{survey}/responses"), key=lambda row: row["date"]):
        known = (row["date"] or "0") <= KNOWN_BY[year]
        if row["voice"] == voice and int(row["year"]) == year and not row["stage"] and known:
            earlier = people.get(row["person_id"], {})
            people[row["person_id"]] = {name: cell or earlier.get(name, "") for name, cell in row.items()}
    return list(people.values())


def questions(folder: Path) -> dict[str, str]:
    """Return every question's share by voice and year."""
    out = {}
    for survey, item, voice, year, (agree, opinions) in QUESTIONS:
        given = Counter(row[item] for row in responses(folder, survey, voice, year))
        said = f"{survey}, {item}, {voice}, Year {year}"
        out[said] = share(sum(given[a] for a in agree), sum(given[a] for a in opinions))
    return out


def scores(folder: Path, outcome: str, rater: str, year: int, better: int, key: str = "case_id") -> str:
    """Return how many did better, the same and worse, from their first baseline to their last score in the year."""
    rows = [
        row
        for row in table(folder, "assessments")
        if row["outcome_id"] == outcome and row[key] and (row["rater"] or "worker") == rater
    ]
    first: dict[str, Row] = {}
    last: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row["date"]):
        if row["stage"] == "baseline":
            first.setdefault(row[key], row)
        elif _in_year(row["date"], year):
            last[row[key]] = row
    steps = [better * (float(last[one]["score"]) - float(first[one]["score"])) for one in last if one in first]
    up, down = sum(s > 0 for s in steps), sum(s < 0 for s in steps)
    return f"{len(steps)} scored at the start and again in the year: {up} better, {len(steps) - up - down} the same, {down} worse (p = {sign_test(up, down):.3f})"


def casework(folder: Path, year: int) -> dict[str, str]:
    """Return what the casework of a year amounts to."""
    cases = {row["case_id"]: row for row in table(folder, "cases")}
    start, end = YEARS[year][0], min(YEARS[year][1], KNOWN_BY[year])
    is_open = [
        c
        for c, row in cases.items()
        if row["opened"] and row["opened"] <= end and (not row["closed"] or row["closed"] >= start)
    ]
    offered = [row for row in table(folder, "sessions") if _in_year(row["date"], year)]
    held = [row for row in offered if row["held"] == "yes"]
    made = [row for row in table(folder, "onward_referrals") if _in_year(row["referred"], year)]
    answered = [row for row in made if row["replied"] and row["replied"] <= KNOWN_BY[year]]
    waits = [
        (date.fromisoformat(row["referred"]) - date.fromisoformat(row["concern"])).days
        for row in made
        if row["concern"]
    ]
    return {
        "cases open at some time": str(len(is_open)),
        "sessions": f"{len(held)} of {len(offered)} went ahead, with {len({row['case_id'] for row in held})} young people",
        "onward referrals": f"{len(made)}, {len(answered)} answered by {KNOWN_BY[year]}",
        "within two days": f"{sum(w <= 2 for w in waits)} within, {sum(w > 2 for w in waits)} late, {len(made) - len(waits)} not known",
    }


def training(folder: Path, year: int) -> dict[str, str]:
    """Return whom training reached, and who answered before and after."""
    events = {row["event_id"]: row for row in table(folder, "training_events") if _in_year(row["date"], year)}
    came: dict[bool, set[str]] = {True: set(), False: set()}
    for row in table(folder, "attendance"):
        if row["event_id"] in events:
            came[events[row["event_id"]]["audience"] == "families"].add(row["attendee_id"])
    rows = [row for row in table(folder, "surveys/gweithdy/responses") if row["date"] <= KNOWN_BY[year]]
    by: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in rows:
        by[row["stage"]][row["person_id"], row["event_id"]] = int(row["signs"])
    after = {key: score for key, score in by["after"].items() if key in by["before"] and key[1] in events}
    steps = [score - by["before"][key] for key, score in after.items()]
    back = [key for key in by["then_test"] if key in by["before"]]
    both = [key for key in back if key in by["after"]]
    return {
        "training": f"{len(events)} events, {len(came[False])} workers and {len(came[True])} family members",
        "before and after one workshop": f"{len(steps)} people: {sum(s > 0 for s in steps)} better, {sum(s == 0 for s in steps)} the same, {sum(s < 0 for s in steps)} worse",
        "looked back": f"{len(by['then_test'])} people, {len(back)} of them with an answer before and {len(both)} with one before and after",
    }


def network(folder: Path) -> dict[str, str]:
    """Return the ties of each wave, and of those who answered both."""
    answered: dict[str, set[str]] = defaultdict(set)
    asked: dict[str, set[str]] = defaultdict(set)
    for row in table(folder, "waves"):
        asked[row["wave"]].add(row["organisation_id"])
        if row["responded"] == "yes":
            answered[row["wave"]].add(row["organisation_id"])
    arcs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    level: dict[str, list[int]] = defaultdict(list)
    for row in table(folder, "ties"):
        if int(row["level"]) >= 1:
            arcs[row["wave"]].add((row["from"], row["to"]))
            level[row["wave"]].append(int(row["level"]))
    out = {}
    for wave, told in sorted(arcs.items()):
        possible = len(answered[wave]) * (len(asked[wave]) - 1)
        inside = {arc for arc in told if set(arc) <= answered[wave]}
        back = sum((b, a) in inside for a, b in inside)
        out[f"wave {wave}"] = (
            f"{len(answered[wave])} of {len(asked[wave])} answered, {len({frozenset(a) for a in told})} pairs, density {_round(100 * len(told) / possible)}%, "
            f"reciprocity {_round(100 * back / len(inside))}%, mean level {sum(level[wave]) / len(level[wave]):.1f}"
        )
    both = answered["1"] & answered["2"]
    one, two = ({arc for arc in arcs[wave] if set(arc) <= both} for wave in "12")
    possible = len(both) * (len(both) - 1)
    out["both waves"] = (
        f"{len(both)} organisations, {len(one)} and {len(two)} of {possible} ties, "
        f"{len(one & two)} stayed, {len(two - one)} new, {_round(100 * len(one & two) / len(one | two))}% in both"
    )
    return out


def pathway(folder: Path) -> dict[str, str]:
    """Return how many children met every step that is not optional, in order, by the year that they came in."""
    steps = [
        "Booked in at the emergency department",
        "Nurse asks three questions",
        "Navigator sits with the child",
        "Worry line is rung",
    ]
    seen: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in table(folder, "events"):
        seen[row["case_id"]].append((row["time"], row["activity"]))
    met: dict[tuple[str, str], list[bool]] = defaultdict(list)
    site = {row["case_id"]: row["site"] for row in table(folder, "events")}
    for case, events in seen.items():
        ways = [step for _, step in sorted(events, key=lambda event: event[0]) if step in steps]
        first = min(events)[0]
        year = "Year 1" if first < "2022-04-01" else "Year 2"
        if first > "2022-03-09" and year == "Year 1":
            continue  # within a day of the day on which Year 1's records were closed: its deadline was still running
        ordered = list(dict.fromkeys(ways)) == steps
        met[year, "all"].append(ordered)
        if site[case] == "cwm":
            met["cwm", "before" if first < "2022-05-09" else "since"].append(ordered)
    return {f"pathway, {a}, {b}": f"{sum(found)} of {len(found)}" for (a, b), found in sorted(met.items())}


def series(folder: Path) -> dict[str, str]:
    """Return the mean of nights away by month before each year and in it, all places together."""
    months: dict[str, int] = defaultdict(int)
    for row in table(folder, "series"):
        if row["indicator"] == "overnight":
            months[row["period"]] += int(row["count"])
    out = {}
    for year in (1, 2):
        start, end = (
            YEARS[year][0][:7],
            min(YEARS[year][1], (date.fromisoformat(KNOWN_BY[year]) - timedelta(days=28)).isoformat())[:7],
        )
        before = [n for month, n in months.items() if month < start]
        within = [n for month, n in months.items() if start <= month <= end]
        ordered = [months[month] for month in sorted(months) if month < start]
        moves = [abs(a - b) for a, b in pairwise(ordered)]
        first = sum(moves) / len(moves)
        kept = [m for m in moves if m <= 3.267 * first]
        mean, reach = sum(before) / len(before), 2.66 * sum(kept) / len(kept)
        out[f"nights by month, Year {year}"] = (
            f"{mean:.1f} before ({mean - reach:.1f} to {mean + reach:.1f}), {sum(within) / len(within):.1f} in the year"
        )
    return out


def posts(folder: Path) -> dict[str, str]:
    """Return how many posts were filled at each year's end, and how many weeks that took."""
    out = {}
    for year in (1, 2):
        end = YEARS[year][1]
        known = [row for row in table(folder, "posts") if (row["advertised"] or row["filled"]) <= end]
        filled = [
            row for row in known if row["filled"] and row["filled"] <= end and not (row["left"] and row["left"] <= end)
        ]
        weeks = [
            (date.fromisoformat(row["filled"]) - date.fromisoformat(row["advertised"])).days / 7
            for row in known
            if row["filled"] and row["advertised"]
        ]
        out[f"posts, Year {year}"] = (
            f"{len(filled)} of {len(known)} filled; {min(weeks):.0f} to {max(weeks):.0f} weeks, median {median(weeks):.0f}"
        )
    return out


def answered(folder: Path) -> dict[str, str]:
    """Return how many responses each year rests on, whoever gave them and however often, and in how many surveys."""
    out = {}
    for year in (1, 2):
        voices, surveys = Counter[str](), set()
        for survey in sorted(path.name for path in (folder / "surveys").iterdir()):
            for row in table(folder, f"surveys/{survey}/responses"):
                if int(row["year"]) == year and row["date"] <= KNOWN_BY[year]:
                    voices[row["voice"]] += 1
                    surveys.add(survey)
        said = ", ".join(f"{n} {voice}" for voice, n in sorted(voices.items()))
        out[f"responses, Year {year}"] = f"{voices.total()} ({said}) in {len(surveys)} surveys"
    return out


def answers(folder: Path) -> dict[str, str]:
    """Return every answer by its name."""
    out = questions(folder)
    for year in (1, 2):
        tell = partial(scores, folder, year=year)
        out |= {f"{name}, Year {year}": text for name, text in casework(folder, year).items()}
        out |= {f"{name}, Year {year}": text for name, text in training(folder, year).items()}
        out[f"nights, workers, Year {year}"] = tell("nights", "worker", better=-1)
        out[f"lessons, workers, Year {year}"] = tell("school", "worker", better=1)
        out[f"lessons, young people, Year {year}"] = tell("school", "young_person", better=1)
        out[f"firmer ground, carers, Year {year}"] = tell("carers", "self", better=1)
        out[f"corners, workers, Year {year}"] = tell("corners", "worker", better=-1, key="context_id")
    return out | answered(folder) | network(folder) | pathway(folder) | series(folder) | posts(folder)
