"""Bind what was spent, and the cost per person and session, where a whole sentence says only that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.ledger.counts.measure import parts_of
from tideturn.evaluation.ledger.counts.money import (
    COST,
    EACH,
    PER_PERSON_TRAINED,
    PER_SESSION,
    PER_YOUNG_PERSON,
    SHARED_BY,
    SPENT,
    SpentCounts,
)
from tideturn.evaluation.model import COUNT, EvidenceItem

_SUM: Final = r"(?P<sign>[£€$]|[A-Z]{3}\s)(?P<%s>\d[\d,]*)"
_WHOLE: Final = r"(?:the programme|we) spent {spent}"
_OF_KIND: Final = (r"{kind} cost {spent}", r"(?:the programme|we) spent {spent} on {kind}", r"{spent} went on {kind}")
_UNIT: Final = {
    PER_YOUNG_PERSON.name: (
        r"{on} cost {each} for each of the {many} young people who had a session(?: that went ahead)?",
        r"{on} cost {each} for each young person who had a session(?: that went ahead)?",
    ),
    PER_SESSION.name: (
        r"{on} cost {each} for each of the {many} sessions that went ahead",
        r"{on} cost {each} for each session that went ahead",
    ),
    PER_PERSON_TRAINED.name: (
        r"{on} cost {each} for each of the {many} outside professionals who (?:came(?: to training)?|were trained)",
        r"{on} cost {each} for each outside professional who (?:came(?: to training)?|was trained)",
    ),
}
_MANY: Final = r"(?P<many>\d[\d,]*)"
_ON: Final = re.compile(r"^Spent on (?P<on>.*?) for each ")


def account(reading: Reading) -> None:
    """Bind a sentence that gives one amount of the claim's place and year, in the costs' currency, and nothing else."""
    claim = reading.ground.claim
    for item in reading.ground.items:
        if (item.kind, item.scope, item.year) != (COUNT, claim.scope, claim.year):
            continue
        for pattern in _sentences(reading, item):
            said = re.fullmatch(rf"(?:In Year {item.year}, )?{pattern}(?: in Year {item.year})?\.?", reading.text, re.I)
            if said is not None and _holds(said, item):
                reading.bind(*said.span(), item, SPENT if isinstance(item.value, SpentCounts) else EACH)
                return


def _sentences(reading: Reading, item: EvidenceItem) -> Iterator[str]:
    """Yield patterns for a statement of an amount; at a site, it must name the site."""
    measure = item.evidence_id.split("/")[1]
    names = [re.escape(name) for name, code in reading.ground.places.items() if code == item.scope]
    where = "" if item.scope == PROGRAMME_SCOPE else rf" (?:in|at) (?:the )?(?:{'|'.join(names)})"
    spent, each = _SUM % SPENT, _SUM % EACH
    if measure == COST.name:
        yield _WHOLE.format(spent=spent) + where
    elif measure.startswith(f"{COST.name}:"):
        (kind,) = parts_of(measure)
        for pattern in _OF_KIND:
            yield pattern.format(spent=spent, kind=re.escape(kind)) + where
    elif measure in _UNIT and (on := _ON.match(item.text)):
        named = "the programme" if on["on"] == "everything" else re.escape(on["on"])
        for pattern in _UNIT[measure]:
            yield pattern.format(on=named, each=each, many=_MANY)


def _holds(said: re.Match[str], item: EvidenceItem) -> bool:
    """Return whether every number is right for the evidence, and the amount is in its currency."""
    measure = item.evidence_id.split("/")[1]
    named = {"many": SHARED_BY.get(measure, "")}
    numbers = {name: text for name, text in said.groupdict().items() if name != "sign" and text is not None}
    # By name: the groups of a pattern are named after the fields.
    right = all(item.number(named.get(name, name)) == int(text.replace(",", "")) for name, text in numbers.items())
    return right and item.text.endswith(f"({said['sign'].strip()})")
