"""Choose the questions of `tideturn check --ask`, and where to write each answer.

`ASKS` declares the rules whose queries (or errors) are answered in the folder's own tables, one entry each. Every other
query is answered with a reason in `queries.csv`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from tideturn.dataset.answers import is_several, listed_in
from tideturn.dataset.cells import split_many
from tideturn.dataset.check import comparisons, counts, outcomes, pathways, responses, surveys, texts
from tideturn.dataset.check.about import About, stored
from tideturn.dataset.check.answered import Answer, Place, answer_by_row, answer_to_nothing, answers_of, named
from tideturn.dataset.check.folder import ROW, Folder, Sheet, SurveySheets
from tideturn.dataset.check.reasons import reason_fault
from tideturn.dataset.edits import AddRow, AddSetting, AddWord, DropColumn, Edit, SetCell
from tideturn.dataset.guidance import how_written
from tideturn.dataset.identity import signs
from tideturn.dataset.problems import Problem, Severity
from tideturn.dataset.raw import RawTable
from tideturn.dataset.schema import MANY
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.typing_cells import typed
from tideturn.dataset.vocabulary import KEPT_BY
from tideturn.dataset.wording import capital, quoted

QUERIES: Final = TABLES["queries"]
_INVITED: Final = SURVEY_TABLES["invited"]
REASON: Final = "the reason why it stands"


@dataclass(frozen=True)
class Question:
    """One question: its subject, and the answers to choose from or, if there are none, the way to write an answer."""

    rule: str
    topic: str
    """The subject that it shares with similar questions."""
    about: About
    what: str
    choices: Mapping[str, str]
    wanted: str
    fault: Callable[[str], str]
    """A function that says in a sentence why an answer cannot be accepted; it returns an empty string if it can."""
    edits: Callable[[str], tuple[Edit, ...]]
    repeats: bool = False
    """Whether one answer may be given to several questions of its topic at once."""
    signs: SetCell | None = None
    """The cell for the role code of the person who answers; None if there is none."""
    not_by: str = ""
    """The role that may not answer, because it wrote what is signed."""

    @property
    def by_role(self) -> bool:
        """Return whether an answer needs a role code."""
        return self.is_reason or self.signs is not None

    @property
    def is_reason(self) -> bool:
        """Return whether the question asks for a reason, which needs the role of the person who answers."""
        return self.wanted == REASON


@dataclass(frozen=True)
class Ask:
    """The way to answer the problems of one rule in the folder's own tables."""

    rule: str
    topic: str
    choices: Callable[[Folder, Problem], Mapping[str, str] | None]
    """The answers with their meanings; empty if any answer fits; None if nothing can be asked."""
    edits: Callable[[Folder, Problem, str], Iterable[Edit]]
    wanted: Callable[[Folder, Problem], str] = lambda _folder, _problem: ""
    fault: Callable[[Folder, Problem, str], str] = lambda _folder, _problem, _answer: ""
    other: Callable[[Folder, Problem, str], str | None] = lambda _folder, _problem, _answer: None
    """The fault of an answer given in place of a choice; empty if it has none; None if it must be one of
    the choices.
    """
    repeats: bool = False


def fills_the_cell(rule: str, topic: str, choices: Mapping[str, str] | None = None) -> Ask:
    """Return the Ask of a rule whose problems name the very cell that an answer fills in, by default with its terms."""
    return Ask(
        rule,
        topic,
        choices=lambda folder, problem: choices or _terms(folder, problem),
        edits=lambda _, problem, answer: [SetCell(problem.file, problem.row or 0, problem.column or "", answer)],
        wanted=lambda folder, problem: how_written(_sheet(folder, problem).table.column(problem.column or "")),
        fault=lambda folder, problem, answer: _misfit(_sheet(folder, problem), problem.column or "", answer),
        repeats=choices is None,
    )


def _sheet(folder: Folder, problem: Problem) -> Sheet:
    return next(sheet for sheet in folder.every_sheet() if sheet.file == problem.file)


def _terms(folder: Folder, problem: Problem) -> Mapping[str, str]:
    terms = _sheet(folder, problem).table.column(problem.column or "").terms
    return terms.terms if terms else {}


