"""Count the strands of the whole programme that compare something, as the report's own words tell them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .folder import Year
from .reading import Document, Passage
from .standing import Standing, standing

_READING = re.compile(r"^(?:Positive|Negative|Mixed|No change|Not enough to say|Asked, and nothing said)\b")
_SCORES = {"worker scores", "own scores", "adults' scores", "places"}
# What each kind of strand says where nothing could be read.
_UNREAD = {
    "series": re.compile(r"gives no reading|^Not enough to say\. It has "),
    "pathway": re.compile(r"it takes \d+ cases on each side|gives no reading"),
    "network": re.compile(r"it takes \d+|gives no reading"),
}
_SCORED_BESIDE = re.compile(r"\d+ who waited|had not started|\btwo first scores|scored twice before")
_WAVES = re.compile(r", a difference of [−\d]+ points?")
_LATER = re.compile(r"before the training and (?:again )?(?:at least \d+ days|months) (?:later|after)")


def strands(year: Year, document: Document) -> Iterator[tuple[Standing, Passage, list[str]]]:
    """Return each strand of the whole programme: where it stands, what it reads, and what is said of each question."""
    found: dict[Standing, tuple[Passage, list[str]]] = {}
    for passage in document.passages:
        at = standing(year, passage) if passage.kind == "paragraph" and passage.near.get("strand") else None
        if at is None or at.scope != "programme" or passage.ids[-1].startswith("by-place"):
            continue
        # Of one kind and voice there may be several strands: their own words tell them apart.
        key = Standing(at.outcome, at.scope, passage.near["strand"], passage.near.get("voice", ""))
        if passage.near.get("asked") is None and _READING.match(passage.text):
            found.setdefault(key, (passage, []))
        elif key in found:
            found[key][1].append(passage.text)
    for key, (passage, questions) in found.items():
        yield standing(year, passage) or key, passage, questions


def compares(year: Year, at: Standing, text: str, questions: list[str]) -> bool:
    """Tell whether a strand holds something against an earlier time or against others, with enough to read it."""
    if year.outcomes[at.outcome].get("claim") == "state":
        return False  # of a state, how things are is read, and no change
    if at.strand == "survey":
        return any(_WAVES.search(each) for each in questions) or bool(_LATER.search(text))
    if at.strand in _SCORES:
        return bool(_SCORED_BESIDE.search(text))
    return at.strand in _UNREAD and not _UNREAD[at.strand].search(text)


def measured(year: Year, document: Document) -> list[str]:
    """Return what each strand that compares reads."""
    return [
        passage.text.split(".")[0].split(":")[0]
        for at, passage, questions in strands(year, document)
        if compares(year, at, passage.text, questions)
    ]
