"""How organisations work together, wave by wave, and how far changes in the system have come."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import sqrt
from statistics import fmean
from typing import Any

from . import networks
from .between import between, two
from .expected import Below, Holds, Near, OneOf, agrees
from .folder import Year, day
from .harvested import changes, stage
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates
from .rules import rule
from .says_records import THREE

SECTION = "area-system"
DRAWS = 4000


def numbers(year: Year) -> list[str]:
    """Return the waves that were known by the year's end, in order."""
    return sorted({row["wave"] for row in year.rows("waves")}, key=int)


@lru_cache
def wave(year: Year, number: str) -> networks.Wave:
    return networks.wave(number, year.rows("waves"), year.rows("ties"))


def last_two(year: Year) -> tuple[str, str] | None:
    known = numbers(year)
    return (known[-2], known[-1]) if len(known) > 1 else None


@states(
    SECTION,
    r"in wave (?P<wave>\d+) \((?P<date>[^)]+)\), (?P<answered>\d+) of (?P<asked>\d+) organisations answered",
)
def wave_answered(year: Year, said: Said) -> dict[str, Any]:
    found = wave(year, said["wave"])
    on = day(found.date)
    told = f"{on.day} {on:%B %Y}" if on else ""
    return {"wave": said["wave"], "date": told, "answered": len(found.answered), "asked": len(found.asked)}


@states(
    SECTION,
    r"Among the (?P<n>\d+) organisations that answered both, (?P<before>\d+) of (?P<possible>\d+) "
    r"possible ties were reported in "
    r"wave (?P<one>\d+) and (?P<after>\d+) in wave (?P<other>\d+): (?P<stayed>\d+) stayed, (?P<new>\d+) "
    r"(?:was|were) new and "
    r"(?P<ended>\d+) ended\. Density changed by (?P<points>[−\d]+) points \((?P<low>[−\d]+) to (?P<high>[−\d]+)\)",
)
def among_both(year: Year, said: Said) -> dict[str, Any]:
    one, other = last_two(year) or ("", "")
    found = between(year, one, other, "programme")
    (low, low_error), (high, high_error) = found.change or ((0, 0), (0, 0))
    return {
        "n": found.organisations,
        "before": found.before,
        "possible": found.possible,
        "after": found.after,
        "one": int(one),
        "other": int(other),
        "stayed": found.kept,
        "new": found.after - found.kept,
        "ended": found.before - found.kept,
        "points": Fraction(found.after - found.before, found.possible) * 100,
        "low": Near(low * 100, THREE * low_error * 100),
        "high": Near(high * 100, THREE * high_error * 100),
    }


@states(
    SECTION,
    r"^(?P<before>\d+) ties in wave (?P<one>\d+) and (?P<after>\d+) in wave (?P<other>\d+), among "
    r"(?P<n>\d+) organisations",
)
def named_by_both(year: Year, said: Said) -> dict[str, Any]:
    one, other = last_two(year) or ("", "")
    found = between(year, one, other, "programme")
    told = {"n": found.organisations, "before": found.before, "after": found.after}
    return {**told, "one": int(one), "other": int(other)}


@states(SECTION, r"Of all ties in either wave, (?P<share>\d+%) are in both")
def in_both(year: Year, said: Said) -> dict[str, Any]:
    return {"share": stability(year)}


def stability(year: Year) -> Fraction:
    found = between(year, *(last_two(year) or ("", "")), "programme")
    return Fraction(found.kept, found.before + found.after - found.kept)


@states(SECTION, r"\(QAP correlation (?P<r>[−\d.]+), p (?P<p>[<=] [\d.]+)\)")
def qap(year: Year, said: Said) -> dict[str, Any]:
    r, p = correlated(year)
    draws_made = rule(year.folder, "permutations")
    return {"r": r, "p": by_chance(p, draws_made)}


@lru_cache
def correlated(year: Year) -> tuple[float, float]:
    one, other = two(year, *(last_two(year) or ("", "")))
    members = sorted(set(one.answered) & set(other.answered))
    before, after = (networks.matrix(each.among(members), members) for each in (one, other))
    return networks.correlation(before, after), networks.qap(before, after, DRAWS, 20)


def by_chance(p: float, theirs: int) -> Any:
    """Return what p from other random numbers may be: three Monte Carlo errors off, of both."""
    least = 1 / (theirs + 1)
    if p <= 2 * least:
        return OneOf((Below(least / 2), *(k * least for k in range(1, 6))))
    return Near(p, 3 * sqrt(p * (1 - p) * (1 / theirs + 1 / DRAWS)))