def _misfit(sheet: Sheet, column: str, answer: str) -> str:
    frame = pl.DataFrame({column: [answer]})
    found = typed(RawTable(sheet.table.name, sheet.file, frame, sheet.table))[1]
    return f"{found[0].what} {found[0].mend}" if found else ""


# ── Answers that no list of their question holds ──────────────────────────────────────────────────────────────────

_LISTS: Final = {
    "agree": "it agrees; of a change, more or better",
    "same": "of a change: nothing changed",
    "worse": "of a change: less or worse",
    "disagree": "it disagrees; of a change, it denies it",
    "too_early": "it is too soon to tell",
    "scale": "an opinion that does neither, such as one in the middle",
    "opinion_none": "it gives no opinion",
}
_OF_A_LEVEL: Final = {
    name: meaning.partition(";")[0] for name, meaning in _LISTS.items() if name not in surveys.OF_A_CHANGE
}
_OPTION: Final = {"scale": "one of the answers to choose among", "opinion_none": "it gives no opinion"}
_IN_ORDER: Final = f"write all the answers from least to most, separated by {MANY}"
_SEVERAL: Final = {"several": "people could choose several answers: count each of them"}


def _survey(folder: Folder, problem: Problem) -> SurveySheets:
    return next(survey for survey in folder.surveys.values() if survey.responses.file == problem.file)


def _items(folder: Folder, problem: Problem) -> list[dict[str, Any]]:
    return list(_survey(folder, problem).items.where(pl.col("item") == problem.column, *surveys.ITEM_COLUMNS))


def _word(folder: Folder, problem: Problem) -> str:
    """Return the answer that a problem is about.

    Return an empty string if there is none, or if it looks like identity and must not be repeated.
    """
    given = surveys.given_to(folder, _survey(folder, problem), _items(folder, problem)[0])
    word = next((word for word in given if problem.value and stored(word) == problem.value), "")
    return "" if signs(word) else word


def _lists(folder: Folder, problem: Problem) -> Mapping[str, str] | None:
    word = _word(folder, problem)
    if not word:
        return None
    question, rows = _survey(folder, problem).questions.get(problem.column or ""), _items(folder, problem)
    if any(is_several(row, question) for row in rows):
        return _OPTION
    if folder.answers.separator in word:
        return _SEVERAL
    lists = _OF_A_LEVEL if all(row["measures"] == "level" for row in rows) else _LISTS
    return {**lists, "scale": f"{lists['scale']}: {_IN_ORDER}"} if _to_order(folder, problem) else lists


def _listed(folder: Folder, problem: Problem, answer: str) -> Iterator[Edit]:
    """Yield the edits that add the answer to the chosen list in each of the item's rows that has no place
    for it yet.
    """
    survey, word = _survey(folder, problem), _word(folder, problem)
    for row in _items(folder, problem):
        number: int = row[ROW]
        if answer in _SEVERAL:
            yield SetCell(survey.items.file, number, "kind", answer)
            continue
        offered = surveys.offered_by(survey, row)
        if word in listed_in(row, surveys.LISTS) or word in offered:
            continue
        if answer in surveys.LISTS:
            held = split_many(row[answer])
            yield AddWord(survey.items.file, number, answer, word, held, len(held))
        elif offered:
            yield AddWord(survey.items.file, number, "scale", word, offered, _beside_the_agreeing(row, offered))
        else:
            words = split_many(answer) if MANY in answer else sorted(_opinions(folder, problem), key=float)
            held = tuple(one for one in words if one != word)
            yield AddWord(survey.items.file, number, "scale", word, held, words.index(word))


def _beside_the_agreeing(row: dict[str, Any], offered: tuple[str, ...]) -> int:
    """Return the place on the scale for an opinion that neither agrees nor disagrees.

    A scale written in items.csv replaces the form's choices, and so must hold them.
    """
    agreeing = split_many(row["agree"])
    places = [number for number, word in enumerate(offered) if word in agreeing]
    if not places:
        return len(offered)
    return places[0] if places[0] > 0 else places[-1] + 1


def _opinions(folder: Folder, problem: Problem) -> list[str]:
    """Return the word with the opinions that its question's rows without a scale list; empty if all rows
    have a scale.
    """
    survey = _survey(folder, problem)
    rows = [row for row in _items(folder, problem) if not surveys.offered_by(survey, row)]
    against, for_it = (
        [word for row in rows for name in names for word in split_many(row[name])]
        for names in (("disagree", "worse", "same"), ("agree",))
    )
    return list(dict.fromkeys((*against, _word(folder, problem), *for_it))) if rows else []


