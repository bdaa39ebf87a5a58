"""The theory of change: its links, who spoke of them, and what the map of their claims carries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import causal, work
from .causal import Claim, claims_of
from .folder import Row, Year
from .printing import capital, listed
from .reading import Passage, Table
from .registering import Said, draws, explains, states, tabulates
from .surveys import LONG_VOICES

SECTION = "^theory-of-change$"
STEP = "|".join(causal.STEPS.values())
NOBODY = "Not mentioned."
PROMPTED = ", who may have been prompted"  # of what gets in the way this is not told


def sentence(text: str) -> str:
    """Return a text with a full stop."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def who_spoke(year: Year, link: Row) -> str:
    """Return who spoke of a link, and how many of them say that it is the other way."""
    told = claims_of(year)
    spoken, against = told.spoken(link), len(told.hindering(link))
    if not spoken:
        return NOBODY
    says = "says" if against == 1 else "say"
    whom = "They say" if against == len(spoken) else f"{against} of them {says}"
    other = f" {whom} that the first gets in the way of the second." if against else ""
    return f"{who_said(year, spoken)}.{other}"


def who_said(year: Year, claims: Sequence[Claim]) -> str:
    """Return who spoke: how many, how many unprompted, whose voice and where."""
    people = f"{len(claims)} {'person' if len(claims) == 1 else 'people'}"
    free = sum(not claim.prompted for claim in claims)
    every = {1: "unprompted", 2: "both unprompted"}.get(len(claims), "all unprompted")
    some = f", {free} of them unprompted" if free else PROMPTED
    unprompted = f", {every}" if free == len(claims) else some
    voices = listed(told for each, told in LONG_VOICES.items() if each in {c.voice for c in claims})
    places = listed(year.site_name(site) for site in causal.sites_in_order(claims))
    return f"{people}{unprompted}: {voices} ({places})"


DONE = (work.IN_FULL, work.SHORT, work.UNCOUNTED)  # of what did not depart from the plan
JUDGED = (("adapted", "adaptation"), ("drifted", "drift"), ("not judged", ""))


def the_work(year: Year, node: str) -> str:
    """Return how the planned work at a link's start was done."""
    pieces = work.pieces(year, node)
    if not pieces:
        return "No plan is recorded."
    kinds = {words: [each for each in pieces if each.judged is None and each.done == words] for words in DONE}
    kinds |= {words: [each for each in pieces if each.judged == judged] for words, judged in JUDGED}
    count = f"{len(pieces)} {'piece' if len(pieces) == 1 else 'pieces'} of work"
    parts = [(len(mine), _worded(year, words, mine)) for words, mine in kinds.items() if mine]
    if len(parts) == 1:
        every = {1: "", 2: "both "}.get(len(pieces), "all ")
        return f"{count}, {every}{parts[0][1]}."
    return f"{count}: {listed(f'{n} {words}' for n, words in parts)}."


def _worded(year: Year, words: str, pieces: list[work.Piece]) -> str:
    """Return how some work was done, and which where it drifted."""
    named = "; ".join(f"{each.component}, {year.site_name(each.site)}" for each in pieces)
    return f"{words} ({named})" if words == "drifted" else words


@tabulates(SECTION, rf"^(?:{STEP})$", ("From", "To"))
def links(year: Year, table: Table) -> list[dict[str, Any]]:
    told, rows = claims_of(year), []
    for link in told.stretch(table.caption):
        others = " ".join(capital(sentence(each)) for each in causal.rivals(year, link))
        cells = {
            "From": told.name(link["from_node"]),
            "To": told.name(link["to_node"]),
            "Who mentioned it": who_spoke(year, link),
            "Assumptions": sentence(link["assumption"] or "None recorded"),
            "Other explanations": others or "Not considered.",
            "The work itself": the_work(year, link["from_node"]),
        }
        rows.append({column: cells[column] for column in table.columns if column in cells})
    return rows


