"""Check surveys: that the item map fits the responses, and the answers fit the scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from tideturn.dataset.answers import MEANINGS, given, gives_no_opinion, is_several, listed_in, misspelt
from tideturn.dataset.cells import split_many
from tideturn.dataset.check.folder import ANY_KEY, ROW, Folder, SurveySheets
from tideturn.dataset.check.references import OPEN_ANSWER
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.check.texts import SPANS
from tideturn.dataset.identity import signs
from tideturn.dataset.wording import counted, listed, quoted

LISTS: Final = (*MEANINGS, "opinion_none")
"""Columns of `items` that say what an answer means; no answer may be in two of them."""
OF_A_CHANGE: Final = ("same", "worse")
"""Names of the columns that only an answer about a change can be in."""
ON_THE_SCALE: Final = ("agree", "same", "worse", "disagree")
"""Names of the columns whose answers must be on the scale; “too soon” and “don't know” may be beside the scale."""
_WORDS: Final = 20
"""Maximum number of one item's answers to report singly: an open question listed by mistake has as many as people."""


@error(
    "item_without_column",
    looks_for="an item of items.csv that is no column of responses.csv",
    why="the question would count as not asked",
)
def item_without_column(folder: Folder) -> Iterator[Found]:
    """Find items that nobody was asked."""
    for survey in folder.surveys.values():
        if folder.in_part("responses", survey=survey.code):
            continue
        there = list(survey.answer_columns)
        for found in survey.items.where(pl.col("item").is_not_null() & ~pl.col("item").is_in(there), "item"):
            what = f"{quoted(found['item'])} is no column of {survey.responses.file}."
            yield Found(survey.items.file, found[ROW], "item", what, "Correct the item, or the column's header.")


@error(
    "survey_called_places",
    looks_for="a survey called `places`",
    why="the ids of evidence about places and groups end in that word, and would be taken for the survey's",
)
def survey_called_places(folder: Folder) -> Iterator[Found]:
    """Find a survey whose name means something else."""
    if "places" in folder.surveys:
        sheet = folder.surveys["places"].responses
        what = "A survey cannot be called “places”: scores of places and groups are called so."
        yield Found(sheet.file, 1, "response_id", what, "Give its folder another name.")


@error(
    "item_at_other_places",
    looks_for="a question under two outcomes that apply at different places",
    why="a reader could take the answers at some places away from the answers at all, and learn what is hidden",
)
def item_at_other_places(folder: Folder) -> Iterator[Found]:
    """Find questions that would be counted twice, at different places."""
    outcomes = folder.sheet("outcomes").frame.select("outcome_id", "sites").iter_rows()
    places = {outcome: frozenset(split_many(sites)) for outcome, sites in outcomes}
    for survey in folder.surveys.values():
        first: dict[str, str] = {}
        said = pl.col("item").is_not_null() & pl.col("outcome_id").is_in(list(places))
        for row in survey.items.where(said, "item", "outcome_id"):
            item, outcome = row["item"], row["outcome_id"]
            other = first.setdefault(item, outcome)
            if places[outcome] != places[other]:
                what = (
                    f"{quoted(item)} is under {quoted(other)} and {quoted(outcome)}, which apply at different places."
                )
                mend = "Put it under one of them, or give both outcomes the same places in outcomes.csv."
                yield Found(survey.items.file, row[ROW], "outcome_id", what, mend)


@query(
    "survey_without_items",
    looks_for="a survey with responses of which items.csv names no question and codings.csv no open answer",
    why="nothing that was answered would count towards any outcome",
)
def survey_without_items(folder: Folder) -> Iterator[Found]:
    """Find surveys that yield no evidence."""
    coded = pl.concat([folder.sheet(name).frame["interview_id"] for name in SPANS]).drop_nulls()
    for survey in folder.surveys.values():
        answered = survey.responses.frame.height
        mapped = survey.items.frame["item"].is_not_null().any() or folder.in_part("items", survey=survey.code)
        if not answered or mapped or coded.str.starts_with(f"{OPEN_ANSWER}{survey.code}:").any():
            continue
        what = (
            f"items.csv does not say what the questions of {quoted(survey.code)} measure, so nothing from its "
            f"{counted(answered, 'response')} becomes evidence."
        )
        mend = "Give it a row for each question that speaks to an outcome: item, outcome_id, agree, disagree."
        yield Found(survey.responses.file, 1, "response_id", what, mend)


