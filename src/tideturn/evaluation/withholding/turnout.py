"""Who was invited to a survey of adults, and who answered it: what a release tells of that.

A survey is answered at the same places for every outcome, and outcomes are expected at different places. So of what is
told of the whole programme for one outcome, what is told for another could be taken away, and a place be left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.exposure import counts_adults
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import bound_in
from tideturn.methods.disclosure import DisclosureRule, adult_count_shown

TURNOUT: Final = ("invited", "responses", "missing")
"""What of a question's values tells who answered at all, rather than what."""
_LOST: Final = re.compile(r"Only [\d,]+ of [\d,]+ (?P<did>.+?)(, at ([\d,]+ of [\d,]+|the only) events?)? \(\d+%\)\.")
"""What `Population.lost_most` says, with whom and what it says of them."""
_TOO_FEW: Final = "Too few were asked, or too few answered."


def untold_turnout(items: Iterable[EvidenceItem], rule: DisclosureRule) -> frozenset[str]:
    """Return the evidence of adults of which a release does not tell who was invited and who answered.

    Where too few answered a survey at any place, turnout is told only of the whole programme, and only the largest: a
    number that nothing can be taken from leaves no place.
    """
    asked: dict[tuple[str, str, int], list[EvidenceItem]] = {}
    for item in items:
        if item.kind == "survey" and counts_adults(item):
            asked.setdefault((item.evidence_id.split("/")[1], item.voice, item.year), []).append(item)
    untold: set[str] = set()
    for own in asked.values():
        whole = {_turnout(item) for item in own if item.scope == PROGRAMME_SCOPE}
        places = {_turnout(item)[1] for item in own if item.scope != PROGRAMME_SCOPE}
        # Somebody may have been invited at a place where nobody answered, of which there is no evidence then.
        left = {abs(one[1] - other[1]) for one in whole for other in whole if one != other}
        if any(not adult_count_shown(answered, False, rule) for answered in places | left):
            most = max(whole, default=None)
            untold |= {i.evidence_id for i in own if i.scope != PROGRAMME_SCOPE or _turnout(i) != most}
    return frozenset(untold)


def _turnout(item: EvidenceItem) -> tuple[int, int, int]:
    """How many were asked, how many answered, and how many answers they gave."""
    population, responses = item.population, (item.value or {}).get("responses")
    return population.asked or 0, population.answered or 0, int(responses or 0)


def without_steps(concerns: Iterable[str]) -> tuple[str, ...]:
    """Return concerns, those about how many were asked or answered without the numbers, each once.

    `Only 17 of 43 partners answered the survey “A” (40%).` is then `Too few partners answered the survey “A”.`
    """
    return tuple(dict.fromkeys(map(_without, concerns)))


def _without(concern: str) -> str:
    if not any(one.field.startswith("population.") for one in bound_in(concern)):
        return concern
    lost = _LOST.fullmatch(concern)
    return _TOO_FEW if lost is None else f"Too few {lost['did']}."
