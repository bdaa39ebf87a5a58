"""Check the reason that a sentence gives for its confidence against the verdict's own reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof import agreeing
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.riders import ENDS
from tideturn.evaluation.claims.proof.sources import Source
from tideturn.evaluation.claims.proof.stated import Stated, stated_at
from tideturn.evaluation.evidence_values import ComparedPairs
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.strand import COMPARED

BECAUSE: Final = Gated(r",?\s*\b(?:(?:partly|in part|mainly|largely|not least) )?(?:because|since|as|given that) ")
_AND: Final = Gated(r",? and (?:because |since )?")
_OPENS: Final = re.compile(r"\s*[:;] ")
_OF: Final = re.compile(r"only (\d+) of (\d[\d,]*)")
_ONLY: Final = Gated(r"\b(?:only|just|no more than)\b")
_SAID: Final = {
    "no comparison": "makes no comparison",
    "not heard": "no young person or family speaks of it",
    "indirect": "measures it only indirectly",
    "outside": "people outside the programme’s staff say how things are",
    "own measurement": "the only measurement is the programme’s own",
    "not our own": "the measurement is not the programme’s own",
    "few answered": "who were invited answered the survey",
    "few again": "were scored again in the year",
}
"""Words of the verdict's own reason, by the words of the sentence."""
_FEW: Final = ("few answered", "few again")
_RAISES: Final = ("independent", "waiting", "outside", "not our own")
_LOWERS: Final = ("only one", "only these", "no comparison", "own measurement")
"""Reasons for the starting confidence, and for low confidence."""
_COUNT: Final = re.compile(r"\b(?:count|figures?)\b")
_NAMED: Final = ("sure", "sure that")


def reason_after(reading: Reading, verdict: OutcomeVerdict, stated: Stated, held: Sequence[Stated]) -> int | None:
    """Return the end of a true reason after a statement of confidence; for a bound number, the end of its join."""
    if stated.means not in _NAMED and "sure" not in stated.gaps:
        return None
    joined = BECAUSE.match(reading.text, stated.end) or _OPENS.match(reading.text, stated.end)
    if joined is None:
        return None
    ends = []
    at = joined.end()
    while ends_here := [
        reason.end
        for kind in ("reasons", "sources_say")
        for reason in stated_at(reading, kind, at)
        if ENDS.match(reading.text, reason.end) and _holds(reading, verdict, reason, held)
    ]:
        ends.append(max(ends_here))
        following = _AND.match(reading.text, ends[-1])
        if following is None:
            break
        at = following.end()
    said = next((one for one in reading.numbers if one.start >= joined.end()), None)
    if not ends and said is not None and said.kind == "of" and reading.marked(said.start, said.end):
        own = {found.groups() for one in verdict.confidence_reasons for found in _OF.finditer(one.replace(",", ""))}
        few = _ONLY.search(reading.text, joined.end(), said.end)
        if few and (f"{said.value:g}", f"{said.whole}") in own:
            return joined.end()
    return max(ends, default=None)


def _holds(reading: Reading, verdict: OutcomeVerdict, reason: Stated, held: Sequence[Stated]) -> bool:
    ground, told = reading.ground, verdict.confidence_reasons
    sources: tuple[Source, ...] = reason.gaps.get("sources", ())
    positive = [strand for strand in verdict.strands if strand.reading == "positive"]
    if reason.means in _RAISES and len(told) > 1:
        return False  # it says why confidence is no lower, not why it fell
    if reason.means in _LOWERS and verdict.sure not in ("low", "very_low"):
        return False
    match reason.means:
        case "independent":
            return agreeing.holds(ground, verdict, reason, held)
        case "waiting":
            waiting = {
                item.evidence_id
                for item in ground.items
                if isinstance(item.value, ComparedPairs) and item.value.against == "waiting"
            }
            return any(strand.design == COMPARED and waiting & set(strand.evidence) for strand in positive)
        case "only one":
            return len(positive) == 1 and verdict.standing is Verdict.EMERGING
        case "only these":
            return (
                {strand.key for source in sources for strand in source.read} == {one.key for one in positive} != set()
            )
        case means if means in _SAID:
            own = [one for one in told if _SAID[means] in one]
            numbers = {found.groups() for one in own for found in _OF.finditer(one.replace(",", ""))}
            fewer = bool(numbers) and all(2 * int(k) < int(n) for k, n in numbers)
            said = [one for one in reading.numbers if reason.start <= one.start < reason.end and one.kind == "of"]
            right = all((f"{one.value:g}", f"{one.whole}") in numbers for one in said)
            counted = not _COUNT.search(reason.said) or any(
                isinstance(item.value, SeriesCounts) for item in ground.items
            )
            return bool(own) and right and counted and (means not in _FEW or fewer)
    return False
