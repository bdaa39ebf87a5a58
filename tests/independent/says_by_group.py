"""Outcomes by group: what was compared, what differs beyond chance, and the tables."""

from __future__ import annotations

from typing import Any

from . import reached as r
from .by_group import by_group_of, tried
from .expected import Holds
from .folder import Year
from .printing import FEWEST, capital, percent
from .reading import Table
from .registering import Said, explains, states, tabulates
from .rules import rule
from .scores import matched
from .shares import wilson

SECTION = "^over-time$"
BY = {"by workers": "record", "by themselves": "young_person"}
AGED = {"16 to 17": "16 or 17"}
BEYOND = r"larger than chance would explain \(Fisher’s exact test, Holm’s correction\)"

explains(
    SECTION,
    "A share of fewer than ten is not given. A young person may have several types of exploitation",
    "Share (95%)",
    "That does not show that there is none.",
)


@states(
    SECTION,
    r"We compared the share of young people who did better between the groups(?: in “Who was reached”)?, for each "
    r"outcome with two scores\. Groups of fewer than (?P<least>\d+) were left out, which left (?P<n>[\d,]+) "
    r"comparisons?\.",
)
def how_many(year: Year, said: Said) -> Any:
    return {"least": rule(year.folder, "min_pairs"), "n": len(tried(year))}


@states(SECTION, r"(?P<none>Too few young people in any group were scored twice)")
def too_few(year: Year, said: Said) -> Any:
    return {"none": Holds(not tried(year), "some were compared")}


@states(SECTION, rf"(?P<which>No difference was|Some differences were) {BEYOND}")
def whether(year: Year, said: Said) -> Any:
    apart = any(differs for _, differs in tried(year))
    return {"which": Holds(apart == said["which"].startswith("Some"), f"differences beyond chance: {apart}")}


@states(SECTION, r"we also compared the share who were due a later score and have none \((?P<n>[\d,]+) comparisons?\)")
def how_many_lost(year: Year, said: Said) -> Any:
    return {"n": len(tried(year, lost=True))}


@states(SECTION, r"(?P<which>No group|One group|Some groups) stood out by more than chance would explain")
def whether_lost(year: Year, said: Said) -> Any:
    apart = sum(differs for _, differs in tried(year, lost=True))
    which = {0: "No group", 1: "One group"}.get(apart, "Some groups")
    return {"which": Holds(said["which"] == which, f"groups that stand out: {apart}")}


@states(
    SECTION,
    r"^“(?P<title>[^”]+)”, scored (?P<by>by workers|by themselves): (?P<share>\d+%) of (?P<those>those .+?) "
    r"(?P<did>did better|have no later score) \((?P<k>\d+) of (?P<n>\d+)\), and "
    r"(?P<less>\d+%) of (?P<others>those .+?) \((?P<fewer>\d+) of (?P<of>\d+)\)",
    kind="bullet",
)
def differs(year: Year, said: Said) -> Any:
    for each, apart in tried(year, lost=said["did"] != "did better"):
        most, least = each.ends
        named = {"title": year.outcomes[each.outcome]["title"], "those": those(each.group, most[0])}
        named["others"] = those(each.group, least[0])
        if apart and each.voice == BY[said["by"]] and all(said[name] == words for name, words in named.items()):
            return {
                **named,
                "by": said["by"],
                "did": said["did"],
                "k": most[1],
                "n": most[2],
                "fewer": least[1],
                "of": least[2],
                "share": percent(*most[1:]),
                "less": percent(*least[1:]),
            }
    return {"title": Holds(False, "no such groups differ beyond chance")}


def those(group: str, value: str) -> str:
    called = r.GROUPS[group][1]
    if not value:
        return f"those with another {called}"
    if group == "age_band":
        return f"those aged {AGED.get(value, value)}"
    return f"those whose {called} is recorded as “{value}”"


@tabulates(SECTION, r"^Who did better, by group: .* \(scored (by workers|by themselves)\)$")
def better_table(year: Year, table: Table) -> list[dict[str, Any]]:
    title, _, by = table.caption.removeprefix("Who did better, by group: ").removesuffix(")").rpartition(" (scored ")
    outcome = next(code for code, row in year.outcomes.items() if row["title"] == title)
    whole = matched(year, outcome, BY[by], "programme")
    rows = [("Everyone", whole.better, whole.pairs)]
    for group, (_, called) in r.GROUPS.items():
        each = by_group_of(year, group, outcome, BY[by])
        better, twice = each.counted(each.better), each.counted(each.twice)
        if each.values:
            named = [(value, f"{capital(called)}: {value or 'not recorded'}") for value in twice]
            rows += [(name, better[value], twice[value]) for value, name in named if twice[value]]
    return [dict(zip(table.columns, (name, n, k, share(k, n)), strict=True)) for name, k, n in rows]


def share(k: int, n: int) -> str:
    if n < FEWEST:
        return "–"
    low, high = wilson(k, n)
    return f"{percent(k, n)} ({percent(low, 1)} to {percent(high, 1)})"
