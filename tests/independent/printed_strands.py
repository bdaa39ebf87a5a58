"""Read from the documents themselves how each outcome stands: its verdict on the board, and what each strand reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .reading import Document

READINGS = ("Positive", "Negative", "Mixed", "No change", "Not enough to say", "Asked, and nothing said")
VERDICTS = (
    "Supported",
    "Holds",
    "Emerging",
    "Mixed",
    "Contested",
    "Not enough evidence",
    "Not measured",
    "No change seen",
    "Adverse",
    "Too early to tell",
)
# What the board says of a place that has no word of its own.
UNTOLD = "No clear difference"
PLACES = {"Too little to read": "Not enough evidence", "Nothing collected": "Not measured", UNTOLD: UNTOLD}
WHOLE = "Whole programme"
_READING = re.compile(rf"^({'|'.join(READINGS)})[.:]")
_VERDICT = re.compile(rf"^({'|'.join((*VERDICTS, *PLACES))})\b ?(.*)$")
_SCOPE = re.compile(r"^outcome-([a-z_]+)(?:\.at\.([a-z_]+)\.strands|\.evidence)$")

Reads = dict[str, str]  # a strand, in the words of a sentence, and what it reads


def board(report: Document) -> dict[str, dict[str, tuple[str, str]]]:
    """Return each outcome's verdict by place, with what stands beside it: confidence, or kinds of evidence."""
    table = next(each for each in report.tables if each.caption.startswith("Verdict on each outcome"))
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in table.rows:
        # On a narrow screen each cell names its place.
        places = {place: _VERDICT.match(row[place].removeprefix(f"{place} ")) for place in table.columns[1:]}
        found[row[table.columns[0]]] = {
            place: (PLACES.get(match[1], match[1]), match[2]) for place, match in places.items() if match
        }
    return found


def strand_words(strand: str, voice: str) -> str:
    """Return how a sentence names a strand."""
    if strand == "Interviews":
        return f"interviews with {voice}"
    if strand == "Survey":
        return f"the survey of {voice}"
    if strand == "Harvested changes":
        return f"the harvested changes ({voice})"
    if strand in {"Documents", "What documents say"}:
        return "what documents say"
    return strand[:1].lower() + strand[1:]


def strands(documents: Iterable[Document]) -> dict[tuple[str, str], Reads]:
    """Return what each strand reads, by outcome and scope."""
    found: dict[tuple[str, str], Reads] = {}
    for document in documents:
        for passage in document.passages:
            scope = next((match for each in passage.ids if (match := _SCOPE.match(each))), None)
            reading = _READING.match(passage.text)
            if scope and reading and passage.near.get("strand"):
                words = strand_words(passage.near["strand"], passage.near.get("voice", ""))
                found.setdefault((scope[1], scope[2] or "programme"), {}).setdefault(words, reading[1].lower())
    return found
