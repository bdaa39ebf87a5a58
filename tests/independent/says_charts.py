"""Figures of the impact sections: how people answered, and what people said when they looked back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from statistics import fmean
from typing import Any

from .answer_words import AGREE, DISAGREE, DOES, does, of_agreeing
from .drawn_waves import AFTER, IN_BRACKETS, WHEN, after, drawn_waves, how_many_moved, in_brackets, told_of
from .expected import Holds, Maybe, OneOf
from .folder import Year
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates
from .rules import rule
from .says_answering import counted, noun_of, questions
from .says_talking import IMPACT
from .standing import TRAINED, Standing, standing
from .surveys import LONG_VOICES, Item, Tally, items_of
from .trained import scale_place
from .waves import told_when

VOICES = (*LONG_VOICES.items(), (TRAINED, TRAINED))
ANSWERED = "How people answered: {}, in numbers"
BARS = r"\bchart-(?!network|stages|agreement)[a-z_]+"
ANSWERED_THERE = "How people answered, place by place: {}, in numbers"
BY_PLACE = "by-place-"


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
        """Return what its bar is called: who answered, the question, or both where there are several of both."""
        voices, questions = {each.told for each in among}, {each.label for each in among}
        if len(questions) == 1 and len(voices) > 1:
            return self.told[:1].upper() + self.told[1:]
        return f"{self.label} ({self.told})" if len(voices) > 1 else self.label

    def earlier(self, year: Year) -> list[tuple[str, Tally]]:
        """Return the earlier waves below its bar: when each was, and how people answered."""
        return [(told_when(year, move), count) for move, count in drawn_waves(year, self.item, self.at)]

    def since(self, year: Year) -> tuple[str, str, str] | None:
        """Return what a title tells of the wave before."""
        return told_of(year, self.item, self.at)


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
    """Return the outcome of a chart, or of a table that stands by itself."""
    if isinstance(passage, Table):
        captions = (ANSWERED, ANSWERED_THERE)
        return next(
            key
            for key, row in year.outcomes.items()
            if passage.caption in {caption.format(row["title"]) for caption in captions}
        )
    names = [each.removeprefix("chart-").removeprefix(BY_PLACE) for each in passage.ids]
    return next(each for each in names if each in year.outcomes)


def sides(asked: list[Answered]) -> tuple[str, str, str]:
    """Return what the sides of a figure are called: agreeing only where all answers are words of it."""
    agreeing = all(of_agreeing(each.item) for each in asked)
    return ("Agree", "Neither", "Disagree") if agreeing else ("Favourable", "In between", "Unfavourable")


@tabulates(r"area-", r"^How people answered: .*, in numbers$", key=("Question", "Who answered"))
def how_people_answered(year: Year, table: Table) -> list[dict[str, Any]]:
    found = []
    agree, neither, disagree = sides(answers(year, where(year, table)))
    early = any(each.count.too_early for each in answers(year, where(year, table)))
    silent = [*(["Too early to say"] if early else []), "No opinion", "No answer"]
    for each in answers(year, where(year, table)):
        now = dict(zip(silent[::-1], (each.count.missing, each.count.no_opinion, each.count.too_early), strict=False))
        # Of earlier waves only opinions are counted.
        rows = [(each.told, each.count, now)]
        rows += [(f"{each.told}, {at}", count, dict.fromkeys(silent, "–")) for at, count in each.earlier(year)]
        for who, count, unsaid in rows:
            low, high = count.interval
            cell = f"{count.agree} of {count.n} {noun_of(each.at)}"
            if count.n >= 10:
                cell += f" ({percent(count.share)}; {percent(low)} to {percent(high)})"
            found.append(
                {
                    "Question": each.label,
                    "Who answered": who,
                    agree: count.agree,
                    neither: count.neither,
                    disagree: count.disagree,
                    **unsaid,
                    f"{'Agreeing' if agree == 'Agree' else agree}, of those with an opinion": cell,
                }
            )
    return found


def percent(share: Fraction | float) -> str:
    return f"{int(float(share) * 100 + 0.5 + 1e-9)}%"


@draws(r"area-", BARS)
def bars(year: Year, chart: Passage) -> list[Any]:
    found: list[Any] = []
    asked = drawn(year, where(year, chart))
    for count in (one for each in asked for one in (each.count, *(then for _, then in each.earlier(year)))):
        # A part too narrow for its number has none.
        found += [Maybe(Fraction(each, count.n)) for each in (count.agree, count.neither, count.disagree) if each]
        found.append(count.n)
    return found


@draws(IMPACT, r"\.(?:evidence|strands|signs|early)\b")
def one_bar(year: Year, chart: Passage) -> list[Any]:
    return [Fraction(0), Fraction(1, 2), Fraction(1)]


PARTS = r"\d+ (?:agree|favourable), \d+ (?:neither|in between), \d+ (?:disagree|unfavourable)"


@states(
    r"area-",
    rf"(?:^|(?<=\. ))(?P<label>[^:]+?): (?P<parts>{PARTS})(?P<waves>(?:; {WHEN}: {PARTS})*)\.",
    kind="description",
)
def told_in_words(year: Year, said: Said) -> dict[str, Any] | None:
    if any(each.startswith(BY_PLACE) for each in said.passage.ids):
        return None
    found = drawn(year, where(year, said.passage))
    label = said["label"].strip()

    def parts(count: Tally) -> str:
        told = zip((count.agree, count.neither, count.disagree), sides(found), strict=True)
        return ", ".join(f"{n} {side.lower()}" for n, side in told)

    for each in found:
        if each.called(found) == label:
            before = "".join(f"; {at}: {parts(count)}" for at, count in each.earlier(year))
            return {"label": label, "parts": parts(each.count), "waves": before}
    return {"label": Holds(False, f"the bars are {[each.called(found) for each in found]}")}


WHO = r"the programme’s own staff|partners|people trained|young people|parents and carers"
FAVOURABLE = "gave a favourable answer"
ONE = rf"\d+% of (?:{WHO})(?:{IN_BRACKETS})?"
END = r"(?=“|$| Shares)"


@states(r"area-", rf"^(?P<list>{ONE}(?:(?:, | and ){ONE})*) (?P<does>{DOES})(?P<after>{AFTER})?{END}")
def each_share(year: Year, said: Said) -> dict[str, Any]:
    """Expect everybody who was asked the one question, the largest share first, with what they said before."""
    found = drawn(year, where(year, said.passage))
    opposite = all(each.count.disagree * 2 > each.count.n for each in found)
    told = re.findall(rf"(\d+%) of ({WHO})({IN_BRACKETS})?", said["list"])
    before = [None if opposite else each.since(year) for each in found]
    alone = len(found) == 1
    wanted = [
        (
            percent(Fraction(each.count.disagree if opposite else each.count.agree, each.count.n)),
            each.told,
            "" if alone else in_brackets(since),
        )
        for each, since in zip(found, before, strict=True)
    ]
    one = Holds(len({each.label for each in found}) == 1 or len(found) == 1, "there are several questions")
    does_so = OneOf(tuple({does(year, each.item, DISAGREE if opposite else AGREE) for each in found}))
    since_then = after(before[0]) if alone else ""
    return {
        "list": Holds(sorted(told) == sorted(wanted), f"the folder gives {wanted}"),
        "does": does_so,
        "after": since_then,
        "one": one,
        "told": Holds(said["after"] == since_then, f"it is “{since_then}”"),
    }


MOVED = r"; [a-z ]+ with an earlier wave [a-zY0-9 ]+?"


def moved_among(year: Year, found: list[Answered], said: Said) -> dict[str, Any]:
    """Expect how many of several shares moved since an earlier wave, where any has one."""
    wanted = how_many_moved([since for each in found if (since := each.since(year))])
    return {"moved": wanted, "all moves": Holds(said["moved"] == wanted, f"it is “{wanted}”")}


@states(
    r"area-",
    rf"^From (?P<low>\d+%) to (?P<high>\d+%) (?P<does>agree|{FAVOURABLE})(?P<on>, depending on the question"
    rf"(?: and on who answers)?)?(?P<moved>{MOVED})?{END}",
)
def shares_from(year: Year, said: Said) -> dict[str, Any]:
    found = sorted(drawn(year, where(year, said.passage)), key=lambda each: each.count.share)
    voices = len({each.told for each in found})
    on = ", depending on the question" + (" and on who answers" if voices > 1 else "")
    return {
        "low": found[0].count.share,
        "high": found[-1].count.share,
        "does": "agree" if all(of_agreeing(each.item) for each in found) else FAVOURABLE,
        "on": Holds(said["on"] == ("" if said["moved"] else on), f"{voices} groups answered"),
        "several": Holds(len({each.label for each in found}) > 1, "there is one question"),
        **moved_among(year, found, said),
    }


@states(r"area-", rf"^(?P<share>\d+%) (?P<does>agree|{FAVOURABLE}), whatever the question(?P<moved>{MOVED})?{END}")
def same_share(year: Year, said: Said) -> dict[str, Any]:
    found = drawn(year, where(year, said.passage))
    shares = {percent(each.count.share) for each in found}
    return {
        "share": found[0].count.share,
        "does": "agree" if all(of_agreeing(each.item) for each in found) else FAVOURABLE,
        "alike": Holds(len(shares) == 1, f"the shares are {sorted(shares)}"),
        **moved_among(year, found, said),
    }


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