def _to_order(folder: Folder, problem: Problem) -> list[str]:
    """Return the opinions that somebody must put in order: the order of numbers is known."""
    words = _opinions(folder, problem)
    try:
        return [] if [float(word) for word in words] else words
    except ValueError:
        return words


def _misplaced(folder: Folder, problem: Problem, answer: str) -> str | None:
    """Return why an answer is no scale; empty if it is one, and None if no scale is to be written."""
    words = _to_order(folder, problem)
    if not words or (answer != "scale" and MANY not in answer):
        return None
    given = split_many(answer)
    further = surveys.given_to(folder, _survey(folder, problem), _items(folder, problem)[0])
    if len(set(given)) == len(given) and set(words) <= set(given) <= {*words, *further}:
        return ""
    return f"{capital(_IN_ORDER)}. They are {MANY.join(words)}"


# ── Who was invited, who keeps a pathway’s events, and when work started ──────────────────────────────────────────

_FROM_SESSIONS: Final = {"sessions": "write the day of the first session of each"}


def _invited(_folder: Folder, problem: Problem, answer: str) -> Iterator[Edit]:
    cells = dict(zip(responses.WHO, problem.key.split(MANY), strict=True))
    yield AddRow(problem.file, {**cells, "invited": answer}, _INVITED.names)


def _too_few(folder: Folder, problem: Problem, answer: str) -> str:
    """Return why that number cannot have been invited; empty if it can."""
    if fault := _misfit(_sheet(folder, problem), "invited", answer):
        return fault
    survey = next(survey for survey in folder.surveys.values() if survey.invited.file == problem.file)
    answered = next(n for *who, n in responses.answered(survey).iter_rows() if MANY.join(map(str, who)) == problem.key)
    return "" if int(answer) >= answered else f"{answered} answered, so at least {answered} were invited."


def _started(folder: Folder, problem: Problem, _answer: str) -> Iterator[Edit]:
    rows = comparisons.unstarted(folder).drop_nulls(comparisons.FIRST_SESSION)
    for row, day in rows.select(ROW, comparisons.FIRST_SESSION).iter_rows():
        yield SetCell(problem.file, row, "started", day.isoformat())


def _kept_by(_folder: Folder, problem: Problem, answer: str) -> Iterator[Edit]:
    yield AddSetting(problem.file, problem.column or "", answer)


_ANSWERS: Final = "What answers mean"
_KEEPERS: Final = "Who keeps a count, or the events of a pathway"
_STARTED: Final = "When the work with a young person started"
ASKS: Final = {
    ask.rule: ask
    for ask in (
        fills_the_cell(outcomes.claim_unknown.code, "What outcomes claim"),
        fills_the_cell(surveys.item_measures_unknown.code, "What survey questions measure"),
        fills_the_cell(counts.kept_by_unknown.code, _KEEPERS),
        Ask(pathways.pathway_kept_by_unknown.code, _KEEPERS, lambda _folder, _problem: KEPT_BY.terms, _kept_by),
        Ask(
            responses.invited_unknown.code,
            "How many people were invited to a survey",
            choices=lambda _folder, _problem: {},
            edits=_invited,
            wanted=lambda _folder, _problem: how_written(_INVITED.column("invited")),
            fault=_too_few,
        ),
        Ask(comparisons.started_in_sessions.code, _STARTED, lambda _folder, _problem: _FROM_SESSIONS, _started),
        fills_the_cell(comparisons.started_unknown.code, _STARTED),
        fills_the_cell(texts.effect_unstated.code, "Whether causes help or hinder"),
        fills_the_cell(surveys.several_not_said.code, _ANSWERS, _SEVERAL),
        Ask(surveys.answer_off_the_scale.code, _ANSWERS, _lists, _listed, other=_misplaced),
        Ask(surveys.answer_in_no_list.code, _ANSWERS, _lists, _listed, other=_misplaced),
    )
}
"""The rules whose problems are answered in the folder's own tables, in the order of asking."""
_ORDER: Final = {topic: place for place, topic in enumerate(dict.fromkeys(ask.topic for ask in ASKS.values()))}
_REASONS: Final = "What stays as it is, and why"
_OF_ANSWERS: Final = (answer_to_nothing.code, answer_by_row.code)
"""Queries about answers: a reason for a reason helps nobody."""