@error(
    "answer_with_two_meanings",
    looks_for="an answer that an item lists in two of agree, same, worse, disagree, too_early and opinion_none",
    why="it cannot count as both",
)
def answer_with_two_meanings(folder: Folder) -> Iterator[Found]:
    """Find answers that items.csv gives two meanings."""
    for survey, found in _items(folder):
        seen: dict[str, str] = {}
        for meaning in LISTS:
            for answer in dict.fromkeys(split_many(found[meaning])):
                if answer in seen:
                    what = f"{quoted(answer)} counts both as {seen[answer]} and as {meaning}."
                    yield Found(survey.items.file, found[ROW], meaning, what, "Leave it in one of the two.")
                seen.setdefault(answer, meaning)


@error(
    "change_in_a_level",
    looks_for="an answer under same or worse of an item that asks how things are (level)",
    why="an answer about how things are says nothing about change",
)
def change_in_a_level(folder: Folder) -> Iterator[Found]:
    """Find answers about a change to a question about how things are."""
    for survey, found in _items(folder):
        for meaning in OF_A_CHANGE if found["measures"] == "level" and not _several(survey, found) else ():
            if split_many(found[meaning]):
                what = f"{quoted(found['item'])} asks how things are, so no answer to it means {meaning}."
                mend = "Put its answers under disagree or on the scale; or write change under measures."
                yield Found(survey.items.file, found[ROW], meaning, what, mend)


@error(
    "meaning_off_the_scale",
    looks_for="an answer under agree, same, worse or disagree that the item does not offer (its scale, or its form's "
    "choices) and that nobody gave",
    why="it is probably misspelt, and the answers that were meant would not count",
)
def meaning_off_the_scale(folder: Folder) -> Iterator[Found]:
    """Find agreeing or disagreeing answers that the question does not offer."""
    for survey, found in _items(folder):
        scale = offered_by(survey, found)
        for meaning in ON_THE_SCALE if scale else ():
            strange = [answer for answer in split_many(found[meaning]) if answer not in scale]
            if strange and (strange := [answer for answer in strange if answer not in given_to(folder, survey, found)]):
                what = f"{listed([quoted(a) for a in strange])} is not among the answers of {quoted(found['item'])}."
                mend = f"The answers are {listed([quoted(a) for a in scale], 'or')}."
                yield Found(survey.items.file, found[ROW], meaning, what, mend)


@query(
    "several_not_said",
    looks_for="cells with several answers (separated by `|`, or as `several_separator` says) to an item without a "
    "scale or a form whose kind does not say several",
    why="several answers together are no answer, so nothing is read from the question until kind says that each counts",
)
def several_not_said(folder: Folder) -> Iterator[Found]:
    """Find questions that people gave several answers to, though kind does not allow it."""
    for survey, found in _items(folder):
        cells = 0 if offered_by(survey, found) else _of_several(folder, survey, found)
        if cells:
            hold = "holds" if cells == 1 else "hold"
            separator = folder.answers.separator
            what = f"{counted(cells, 'answer')} to {_called(survey, found)} {hold} several, separated by {separator}."
            mend = (
                "If people could choose several, write several under kind, so that each is counted. "
                "Until then nothing is read from the question."
            )
            yield Found(survey.items.file, found[ROW], "kind", what, mend)


@query(
    "item_counts_nothing",
    looks_for="an item without any answer that counts as agreeing",
    why="no share can be reckoned from it, and the outcome stays without it",
)
def item_counts_nothing(folder: Folder) -> Iterator[Found]:
    """Find items without an answer that counts as agreeing."""
    for survey, found in _items(folder):
        if not split_many(found["agree"]) and _asks_one(folder, survey, found):
            what = f"No answer of {quoted(found['item'])} counts as agreeing."
            yield Found(survey.items.file, found[ROW], "agree", what, "Say which answers count as agreeing.")


