"""Read the status that a sentence gives a harvested change: confirmed, disputed, being piloted, reversed, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.harvest import Change
from tideturn.evaluation.claims.proof.times import MONTH, month_number
from tideturn.evaluation.claims.proof.words import grammar, pattern_of

DATE: Final = (
    rf"(?:(?P<part>early|mid|late)[- ])?(?:(?P<day>\d{{1,2}}) )?(?:(?P<month>{MONTH}) )?(?P<year>(?:19|20)\d\d)"
)
WHEN: Final = Gated(rf"\b(?P<how>in|during|on|by|since|from) {DATE}\b(?:, )?")
_MONTH: Final = Gated(rf" in (?P<month>{MONTH})\b(?! \d)")
_SOON: Final = Gated(r" (?:within|during|in the course of|later in|before the end of) (?:the|that|the same) year\b")
_BETTER: Final = Gated(r" for the (?P<way>better|worse)\b")
BEGUN: Final = Gated(
    rf", (?:which was )?(?:brought in|introduced|begun|started|set up|adopted) (?P<how>in|during|on) {DATE}, "
)
"""When something began, as an aside."""
_UNTIL: Final = Gated(rf" (?P<how>until) {DATE}\b")
_LINK: Final = Gated(r"(?:(?:\s*[,;:—–(]\s*|\s+)(?:(?:and|but|although|though|while|whereas)\b\s*)?)?")


_PARTS: Final = {"": (1, 31), "early": (1, 10), "mid": (11, 20), "late": (21, 31)}
"""First and last day of each part of a month."""
_TWO: Final = re.compile(
    r"\b(?:fully|in full|completely)\b.*\b(?:one|other|another|second)\b.*\bpart|"
    r"\bone of them\b|\b(?:the other|another|a second)\b"
)
_FULLY: Final = re.compile(r"\b(?:fully|in full|completely)\b")
_PARTLY: Final = re.compile(r"\b(?:partly|in part|partially)\b")
_OF_TWO: Final = re.compile(r"of (?:the |our )?two|both of|the two")
_KEEPS: Final = re.compile(r"\b(?:policy|budget|role|culture|one person)\b")
_OF_WHAT_CAME_LAST: Final = ("confirmed", "reversed")
_YEAR: Final = 365
"""Days."""


class Status(NamedTuple):
    """The status that a sentence gives a change, and the end of the words."""

    means: str
    end: int
    outside: str
    """Number of independent people who confirmed it, as the sentence says."""
    when: re.Match[str] | None
    said: str = ""
    """The words themselves."""
    way: str = ""
    """Whether the sentence says that it is for the better or for the worse."""


def is_in(day: date, said: re.Match[str], last: date) -> bool:
    """Return whether a day is within the time said, or with `by` no later than its end, which is by `last`."""
    first, end = _PARTS[(said["part"] or "").lower()]
    if said["part"] and not (said["month"] and first <= day.day <= end):
        return False
    month = month_number(said["month"]) if said["month"] else None
    named = [int(said["year"]), *([month] if month else []), *([int(said["day"])] if month and said["day"] else [])]
    own = [day.year, day.month, day.day][: len(named)]
    latest = [last.year, last.month, last.day][: len(named)]
    return own <= named <= latest if said["how"].lower() == "by" else own == named


def statuses_at(text: str, at: int) -> Iterator[Status]:
    """Yield each status that a sentence gives a change from here, after a joining word."""
    link = _LINK.match(text, at)
    if until := _UNTIL.match(text, at):
        yield Status("reversed", until.end(), "", until)
    for means, pattern in _patterns().items():
        if link and (found := pattern.match(text, link.end())):
            outside = next((name.rstrip("0123456789") for name, said in found.groupdict().items() if said), "")
            way = _BETTER.match(text, found.end())
            end = way.end() if way else found.end()
            dated = WHEN.match(text, end + 1) or _MONTH.match(text, end) or _SOON.match(text, end)
            yield Status(
                means, dated.end() if dated else end, outside, dated, found[0].lower(), way["way"] if way else ""
            )


def true_statuses(text: str, at: int, change: Change) -> Iterator[Status]:
    """Yield each true status that follows, one after another, until the sentence says something else.

    What is confirmed or reversed after a reversal would be the reversal itself, and not the change.
    """
    undone = False
    while status := next((one for one in statuses_at(text, at) if stands(change, one)), None):
        if undone and status.means in _OF_WHAT_CAME_LAST:
            return
        yield status
        undone = undone or status.means == "reversed"
        at = status.end


def stands(change: Change, status: Status) -> bool:
    """Return whether a change has the status that the sentence gives."""
    if status.way and (status.way == "worse") != change.worse:
        return False
    if status.when is not None and status.means == "confirmed":
        dated = all(is_in(day, status.when, change.until) for day in change.confirmed_on)
        return "year" in status.when.groupdict() and dated and _is_confirmed(change, status)
    if status.when is not None and status.means != "reversed":
        day = {"begun": change.noticed, change.stage: change.staged}.get(status.means)
        dated = day is not None and "year" in status.when.groupdict() and is_in(day, status.when, change.until)
        return dated and (status.means == "begun" or not change.undone)
    if status.when is not None:
        return change.reversed_on is not None and _was(change, change.reversed_on, status.when)
    match status.means:
        case "confirmed":
            return _is_confirmed(change, status)
        case "disagreed" if _OF_TWO.search(status.said):
            return (change.asked, change.confirmed, change.disputed) == (2, 1, 1)
        case "disagreed":
            return _are(change.disputed, status.outside)
        case "kept":
            return set(_KEEPS.findall(status.said)) <= change.kept_by and not change.undone
        case "unconfirmed":
            return change.unconfirmed
        case "reversed":
            return change.undone
        case "better" | "worse":
            return change.worse == (status.means == "worse")
        case "begun":
            return change.stage != "discussed"
        case "counted":
            return change.counts
        case "uncounted":
            return change.item.polarity == "none"
    return change.stage == status.means and not change.undone


def _is_confirmed(change: Change, status: Status) -> bool:
    """Return whether as many independent people confirmed a change, as fully, as the sentence says."""
    said = status.said
    if (then := WHEN.search(said)) and not all(is_in(day, then, change.until) for day in change.confirmed_on):
        return False
    alone = 1 if re.search(r"\bone\b", said) else len(("one", "other"))
    of_two = _OF_TWO.search(said) is not None
    if of_two and (change.asked != len(("one", "other")) or (change.confirmed != alone and not _TWO.search(said))):
        return False
    if _TWO.search(said):
        fully = 2 - len(_PARTLY.findall(said))
        return (change.confirmed, change.fully) == (2, fully) and _are(change.confirmed, status.outside)
    people = change.confirmed
    if _FULLY.search(said) or _PARTLY.search(said):
        people = change.fully if _FULLY.search(said) else change.confirmed - change.fully
    elif status.outside and change.fully == 0:
        return False  # the people that it names confirmed only a part
    return _are(people, status.outside) and (not of_two or people == alone)


def _are(people: int, outside: str) -> bool:
    return people > 0 and {"several": people > 1, "two": people == 2, "three": people == 3}.get(outside, True)


def _was(change: Change, back: date, when: re.Match[str]) -> bool:
    """Return whether a change was reversed at the time said."""
    groups = when.groupdict()
    if "year" in groups:
        return is_in(back, when, change.item.as_of)
    soon = (back - change.noticed).days < _YEAR
    return soon and ("month" not in groups or month_number(groups["month"]) == back.month)


@cache
def _patterns() -> Mapping[str, Gated]:
    rules = grammar()["harvest"]
    outside = "|".join(
        rf"(?P<{name}_N>{'|'.join(ways) or '(?!)'})" for name, ways in reversed(rules["outside"].items())
    )
    found = {}
    for means, ways in rules["is"].items():
        # A pattern may name a group once, so that each rule numbers its own.
        told = (way.replace("<outside>", f"(?:{outside.replace('_N', str(at))})") for at, way in enumerate(ways))
        pattern = "|".join(told)
        for name, words in rules["phrases"].items():
            pattern = pattern.replace(f"<{name}>", words)
        found[means] = pattern_of([pattern.replace("<month>", MONTH)])
    return found