def questions(folder: Folder, problems: Iterable[Problem]) -> list[Question]:
    """Return the questions that located problems raise, topic after topic and in their order; reasons come last."""
    found = [question for problem in problems if (question := _question(folder, problem)) is not None]
    return sorted(found, key=lambda question: _ORDER.get(question.topic, len(_ORDER)))


def _question(folder: Folder, problem: Problem) -> Question | None:
    ask = ASKS.get(problem.rule)
    choices = ask.choices(folder, problem) if ask else None
    if ask is not None and choices is not None:
        return Question(
            rule=problem.rule,
            topic=ask.topic,
            about=About.of(problem),
            what=problem.what,
            choices=choices,
            wanted=ask.wanted(folder, problem),
            fault=lambda answer: _fault(ask, folder, problem, choices, answer),
            edits=lambda answer: tuple(ask.edits(folder, problem, answer)),
            repeats=ask.repeats and bool(choices),
        )
    # What looks like identity is another rule's error, and no reason makes it right.
    hidden = ask is not None and problem.value != ""
    if problem.severity is Severity.ERROR or problem.rule in _OF_ANSWERS or hidden:
        return None
    return Question(
        rule=problem.rule,
        topic=_REASONS,
        about=About.of(problem),
        what=f"{problem.what} {problem.mend}",
        choices={},
        wanted=REASON,
        fault=reason_fault,
        edits=lambda _: (),
    )


def _fault(ask: Ask, folder: Folder, problem: Problem, choices: Mapping[str, str], answer: str) -> str:
    other = ask.other(folder, problem, answer)
    return other if other is not None else _no_choice(choices, answer) or ask.fault(folder, problem, answer)


def _no_choice(choices: Mapping[str, str], answer: str) -> str:
    if not choices or answer in choices:
        return ""
    return f"{capital(quoted(answer))} is none of the answers. Choose one of: {', '.join(choices)}."


def reason_row(folder: Folder, about: About, reason: str, by: str) -> AddRow:
    """Return the row of `queries.csv` that answers a query."""
    cells = {"file": about.file, "key": about.key, "column": about.column, "value": about.value}
    return AddRow(folder.sheet("queries").file, {**cells, "reason": reason, "by": by}, QUERIES.names)


# ── Answers of older files, by row ────────────────────────────────────────────────────────────────────────────────


def rewritten(folder: Folder, problems: Iterable[Problem]) -> tuple[list[Edit], list[str]]:
    """Return the edits that give each answer by row its key and value, and a line for each answer that fits nothing.

    `problems` are all that the folder raises, located, including the answered ones. While something cannot be read,
    nothing is rewritten, since the unread part may raise what an answer answers.
    """
    older = [answer for answer in answers_of(folder) if isinstance(answer.target, tuple)]
    if not older or folder.incomplete:
        return [], []
    at: dict[Place, dict[About, None]] = {}
    for problem in problems:
        if problem.severity is Severity.QUERY:
            place = (problem.file, problem.row or 1, problem.column or "")
            at.setdefault(place, {}).setdefault(About.of(problem))
    edits: list[Edit] = []
    lost: list[str] = []
    for answer in older:
        assert isinstance(answer.target, tuple)
        found = list(at.get(answer.target, ()))
        if found:
            edits += _as_value(folder, answer, found)
        else:
            lost.append(f"{named(answer.target)}: {_reason(folder, answer)['reason']}")
    return [*edits, DropColumn(folder.sheet("queries").file, "row")] if edits else [], lost


def _as_value(folder: Folder, answer: Answer, found: list[About]) -> Iterator[Edit]:
    file, first = folder.sheet("queries").file, found[0]
    yield SetCell(file, answer.row, "key", first.key, before="column")
    yield SetCell(file, answer.row, "value", first.value, before="reason")
    yield SetCell(file, answer.row, "row", "")
    for about in found[1:]:
        given = _reason(folder, answer)
        yield reason_row(folder, about, given["reason"], given["by"])


def _reason(folder: Folder, answer: Answer) -> dict[str, str]:
    return next(folder.sheet("queries").where(pl.col(ROW) == answer.row, "reason", "by"))