@states(
    SECTION,
    r"Wave (?P<wave>\d+), \w+ \d{4}: (?P<pairs>\d+) pairs of organisations that work together(?:; "
    r"among those that answered in both waves, (?P<new>\d+) pairs? began and (?P<ended>\d+) ended)?\. "
    r"(?P<silent>\d+) organisations? did not answer",
    kind="description",
)
def pairs_drawn(year: Year, said: Said) -> dict[str, Any]:
    found = wave(year, said["wave"])
    expected: dict[str, Any] = {
        "wave": said["wave"],
        "pairs": found.pairs_told,
        "silent": len(found.asked) - len(found.answered),
    }
    if said["new"]:
        before = wave(year, str(int(said["wave"]) - 1))
        old, now = ({frozenset(pair) for pair in each.told} for each in (before, found))
        expected["new"] = sum(whole(pair, before) and whole(pair, found) for pair in now - old)
        expected["ended"] = sum(whole(pair, before) and whole(pair, found) for pair in old - now)
    return expected


def whole(pair: frozenset[str], found: networks.Wave) -> bool:
    """Tell whether a wave knows of a pair that it is not joined: both its ends answered."""
    return pair <= set(found.answered)


@draws(SECTION, r"chart-network")
def numbered(year: Year, chart: Passage) -> list[Any]:
    count = len(wave(year, numbers(year)[0]).asked)
    each = list(range(1, count + 1))
    return each * (len(numbers(year)) + 1)


@tabulates(SECTION, r"wave by wave, by organisation$")
def by_organisation(year: Year, table: Table) -> list[dict[str, Any]]:
    waves = [wave(year, number) for number in numbers(year)]
    last = waves[-1]
    found = []
    asked = [row for row in year.rows("organisations") if row["organisation_id"] in waves[0].asked]
    asked.sort(key=lambda row: year.sites.index(row["site"]))
    for at, row in enumerate(asked, 1):
        own = row["organisation_id"]
        line: dict[str, Any] = {"Organisation, by its number": f"{at}. {row['name']}"}
        line["Sector and place"] = f"{row['sector']}, {year.site_name(row['site'])}"
        for each in waves:
            line[f"Named by, wave {each.number}"] = sum(pair[1] == own for pair in each.told)
            names = sum(pair[0] == own for pair in each.told)
            line[f"Names, wave {each.number}"] = names if own in each.answered else "did not answer"
        if own in last.answered:
            line[f"Betweenness, wave {last.number}"] = last.betweenness[own]
        found.append(line)
    return found


@lru_cache
def leaning(year: Year, number: str, label: str) -> networks.Leaning:
    found = wave(year, number)
    home = {row["organisation_id"]: row[label] for row in year.rows("organisations")}
    return networks.external_internal(list(found.told), {each: home[each] for each in found.asked}, DRAWS, 20)


MEASURES = {
    "Density": lambda w: w.density,
    "Mean level": lambda w: w.mean_level,
    "Reciprocity": lambda w: w.reciprocity,
    "Confirmed ties": lambda w: f"{w.confirmed} of {w.either}",
    "Centralisation of being named": lambda w: w.centralisation(w.graph.in_degree()),
    "Centralisation of naming": lambda w: w.centralisation(w.graph.out_degree()),
}


@tabulates(SECTION, r"^Measures of the network")
def measures(year: Year, table: Table) -> list[dict[str, Any]]:
    known = numbers(year)
    found = [
        {"Measure": name, **{f"Wave {n}": compute(wave(year, n)) for n in known}} for name, compute in MEASURES.items()
    ]
    for label in ("sector", "place"):
        found.append({"Measure": f"E–I index, by {label}"})
    if last_two(year):
        r, _ = correlated(year)
        both = between(year, *(last_two(year) or ("", "")), "programme")
        points = Fraction(both.after - both.before, both.possible) * 100
        last = f"Wave {known[-1]}"
        found.append({"Measure": "Stability", last: stability(year)})
        found.append({"Measure": "Change of density", last: f"{int(points + Fraction(1, 2))} points"})
        found.append({"Measure": "QAP correlation", last: r})
    found.append({"Measure": "Betweenness"})
    return found


@states(SECTION, r"^(?P<ei>[−\d.]+); by chance (?P<chance>[−\d.]+) \(p (?P<p>[<=] [\d.]+)\)$", kind="cell")
def leans(year: Year, said: Said) -> dict[str, Any] | None:
    label = {"E–I index, by sector": "sector", "E–I index, by place": "site"}.get(said.passage.row.get("Measure", ""))
    if label is None:
        return None
    found = leaning(year, said.passage.column.removeprefix("Wave "), label)
    return {"ei": found.ei, "chance": found.expected, "p": by_chance(found.p, rule(year.folder, "permutations"))}


