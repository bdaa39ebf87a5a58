"""What surveys say of waves: how the share moved since an earlier one, and what a later one would show."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from math import ceil
from typing import Any

from .asked import (
    EARLY,
    FEW,
    FIRST,
    Reading,
    counted,
    noun_of,
    noun_of_one,
    questions,
    readings,
    reads,
    since,
    voice_of,
)
from .expected import Below, Holds, OneOf
from .folder import Year
from .numbers import rounded
from .printing import capital, of, points, signed
from .reading import Table
from .registering import Said, states, tabulates
from .rules import rule
from .says_answering import NOUNS, item_asked, proportion
from .says_talking import states_of
from .shares import wilson
from .standing import Standing
from .surveys import LONG_VOICES, Item, item_of
from .waves import FELL, NEITHER, ROSE, SAME, TOO_LITTLE, Moved, compared, least_rise, now_of, told_when

WAVE = (
    r"(?P<when>before Year \d+|in Year \d+), (?P<k0>\d+) of (?P<n0>\d+) did \((?P<share0>\d+%)\)"
    r"(?P<here>, and at the same sites (?P<k>\d+) of (?P<n>\d+) do now \((?P<share>\d+%)\))?"
    r"(?P<both>; among (?P<pairs>\d+) who answered both times,? (?P<gained>\d+) do only now and (?P<lost>\d+) did only "
    r"then)?"
    r", a difference of (?P<points>−?\d+) points? \((?P<low>−?\d+) to (?P<high>−?\d+) points?\)"
    r"(?: \(p (?P<p>(?:=|<) [\d.]+)\))?, (?P<word>so [a-z ]+|too little to show a fall[a-z ]*)"
)
ANNEXED = (
    r"(?P<when>before Year \d+|in Year \d+) (?P<k0>\d+) of (?P<n0>\d+) \((?P<share0>\d+%)\), and now (?P<k>\d+) of "
    r"(?P<n>\d+) \((?P<share>\d+%)\) at the same sites: "
    r"(?:among (?P<pairs>\d+) who answered both times,? (?P<gained>\d+) do only now and (?P<lost>\d+) did only "
    r"then[,;] )?"
    r"a difference of (?P<points>−?\d+) points? \((?P<low>−?\d+) to (?P<high>−?\d+)\)(?:, p (?P<p>(?:=|<) [\d.]+))?"
)


def values(year: Year, each: Moved, said: Said) -> dict[str, Any]:
    """Return all that is told of one comparison."""
    low, high = each.interval
    return {
        "when": told_when(year, each),
        "k0": each.k0,
        "n0": each.n0,
        "share0": each.k0 / each.n0,
        "k": each.k,
        "n": each.n,
        "share": each.k / each.n,
        "pairs": each.pairs,
        "gained": each.gained,
        "lost": each.lost,
        "p": Below(each.p),
        "points": each.difference * 100,
        "low": low * 100,
        "high": high * 100,
        "people": Holds((said["pairs"] != "") == each.paired, f"{each.pairs} answered both times"),
    }


def one_of(year: Year, said: Said, every: list[tuple[Moved, ...]]) -> Moved | None:
    """Return the comparison of which a clause tells: that of its wave, and of its counts where there are several."""
    found = [each for moves in every for each in moves if told_when(year, each) == said["when"]]
    mine = [each for each in found if (str(each.k0), str(each.n0)) == (said["k0"], said["n0"])]
    return next(iter(mine or found), None)


@states_of("survey", WAVE)
def wave(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    item = item_asked(year, at, said.passage.near.get("asked", "")) if said.passage.near.get("asked") else None
    items = [item] if item else questions(year, at)
    every = [since(year, each, at) for each in items]
    found = one_of(year, said, every)
    if found is None:
        return {"wave": Holds(False, "these waves are not compared")}
    mine = next(each for each, moves in zip(items, every, strict=True) if found in moves)
    clauses = len(re.findall(r"a difference of", said.passage.text))
    return {
        **values(year, found, said),
        "here": Holds(True),
        "both": Holds(True),
        "same sites": Holds(
            (said["here"] != "") == found.elsewhere, f"at the same sites {found.k} of {found.n} do now"
        ),
        "word": found.word,
        "all waves": Holds(clauses == len(since(year, mine, at)), "not every wave that is compared is told"),
    }


@states("^evidence$", ANNEXED, evidence="^survey/")
def wave_annexed(year: Year, said: Said) -> dict[str, Any]:
    every = said_moves(year, said)
    found = one_of(year, said, [every])
    if found is None:
        return {"when": Holds(False, "these waves are not compared")}
    told = len(re.findall(r"at the same sites: ", said.passage.text))
    return {**values(year, found, said), "all waves": Holds(told == len(every), f"{len(every)} waves are compared")}


def said_moves(year: Year, said: Said) -> tuple[Moved, ...]:
    """Return the comparisons of a piece of evidence: survey, item, voice, scope, year."""
    _, survey, name, voice, scope, _ = said.passage.near["evidence"].split("/")
    item = item_of(year, survey, name)
    return compared(year, item, voice, tuple(year.sites_at(item.row["outcome_id"], scope)))


def silent(year: Year, at: Standing) -> list[Item]:
    """Return the questions of a strand that waves have not shown to have moved either way."""
    return [each.item for each in readings(year, at) if each.word in {FIRST, NEITHER}]


@states_of(
    "survey",
    r"(?P<but>it (?:fell|rose) since the wave before, and since the first of them )?neither a rise nor a fall is "
    r"shown, and a change of less than (?P<points>\d+) points would not have shown",
)
def not_shown(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = [moves for each in questions(year, at) if (moves := since(year, each, at))]
    words = {each.word for moves in found for each in moves}
    first, last = ({moves[end].word for moves in found} for end in (0, -1))
    fell = (FELL if "fell" in said["but"] else ROSE) in last and first <= {NEITHER, TOO_LITTLE}
    return {
        "points": OneOf(tuple(moves[0].least * 100 for moves in found)),
        "but": Holds(
            said["but"] == "" or fell, f"since the first wave: {sorted(first)}; since the last: {sorted(last)}"
        ),
        "neither": Holds(
            said["but"] != "" or not words & {ROSE, FELL}, "against one of the waves it is shown that the share moved"
        ),
    }


RISE = (
    r"(?P<which>another|a further) wave: (?P<first>\d+) (?P<noun>[a-z ]+?) would show a rise of (?P<rise>\d+) points"
    r"(?:, and (?P<more>\d+) a rise of (?P<less>\d+) points)?"
)
WAVES_OF = (30, 100)


@states_of("survey", RISE)
def rises(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    """Expect the rise that all questions of a strand would show in a wave of so many, where any could."""
    wanted = [least_points(year, at, silent(year, at), each) for each in WAVES_OF]
    told = [(str(n), f"{r}") for n, r in zip(WAVES_OF, wanted, strict=True) if r is not None]
    printed = [(said["first"], said["rise"])] + ([(said["more"], said["less"])] if said["more"] else [])
    ok = printed == told
    held = Holds(ok, f"the least rises are {told}")
    return {
        "which": "another" if any(not since(year, each, at) for each in silent(year, at)) else "a further",
        "noun": noun_of(at),
        "rise": held,
        **dict.fromkeys(("first", "more", "less"), Holds(True)),  # each is in the list that the rise holds against
    }


def least_points(year: Year, at: Standing, items: list[Item], answers: int) -> int | None:
    """Return the least rise in whole points that a wave of so many shows, for the strand to read so."""
    found = []
    for each in items:
        k, n = now_of(year, each, voice_of(at), tuple(year.sites_at(at.outcome, at.scope)))
        found.append(least_rise(k, n, answers) if n else None)
    shown = sorted(each for each in found if each is not None)
    needed = more_needed(year, at)
    return int(shown[needed - 1] * 100 + Fraction(1, 2)) if 0 < needed <= len(shown) else None


def more_needed(year: Year, at: Standing) -> int:
    """Return how many more questions must show a rise until the strand reads so."""
    enough = [each for each in readings(year, at) if each.word not in {FEW, EARLY}]
    positive = sum(each.word == "positive" for each in enough)
    return ceil(Fraction(rule(year.folder, "item_share")) * len(enough)) - positive


@states_of("survey", r"even (?P<most>100) (?P<noun>[a-z ]+?) would hardly show a further rise")
def none_would_show(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    could = least_points(year, at, silent(year, at), 100)
    return {"most": Holds(could is None, f"100 would show a rise of {could} points"), "noun": noun_of(at)}


@states_of(
    "",
    r"(?P<how>Positive|Negative|Mixed): (?P<why>the whole range is (?:above|below) half"
    r"|the range is not all above half(?P<nor>, nor all below it)?)",
    strand="Survey",
)
def range_and_half(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    one = _single(year, at)
    low, high = wilson(one.k, one.n)
    above, below = low > 0.5, high < 0.5
    wanted = {
        "Positive: the whole range is above half": above,
        "Negative: the whole range is below half": below and one.item.row["measures"] == "level",
        "Mixed: the range is not all above half": not above and one.item.row["measures"] == "change",
        "Mixed: the range is not all above half, nor all below it": not above and not below,
    }
    ok = wanted.get(said.match.group(), False) and one.word == said["how"].lower()
    held = Holds(ok, f"{one.k} of {one.n} ({low:.0%} to {high:.0%}) reads {one.word}")
    return {"how": held, "why": held, "nor": held}


def _single(year: Year, at: Standing) -> Reading:
    """Return the reading of a strand of one question."""
    found = [each for each in readings(year, at) if not each.moves]
    if len(found) != 1:
        raise LookupError(f"{len(found)} questions")
    return found[0]


@states_of("", r"[Mm]ost agree \((?P<share>\d+%)\), but fewer than before \((?P<share0>\d+%)\)", strand="Survey")
def fewer_than_before(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    one = _single(year, at)
    fell = [each for each in since(year, one.item, at) if each.word == "so the share fell"]
    before = OneOf(tuple(each.k0 / each.n0 for each in fell)) if fell else None
    return {"share": one.k / one.n, "share0": before}


@states_of(
    "survey",
    rf"(?P<k>\d+) of (?P<n>\d+) {NOUNS} say that it (?P<what>got worse|stayed the same)"
    r" \((?P<share>\d+%); (?P<low>\d+%) to (?P<high>\d+%)\)",
)
def say_that_it(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    name = "worse" if said["what"] == "got worse" else "same"
    return _side(year, at, said, [name])


@states_of(
    "survey",
    rf"it did not improve[^:.]*: (?P<k>\d+) of (?P<n>\d+) (?:{NOUNS} )?say so \((?P<share>\d+%); "
    r"(?P<low>\d+%) to (?P<high>\d+%)\)",
)
def did_not_improve(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    return _side(year, at, said, ["same", "disagree"])


def _side(year: Year, at: Standing, said: Said, columns: list[str]) -> dict[str, Any]:
    """Expect the share of those who chose the answers of some columns of items.csv."""
    found = []
    for item in questions(year, at):
        count = counted(year, item, at)
        k = sum(count.counts.get(each, 0) for column in columns for each in item.listed(column))
        found.append((k, count.n))
    k, n = next((each for each in found if str(each[0]) == said["k"]), found[0])
    return {
        **proportion(k, n),
        "noun": noun_of(at) if n != 1 else noun_of_one(at),
        "what": said["what"] if "what" in said.match.groupdict() else "",
    }


@states_of("", r"more people(?: said that it is too soon to tell \((?P<n>\d+)\)|, (?P<m>\d+), said)", strand="Survey")
def more_too_soon(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    early = [counted(year, each, at) for each in questions(year, at) if reads(year, each, at) == EARLY]
    counts = OneOf(tuple(each.too_early for each in early))
    return {"n": counts, "m": counts, "more": Holds(bool(early), "nowhere do more say so than agree")}


@states_of("", r"None of (?P<n>\d+) questions reads either way: (?P<rest>[^.]*)\.", strand="Survey")
def none_reads(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    words = Counter(each.word for each in readings(year, at))
    told = []
    for pattern, word in (
        (r"(\d+) (?:has|have) no earlier wave to compare with", FIRST),
        (r"(\d+) shows? neither a rise nor a fall", NEITHER),
        (r"(\d+) (?:has|have|had) (?:too few|fewer)", FEW),
        (r"(\d+) got more answers of “too early” than agreement", EARLY),
    ):
        match = re.search(pattern, said["rest"])
        if match:
            told.append((word, int(match[1])))
    return {
        "n": sum(words.values()),
        "rest": Holds(sorted(told) == sorted(words.items()), f"they read {dict(words)}"),
    }


@states_of("", rf"it would take (?P<more>\d+) more {NOUNS} who answers?\b", strand="Survey")
def more_who_answer(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    few = [each.n for each in readings(year, at) if each.word == FEW]
    noun = noun_of_one(at) if said["more"] == "1" else noun_of(at)
    return {"more": OneOf(tuple(rule(year.folder, "min_n") - each for each in few)), "noun": noun}


MOVED_WORDS = {
    ROSE: "Rose",
    FELL: "Fell",
    SAME: "Much the same",
    NEITHER: "Neither is shown",
    TOO_LITTLE: "Neither is shown",
}


@tabulates(
    "^since-last-year$", "^How many agree, wave by wave$", ("Outcome", "Question", "Who answered", "Earlier wave")
)
def wave_by_wave(year: Year, table: Table) -> list[dict[str, Any]]:
    rows = []
    for outcome, row in year.outcomes.items():
        for voice, who in LONG_VOICES.items():
            at = Standing(outcome, "programme", "survey", voice)
            for item in questions(year, at):
                for each in since(year, item, at):
                    low, high = each.interval
                    share = rounded(each.difference * 100, 0)
                    among = f" among {each.pairs} who answered both times" if each.paired else ""
                    rows.append(
                        {
                            "Outcome": row["title"],
                            "Question": item.label,
                            "Who answered": who,
                            "Earlier wave": capital(f"{told_when(year, each)}: {of(each.k0, each.n0)}"),
                            "This year, same sites": of(each.k, each.n),
                            "Difference": f"{signed(float(share), 0)} point{'s' * (abs(share) != 1)} "
                            f"({points(low)} to {points(high)}){among}",
                            "Moved": MOVED_WORDS[each.word],
                        }
                    )
    return rows
