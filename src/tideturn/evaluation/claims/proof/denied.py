"""Take back what no accountant may account for: words that make a true number say something else."""

from __future__ import annotations

import re
from typing import Final

from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import WORD, silent, stems_of, who_in
from tideturn.evaluation.model import COUNT

_SO: Final = re.compile(
    r"(?<!said )(?<!say )(?<!did )(?<!do )(?<!and )(?<!even )\bso\b(?! far| (?:did|do|had|have)\b)", re.I
)
_PRONOUN: Final = re.compile(
    r"\b(?P<whom>they|them|their|(?<!young )people)\b(?: (?:are|were|is|was|feel|felt|become|became|being))? "
    r"(?P<how>\w+er)\b",
    re.I,
)
_IS: Final = re.compile(r"\b(?:is|are|was|were|be|been|being|feel|felt) (?:\w+ly |now |all )?$", re.I)
_LISTED: Final = re.compile(r"\b(\w+), (\w+),? and (\w+)")
"""A title of several things: what is true of all is not said of one."""
_AT_ONCE: Final = re.compile(r" (?:\d|most\b|all\b|half\b|more than half\b)", re.I)
_AT_THE_END: Final = re.compile(r"\bat the (?P<end>end) of\b", re.I)
_IN_WHICH: Final = re.compile(r"\bin which (\w+)", re.I)
_NARROWS: Final = re.compile(r"\b(?:that|which|who|whom|in which)\b (?P<rest>[^,]+)", re.I)


def account(reading: Reading) -> None:
    """Unmark such words: an adjective that is only compared, a conclusion, a pronoun, and a count of too much."""
    text, ground = reading.text, reading.ground
    asked = " . ".join((ground.title, *(item.text for item in reading.bound)))
    bare = bare_of(asked.lower())
    for word in WORD.finditer(text):
        if word[0].lower() in bare and _IS.search(text, 0, word.start()):
            reading.unmark(*word.span())
    for so in _SO.finditer(text):
        before, after = (
            {item.evidence_id for at, item in reading.placed if (at < so.start()) == earlier}
            for earlier in (True, False)
        )
        if before and (after - before or _AT_ONCE.match(text, so.end())):
            reading.unmark(*so.span())
    comparing = {word for word in WORD.findall(ground.named.lower()) if word.endswith("er")}
    for said in _PRONOUN.finditer(text):
        named = any(one.means == "young" for one in who_in(text, 0, said.start()))
        if said["how"].lower() in comparing and not named:
            reading.unmark(*said.span("whom"))
    told = set(stems_of(text))
    listed = _LISTED.search(ground.named)
    own = [*stems_of(" ".join(listed.groups()))] if listed else []
    scored = reading.bound and all("better" in (item.value or {}) for item in reading.bound)
    if scored and sum(one in told for one in own) == 1:
        for word in WORD.finditer(text):
            if {*stems_of(word[0])} & {*own}:
                reading.unmark(*word.span())
    for at, item in reading.placed:
        narrows = _NARROWS.search(item.text) if "count_year" in (item.value or {}) else None
        wanted = {one for one in stems_of(narrows["rest"]) if one not in silent()} if narrows else set()
        subject = _IN_WHICH.search(item.text)
        if wanted and (not wanted & told or (subject and not {*stems_of(subject[1])} & told)):
            reading.unmark(at, at + 1)
        if item.kind == COUNT and "end" not in item.text and not item.evidence_id.startswith("count/posts"):
            for found in _AT_THE_END.finditer(text):
                reading.unmark(*found.span("end"))


def bare_of(asked: str) -> frozenset[str]:
    """Return the adjectives that a question only compares: who is safer need not be safe."""
    words = frozenset(WORD.findall(asked))
    return frozenset(form for word in words if word.endswith("er") for form in (word[:-1], word[:-2])) - words