SHARED = {
    "How much information is shared": "share_amount",
    "How good that information is": "share_quality",
    "How far they trust them": "trust",
    "How much they value them": "value",
}


@tabulates(SECTION, r"^What is shared, apart from")
def what_is_shared(year: Year, table: Table) -> list[dict[str, Any]]:
    found = []
    for words, column in SHARED.items():
        line: dict[str, Any] = {"What ties carry": words}
        for number in numbers(year):
            line[f"Mean, wave {number}"] = wave(year, number).mean_shared(column)
        found.append(line)
    return found


@lru_cache
def kept_sharing(year: Year, column: str, scope: str) -> tuple[float, float, int, float, Any]:
    """Return the means along ties that stayed, how many these are, and the change with its range."""
    one, other = two(year, *(last_two(year) or ("", "")))
    home = {row["organisation_id"]: row["site"] for row in year.rows("organisations")}
    members = sorted(m for m in set(one.answered) & set(other.answered) if scope in {"programme", home[m]})
    kept = one.among(members).keys() & other.among(members).keys()
    pairs = [p for p in kept if one.told[p][column] and other.told[p][column]]
    before, after = (fmean(float(each.told[p][column]) for p in pairs) for each in (one, other))
    change, drawn = networks.resampled_sharing(one, other, members, column, DRAWS, 20)
    return before, after, len(pairs), change, networks.percentiles(drawn)


@states(SECTION, r"^(?P<before>[\d.]+) to (?P<after>[\d.]+) \((?P<n>\d+) ties\)$", kind="cell")
def along_kept(year: Year, said: Said) -> dict[str, Any] | None:
    column = SHARED.get(said.passage.row.get("What ties carry", ""))
    if column is None:
        return None
    before, after, n, *_ = kept_sharing(year, column, "programme")
    return {"before": before, "after": after, "n": n}


@states(SECTION, r"^(?P<change>[+−]?[\d.]+) \((?P<low>[+−]?[\d.]+) to (?P<high>[+−]?[\d.]+)\)$", kind="cell")
def sharing_changed(year: Year, said: Said) -> dict[str, Any] | None:
    row = said.passage.row
    column = SHARED.get(row.get("What ties carry", ""))
    scope = "programme"
    if column is None:
        column = {"Amount shared": "share_amount", "Its quality": "share_quality"}.get(said.passage.column)
        scope = year.site_code(row.get("Place", "")) or ""
    if column is None or not scope:
        return None
    *_, change, ((low, low_error), (high, high_error)) = kept_sharing(year, column, scope)
    return {"change": change, "low": Near(low, THREE * low_error), "high": Near(high, THREE * high_error)}


_MOVED = r"(?P<way>rose|fell) by (?P<change>[\d.]+) \((?P<low>[−\d.]+) to (?P<high>[−\d.]+)\) in (?P<place>[A-Z][\w ]+)"
_UNNAMED = re.sub(r"\(\?P<\w+>", "(?:", _MOVED)


@states(
    SECTION,
    r"Places differ: along the ties that stayed within a place, "
    r"(?P<what>the (?:quality|amount) of the information that they share) "
    rf"(?P<list>{_UNNAMED}(?:(?:,| and|, and|, but) {_UNNAMED})*); over all ties that stayed it changed by "
    r"(?P<change>[+−\d.]+) \((?P<low>[+−\d.]+) to (?P<high>[+−\d.]+)\)",
)
def places_differ(year: Year, said: Said) -> dict[str, Any]:
    """Expect the places with enough organisations whose range leaves out nought, and all places together."""
    column = "share_quality" if "quality" in said["what"] else "share_amount"
    *_, change, ((low, low_error), (high, high_error)) = kept_sharing(year, column, "programme")
    listed = Holds(*places_moved(year, column, said["list"]))
    ends = {"low": Near(low, THREE * low_error), "high": Near(high, THREE * high_error)}
    return {"what": said["what"], "list": listed, "change": change, **ends}


