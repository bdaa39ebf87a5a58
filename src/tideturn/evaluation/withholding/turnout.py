"""Hide how many adults were invited to a survey and answered it, where a reader could work out a small place.

One survey covers several outcomes, and outcomes are expected at different places. Subtracting the turnout of one
outcome from that of another can therefore leave a single place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.exposure import counts_adults
from tideturn.evaluation.evidence_values import AnswerCounts, OptionCounts
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import bound_in
from tideturn.methods.disclosure import DisclosureRule, adult_count_shown

TURNOUT: Final = ("invited", "responses", "missing")
"""Fields of a question that show who answered at all, rather than what they answered."""
_LOST: Final = re.compile(r"Only [\d,]+ of [\d,]+ (?P<did>.+?)(, at ([\d,]+ of [\d,]+|the only) events?)? \(\d+%\)\.")
"""A sentence of `Population.lost_most`; `did` names the people and the step that lost most of them."""
_TOO_FEW: Final = "Too few were asked, or too few answered."


def untold_turnout(items: Iterable[EvidenceItem], rule: DisclosureRule) -> frozenset[str]:
    """Return the ids of adults' evidence whose turnout a release hides.

    If too few answered a survey at any place, only the largest turnout of the whole programme stays: nothing can be
    subtracted from it.
    """
    asked: dict[tuple[str, str, int], list[EvidenceItem]] = {}
    for item in items:
        if item.kind == "survey" and counts_adults(item):
            asked.setdefault((item.evidence_id.split("/")[1], item.voice, item.year), []).append(item)
    untold: set[str] = set()
    for own in asked.values():
        whole = {_turnout(item) for item in own if item.scope == PROGRAMME_SCOPE}
        places = {_turnout(item)[1] for item in own if item.scope != PROGRAMME_SCOPE}
        # People may have been invited at a place where nobody answered, which then has no evidence of its own.
        left = {abs(one[1] - other[1]) for one in whole for other in whole if one != other}
        if any(not adult_count_shown(answered, False, rule) for answered in places | left):
            most = max(whole, default=None)
            untold |= {i.evidence_id for i in own if i.scope != PROGRAMME_SCOPE or _turnout(i) != most}
    return frozenset(untold)


def _turnout(item: EvidenceItem) -> tuple[int, int, int]:
    """Return how many were asked, how many answered, and how many answers they gave."""
    population, value = item.population, item.value
    responses = value.responses if isinstance(value, AnswerCounts | OptionCounts) else None
    return population.asked or 0, population.answered or 0, int(responses or 0)


def without_steps(concerns: Iterable[str]) -> tuple[str, ...]:
    """Return the concerns, each once; those about how many were asked or answered lose their numbers.

    `Only 17 of 43 partners answered the survey “A” (40%).` is then `Too few partners answered the survey “A”.`
    """
    return tuple(dict.fromkeys(map(_without, concerns)))


def _without(concern: str) -> str:
    if not any(one.field.startswith("population.") for one in bound_in(concern)):
        return concern
    lost = _LOST.fullmatch(concern)
    return _TOO_FEW if lost is None else f"Too few {lost['did']}."