@states(
    SECTION,
    r"^The theory of change had (?P<all>\d+) links (?:at the end of the year|as of \d+ \w+ \d+)\. "
    r"(?:People mentioned (?P<some>\d+) of them; "
    r"the other (?P<rest>\d+) (?:was|were) not mentioned|(?P<none>None) of them was mentioned)\.$",
)
def held(year: Year, said: Said) -> Any:
    told = claims_of(year)
    some = sum(bool(told.spoken(link)) for link in told.links)
    return {"all": len(told.links), "some": some, "rest": len(told.links) - some, "none": some}


@states(
    SECTION,
    rf"^(?P<step>{STEP}): what people said People mentioned (?P<k>\d+) of these (?P<n>\d+) links"
    r"(?:\. (?P<lead>The link|One of the links) most often said to help is from “(?P<one>[^”]+)” to “(?P<other>[^”]+)” "
    r"\((?P<most>\d+) people\))?\.$",
    kind="figure",
)
def map_told(year: Year, said: Said) -> Any:
    told = claims_of(year)
    mine = told.stretch(said["step"])
    most = max(mine, key=lambda link: len(told.helping(link)))
    alike = [link for link in mine if len(told.helping(link)) == len(told.helping(most))]
    return {
        "lead": "The link" if len(alike) == 1 else "One of the links",
        "step": said["step"],
        "k": sum(bool(told.spoken(link)) for link in mine),
        "n": len(mine),
        "most": len(told.helping(most)),
        "one": told.name(most["from_node"]),
        "other": told.name(most["to_node"]),
    }


def _step(year: Year, passage: Passage) -> list[Row]:
    """Return the links of a picture: those of the stretch with its number."""
    told = claims_of(year)
    at = int(passage.ids[-1].rpartition("-")[2])
    return told.stretch(list(causal.STEPS.values())[at - 1])


@states(SECTION, r"(?P<both>[A-Z][^.:]*?): (?P<count>\d+)\.", kind="description")
def map_described(year: Year, said: Said) -> Any:
    told = claims_of(year)
    if said.passage.ids[-1] == "chart-map-hindering":
        for one, other in told.hindrances:
            if said["both"] == f"{capital(told.name(one))}, of {told.name(other)}":
                return {"both": said["both"], "count": len(told.on(one, other, causal.HINDERS))}
        return {"both": "(nobody said so)"}
    for link in _step(year, said.passage):
        if said["both"] == f"{told.name(link['from_node'])} to {told.name(link['to_node'])}":
            return {"both": said["both"], "count": len(told.helping(link))}
    return {"both": "(no such link)"}


@draws(SECTION, r"chart-map-\d+$")
def map_drawn(year: Year, drawn: Passage) -> Sequence[Any]:
    """Expect each link's count, the most first; a link of which nobody spoke has none."""
    told = claims_of(year)
    mine = _step(year, drawn)
    counts = [len(told.helping(link)) for link in mine]
    return [*sorted(filter(None, counts), reverse=True)]


@draws(SECTION, "chart-map-hindering")
def hindering_drawn(year: Year, drawn: Passage) -> Sequence[Any]:
    told = claims_of(year)
    counts = [len(told.on(*pair, causal.HINDERS)) for pair in told.hindrances]
    return ["−2", "two", *(-count for count in sorted(counts, reverse=True))]  # first the key's own example


@draws(SECTION, "chart-map-lacking")
def lacking_drawn(year: Year, drawn: Passage) -> Sequence[Any]:
    told = claims_of(year)
    return sorted((told.arrows[pair] for pair in told.proposals), reverse=True)


def robust(year: Year, link: Row) -> str:
    """Return how robust a link is, in the report's words."""
    told = claims_of(year)
    ends = link["from_node"], link["to_node"]
    cut = told.cut(*ends)
    if not cut.flow:
        return "Not said to help."
    if cut.arrows == (ends,) and cut.flow < len(told.helping(link)):
        return f"This rests on the accounts of the {cut.flow} whose claims lead there."
    if cut.arrows == (ends,):
        whose = "one person’s account" if cut.flow == 1 else f"the accounts of these {cut.flow} people"
        return f"This rests on {whose}."
    arrows = sorted(cut.arrows, key=lambda pair: (-told.arrows[pair], pair == ends))
    named = listed(f"“{told.name(a)}” as helping “{told.name(b)}” ({told.arrows[a, b]})" for a, b in arrows)
    whole = f"{len(cut.threads)} {'person describes' if len(cut.threads) == 1 else 'people describe'} the whole route."
    return (
        f"Its flow is {cut.flow}, over all routes. It rests on the {len(cut.people)} people who named {named}. {whole}"
    )