@query(
    "item_measures_unknown",
    looks_for="an item that does not say whether it asks how things are (level) or how they changed (change)",
    why="“most agree” and “most say that it got better” are different findings",
)
def item_measures_unknown(folder: Folder) -> Iterator[Found]:
    """Find items with one answer and nothing under measures."""
    for survey, found in _items(folder):
        if found["measures"] is None and _asks_one(folder, survey, found):
            what = f"It is not said whether {_called(survey, found)} asks how things are or whether they changed."
            mend = "Write level (“I understand …”) or change (“… more than a year ago”)."
            yield Found(survey.items.file, found[ROW], "measures", what, mend)


@error(
    "several_as_one",
    looks_for="a question that people could answer several times over (kind several, or select_multiple in the form) "
    "and that items.csv treats as one answer: kind one, or anything under agree, same, worse, disagree or too_early",
    why="each option is counted by itself; together they are no answer",
)
def several_as_one(folder: Folder) -> Iterator[Found]:
    """Find select-all questions with the settings of a question that has one answer."""
    for survey, found in _items(folder):
        if not _several(survey, found):
            continue
        item = quoted(found["item"])
        if found["kind"] == "one":
            what = f"The form lets people choose several answers to {item}, and kind says one."
            yield Found(survey.items.file, found[ROW], "kind", what, "Write several, or leave the cell empty.")
        for meaning in MEANINGS:
            if split_many(found[meaning]):
                what = f"People could choose several answers to {item}, so none of them counts under {meaning}."
                mend = "Leave the cell empty: how many chose each answer is counted."
                yield Found(survey.items.file, found[ROW], meaning, what, mend)


@error(
    "answer_off_the_scale",
    looks_for="an answer that an item with a scale or a form does not offer and that none of its lists holds (one "
    f"error for each such answer, for the first {_WORDS} of an item)",
    why="nobody knows whether it agrees, disagrees, or gives no opinion",
)
def answer_off_the_scale(folder: Folder) -> Iterator[Found]:
    """Find answers in responses.csv that neither the item map nor the form knows."""
    yield from _unplaced(folder, scaled=True)


@query(
    "answer_in_no_list",
    looks_for="an answer to an item without a scale or a form that none of its lists holds (one query for each such "
    f"answer, for the first {_WORDS} of an item)",
    why="nobody knows whether it agrees, disagrees, or gives no opinion, so nothing is read from the item",
)
def answer_in_no_list(folder: Folder) -> Iterator[Found]:
    """Find answers in responses.csv that the item map gives no meaning."""
    yield from _unplaced(folder, scaled=False)


def _unplaced(folder: Folder, *, scaled: bool) -> Iterator[Found]:
    for survey in folder.surveys.values():
        rows: dict[str, list[dict[str, Any]]] = {}
        for found in survey.items.where(pl.col("item").is_in(list(survey.answer_columns)), *ITEM_COLUMNS):
            rows.setdefault(found["item"], []).append(found)
        for several in rows.values():
            offered = any(offered_by(survey, found) for found in several)
            # Where people could choose several of whatever they were shown, each of them is counted.
            if offered is scaled and (offered or not any(_several(survey, found) for found in several)):
                yield from _strange_answers(folder, survey, several)