def places_moved(year: Year, column: str, text: str) -> tuple[bool, str]:
    """Tell whether a list names each place whose change leaves out nought, by how much and between what."""
    told = {match["place"]: match for match in re.finditer(_MOVED, text)}
    true, ok = {}, True
    for site in year.sites:
        if between(year, *(last_two(year) or ("", "")), site).organisations < rule(year.folder, "min_pairs"):
            continue
        *_, change, ends = kept_sharing(year, column, site)
        if ends[0][0] <= 0 <= ends[1][0]:
            continue
        name, sign = year.site_name(site), 1 if change > 0 else -1
        (low, low_error), (high, high_error) = ends[::sign]
        true[name] = f"{change:.2f} ({ends[0][0]:.2f} to {ends[1][0]:.2f})"
        match = told.get(name)
        # What rose or fell is told without its sign.
        ok &= match is not None and match["way"] == ("rose" if change > 0 else "fell")
        ok &= match is not None and agrees(match["change"], abs(change))
        ok &= match is not None and agrees(match["low"], Near(sign * low, THREE * low_error))
        ok &= match is not None and agrees(match["high"], Near(sign * high, THREE * high_error))
    return ok and set(told) == set(true), f"the places are {true}"


@tabulates(SECTION, r"^What kinds of information are shared")
def kinds(year: Year, table: Table) -> list[dict[str, Any]]:
    known = [wave(year, number) for number in numbers(year)]
    every = {kind for each in known for row in each.told.values() for kind in row["share_kind"].split("|") if kind}
    return [
        {
            "Kind of information": kind,
            **{f"Ties that name it, wave {w.number}": f"{w.naming(kind)} of {w.kinds_told}" for w in known},
        }
        for kind in sorted(every)
    ]


@tabulates(SECTION, r"^Ties among each place’s own organisations")
def by_place(year: Year, table: Table) -> list[dict[str, Any]]:
    found = []
    for site in year.sites:
        both = between(year, *(last_two(year) or ("", "")), site)
        if not both.asked:
            continue
        line: dict[str, Any] = {"Place": year.site_name(site), "Answered both": both.organisations}
        if both.organisations < rule(year.folder, "min_pairs"):
            line["Density"] = "too few to read"
        found.append(line)
    return found


@states(SECTION, r"^(?P<before>\d+%) to (?P<after>\d+%)$", kind="cell")
def densities(year: Year, said: Said) -> dict[str, Any] | None:
    site = year.site_code(said.passage.row.get("Place", ""))
    if site is None:
        return None
    both = between(year, *(last_two(year) or ("", "")), site)
    return {"before": Fraction(both.before, both.possible), "after": Fraction(both.after, both.possible)}


@states(SECTION, r"^(?P<points>[−\d]+) points \((?P<low>[−\d]+) to (?P<high>[−\d]+)\)$", kind="cell")
def density_changed(year: Year, said: Said) -> dict[str, Any] | None:
    site = year.site_code(said.passage.row.get("Place", ""))
    if site is None:
        return None
    both = between(year, *(last_two(year) or ("", "")), site)
    (low, low_error), (high, high_error) = both.change or ((0, 0), (0, 0))
    return {
        "points": Fraction(both.after - both.before, both.possible) * 100,
        "low": Near(low * 100, THREE * low_error * 100),
        "high": Near(high * 100, THREE * high_error * 100),
    }


FAR = ("Adopted", "Embedded", "Spread")
STAGES = ("Discussed", "Piloted", *FAR, "Reversed")


def stages(year: Year) -> list[int]:
    found = [stage(year, row) or "adopted" for row in changes(year, None, "programme")]
    return [found.count(each.lower()) for each in STAGES]


@draws(SECTION, r"chart-stages")
def stages_drawn(year: Year, chart: Passage) -> list[int]:
    return stages(year)


@tabulates(SECTION, r"^Stages that changes have reached, in numbers")
def stages_table(year: Year, table: Table) -> list[dict[str, Any]]:
    return [{"Stage": name, "Changes": count} for name, count in zip(STAGES, stages(year), strict=True)]


@states(SECTION, r"(?P<stage>Discussed|Piloted|Adopted|Embedded|Spread|Reversed): (?P<n>\d+)", kind="description")
def stage_told(year: Year, said: Said) -> dict[str, Any]:
    return {"stage": said["stage"], "n": stages(year)[STAGES.index(said["stage"])]}


@states(
    SECTION,
    r"Of (?P<all>\d+) changes? noticed in the year, (?P<far>\d+|none) (?:was|were) adopted, embedded or spread"
    r"(?: \((?P<worse>\d+|all) of these for the worse\))?[;,] (?:and )?(?P<undone>\d+|none) (?:was|were) undone",
)
def how_far(year: Year, said: Said) -> dict[str, Any]:
    counts = stages(year)
    far = [row for row in changes(year, None, "programme") if (stage(year, row) or "adopted").capitalize() in FAR]
    worse = sum(row["direction"] == "negative" for row in far)
    told = Holds(bool(said["worse"]) == bool(worse), f"{worse} are for the worse")
    return {"all": sum(counts), "far": len(far), "worse": worse, "for the worse": told, "undone": counts[5]}
