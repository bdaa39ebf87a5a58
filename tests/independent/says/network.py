"""Impact on the system: who works with whom, and what they share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from .. import networks as nets
from ..folder import Year
from ..placing import Near, Said, draws, states, tabulates
from ..printing import long_date, percent
from ..reading import Passage, Table

SECTION = "^area-system$"
DRAWS, PERMUTATIONS = 2000, 1000
THREE_ERRORS = 3 * math.sqrt(2)  # both sides drew at random
SHARED = {
    "How much information is shared": "share_amount",
    "How good that information is": "share_quality",
    "How far they trust them": "trust",
    "How much they value them": "value",
}
GROUPS = {"E–I index, by sector": "sector", "E–I index, by place": "site"}
FEWEST = 10


@lru_cache
def waves(year: Year) -> dict[str, nets.Wave]:
    """Return the waves up to the year's end, by number."""
    rows, ties = year.rows("waves"), year.rows("ties")
    numbers = sorted({row["wave"] for row in rows}, key=int)
    return {number: nets.wave(number, rows, ties) for number in numbers}


def two(year: Year) -> tuple[nets.Wave, nets.Wave]:
    """Return the last two waves."""
    return tuple(waves(year).values())[-2:]  # type: ignore[return-value]


def both(year: Year, site: str = "") -> list[str]:
    """Return the organisations that answered both waves, of one place where it is named."""
    one, other = two(year)
    where = {row["organisation_id"]: row["site"] for row in year.rows("organisations")}
    return [who for who in one.answered if who in other.answered and site in ("", where[who])]


def p_near(p: float) -> Near:
    return Near(p, THREE_ERRORS * math.sqrt(p * (1 - p) / PERMUTATIONS))


@states(SECTION, r"wave (?P<number>\d+) \((?P<day>\d+ \w+ \d+)\), (?P<k>\d+) of (?P<n>\d+) organisations answered")
def answered(year: Year, said: Said) -> Any:
    wave = waves(year)[said["number"]]
    return {
        "number": said["number"],
        "day": long_date(date.fromisoformat(wave.date)),
        "k": len(wave.answered),
        "n": len(wave.asked),
    }


@states(
    SECTION,
    r"^Among the (?P<both>\d+) organisations that answered both, (?P<before>\d+) of (?P<possible>\d+) possible ties were "
    r"told of in wave (?P<one>\d+) and (?P<after>\d+) in wave (?P<other>\d+): (?P<kept>\d+) stayed, (?P<new>\d+) were new "
    r"and (?P<lost>\d+) ended\.",
)
def ties_kept(year: Year, said: Said) -> Any:
    members = both(year)
    one, other = two(year)
    before, after = one.among(members).keys(), other.among(members).keys()
    return {
        "both": len(members),
        "possible": len(members) * (len(members) - 1),
        **{"one": int(one.number), "other": int(other.number)},
        **{"before": len(before), "after": len(after), "kept": len(before & after)},
        **{"new": len(after - before), "lost": len(before - after)},
    }


@lru_cache
def density_change(year: Year, site: str = "") -> tuple[float, Near, Near]:
    """Return the change of density in percentage points among those who answered both, with its interval."""
    members = both(year, site)
    before, after = (nets.matrix(wave.among(members), members) for wave in two(year))
    ends = nets.percentiles(nets.resampled(before, after, DRAWS, seed=21))
    low, high = (Near(value * 100, THREE_ERRORS * error * 100) for value, error in ends)
    return float((after - before).sum()) / (len(members) * (len(members) - 1)) * 100, low, high


@states(SECTION, r"Density changed by (?P<change>[−\d]+) points \((?P<low>[−\d]+) to (?P<high>[−\d]+)\)")
def density(year: Year, said: Said) -> Any:
    change, low, high = density_change(year)
    return {"change": change, "low": low, "high": high}


def jaccard(year: Year) -> float:
    members = both(year)
    before, after = (wave.among(members).keys() for wave in two(year))
    return len(before & after) / len(before | after)


@states(SECTION, r"Of all ties in either wave, (?P<share>\d+%) are in both\.")
def stability(year: Year, said: Said) -> Any:
    return {"share": jaccard(year)}


@states(SECTION, r"more alike than chance gives \(QAP correlation (?P<r>[−\d.]+), p [<=] (?P<p>[\d.]+)\)")
def alike(year: Year, said: Said) -> Any:
    before, after = (nets.matrix(wave.among(both(year)), both(year)) for wave in two(year))
    return {"r": nets.correlation(before, after), "p": p_near(nets.qap(before, after, PERMUTATIONS, seed=22))}