def _strange_answers(folder: Folder, survey: SurveySheets, rows: list[dict[str, Any]]) -> Iterator[Found]:
    """Yield the answers of one item that some row of it does not place; leave a row with no list at all to another
    rule.
    """
    words: set[str] = set()
    meant: set[str] = set()
    scaled = any(offered_by(survey, found) for found in rows)
    level = all(found["measures"] == "level" for found in rows)
    lists = [name for name in (*LISTS, "scale") if not (level and name in OF_A_CHANGE)]
    further, separator = folder.answers.no_opinion, folder.answers.separator
    for found in rows:
        known = {*offered_by(survey, found), *listed_in(found, LISTS)}
        meant |= known
        if known:
            words |= {word for word in given_to(folder, survey, found) - known if not gives_no_opinion(word, further)}
    if not scaled:  # `several_not_said` reports all cells with several answers at once
        words = {word for word in words if separator not in word}
    item = rows[0]["item"]
    answers = survey.responses.frame[item].cast(pl.String).str.strip_chars()
    for word in sorted(words)[:_WORDS]:
        alone = answers == word
        where = alone if alone.any() else answers.str.contains(word, literal=True)
        # A cell that looks like identity is never repeated.
        shown = "An answer" if signs(word) else quoted(word)
        times = counted(int(where.sum()), "time")
        follows = "" if scaled else ", so nothing is read from the question"
        what = f"{shown}, given {times} to {_called(survey, rows[0])}, is in none of its lists{follows}."
        like = None if signs(word) else misspelt(word, sorted(meant))
        if like:
            what += f" Perhaps {quoted(like)} is meant."
        mend = f"Say in {survey.items.file} what it means ({', '.join(lists)}), or correct the answer."
        if separator in word:
            mend = f"If people could choose several answers, write several under kind in {survey.items.file}. {mend}"
        first = int(where.arg_true()[0]) + 2
        yield Found(survey.responses.file, first, item, what, mend, key=ANY_KEY, value=word)
    if len(words) > _WORDS:
        what = f"{len(words) - _WORDS:,} more answers to {quoted(item)} are in none of its lists."
        mend = f"If it is an open question, take it out of {survey.items.file}; else say what each answer means."
        yield Found(survey.responses.file, 1, item, what, mend)


ITEM_COLUMNS: Final = ("item", "label", "measures", "kind", "scale", *LISTS)


def _items(folder: Folder) -> Iterator[tuple[SurveySheets, dict[str, Any]]]:
    for survey in folder.surveys.values():
        for found in survey.items.where(pl.col("item").is_not_null(), *ITEM_COLUMNS):
            yield survey, found


def offered_by(survey: SurveySheets, item: dict[str, Any]) -> tuple[str, ...]:
    """Return the answers that an item offers: its own scale, else its question's choices, else unknown (empty)."""
    scale = split_many(item["scale"])
    question = survey.questions.get(item["item"])
    if scale or question is None:
        return scale
    return tuple(choice.value for choice in question.choices)


def _called(survey: SurveySheets, item: dict[str, Any]) -> str:
    """Return an item's name with the question that it asks."""
    question = survey.questions.get(item["item"])
    label = item["label"] or (question.label if question else "")
    return quoted(item["item"]) + (f" ({quoted(label)})" if label and label != item["item"] else "")


def _several(survey: SurveySheets, item: dict[str, Any]) -> bool:
    return is_several(item, survey.questions.get(item["item"]))


def _of_several(folder: Folder, survey: SurveySheets, item: dict[str, Any]) -> int:
    """Return how many cells hold several answers to an item that nothing declares as choose-several."""
    if _several(survey, item) or item["item"] not in survey.answer_columns:
        return 0
    cells = survey.responses.frame[item["item"]].cast(pl.String).str.strip_chars()
    one = [*offered_by(survey, item), *listed_in(item, LISTS)]
    return int((cells.str.contains(folder.answers.separator, literal=True) & ~cells.is_in(one)).sum())


def _asks_one(folder: Folder, survey: SurveySheets, item: dict[str, Any]) -> bool:
    return not _several(survey, item) and not _of_several(folder, survey, item)


def given_to(folder: Folder, survey: SurveySheets, item: dict[str, Any]) -> frozenset[str]:
    """Return the different answers that people gave to an item, one by one where they could choose several."""
    question = survey.questions.get(item["item"])
    return given(survey.responses.frame, item["item"], _several(survey, item), folder.answers, question)


RULES: Final = (
    item_without_column,
    survey_called_places,
    item_at_other_places,
    survey_without_items,
    answer_with_two_meanings,
    change_in_a_level,
    meaning_off_the_scale,
    several_not_said,
    item_counts_nothing,
    item_measures_unknown,
    several_as_one,
    answer_off_the_scale,
    answer_in_no_list,
)
