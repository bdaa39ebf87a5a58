"""What people answered: who was invited, who answered, who gave an opinion and which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from .folder import Row, Year
from .shares import wilson

# docs/reference/programme-folder.md, "Answers that give no opinion".
NO_OPINION = (
    "NA|Not applicable|Does not apply|Prefer not to say|Prefer not to answer|I’d rather not say|Rather not say"
    "|Don’t know|Do not know|I don’t know|DK|Can’t say|Cannot say|No opinion|No answer|No response|Not "
    "answered|Declined to answer"
    "|Refused"
)
VOICES = {"staff": "staff", "stakeholder": "partners", "young_person": "young people", "family": "family members"}
LONG_VOICES = {
    "staff": "the programme’s own staff",
    "stakeholder": "partners",
    "young_person": "young people",
    "family": "parents and carers",
}


@cache
def letters(text: str) -> str:
    """Return a word's letters: capitals, spaces and signs do not tell answers apart."""
    return re.sub(r"[\W_]", "", text.lower())


@dataclass(frozen=True, eq=False)
class Item:
    """A question of a survey, and what its answers mean."""

    survey: str
    row: Row
    label: str
    choices: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.row["item"]

    def listed(self, column: str) -> list[str]:
        return [each for each in self.row.get(column, "").split("|") if each]


@dataclass(frozen=True)
class Tally:
    """The answers of some people to one question."""

    responses: int
    missing: int
    no_opinion: int
    too_early: int
    agree: int
    disagree: int
    neither: int
    counts: dict[str, int]
    same: int = 0  # of those who neither agree nor disagree, who say that it stayed the same
    worse: int = 0  # of those who disagree, who say that it got worse

    @property
    def n(self) -> int:
        return self.agree + self.disagree + self.neither

    @property
    def share(self) -> Fraction:
        return Fraction(self.agree, self.n)

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.agree, self.n)


@cache
def items_of(year: Year, outcome: str) -> list[Item]:
    """Return the questions about an outcome, of all surveys, in order."""
    return [item for survey in year.folder.surveys for item in items(year, survey) if item.row["outcome_id"] == outcome]


@cache
def items(year: Year, survey: str) -> list[Item]:
    labels = year.words.labels(survey)
    choices = year.words.choices(survey)
    found = []
    for row in year.folder.table(f"surveys/{survey}/items"):
        scale = tuple(each for each in row.get("scale", "").split("|") if each)
        found.append(Item(survey, row, labels.get(row["item"], row["item"]), scale or choices.get(row["item"], ())))
    return found


@cache
def item_of(year: Year, survey: str, name: str) -> Item:
    return next(each for each in items(year, survey) if each.name == name)


@cache
def classed(year: Year, item: Item, answer: str) -> str:
    """Return what an answer means: missing, agree, disagree, too_early, no_opinion or neither."""
    if not answer:
        return "missing"
    for column, meaning in (("agree", "agree"), ("disagree", "disagree"), ("worse", "disagree")):
        if answer in item.listed(column):
            return meaning
    if answer in item.listed("same"):
        return "neither"
    if answer in item.listed("too_early"):
        return "too_early"
    more = year.folder.settings.get("answers", {}).get("no_opinion", [])
    if answer in item.listed("opinion_none") or letters(answer) in {
        letters(e) for e in (*NO_OPINION.split("|"), *more)
    }:
        return "no_opinion"
    return "neither"


def tally(year: Year, item: Item, rows: Iterable[Row]) -> Tally:
    """Count the answers of some responses to one question."""
    kinds = dict.fromkeys(("missing", "no_opinion", "too_early", "agree", "disagree", "neither"), 0)
    counts = dict.fromkeys(item.choices, 0)
    responses = 0
    for row in rows:
        responses += 1
        answer = row.get(item.name, "")
        kinds[classed(year, item, answer)] += 1
        if answer:
            counts[answer] = counts.get(answer, 0) + 1
    return Tally(
        *(responses, *kinds.values(), counts),
        *(sum(counts.get(each, 0) for each in item.listed(column)) for column in ("same", "worse")),
    )


def options(year: Year, item: Item) -> list[str]:
    """Return the answers of a question to which people could choose several: those that give an opinion."""
    seen = {each for row in year.responses(item.survey) for each in ticked(year, item, row)}
    every = list(item.choices) or sorted(seen)
    return [each for each in every if classed(year, item, each) != "no_opinion"]


def ticked(year: Year, item: Item, row: Row) -> list[str]:
    """Return the answers in one cell; of a form's question, spaces separate them where no sign is agreed."""
    cut = year.folder.settings.get("answers", {}).get("several_separator")
    cell = row.get(item.name, "")
    if not cut and item.name in year.words.choices(item.survey):
        cell = "|".join(cell.split())
    return [each.strip() for each in cell.split(cut or "|") if each.strip()]


def chosen(year: Year, item: Item, option: str, rows: Iterable[Row]) -> Tally:
    """Count how many of those who chose any answer that gives an opinion chose one: they stand as agreeing."""
    given = [ticked(year, item, row) for row in rows]
    some = [each for each in given if each]
    opinions = [each for each in some if any(classed(year, item, one) != "no_opinion" for one in each)]
    chose = sum(option in each for each in opinions)
    left = len(opinions) - chose
    return Tally(len(given), len(given) - len(some), len(some) - len(opinions), 0, chose, 0, left, {})


@cache
def stage_of(year: Year, survey: str) -> str:
    """Return the stage whose answers are shown as answers: after a training, else the follow-up, else none."""
    stages = {row.get("stage", "") for row in year.responses(survey) if row["year"] == str(year.number)}
    return next((each for each in ("", "after", "follow_up") if each in stages), "")


def responses(
    year: Year, survey: str, voice: str, scope: str, stage: str | None = None, sites: Iterable[str] | None = None
) -> list[Row]:
    """Return the year's responses of a voice at a scope, one of each person."""
    stage = stage_of(year, survey) if stage is None else stage
    # Of somebody who answered both after the day and later, the later answer counts.
    stages = {"after", "follow_up"} if stage == "after" else {stage}
    wanted = set(sites) if sites is not None else None
    return one_each(
        row
        for row in year.responses(survey)
        if row["year"] == str(year.number)
        and row.get("stage", "") in stages
        and row["voice"] == voice
        and (row["site"] == scope if scope != "programme" else wanted is None or row["site"] in wanted)
    )


def one_each(rows: Iterable[Row]) -> list[Row]:
    """Return the responses; of a person who answered twice, the later one."""
    found: dict[str, Row] = {}
    for row in rows:
        key = row.get("person_id", "") or f"response {row['response_id']}"
        if key not in found or row["date"] >= found[key]["date"]:
            found[key] = row
    return list(found.values())


def invited(year: Year, survey: str, voice: str, sites: Iterable[str]) -> int | None:
    """Return how many were invited at some sites; None where nothing says."""
    wanted = set(sites)
    rows = [
        row
        for row in year.folder.table(f"surveys/{survey}/invited")
        if row["voice"] == voice and row["year"] == str(year.number)
    ]
    return sum(int(row["invited"]) for row in rows if row["site"] in wanted) if rows else None