@states(SECTION, r"(?:^|wave )wave (?P<number>\d+)$|[Ww]ave (?P<other>\d+)$", kind="column")
def wave_column(year: Year, said: Said) -> Any:
    number = said["number"] or said["other"]
    known = number if number in waves(year) else "(no such wave)"
    return {"number": known, "other": known}


@states(SECTION, r"^(?:Difference|Change of density) \((?P<level>95%)\)$", kind="column")
@states(SECTION, r"^Answered both$", kind="column")
@states(SECTION, r"and less can be shared better, so none of these stands for another", kind="paragraph")
@states(
    SECTION, r"are not counted as having none\.$|The two patterns are more alike than chance gives", kind="paragraph"
)
@states(SECTION, r"A line joins two organisations of which either says", kind="figure")
def definitions(year: Year, said: Said) -> Any:
    """Place the level of an interval and words of the report's own: they are no data."""
    return {"level": 0.95}


@states(SECTION, r"^.*$", kind="cell")  # after the scale's ends: what is first in the list is registered last
@states(SECTION, r"from (?P<least>[−\d]+) to (?P<most>\d+)\b|^(?P<none>0) where .* and (?P<all>1) where", kind="cell")
def what_it_says(year: Year, said: Said) -> Any:
    """Place the ends of each measure's scale, and the words that explain it."""
    if said.passage.column != "What it says, and what it does not":
        return None
    least = 1 if said.passage.row["Measure"] == "Mean level" else -1  # a tie is level 1 or more
    return {"least": least, "most": 5 if least == 1 else 1, "none": 0, "all": 1}


@states(
    SECTION,
    r"Wave (?P<number>\d+), (?P<month>\w+ \d{4}): (?P<pairs>\d+) pairs of organisations that work together"
    r"(?:, of which (?P<new>\d+) were not there before; (?P<lost>\d+) that were there ended)?\. (?P<silent>\d+) organisations?"
    r" did not answer",
    kind="description",
)
def pairs(year: Year, said: Said) -> Any:
    wave = waves(year)[said["number"]]
    told = {frozenset(pair) for pair in wave.told}
    when = date.fromisoformat(wave.date)
    earlier = waves(year).get(str(int(said["number"]) - 1))
    before = {frozenset(pair) for pair in earlier.told} if earlier else set()
    return {
        "number": int(wave.number),
        "month": f"{when:%B %Y}",
        "pairs": len(told),
        "new": sum(earlier is not None and set(earlier.answered) >= pair for pair in told - before),
        "lost": sum(set(wave.answered) >= pair for pair in before - told),
        "silent": len(wave.asked) - len(wave.answered),
    }


@draws(SECTION, "chart-network")
def picture(year: Year, drawn: Passage) -> Sequence[Any]:
    """Expect each wave's number and every organisation's in it, and once more beside its name."""
    numbers = range(1, len(year.rows("organisations")) + 1)
    return [*(each for number in waves(year) for each in (int(number), *numbers)), *numbers]


@tabulates(SECTION, "^Organisations that work together, wave by wave, by organisation$")
def by_organisation(year: Year, table: Table) -> list[dict[str, Any]]:
    rows = []
    last = list(waves(year).values())[-1]
    by_site = sorted(year.rows("organisations"), key=lambda row: year.sites.index(row["site"]))
    for at, row in enumerate(by_site, 1):
        who = row["organisation_id"]
        found: dict[str, Any] = {
            table.columns[0]: f"{at}. {row['name']}",
            "Sector and place": f"{row['sector']}, {year.site_name(row['site'])}",
        }
        for number, wave in waves(year).items():
            names = sum(one == who for one, _ in wave.told)
            found[f"Named by, wave {number}"] = sum(other == who for _, other in wave.told)
            found[f"Names, wave {number}"] = names if who in wave.answered else "did not answer"
        answers = who in last.answered
        found[f"Betweenness, wave {last.number}"] = last.betweenness[who] if answers else ""
        rows.append(found)
    return rows


@tabulates(SECTION, "^Measures of the network")
def measures(year: Year, table: Table) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for number, wave in waves(year).items():
        graph, column = wave.graph, f"Wave {number}"
        for name, value in {
            "Density": percent(len(wave.told), wave.possible),
            "Mean level": wave.mean_level,
            "Reciprocity": f"{round(wave.reciprocity * 100)}%",
            "Confirmed ties": f"{wave.confirmed} of {wave.either}",
            "Centralisation of being named": wave.centralisation(graph.in_degree),
            "Centralisation of naming": wave.centralisation(graph.out_degree),
        }.items():
            rows.setdefault(name, {"Measure": name})[column] = value
    found = [*rows.values(), *({"Measure": name} for name in GROUPS)]
    last = f"Wave {list(waves(year))[-1]}"
    if len(waves(year)) > 1:
        before, after = (nets.matrix(wave.among(both(year)), both(year)) for wave in two(year))
        found.append({"Measure": "Stability", "Wave 1": "–", last: jaccard(year)})
        found.append({"Measure": "Change of density", "Wave 1": "–", last: f"{density_change(year)[0]:.0f} points"})
        found.append({"Measure": "QAP correlation", "Wave 1": "–", last: nets.correlation(before, after)})
        found.append({"Measure": "Betweenness", "Wave 1": "–", last: "in the table behind the picture"})
    else:
        found.append({"Measure": "Betweenness", last: "in the table behind the picture"})
    return found


