"""Read the numbers that several pieces of evidence give together: changes, sums, and how many sources said what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.values.model import Pair, Value
from tideturn.evaluation.model import COUNT, EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts


def changes(items: list[EvidenceItem]) -> Iterator[Value]:
    """Yield relative changes, from before to after, and from one year to another of the same question."""
    for item in items:
        for before, after in (
            ("rate_before", "rate_year"),
            ("mean_before", "mean_after"),
            ("density_before", "density_after"),
            ("share_before", "share"),
        ):
            was, now = item.number(before), item.number(after)  # by name: a table of pairs, of several kinds
            if was and now is not None:
                yield Value(abs(now / was - 1), item.evidence_id, after)
        totals = item.totals
        if totals and totals.last and totals.year is not None:
            yield Value(abs(totals.year / totals.last - 1), item.evidence_id, "totals.year")
    for one, other in combinations(items, 2):
        if one.year == other.year or (one.outcome_id, one.kind, one.voice, one.scope) != (
            other.outcome_id,
            other.kind,
            other.voice,
            other.scope,
        ):
            continue
        first, last = sorted((one, other), key=lambda item: item.year)
        for name in ("k", "share", "better", "count_year", "rate_year"):
            was, now = first.number(name), last.number(name)  # by name: the same field of several kinds
            if was and now is not None:
                yield Value(abs(now / was - 1), last.evidence_id, name)


def growth(items: list[EvidenceItem]) -> Iterator[Value]:
    """Yield how many more or fewer there were in the year than in as long a time before."""
    for item in items:
        value = item.value_if(SeriesCounts)
        if value is None or value.count_year is None or value.count_before is None:
            continue
        if value.exposure_before == value.exposure_year:
            yield Value(abs(int(value.count_year) - int(value.count_before)), item.evidence_id, "growth")


def sums(items: list[EvidenceItem]) -> Iterator[Value]:
    """Yield the sum of a count over each two places, and over all: `405 in London or Manchester`."""
    counted: dict[tuple[str, int], list[int]] = {}
    for item in items:
        if item.kind == COUNT and item.n is not None and item.scope != PROGRAMME_SCOPE:
            counted.setdefault((item.evidence_id.split("/")[1], item.year), []).append(item.n)
    for several in counted.values():
        yield Value(sum(several), "", "sum")
        yield from (Value(one + other, "", "sum") for one, other in combinations(several, 2))


def spoken(items: list[EvidenceItem]) -> list[Value]:
    """Return how many sources and pieces of speech or writing there are: all, and of each kind."""
    told = [item for item in items if item.value is None and not item.in_a_survey]
    groups: dict[str, list[EvidenceItem]] = {"all": told}
    for item in told:
        for name in (item.voice, item.polarity, item.kind, item.scope, f"{item.voice}, {item.polarity}"):
            groups.setdefault(name, []).append(item)
    measured = {item.origin for item in items if item.value is not None}
    counts = [Value(len(measured), "", "surveys")] if measured else []
    for name, several in groups.items():
        if several:
            counts.append(Value(len({item.origin for item in several}), "", f"sources ({name})"))
            counts.append(Value(len(several), "", f"pieces ({name})"))
    return counts


def sources(items: list[EvidenceItem]) -> list[Pair]:
    """Return how many sources said each thing, of all sources and of those with the same voice."""
    told = [item for item in items if item.value is None and not item.in_a_survey]
    pairs = []
    for voice in (None, *sorted({item.voice for item in told})):
        own = [item for item in told if voice in (None, item.voice)]
        whole = len({item.origin for item in own})
        for polarity in sorted({item.polarity for item in own}):
            part = len({item.origin for item in own if item.polarity == polarity})
            pairs.append(Pair(part, whole, "", f"sources ({polarity})"))
    return pairs