@tabulates(SECTION, rf"^(?:{STEP}): what people said, in numbers$", ("From", "To"))
def map_table(year: Year, table: Table) -> list[dict[str, Any]]:
    told, rows = claims_of(year), []
    mine = told.stretch(table.caption.partition(":")[0])
    for link in mine:
        if told.spoken(link):
            rows.append(
                {
                    "From": told.name(link["from_node"]),
                    "To": told.name(link["to_node"]),
                    "Say it helps": len(told.helping(link)),
                    "How robust": robust(year, link),
                }
            )
    if others := len(mine) - len(rows):
        silent = {"Say it helps": 0, "How robust": "Not mentioned."}
        rows.append({"From": f"The {others} others", "To": "as drawn", **silent})
    return rows


@states(
    SECTION, r"^What people said gets in the way People named (?P<k>\d+) things? as getting in the way of (?P<n>\d+) "
)
def hindered(year: Year, said: Said) -> Any:
    pairs = claims_of(year).hindrances
    return {"k": len({one for one, _ in pairs}), "n": len({other for _, other in pairs})}


@tabulates(SECTION, "^What people said gets in the way, in words$", ("What", "In the way of"))
def hindering(year: Year, table: Table) -> list[dict[str, Any]]:
    told = claims_of(year)
    return [
        {
            "What": capital(told.name(one)),
            "In the way of": told.name(other),
            "Who said so": who_said(year, told.on(one, other, causal.HINDERS)).replace(PROMPTED, ""),
        }
        for one, other in told.hindrances
    ]


@states(
    SECTION,
    r"^What people named that is not in the theory (?P<least>Three) or more people named (?P<n>\d+) links? "
    r"that the theory of change does not include\.",
    kind="figure",
)
def lacking_told(year: Year, said: Said) -> Any:
    return {"n": len(claims_of(year).proposals), "least": causal.FEWEST}


@tabulates(SECTION, "^What people named that is not in the theory, in words$", ("From", "To"))
def lacking(year: Year, table: Table) -> list[dict[str, Any]]:
    told = claims_of(year)
    return [
        {
            "From": told.name(one),
            "What it does": "helps",
            "To": told.name(other),
            "Who said so": who_said(year, told.on(one, other)),
        }
        for one, other in told.proposals
    ]


@states(SECTION, r"^No links? (?P<list>from .*) (?:was|were) mentioned\.$")
def silent(year: Year, said: Said) -> Any:
    told = claims_of(year)
    silent_ones = [each for each in causal.STEPS.values() if told.stretch(each)]
    silent_ones = [each for each in silent_ones if not any(map(told.spoken, told.stretch(each)))]
    wanted = " or ".join(", ".join(each[:1].lower() + each[1:] for each in silent_ones).rsplit(", ", 1))
    return {"list": wanted}


@states(SECTION, r"^Each person counts once for a link, .*; one that was not mentioned is not contradicted\.$")
@states(SECTION, rf"^(?:{STEP})(?:: what people said(?:, in numbers)?)?$", kind="caption|label")
def definitions(year: Year, said: Said) -> Any:
    """Place words of the report's own: they are no data."""
    return {}


explains(
    SECTION,
    "how much of what people said connects its two ends, over all routes together (the maximum flow; one person’s word "
    "for one step that helps counts one).",
    "Departed from the plan, and not judged yet",
    "Each number is what was delivered of what was planned, in the plan’s own unit: the people that the work reached "
    "(coverage), or how much of it there was (dose). They are reported separately, and never combined into one score.",
)