@states(
    SECTION,
    r"^(?P<ei>[−\d.]+); by chance (?P<chance>[−\d.]+) \(p [<=] (?P<p>[\d.]+)\)$",
    kind="cell",
)
def leaning(year: Year, said: Said) -> Any:
    group = GROUPS[said.passage.row["Measure"]]
    wave = waves(year)[said.passage.column.removeprefix("Wave ")]
    labels = {row["organisation_id"]: row[group] for row in year.rows("organisations")}
    asked = {who: labels[who] for who in wave.asked}
    found = nets.external_internal(sorted(wave.told), asked, PERMUTATIONS, seed=23)
    return {"ei": found.ei, "chance": found.expected, "p": p_near(found.p)}


@tabulates(SECTION, "^What is shared, apart from how many share it$")
def shared(year: Year, table: Table) -> list[dict[str, Any]]:
    rows = []
    for name, column in SHARED.items():
        row: dict[str, Any] = {table.columns[0]: name}
        for number, wave in waves(year).items():
            row[f"Mean, wave {number}"] = wave.mean_shared(column)
        if len(waves(year)) > 1:
            kept = _kept(year)
            means = [f"{wave.mean_shared(column, kept):.1f}" for wave in two(year)]
            row["Along ties that stayed"] = f"{means[0]} to {means[1]} ({len(kept)} ties)"
        rows.append(row)
    return rows


def _kept(year: Year) -> list[tuple[str, str]]:
    before, after = (wave.among(both(year)).keys() for wave in two(year))
    return sorted(before & after)


@lru_cache
def _change(year: Year, column: str, site: str = "") -> dict[str, Any]:
    change, drawn = nets.resampled_sharing(*two(year), both(year, site), column, DRAWS, seed=24)
    low, high = (Near(value, THREE_ERRORS * error) for value, error in nets.percentiles(drawn))
    return {"change": change, "low": low, "high": high}


@states(
    SECTION,
    r"^(?P<change>[−+]?[\d.]+) \((?P<low>[−+]?[\d.]+) to (?P<high>[−+]?[\d.]+)\)$",
    kind="cell",
)
def shared_change(year: Year, said: Said) -> Any:
    row = said.passage.row
    if said.passage.caption.startswith("What is shared, apart from"):
        return _change(year, SHARED[row["What ties carry"]])
    if said.passage.caption.startswith("Ties among each place’s own"):
        column = {"Amount shared": "share_amount", "Its quality": "share_quality"}[said.passage.column]
        return _change(year, column, year.site_code(row["Place"]) or "")
    return None


@tabulates(SECTION, "^What kinds of information are shared$")
def kinds(year: Year, table: Table) -> list[dict[str, Any]]:
    named = {
        kind for wave in waves(year).values() for row in wave.told.values() for kind in row["share_kind"].split("|")
    }
    return [
        {
            table.columns[0]: kind,
            **{
                f"Ties that name it, wave {number}": f"{wave.naming(kind)} of {len(wave.told)}"
                for number, wave in waves(year).items()
            },
        }
        for kind in sorted(named - {""})
    ]


@tabulates(SECTION, "^Ties among each place’s own organisations")
def places(year: Year, table: Table) -> list[dict[str, Any]]:
    rows = []
    for site in year.sites:
        members = both(year, site)
        row: dict[str, Any] = {"Place": year.site_name(site), "Answered both": len(members)}
        if len(members) < FEWEST:
            row |= dict.fromkeys(table.columns[3:], "–") | {"Density": "too few to read"}
        else:
            possible = len(members) * (len(members) - 1)
            shares = [percent(len(wave.among(members)), possible) for wave in two(year)]
            row["Density"] = " to ".join(shares)
        rows.append(row)
    return [row for row in rows if row["Answered both"]]


@states(SECTION, r"^(?P<change>[−\d]+) points \((?P<low>[−\d]+) to (?P<high>[−\d]+)\)$", kind="cell")
def place_density(year: Year, said: Said) -> Any:
    if not said.passage.caption.startswith("Ties among each place’s own"):
        return None
    change, low, high = density_change(year, year.site_code(said.passage.row["Place"]) or "")
    return {"change": change, "low": low, "high": high}
