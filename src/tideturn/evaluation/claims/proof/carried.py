"""Bind what ties carry (how much, how good, trust), their density, and people served compared with those waiting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.patterns import beside_right, equals, groups, here, matches, same_share, value
from tideturn.evaluation.evidence_values import ComparedPairs, ScorePairs
from tideturn.evaluation.ledger.counts.casework import InTimeCounts
from tideturn.evaluation.model import COUNT, EvidenceItem
from tideturn.evaluation.record_values import NetworkTies

_KEPT: Final = Gated(r"\balong (?:the )?(?:\S+ )?(?:ties|those) that\b")
_PARTS: Final = {"half": 1 / 2, "a third": 1 / 3, "a quarter": 1 / 4}
_PART: Final = 0.02
"""Tolerance for a half."""
_LESS: Final = Gated(r"\b(?:falls?|fewer|less|lower|reduc\w+|declin\w+|drops?|decreas\w+)\b")
"""Words of a title that make lower scores better."""


def account(reading: Reading) -> None:
    """Bind statements about ties, about a comparison, and about the work, if they are true."""
    for item in reading.ground.items:
        if isinstance(item.value, NetworkTies):
            _bind(reading, item, "ties", _of_ties)
        elif isinstance(item.value, ComparedPairs):
            _bind(reading, item, "compared", _compared)
        elif item.kind == COUNT:
            _bind(reading, item, "worked", _worked)


Check = Callable[[Reading, EvidenceItem, str, "re.Match[str]"], str]
"""A function that returns the field that makes a stretch true, else nothing."""


def _bind(reading: Reading, item: EvidenceItem, kind: str, check: Check) -> None:
    end = 0
    for name, match in matches(reading, item, kind):
        if match.start() < end or not here(reading, item, *match.span()):
            continue
        if field := check(reading, item, name, match):
            reading.bind(*match.span(), item, field)
            end = match.end()


def _of_ties(reading: Reading, item: EvidenceItem, name: str, match: re.Match[str]) -> str:
    held, said = item.value_as(NetworkTies), groups(reading, match)
    own = re.search(r"\b(?:own|local) organisations", reading.text[match.start() : match.end()], re.IGNORECASE)
    if own and item.scope == reading.ground.claim.scope == "programme":
        return ""
    what, _, way = name.partition(" ")
    if what == "density":
        return _density(item, said, match.groupdict().get("way") or "", match[0])
    if name == "as many":
        same = held.ties_after is not None and held.ties_before == held.ties_after
        given = value(said.get("a")) in (None, held.ties_after) and value(said.get("n")) in (None, held.possible)
        return "ties_after" if same and given else ""
    if name == "none ended":
        return "ended" if held.ended == 0 and value(said.get("b")) in (None, held.ties_before) else ""
    if name.endswith(" made"):
        count = {"new": held.new, "kept": held.kept, "ended": held.ended}[what]
        fits = value(said["k"]) == count and value(said.get("b")) in (None, held.ties_before)
        return what if fits else ""
    if name == "answered":
        return "n" if (value(said["k"]), value(said["n"])) == (item.n, held.asked) else ""
    if value(said.get("k")) not in (None, held.kept):
        return ""
    field = f"{what}_kept" if _KEPT.search(reading.text, 0, match.end()) else what
    return _moved(held.numbers, said, field, way, match[0])


def _moved(held: Mapping[str, float | None], said: Mapping[str, str], field: str, way: str, words: str) -> str:
    """Return the field of a mean that moved as the words say, if its interval excludes zero."""
    before, after, low, high = (held.get(f"{field}_{end}") for end in ("before", "after", "low", "high"))
    if before is None or after is None or low is None or high is None:
        return ""
    given = all(name not in said or equals(said[name], one) for name, one in (("a", after), ("b", before)))
    given = given and beside_right(words, after, before)
    fits = {
        "up": low > 0,
        "down": high < 0,
        "same": low <= 0 <= high and f"{before:.1f}" == f"{after:.1f}",
        "went": "a" in said,
    }
    return f"{field}_after" if given and fits[way] else ""


def _density(item: EvidenceItem, said: Mapping[str, str], way: str, words: str) -> str:
    held = item.value_as(NetworkTies)
    then, now = held.density_before, held.density_after
    if then is None or now is None or not beside_right(words, now, then):
        return ""
    if not (equals(said["a"], 100 * now) and equals(said["b"], 100 * then)):
        return ""
    low, high = item.interval or (0, 0)
    read = item.polarity in ("supports", "contradicts")
    if way in ("rose", "grew", "increased"):
        return "density_after" if read and low > 0 else ""
    if way in ("fell", "dropped"):
        return "density_after" if read and high < 0 else ""
    return "density_after"


def _compared(reading: Reading, item: EvidenceItem, _name: str, match: re.Match[str]) -> str:
    """Return `difference` if the people served did better by that much, within the limits given."""
    held, said = item.value_as(ComparedPairs), groups(reading, match)
    difference = held.difference
    way = (match.groupdict().get("way") or "").lower()
    if difference is None or held.against != "waiting" or not equals(said["d"], abs(difference)):
        return ""
    if way in ("higher", "lower") and _LESS.search(reading.ground.title):
        return ""
    right = difference < 0 if way in ("lower", "worse") else difference > 0
    limits = "l" not in said or (equals(said["l"], held.low) and equals(said["h"], held.high))
    return "difference" if right and limits and item.polarity in ("supports", "contradicts") else ""


def _worked(reading: Reading, item: EvidenceItem, name: str, match: re.Match[str]) -> str:
    """Return the field of a count of the work that has a rule of its own, if the numbers are right."""
    count, field, *of = name.split()
    said = groups(reading, match)
    if item.evidence_id.split("/")[1] != count:
        return ""
    whole = item.number(of[0]) if of else None  # by name: a rule of the grammar is named after the fields
    k: float | None
    if field == "paired":
        sets = [one for one in reading.ground.items if isinstance(one.value, ScorePairs) and one.scope == item.scope]
        k = sets[0].n if len(sets) == 1 and sets[0].year == item.year else None
    else:
        k = item.number(field)
    if k is None or (of and whole is None) or value(said.get("k")) != k or value(said.get("n")) != whole:
        return ""
    part = match.groupdict().get("part")
    if part and whole and abs(k / whole - _PARTS[part.lower()]) > _PART:
        return ""
    target = item.value.target_days if isinstance(item.value, InTimeCounts) else None
    days = value(said.get("d")) in (None, target)
    return field if days and same_share(said.get("share"), k, whole or 0) else ""
