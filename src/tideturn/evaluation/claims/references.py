"""References in a finding, filled from evidence: `{k:EVIDENCE}`, `{n:…}`, `{share:…}`, `{interval:…}`, `{quote:…}`.

Beside a count of those who did better, `{same:…}` and `{worse:…}` are the others, and `{others:…}` is n less k.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.evaluation.claims.model import Edge
from tideturn.evaluation.evidence_values import AnswerCounts, OptionCounts, ScorePairs, ThemeCounts, WorkCounts
from tideturn.evaluation.model import COUNT, THEME, EvidenceItem
from tideturn.evaluation.record_values import NetworkTies, PathwayCases, SeriesCounts
from tideturn.evaluation.rounding import decimal, percent, points

REFERENCE: Final = re.compile(r"\{(?P<field>[A-Za-z_]+):(?P<evidence>[^{}]+)\}")
FIELDS: Final = ("k", "n", "share", "interval", "quote", "same", "worse", "others")
"""Fields that a reference may ask for; for a count of the work or a theme, any of its own fields too."""
_NAMED: Final = frozenset({COUNT, THEME})
_OF_DIFFERENCES: Final = frozenset({"better", "density_after", "met_before", "of_population"})
"""Fields of evidence with the interval of a difference."""


def fill(written: str, edges: Sequence[Edge]) -> tuple[str, tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Return the sentence with its references filled, the places of the filled values, and why any could not be filled.

    A reference that cannot be filled stays as it was written, so that people see it.
    """
    known = {edge.evidence_id: edge for edge in edges}
    text, places, wrong, last = "", [], [], 0
    for match in REFERENCE.finditer(written):
        text += written[last : match.start()]
        last = match.end()
        value, why = _value(match["field"], match["evidence"].strip(), known)
        if value is None:
            wrong.append(why)
            text += match[0]
        else:
            places.append((len(text), len(text) + len(value)))
            text += value
    return text + written[last:], tuple(places), tuple(wrong)


def _value(field: str, evidence_id: str, known: Mapping[str, Edge]) -> tuple[str | None, str]:
    edge = known.get(evidence_id)
    asked = may_ask(edge.item if edge else None)
    if field not in asked:
        return None, f"“{{{field}:…}}” is no reference; they are {', '.join(asked)}."
    if edge is None:
        return None, f"it refers to {evidence_id}, which is not among its evidence."
    if edge.item is None:
        return None, f"it refers to {evidence_id}, and the ledger has no such evidence."
    value = spoken(edge.item, field)
    return value, f"{evidence_id} has no {field}." if value is None else ""


def may_ask(item: EvidenceItem | None) -> tuple[str, ...]:
    """Return what a reference may ask for of this evidence."""
    # By name: it is the field that somebody typed.
    own = item.by_name if item is not None and item.kind in _NAMED else {}
    return tuple(dict.fromkeys((*FIELDS, *own)))


def spoken(item: EvidenceItem, field: str) -> str | None:
    """Return the text that replaces a reference to this evidence; None where it has no such value."""
    if item.kind in _NAMED and field not in FIELDS:
        held = item.number(field)  # by name: it is the field that somebody typed
        return None if held is None else f"{int(held) if float(held).is_integer() else held:,}"
    if field == "quote":
        return f"“{item.text}”" if item.value is None and item.text else None
    if field == "interval":
        return _interval(item)
    if field == "share":
        share = share_of(item)
        return None if share is None else percent(share)
    number = _number(item, field)
    return None if number is None else f"{number:,}"


def _number(item: EvidenceItem, field: str) -> int | None:
    if field == "n":
        return item.n
    if field in ("same", "worse"):
        held = item.number(field)  # by name: it is the field that somebody typed
        return None if held is None else int(held)
    main = agreeing(item)
    if field == "others":
        return None if main is None or item.n is None else item.n - main
    return main


def agreeing(item: EvidenceItem) -> int | None:
    """Return the count that a piece of evidence is about; None if it has none.

    That is those who agreed, those who chose an option, those who got better, the year's count, the later ties, or the
    cases that met a whole pathway.
    """
    match item.value:
        case (
            AnswerCounts(k=main)
            | ThemeCounts(k=main)
            | WorkCounts(k=main)
            | OptionCounts(chose=main)
            | ScorePairs(better=main)
            | SeriesCounts(count_year=main)
            | NetworkTies(ties_after=main)
            | PathwayCases(met=main)
        ):
            return None if main is None else int(main)
    return None


def share_of(item: EvidenceItem) -> float | None:
    """Return the share that a piece of evidence is about; of pairs, the share that got better."""
    match item.value:
        case ScorePairs(better=better, low=low):
            return better / item.n if item.n and better is not None and low is not None else None
        case (
            AnswerCounts(share=share)
            | ThemeCounts(share=share)
            | WorkCounts(share=share)
            | OptionCounts(share=share)
            | PathwayCases(share=share)
            | NetworkTies(density_after=share)
        ):
            return share
    return None


def _interval(item: EvidenceItem) -> str | None:
    """Return both ends: in per cent, in points for a difference of shares, or on the scale of compared scores."""
    if item.interval is None:
        return None
    low, high = item.interval
    if isinstance(item.value, ScorePairs | NetworkTies | PathwayCases):
        return f"{points(low)} to {points(high)} percentage points"
    if item.evidence_id.startswith("compared/"):
        return f"{decimal(low, 1)} to {decimal(high, 1)}"
    return f"{percent(low)} to {percent(high)}"
