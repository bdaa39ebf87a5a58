"""Figures of the impact sections: how people answered, and what people said when they looked back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from statistics import fmean
from typing import Any

from .answer_words import DISAGREE, DOES, does, of_agreeing
from .expected import Holds, Maybe
from .folder import Year
from .numbers import rounded
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


@dataclass(frozen=True)
class Answered:
    """A question as one group of people answered it."""

    item: Item
    told: str
    at: Standing
    count: Tally

    @property
    def label(self) -> str:
        return self.item.label.rstrip(".")

    def called(self, among: list[Answered]) -> str:
        """Return what it is called in a figure: who answered is told where there are several."""
        return f"{self.label} ({self.told})" if len({each.told for each in among}) > 1 else self.label


@cache
def answers(year: Year, outcome: str) -> list[Answered]:
    """Return each question of an outcome with who answered it, in the order of the figure."""
    found = []
    for item, voice, told in rows(year, outcome):
        at = Standing(outcome, "programme", "survey", voice)
        found.append(Answered(item, told, at, counted(year, item, at)))
    return found


def drawn(year: Year, outcome: str) -> list[Answered]:
    """Return the questions with opinions enough for a share: the others are in the table alone."""
    return [each for each in answers(year, outcome) if each.count.n >= rule(year.folder, "min_n")]


def rows(year: Year, outcome: str) -> Iterator[tuple[Item, str, str]]:
    for item in sorted(items_of(year, outcome), key=lambda each: (each.survey, each.name)):
        for voice, told in VOICES:
            at = Standing(outcome, "programme", "survey", voice)
            if any(each.name == item.name and each.survey == item.survey for each in questions(year, at)):
                yield item, voice, told


def where(year: Year, passage: Passage | Table) -> str:
    return next(each.removeprefix("chart-") for each in passage.ids if each.removeprefix("chart-") in year.outcomes)


def sides(asked: list[Answered]) -> tuple[str, str, str]:
    """Return what the sides of a figure are called: agreeing only where all answers are words of it."""
    agreeing = all(of_agreeing(each.item) for each in asked)
    return ("Agree", "Neither", "Disagree") if agreeing else ("Favourable", "In between", "Unfavourable")


@tabulates(r"area-", r"^How people answered: .*, in numbers$", key=("Question", "Who answered"))
def how_people_answered(year: Year, table: Table) -> list[dict[str, Any]]:
    found = []
    agree, neither, disagree = sides(answers(year, where(year, table)))
    early = any(each.count.too_early for each in answers(year, where(year, table)))
    for each in answers(year, where(year, table)):
        count = each.count
        low, high = count.interval
        cell = f"{count.agree} of {count.n} {noun_of(each.at)}"
        if count.n >= 10:
            cell += f" ({percent(count.share)}; {percent(low)} to {percent(high)})"
        found.append(
            {
                "Question": each.label,
                "Who answered": each.told,
                agree: count.agree,
                neither: count.neither,
                disagree: count.disagree,
                **({"Too early to say": count.too_early} if early else {}),
                "No opinion": count.no_opinion,
                "No answer": count.missing,
                f"{'Agreeing' if agree == 'Agree' else agree}, of those with an opinion": cell,
            }
        )
    return found


def percent(share: Fraction | float) -> str:
    return f"{int(float(share) * 100 + 0.5 + 1e-9)}%"


@draws(r"area-", BARS)
def bars(year: Year, chart: Passage) -> list[Any]:
    found: list[Any] = []
    for count in (each.count for each in drawn(year, where(year, chart))):
        # A part too narrow for its number has none.
        found += [Maybe(Fraction(each, count.n)) for each in (count.agree, count.neither, count.disagree) if each]
    return [*found, *(Fraction(each) for each in (0, Fraction(1, 2), 1))]


@draws(IMPACT, r"\.(?:evidence|strands|signs|early)\b")
def one_bar(year: Year, chart: Passage) -> list[Any]:
    return [Fraction(0), Fraction(1, 2), Fraction(1)]


@states(
    r"area-",
    r"(?P<label>[^:.]+?[.?]?(?: \(\d+ to \d+\))?)(?: \((?P<voice>the programme’s own "
    r"staff|partners|people trained|young people|parents and carers)\))?: "
    r"(?P<agree>\d+) (?P<side>agree|favourable), (?P<neither>\d+) (?P<middle>neither|in between), "
    r"(?P<disagree>\d+) (?P<other>disagree|unfavourable)\.",
    kind="description",
)
def told_in_words(year: Year, said: Said) -> dict[str, Any] | None:
    found = drawn(year, where(year, said.passage))
    label = said["label"].strip()
    for each in found:
        if each.label == label.rstrip(".") and (not said["voice"] or each.told == said["voice"]):
            return {
                "label": Holds(said["voice"] in each.called(found), "who answered is not told"),
                "voice": each.told,
                "agree": each.count.agree,
                "neither": each.count.neither,
                "disagree": each.count.disagree,
                **dict(zip(("side", "middle", "other"), map(str.lower, sides(found)), strict=True)),
            }
    return {"label": Holds(False, f"the questions are {[each.label for each in found]}")}


NOUN = r"staff|partners|people trained|young people|family members"


def ends(year: Year, said: Said) -> dict[str, Any]:
    """Return the smallest and the largest share that are drawn."""
    found = sorted(drawn(year, where(year, said.passage)), key=lambda each: each.count.share)
    told: dict[str, Any] = {}
    for name, each in (("", found[0]), ("1", found[-1])):
        told |= {f"k{name}": each.count.agree, f"n{name}": each.count.n, f"noun{name}": noun_of(each.at)}
        told |= {f"called{name}": each.called(found), f"does{name}": does(year, each.item, past=True)}
    return told


@states(
    r"area-",
    rf"(?:Agreement runs from|(?P<same>Much the same share agreed with each:)) (?P<k>\d+) of (?P<n>\d+) "
    rf"(?P<noun>{NOUN}) \(“(?P<called>[^”]+)”\)(?: to|, and) (?P<k1>\d+) of (?P<n1>\d+) (?P<noun1>{NOUN}) "
    r"\(“(?P<called1>[^”]+)”\)",
)
def agreement_runs(year: Year, said: Said) -> dict[str, Any]:
    found = ends(year, said)
    lowest, highest = (Fraction(int(said[f"k{end}"]), int(said[f"n{end}"])) for end in ("", "1"))
    same = rounded(lowest * 100, 0) == rounded(highest * 100, 0)
    return {
        **found,
        "agreement": Holds(found["does"] == found["does1"] == "agreed", "not all answers are of agreeing"),
        "alike": Holds((said["same"] != "") == same, f"the shares are {float(lowest):.3f} and {float(highest):.3f}"),
    }


@states(
    r"area-",
    rf"(?P<k>\d+) of (?P<n>\d+) (?P<noun>{NOUN}) (?P<does>{DOES}) (?:with|to) “(?P<called>[^”]+)”, the smallest share; "
    rf"(?P<k1>\d+) of (?P<n1>\d+) (?P<noun1>{NOUN}) (?P<does1>{DOES}) (?:with|to) “(?P<called1>[^”]+)”, the largest",
)
def shares_run(year: Year, said: Said) -> dict[str, Any]:
    return ends(year, said)


@states(
    r"area-",
    rf"(?P<k>\d+) of (?P<n>\d+) (?P<noun>{NOUN}) (?P<does>{DOES}), and (?P<d>\d+) (?P<does1>{DOES})",
    kind="fig",
)
def one_question(year: Year, said: Said) -> dict[str, Any]:
    one = drawn(year, where(year, said.passage))[0]
    words = {"does": does(year, one.item), "does1": does(year, one.item, DISAGREE)}
    return {"k": one.count.agree, "n": one.count.n, "noun": noun_of(one.at), "d": one.count.disagree, **words}


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
    # Of somebody who answered both after the day and later, the later answer counts.
    for each in looked:
        each |= {"after": each["follow_up"]} if "follow_up" in each else {}
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
