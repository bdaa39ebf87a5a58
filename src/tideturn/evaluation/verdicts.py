"""From the strands of an outcome at a scope to its verdict: ordered rules, the first that fits, never an average."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from tideturn.dataset.vocabulary import KIND, READING, VOICE
from tideturn.dataset.wording import listed as in_words
from tideturn.evaluation.model import Strand
from tideturn.evaluation.told import Told, joined, sentence, stated_noun, told, told_list
from tideturn.evaluation.units import whose

POSITIVE: Final = "positive"
NEGATIVE: Final = "negative"
MIXED: Final = "mixed"
NO_CHANGE: Final = "no_change"
INSUFFICIENT: Final = "insufficient"
SILENT: Final = "silent"
QUIET: Final = frozenset({INSUFFICIENT, SILENT})
"""Readings that say nothing either way."""


@dataclass(frozen=True)
class Decision:
    """The verdict, the number of the rule that fitted, and the sentence that says why."""

    verdict: str
    rule: int
    why: str


def decide(
    strands: Sequence[Strand],
    *,
    due_year: int,
    year: int,
    sites: Mapping[str, Sequence[Strand]] | None = None,
    names: Mapping[str, str] | None = None,
) -> Decision:
    """Judge one outcome at one scope in `year`.

    `sites` holds each site's own strands when the scope is the whole programme, and `names` the sites' names: the
    programme is contested where one kind and voice is positive at one site and negative at another.
    """
    said = _Readings(strands)
    names = names or {}
    split = site_split(sites or {})

    if due_year > year:
        return Decision("too_early", 1, _too_early(strands, due_year))
    if not strands:
        return Decision(
            "not_measured",
            2,
            "It is due, and nothing was collected under this outcome: no question, score, indicator, interview "
            "question, extract or change.",
        )
    if all(strand.reading in QUIET for strand in strands):
        return Decision("insufficient", 3, _insufficient(strands))
    if said.positive and said.negative:
        why = told(
            "The evidence points both ways: it is positive in {positive}, and negative in {negative}.{soon}",
            positive=listed(said.positive),
            negative=listed(said.negative),
            soon=_soon(strands),
        )
        return Decision("contested", 4, why)
    if split is not None:
        (kind, voice), up, down = split
        why = told(
            "Places differ in {kind}: positive in {up}, negative in {down}.{soon}",
            kind=kind_and_people(kind, VOICE.terms[voice]),
            up=_places(up, names),
            down=_places(down, names),
            soon=_soon(strands),
        )
        return Decision("contested", 4, why)
    if said.negative:
        why = told(
            "The evidence is negative in {negative}, and nowhere positive.{numbers}{soon}",
            negative=listed(said.negative),
            numbers=_numbers(said.negative),
            soon=_soon(strands),
        )
        return Decision("adverse", 5, why)
    if said.positive:
        return _supported_or_emerging(said, strands)
    if said.no_change and not said.mixed:
        shown = joined((s.tells(s.smallest_change) for s in said.no_change if s.smallest_change), "; ")
        why = told(
            "No change was seen in {no_change}, and nothing says otherwise.{tail}{soon}",
            no_change=listed(said.no_change),
            tail=told(" The smallest change it could have shown: {shown}.", shown=shown) if shown else "",
            soon=_soon(strands),
        )
        return Decision("no_change_observed", 8, why)
    why = told(
        "The evidence is mixed in {mixed}, and nowhere clearly one way.{numbers}{soon}",
        mixed=listed(said.mixed),
        numbers=_numbers(said.mixed),
        soon=_soon(strands),
    )
    return Decision("mixed", 9, why)


def independent_support(positive: Sequence[Strand]) -> tuple[Strand, Strand] | None:
    """Two positive strands of different kind or voice, from different origins, not both the programme's own staff.

    The strongest such pair is the first in the strands' order; None where there is none.
    """
    for one, other in combinations(positive, 2):
        differ = one.kind != other.kind or one.voice != other.voice
        apart = any(a != b for a in one.origins for b in other.origins)
        if differ and apart and not (one.by_staff and other.by_staff):
            return one, other
    return None


def site_split(
    sites: Mapping[str, Sequence[Strand]],
) -> tuple[tuple[str, str], tuple[str, ...], tuple[str, ...]] | None:
    """A kind and voice that reads positive at one site and negative at another, with those sites; None if none does."""
    up: dict[tuple[str, str], list[str]] = {}
    down: dict[tuple[str, str], list[str]] = {}
    for site, strands in sites.items():
        for strand in strands:
            where = {POSITIVE: up, NEGATIVE: down}.get(strand.reading)
            if where is not None and site not in where.setdefault((strand.kind, strand.voice), []):
                where[strand.kind, strand.voice].append(site)
    for key, places in up.items():
        if key in down and any(a != b for a in places for b in down[key]):
            return key, tuple(places), tuple(down[key])
    return None


class _Readings:
    """The strands by what they read."""

    def __init__(self, strands: Sequence[Strand]) -> None:
        self.positive = [strand for strand in strands if strand.reading == POSITIVE]
        self.negative = [strand for strand in strands if strand.reading == NEGATIVE]
        self.no_change = [strand for strand in strands if strand.reading == NO_CHANGE]
        self.mixed = [strand for strand in strands if strand.reading == MIXED]


def _supported_or_emerging(said: _Readings, strands: Sequence[Strand]) -> Decision:
    pair = independent_support(said.positive)
    if pair and not said.no_change:
        why = (
            f"Two independent sources of evidence are positive: {describe(pair[0])}; and {describe(pair[1])}. "
            "Nothing reads negative or no change."
        )
        return Decision("supported", 6, told("{why}{soon}", why=why, soon=_soon(strands)))
    if said.no_change:
        reason = f"it is positive in {listed(said.positive)}, but no change was seen in {listed(said.no_change)}"
    elif len(said.positive) == 1:
        others = "nothing else confirms it yet" if len(strands) > 1 else "nothing else was collected about it"
        reason = f"one source of evidence alone is positive ({describe(said.positive[0])}); {others}"
    elif all(strand.by_staff for strand in said.positive):
        reason = (
            f"the positive evidence ({listed(said.positive)}) is all what the programme’s own staff say or score, "
            "and nobody outside confirms it yet"
        )
    else:
        reason = (
            f"the positive evidence ({listed(said.positive)}) is not independent: it comes from the same kind of "
            "people or from the same records"
        )
    why = told(
        "{reason}{numbers}{soon}",
        reason=sentence(reason),
        numbers=_numbers(said.positive),
        soon=_soon(strands),
    )
    return Decision("emerging", 7, why)


def _numbers(strands: Sequence[Strand]) -> str:
    """The numbers behind a verdict that rests on one strand; several are each told beside it."""
    if len(strands) != 1 or not strands[0].why:
        return ""
    return told(" {why}", why=sentence(strands[0].tells(strands[0].why)))


def _too_early(strands: Sequence[Strand], due_year: int) -> str:
    signs = [strand for strand in strands if strand.reading not in QUIET]
    lead = f"The theory of change expects this in Year {due_year}, when it will be judged."
    if not signs:
        return told("{lead} There are no early signs yet.{soon}", lead=lead, soon=_soon(strands))
    seen = "; ".join(f"{describe(strand)}: {READING.terms[strand.reading]}" for strand in signs)
    warning = " A negative sign this early needs attention now." if any(s.reading == NEGATIVE for s in signs) else ""
    return told(
        "{lead} Early signs: {seen}.{warning}{soon}", lead=lead, seen=seen, warning=warning, soon=_soon(strands)
    )


def _insufficient(strands: Sequence[Strand]) -> str:
    few = [strand for strand in strands if strand.reading == INSUFFICIENT]
    silent = [strand for strand in strands if strand.reading == SILENT]
    parts = []
    if few:
        parts.append(f"there is too little to go on from {listed(few)}")
    if silent:
        parts.append(f"{'nothing was said' if few else 'people were asked, and nothing was said'} in {listed(silent)}")
    return told("{why}{soon}", why=sentence(", and ".join(parts)), soon=_soon(strands))


def _soon(strands: Iterable[Strand]) -> str:
    """What is added where people said that it is too soon to tell: that is an answer, and is shown.

    Told strand by strand and never added up, since one person may answer a survey and be interviewed as well.
    """
    soon = [strand for strand in strands if strand.too_early]
    people = [strand for strand in soon if strand.kind != "document"]
    written = [strand for strand in soon if strand.kind == "document"]
    parts = []
    if people:
        several = len(people) > 1
        said = [
            told("{n}{where}", n=_people(strand), where=f" in {describe(strand)}" if several else "")
            for strand in people
        ]
        alike = " (some may be the same people)" if len({strand.voice for strand in people}) < len(people) else ""
        soon_to = told("{said} said that it is too soon to tell{alike}", said=told_list(said), alike=alike)
        parts.append(told(" {said}", said=sentence(soon_to)))
    for strand in written:
        n = strand.tells(stated_noun("too_early", strand.too_early, "document says", "documents say"))
        parts.append(told(" {said}", said=sentence(told("{n} that it is too soon to tell", n=n))))
    return joined(parts)


def _people(strand: Strand) -> Told:
    return strand.tells(stated_noun("too_early", strand.too_early, "person", "people"))


def describe(strand: Strand) -> str:
    """A strand in words that stand in a sentence: `the survey of outside professionals and partners`."""
    if strand.kind == "monitoring" and strand.about:
        return strand.about
    return kind_and_people(strand.kind, whose(strand.voice, strand.unit))


def kind_and_people(kind: str, people: str) -> str:
    """Evidence of a kind in words, and whose account it is: `interviews with partners`."""
    return {
        "interview": f"interviews with {people}",
        "survey": f"the survey of {people}",
        "monitoring": "monitoring data",
        "document": "what documents say",
        "change": f"the harvested changes ({people})" if people else "the harvested changes",
    }.get(kind, KIND.terms.get(kind, kind))


def listed(strands: Sequence[Strand]) -> str:
    """Several strands in words, joined as in a sentence."""
    return in_words([describe(strand) for strand in strands])


def _places(codes: Sequence[str], names: Mapping[str, str]) -> str:
    return in_words([names.get(code, code) for code in codes])
