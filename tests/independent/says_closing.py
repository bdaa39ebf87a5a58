"""Strengths, challenges, learning and the data to collect."""

from __future__ import annotations

from typing import Any

from . import work
from .answer_words import ANSWER
from .expected import Holds, OneOf
from .folder import Row, Year, day
from .printed_strands import WHOLE
from .printing import capital, listed, long_date, unlisted
from .registering import Said, states
from .rules import rule
from .says_answering import noun_of, noun_of_one, readings, what_more
from .says_scoring import PLACES, WHO, YOUNG, fewest_better
from .says_since import verdicts
from .says_theory import sentence
from .scores import Matched, matched
from .shares import more_of_same, more_to_pass
from .standing import TRAINED, Standing
from .talks import Spoken, spoken

SHORT = {"Not measured", "Not enough evidence"}  # verdicts that say too little was collected
VOICES = ("staff", "stakeholder")
COLLECT = "^to-collect$"


@states("^strengths$", r"^(?P<k>\d+) of (?P<n>\d+) planned pieces? of work (?:was|were) delivered in full(?: \(|\.)")
def in_full(year: Year, said: Said) -> Any:
    pieces = work.pieces(year)
    return {"k": sum(each.done == work.IN_FULL for each in pieces), "n": len(pieces)}


@states("^challenges$", r"^Of (?P<n>\d+) milestones, (?P<k>\d+) (?:was|were) late or missed; see Milestones\b")
def late(year: Year, said: Said) -> Any:
    found = work.milestones(year)
    return {"n": len(found), "k": sum(not each.on_time for each in found)}


def learnt(year: Year) -> list[Row]:
    """Return what was learnt in the year."""
    return sorted(work.within(year, "learning"), key=lambda row: row["date"])


def learnt_told(year: Year, row: Row) -> str:
    """Return a point that was learnt as the report prints it."""
    when = long_date(day(row["date"]) or year.end)
    told = [f"{year.site_name(row['site'])}, {when}"]
    told += [f"about the {row['about']}"] if row["about"] else []
    told += [f"shared with {listed(row['shared_with'].split('|'))}"] if row["shared_with"] else []
    told.append("acted on" if row["used"] == "yes" else "not yet acted on")
    changes = f" What it changes: {sentence(capital(row['changes_what']))}" if row["changes_what"] else ""
    return f"{sentence(row['point'])}{changes} ({'; '.join(told)})"


@states("^learning$", r"^(?P<all>.*)$", kind="bullet")
def learning(year: Year, said: Said) -> Any:
    ok = said["all"] in {learnt_told(year, row) for row in learnt(year)}
    return {"all": Holds(ok, "nothing that was learnt in the year is told in these words")}


def could_not_be_judged(year: Year) -> list[str]:
    """Return the outcomes that were due and have too little evidence somewhere, by the board."""
    due = [row["title"] for row in year.outcomes.values() if int(row["due_year"]) <= year.number]
    return [title for title in due if any(v in SHORT for v, _ in verdicts(year, year.number)[title].values())]


def _scopes(year: Year, row: dict[str, str]) -> list[str]:
    """Return the scopes that a row of what to collect is about."""
    return ["programme" if place == WHOLE else year.site_code(place) or "" for place in unlisted(row["Where"])]


def _outcome(year: Year, row: dict[str, str]) -> str:
    """Return the outcome of such a row."""
    return next(each for each, found in year.outcomes.items() if found["title"] == row["Outcome"])


def sources_needed(year: Year, found: Spoken) -> int:
    """Return how many more sources must support before interviews read positive."""
    least, share, asked = (rule(year.folder, each) for each in ("interview_sources", "interview_share", "asked_share"))
    more = 0
    while True:
        supports, spoke = found.positions["supports"] + more, found.spoke + more
        if supports >= least and supports >= share * spoke - 1e-9 and spoke >= asked * max(found.asked, spoke) - 1e-9:
            return more
        more += 1


def _same(values: set[int]) -> Any:
    return values.pop() if len(values) == 1 else Holds(False, f"the places of this row differ: {sorted(values)}")


@states(COLLECT, rf"It takes (?P<more>\d+) more {WHO} scored at the start and again in the year\.$", kind="cell")
def pairs_needed(year: Year, said: Said) -> Any:
    least = rule(year.folder, "min_pairs")
    more = _same({least - each.pairs for each in _scored(year, said)})
    return {"more": more, "who": _who(said, more)}


def _who(said: Said, many: Any) -> Any:
    """Return who a cell asks to score: places where it says so, else young people."""
    return (PLACES if "the places" in said.passage.text else YOUNG)[many != 1]


def _scored(year: Year, said: Said) -> list[Matched]:
    """Return the scores that a cell is about, at each place of its row."""
    row, text = said.passage.row, said.passage.text
    voice, places = "young_person" if "themselves" in text else "record", "the places" in text
    return [matched(year, _outcome(year, row), voice, scope, places) for scope in _scopes(year, row)]


@states(COLLECT, rf"It takes at least (?P<more>\d+) more of (?P<n>\d+) {WHO} doing better\.$", kind="cell")
def pairs_better(year: Year, said: Said) -> Any:
    found = _scored(year, said)
    pairs = _same({each.pairs for each in found})
    return {"more": OneOf(tuple(fewest_better(found[0]))), "n": pairs, "who": _who(said, pairs)}


@states(COLLECT, r"It takes (?P<more>\d+) more sources that support it\.$", kind="cell")
def more_sources(year: Year, said: Said) -> Any:
    row = said.passage.row
    needed = {
        min(sources_needed(year, spoken(year, _outcome(year, row), voice, scope)) for voice in VOICES)
        for scope in _scopes(year, row)
    }
    return {"more": _same(needed)}


@states(
    COLLECT,
    r"^Ask (?:those who were trained about it three months later|partners about it again, as in the survey "
    r"“(?P<in>[^”]+)”), and .* It takes at least (?P<more>\d+) more (?P<noun>people trained|person trained|partners?) "
    rf"(?P<what>who agrees?|who answers? {ANSWER})\.$",
    kind="cell",
)
def more_answers(year: Year, said: Said) -> Any:
    row, least = said.passage.row, rule(year.folder, "min_n")
    needed, items, voice = set(), set(), "stakeholder" if said["in"] else TRAINED
    for scope in _scopes(year, row):
        found = readings(year, Standing(_outcome(year, row), scope, "survey", voice))
        more = [more_to_pass(r.k, r.n, least) if r.n < least else more_of_same(r.k, r.n) for r in found]
        needed.add(min(more, default=0))
        items |= {each.item for each in found}
    at = Standing(_outcome(year, row), "programme", "survey", voice)
    noun = noun_of_one(at) if said["more"] == "1" else noun_of(at)
    if not items:
        return {"more": Holds(False, "they were not asked"), "noun": noun, "what": said["what"], "in": said["in"]}
    return {
        "more": _same(needed),
        "noun": noun,
        "what": OneOf(tuple(what_more(year, each, said["more"]) for each in items)),
        "in": OneOf(tuple({each.survey for each in items})) if said["in"] else None,
    }
