"""Say a finding about answers to a survey in the plain order: who answered, then what they said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, partial
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.words import filled, grammar
from tideturn.evaluation.claims.quotation import QUOTED
from tideturn.evaluation.units import TRAINED

_COUNT: Final = Gated(NUMBER)
_PUT: Final = {
    "it was": ", against {of} {when}",
    "of a place": "of the {whole} {who} in {place}",
    "time first": "{share} ({count}) {when}",
    "or more": "{least} {more} {what}",
    "share first": "{count} ({percent})",
    "within a year": "{from} a year before{to}",
    "people first": "{part} of {the}{whole} {who}",
}
_FEWER: Final = ("fewer", "less", "under", "a minority")
_SIZEABLE: Final = tuple(
    f"{size} {what}"
    for size in ("sizeable", "substantial", "large", "considerable", "significant")
    for what in ("minority", "group", "number")
)
"""Words for a third to a half."""
_SURVEYS: Final = {
    "partners": r"(?:partner|stakeholder|professional|practitioner)(?:s[’']?|[’']s)?",
    "staff": r"(?:staff|workforce|workers?[’'])(?:[’']s)?",
    "families": r"(?:famil(?:y|ies)|parents?|carers?|parents? and carers?)(?:[’']s?)?",
    "young people": r"(?:young people|youth)(?:[’']s)?",
    TRAINED: r"(?:training|trainees?|learners?)(?:[’']s?)?",
}
"""Names for a survey, by the people who answered."""


def without_its_name(text: str, units: Collection[str]) -> str:
    """Return a sentence that does not say whose survey it was, if it says so rightly: `the Year 2 partner survey`."""
    names = {_SURVEYS.get(unit, "") for unit in units}
    if len(names) != 1 or not (name := names.pop()):
        return text
    return re.sub(rf"\b{name} (?=(?:survey|questionnaire|form|follow-up|poll)s?\b)", "", text)


def in_plain_order(text: str) -> Iterator[str]:
    """Yield the sentence with its parts in the order that the rules know; it says neither more nor less."""
    if QUOTED.search(text):
        return
    said = text
    for name, put in _PUT.items():
        said = _plain(name).sub(partial(_put, put=put), said)
    if (scale := _plain("on a scale").search(said)) and len([*_plain("scaled").finditer(said)]) == 1:
        most = f" out of {scale['high']}"
        said = _plain("scaled").sub(lambda match: match[0] + most, _plain("on a scale").sub("", said))
    for pattern, put in _orders():
        if (match := pattern.match(said)) and _true_amount(match):
            said = _sentence(put.format_map(_groups(match)))
    said = _timed_after_its_scale(said)
    if said != text:
        yield said


def _put(match: re.Match[str], *, put: str) -> str:
    return put.format_map(match.groupdict(""))


def _true_amount(match: re.Match[str]) -> bool:
    """Return whether an amount in words is true of the numbers after it, and times and parts are in order."""
    held = match.groupdict()
    if "now" in held and number(held["first"]) >= number(held["now"]):
        return False
    if "some" in held and number(held["some"]) > number(held["all"]):
        return False
    if _COUNT.fullmatch(held.get("many") or "") and number(held["many"]) > number(held.get("whole") or held["many"]):
        return False
    if "part" not in held:
        return True
    part, whole = number(match["part"]), number(match["whole"])
    if "other" in held:  # divided: a quarter or more on each side
        other = number(match["other"])
        return 4 * min(part, other) >= whole and ("evenly" not in match[0] or 10 * abs(part - other) <= whole)
    share = (held.get("share") or "").lower()
    if share.endswith(_SIZEABLE):
        return 3 * part >= whole > 2 * part
    return 2 * part < whole if share.startswith(_FEWER) else 2 * part > whole


def _groups(match: re.Match[str]) -> dict[str, str]:
    """Return what a pattern holds, as parts of another sentence."""
    held = match.groupdict("")
    held["who"] = held.get("own") or held.get("who", "")
    for name in ("degree", "much"):
        if held.get(name):
            held[name] = f", {held[name]},"
    if what := held.get("what", ""):
        held["what"] = (what[:1].lower() + what[1:]).removeprefix("that ")
    if lead := held.get("lead", ""):
        if match.re.groupindex.get("what") or "share" in held:
            held["lead"] = lead if lead.rstrip().endswith(",") else f"{lead.rstrip()}, "
        for name in ("many", "whom", "of"):
            if held.get(name):
                held[name] = held[name][:1].lower() + held[name][1:]
    return held


def _timed_after_its_scale(text: str) -> str:
    """Return a sentence with one number, one year and one answer on a scale, with the year right after the answer."""
    scales, times = [*_plain("scaled").finditer(text)], [*_plain("timed").finditer(text)]
    if not (len(scales) == len(times) == len([*_plain("counted").finditer(_plain("scaled").sub("", text))]) == 1):
        return text
    (scale,), (time,) = scales, times
    year = time[0].strip(" ,").replace("In ", "in ").replace("By ", "by ")
    if time.start() < scale.start():
        joined = "," if time.start() and time[0].endswith(",") else ""
        before = text[: time.start()] + joined + text[time.end() : scale.end()]
        return _sentence(f"{before} {year}{text[scale.end() :]}")
    return _sentence(f"{text[: scale.end()]} {year}{text[scale.end() : time.start()]}{text[time.end() :]}")


def _sentence(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return text[:1].upper() + text[1:]


@cache
def _orders() -> tuple[tuple[Gated, str], ...]:
    table = grammar()["reworded"]["orders"]
    return tuple((Gated(_filled(read)), put) for put, rules in table.items() for read in rules)


@cache
def _plain(name: str) -> Gated:
    return Gated(_filled(grammar()["reworded"]["order_words"].get(name, "(?!)")))


def _filled(pattern: str) -> str:
    return filled(pattern, {**grammar()["reworded"]["order_parts"], "n": NUMBER})
