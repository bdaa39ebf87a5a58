"""Choose-several questions: how many of those who chose any answer chose each one."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .expected import Holds, OneOf
from .folder import Year
from .printed_strands import WHOLE
from .registering import Said, states
from .rules import rule
from .says_answering import NOUNS, SHARE, noun_of, noun_of_one, voice_of
from .says_pieces import ANNEX, ONE_OF_SEVERAL, parts
from .says_talking import IMPACT
from .standing import TRAINED, Standing, standing
from .surveys import LONG_VOICES, Item, Tally, chosen, item_of, items_of, options, responses, stage_of

CHOSEN, NOBODY = "chosen by ", "nobody gave an opinion"
SAID = re.compile(rf"{CHOSEN}|{NOBODY}$")


def labelled(year: Year, item: Item, option: str) -> str:
    """Return what one of several answers is called: its question and itself, each as it was worded."""
    return f"{item.label} – {year.words.answer(item.survey, item.name, option)}"


def several(year: Year, outcome: str) -> list[Item]:
    """Return the questions about an outcome to which people could choose several answers."""
    return [each for each in items_of(year, outcome) if each.name in year.words.several(each.survey)]


@cache
def choices(year: Year, at: Standing) -> dict[str, Tally]:
    """Return how each of several answers was chosen, by its label, wherever anybody ticked anything."""
    found = {}
    for item in several(year, at.outcome):
        if bool(stage_of(year, item.survey)) != (at.voice == TRAINED):
            continue
        rows = responses(year, item.survey, voice_of(at), at.scope, None, year.sites_of(at.outcome))
        counts = {option: chosen(year, item, option, rows) for option in options(year, item)}
        found.update(
            {labelled(year, item, option): count for option, count in counts.items() if count.n + count.no_opinion}
        )
    return found


def beside(said: Said) -> list[str]:
    """Return the answers that the same strand counts."""
    here = said.passage
    return [
        each.near.get("asked", "")
        for each in said.document.passages
        if each.ids == here.ids and each.near.get("voice") == here.near.get("voice") and SAID.match(each.text)
    ]


@states(
    IMPACT,
    rf"^{CHOSEN}(?P<k>\d+) of (?P<n>\d+) {NOUNS}(?: \({SHARE}\)|(?P<few>; too few for a percentage))$",
    strand="^Survey$",
)
def chosen_by(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    asked, found = said.passage.near.get("asked", ""), choices(year, at)
    if asked not in found:
        return {"answer": Holds(False, f"“{asked}” is no answer that they could choose: these are {list(found)}")}
    count = found[asked]
    enough = count.n >= rule(year.folder, "min_n")
    low, high = count.interval if enough else (None, None)
    return {
        "k": count.agree,
        "n": count.n,
        "noun": noun_of_one(at) if count.n == 1 else noun_of(at),
        "share": count.share if enough else None,
        "low": low,
        "high": high,
        "few": Holds(
            bool(said["few"]) != enough, f"{count.n} are {'enough' if enough else 'too few'} for a percentage"
        ),
        "every": every(said, found),
    }


def every(said: Said, found: dict[str, Tally]) -> Holds:
    """Tell whether the strand says of each answer by how many it was chosen, and of none twice."""
    return Holds(sorted(beside(said)) == sorted(found), f"the answers that they could choose are {list(found)}")


@states(IMPACT, r"^(?P<n>nobody) gave an opinion$", strand="^Survey$")
def chosen_by_nobody(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    found = choices(year, at) if at else {}
    asked = said.passage.near.get("asked", "")
    return {"n": found[asked].n, "every": every(said, found)} if asked in found else None


@states(IMPACT, r"^(?P<label>.+ – .+)$", kind="paragraph", strand="^Survey$")
def which_answer(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None or not any(said["label"].startswith(f"{each.label} – ") for each in several(year, at.outcome)):
        return None
    return {"label": OneOf(tuple(choices(year, at)))}


@states(
    ANNEX,
    r"^(?P<number>\d+)\. (?P<label>.+ – .+) \(survey, (?P<voice>[^;()]+); (?P<scope>[^;()]+)\)$",
    kind="label",
    evidence=ONE_OF_SEVERAL.pattern,
)
def which_piece(year: Year, said: Said) -> dict[str, Any]:
    _, survey, answer, voice, scope, _ = parts(said)
    name, _, option = answer.partition("=")
    return {
        "number": Holds(f"e{said['number']}" in said.passage.ids, f"it stands in {said.passage.ids}"),
        "label": labelled(year, item_of(year, survey, name), option),
        "voice": TRAINED if stage_of(year, survey) else LONG_VOICES[voice],
        "scope": WHOLE if scope == "programme" else year.site_name(scope),
    }
