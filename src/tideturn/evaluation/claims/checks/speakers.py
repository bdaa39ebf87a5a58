"""Compare the speakers that a sentence names with its evidence: their voice, field of work and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, VOICE
from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof.words import grammar, pattern_of
from tideturn.evaluation.claims.quotation import without_quotations

_SAYS: Final = Gated(
    r"(?: (?:in|from|on|at|with) [\w’ -]+?)? (?:said|says?|told|wrote|writes?|answered|put it|sees?|saw)\b"
)
_SAID: Final = Gated(r"\b(?:said|says|wrote|writes|words of|according to) $")


@dataclass(frozen=True)
class Heard:
    """Fields of work of the people interviewed, and codes of the programme's places by name."""

    works: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)


def wrong_speaker(claim: Claim, heard: Heard) -> Iterator[Finding]:
    """Yield a fault for each speaker in the sentence, `a partner in health in London`, that no evidence has."""
    items = [edge.item for edge in claim.evidence if edge.item is not None and edge.item.value is None]
    told = [item for item in items if item.kind == "interview"]
    works, scopes = {item.speaker.partition(", ")[2] for item in told}, {item.scope for item in items}
    for voice, names in grammar()["speaker"].items() if told and len(told) == len(items) else ():
        who = rf"\b(?P<who>(?:a|an|one) {pattern_of(names).pattern})(?P<rest>[^“”.;:,]*)"
        text = without_quotations(claim.text)
        for found in re.finditer(who, text, re.IGNORECASE):
            if not (_SAYS.match(found["rest"]) or _SAID.search(text[: found.start()])):
                continue
            rest, work = found["rest"], _named(found["rest"], heard.works)
            if voice in VOICE.codes and not any(item.voice == voice for item in told):
                yield _none(re.sub(r"^(?:an?|one) ", "no ", found["who"].lower()))
            elif work and work not in works:
                yield _none(f"nobody in {work}")
            place = _named(rest, frozenset(heard.places))
            if place and scopes.isdisjoint({heard.places[place], PROGRAMME_SCOPE}):
                yield _none(f"nobody in {place}")


def _named(rest: str, names: frozenset[str]) -> str:
    """Return the name that follows `in`, `from` or `on`; empty where none does."""
    return next(
        (
            name
            for name in sorted(names)
            if name and re.search(rf"\b(?:in|from|on|at|with) (?:the )?{re.escape(name)}\b", rest)
        ),
        "",
    )


def _none(who: str) -> Finding:
    return fail(f"{who} says this in the claim’s evidence.", "Say who said it, and where.")
