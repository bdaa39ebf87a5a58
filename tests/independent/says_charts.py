"""Figures of the impact sections: how people answered, and what people said when they looked back."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from statistics import fmean
from typing import Any

from .expected import Holds, Maybe
from .folder import Year
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates
from .rules import rule
from .says_answering import counted, noun_of, questions
from .says_talking import IMPACT
from .standing import TRAINED, Standing, standing
from .surveys import LONG_VOICES, Item, Tally, items_of
from .trained import scale_place

VOICES = (*LONG_VOICES.items(), (TRAINED, TRAINED))
BARS = r"\bchart-(?!network|stages|agreement)[a-z_]+"


@cache
def answers(year: Year, outcome: str) -> list[tuple[str, str, Standing, Tally]]:
    """Return each question of an outcome with who answered it, in the order of the figure."""
    found = []
    for item, voice, told in rows(year, outcome):
        at = Standing(outcome, "programme", "survey", voice)
        found.append((item.label.rstrip("."), told, at, counted(year, item, at)))
    return found


def drawn(year: Year, outcome: str) -> list[tuple[str, str, Standing, Tally]]:
    """Return the questions with opinions enough for a share: the others are in the table alone."""
    return [each for each in answers(year, outcome) if each[3].n >= rule(year.folder, "min_n")]


def rows(year: Year, outcome: str) -> Iterator[tuple[Item, str, str]]:
    for item in sorted(items_of(year, outcome), key=lambda each: (each.survey, each.name)):
        for voice, told in VOICES:
            at = Standing(outcome, "programme", "survey", voice)
            if any(each.name == item.name and each.survey == item.survey for each in questions(year, at)):
                yield item, voice, told


def where(year: Year, passage: Passage | Table) -> str:
    return next(each.removeprefix("chart-") for each in passage.ids if each.removeprefix("chart-") in year.outcomes)


@tabulates(r"area-", r"^How people answered: .*, in numbers$", key=("Question", "Who answered"))
def how_people_answered(year: Year, table: Table) -> list[dict[str, Any]]:
    found = []
    early = any(count.too_early for *_, count in answers(year, where(year, table)))
    for label, told, at, count in answers(year, where(year, table)):
        low, high = count.interval
        cell = f"{count.agree} of {count.n} {noun_of(at)}"
        if count.n >= 10:
            cell += f" ({percent(count.share)}; {percent(low)} to {percent(high)})"
        found.append(
            {
                "Question": label,
                "Who answered": told,
                "Agree": count.agree,
                "Neither": count.neither,
                "Disagree": count.disagree,
                **({"Too early to say": count.too_early} if early else {}),
                "No opinion": count.no_opinion,
                "No answer": count.missing,
                "Agreeing, of those with an opinion": cell,
            }
        )
    return found


def percent(share: Fraction | float) -> str:
    return f"{int(float(share) * 100 + 0.5 + 1e-9)}%"


@draws(r"area-", BARS)
def bars(year: Year, chart: Passage) -> list[Any]:
    found: list[Any] = []
    for _, _, _, count in drawn(year, where(year, chart)):
        # A part too narrow for its number has none.
        found += [Maybe(Fraction(each, count.n)) for each in (count.agree, count.neither, count.disagree) if each]
    return [*found, *(Fraction(each) for each in (0, Fraction(1, 2), 1))]


@draws(IMPACT, r"\.(?:evidence|strands|signs|early)\b")
def one_bar(year: Year, chart: Passage) -> list[Any]:
    return [Fraction(0), Fraction(1, 2), Fraction(1)]


@states(
    r"area-",
    r"(?P<label>[^:.]+?[.?]?(?: \(\d+ to \d+\))?)(?: \((?P<voice>the programme's own "
    r"staff|partners|people trained|young people|parents and carers)\))?: "
    r"(?P<agree>\d+) agree, (?P<neither>\d+) neither, (?P<disagree>\d+) disagree\.",
    kind="description",
)
def told_in_words(year: Year, said: Said) -> dict[str, Any] | None:
    found = drawn(year, where(year, said.passage))
    label = said["label"].strip()
    for each, told, _, count in found:
        if each.rstrip(".") == label.rstrip(".") and (not said["voice"] or told == said["voice"]):
            return {
                "label": Holds(bool(said["voice"]) or len(found) == 1),
                "voice": told,
                "agree": count.agree,
                "neither": count.neither,
                "disagree": count.disagree,
            }
    return {"label": Holds(False, f"the questions are {[each for each, *_ in found]}")}


@states(
    r"area-",
    r"Agreement runs from (?P<k>\d+) of (?P<n>\d+) (?P<noun>staff|partners|people trained|young people|family members) "
    r"\(“(?P<label>[^”]+) \((?P<voice>"
    r"[^”()]+)\)”\) to (?P<k1>\d+) of (?P<n1>\d+) (?P<noun1>staff|partners|people trained|young "
    r"people|family members) \(“(?P<label1>[^”]+) "
    r"\((?P<voice1>[^”()]+)\)”\)",
)
def agreement_runs(year: Year, said: Said) -> dict[str, Any]:
    found = sorted(drawn(year, where(year, said.passage)), key=lambda each: each[3].share)
    (label, told, at, least), (label1, told1, at1, most) = found[0], found[-1]
    return {
        "k": least.agree,
        "n": least.n,
        "noun": noun_of(at),
        "label": label,
        "voice": told,
        "k1": most.agree,
        "n1": most.n,
        "noun1": noun_of(at1),
        "label1": label1,
        "voice1": told1,
    }


@states(
    r"area-",
    r"(?P<k>\d+) of (?P<n>\d+) (?P<noun>staff|partners|people trained|young people|family members) agree, "
    r"and (?P<d>\d+) disagree",
    kind="fig",
)
def one_question(year: Year, said: Said) -> dict[str, Any]:
    found = drawn(year, where(year, said.passage))
    _, _, at, count = found[0]
    return {"k": count.agree, "n": count.n, "noun": noun_of(at), "d": count.disagree}


@states(
    r"area-",
    r"“(?P<label>[^”]+)”: (?P<n>\d+) people looked back"
    r"(?:; (?P<again>\d+) of them also answered afterwards)?\. From what they had said before, (?P<up>\d+) moved up, "
    r"(?P<stayed>\d+) stayed and (?P<down>\d+) moved down; from what they now say it was, (?P<up1>\d+) moved up, "
    r"(?P<stayed1>\d+) stayed and (?P<down1>\d+) moved down\. On average they now place their start (?P<shift>[\d.]+) "
    r"(?P<way>lower|higher) than they did, on a scale from (?P<least>\d+) to (?P<most>\d+)",
)
def looked_back(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    item = next((each for each in items_of(year, at.outcome) if each.label == said["label"]), None) if at else None
    if item is None:
        return {"label": Holds(False, "there is no such question")}
    answers_of: dict[str, dict[str, float]] = {}
    for row in year.responses(item.survey):
        place = scale_place(item, row[item.name]) if row[item.name] else None
        if row["year"] == str(year.number) and place is not None:
            answers_of.setdefault(row["person_id"], {})[row["stage"]] = place
    looked = [each for each in answers_of.values() if "then_test" in each]
    back = [each for each in looked if {"before", "after"} <= set(each)]
    moves = [[each["after"] - each[first] for each in back] for first in ("before", "then_test")]
    (up, stayed, down), (up1, stayed1, down1) = (
        (sum(m > 0 for m in each), sum(m == 0 for m in each), sum(m < 0 for m in each)) for each in moves
    )
    shift = fmean(each["then_test"] - each["before"] for each in back)
    return {
        "label": item.label,
        "n": len(looked),
        "again": Holds(said["again"] == str(len(back)) if said["again"] else looked == back, f"it is {len(back)}"),
        "up": up,
        "stayed": stayed,
        "down": down,
        "up1": up1,
        "stayed1": stayed1,
        "down1": down1,
        "shift": abs(shift),
        "way": "lower" if shift < 0 else "higher",
        "least": float(item.choices[0]),
        "most": float(item.choices[-1]),
    }
