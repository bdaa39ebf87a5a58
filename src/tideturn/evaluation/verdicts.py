"""Decide the verdict from an outcome's strands at a scope: ordered rules, the first that fits, never an average."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import KIND, READING, VOICE
from tideturn.dataset.wording import listed as in_words
from tideturn.evaluation.model import CHANGE, STATE
from tideturn.evaluation.strand import COMPARED, Strand
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
STILL: Final = "still"
FALLEN: Final = "fallen"
UNCOMPARED: Final = "uncompared"
FEW: Final = "few"
ALONE: Final = "alone"
STAFF_ALONE: Final = "staff alone"
SHARED: Final = "shared"
"""What *supported* lacks.

Something shows no change, or fell; of two independent sources none compares, or too few spoke; only one source is
positive, or only the staff's, or only several that share people or records.
"""
Pair = tuple[Strand, Strand]
Split = tuple[tuple[str, str], tuple[str, ...], tuple[str, ...]]
"""A kind and voice, the sites where it reads positive, and those where it reads negative."""


@dataclass(frozen=True)
class Decision:
    """The verdict, and the sentence that says why its rule fitted.

    `carried` holds the strands that carry the verdict; `sides` is 2 if two positive strands are independent, 1 if any
    is positive, else 0.
    """

    verdict: Verdict
    why: str
    carried: tuple[Strand, ...] = ()
    sides: int = 0


def decide(
    strands: Sequence[Strand],
    *,
    due_year: int,
    year: int,
    claim: str = CHANGE,
    sites: Mapping[str, Sequence[Strand]] | None = None,
    names: Mapping[str, str] | None = None,
) -> Decision:
    """Judge one outcome at one scope in `year`; `claim` says whether it claims a change or a state.

    If the scope is the whole programme, `sites` holds each site's own strands and `names` the sites' names: the
    programme is contested if one kind and voice is positive at one site and negative at another.
    """
    said = _Readings(strands)
    sides = 2 if independent_pairs(said.positive) else 1 if said.positive else 0
    names = names or {}
    splits = site_splits(sites or {})

    def decision(verdict: Verdict, why: str, carried: Iterable[Strand] = ()) -> Decision:
        return Decision(verdict, told("{why}{soon}", why=why, soon=_soon(strands)), tuple(carried), sides)

    if due_year > year:
        signs = [strand for strand in strands if strand.reading not in QUIET]
        return decision(Verdict.TOO_EARLY, _too_early(signs, due_year), signs)
    if not strands:
        why = (
            "It is due, and nothing was collected under this outcome: no question, score, indicator, interview "
            "question, extract or change."
        )
        return Decision(Verdict.NOT_MEASURED, why)
    if all(strand.reading in QUIET for strand in strands):
        return decision(Verdict.INSUFFICIENT, _insufficient(strands))
    if said.positive and said.negative:
        why = told(
            "The evidence points both ways: it is positive in {positive}, and negative in {negative}.",
            positive=listed(said.positive),
            negative=listed(said.negative),
        )
        return decision(Verdict.CONTESTED, why, (*said.positive, *said.negative))
    if splits:
        carried = [strand for split in splits for strand in _of_split(sites or {}, split)]
        return decision(Verdict.CONTESTED, _places_differ(splits, names), carried)
    if said.negative:
        why = told(
            "The evidence is negative in {negative}, and nowhere positive.{numbers}",
            negative=listed(said.negative),
            numbers=_numbers(said.negative),
        )
        return decision(Verdict.ADVERSE, why, said.negative)
    if said.positive:
        pair = supporting_pair(said.positive, claim)
        if pair and not said.no_change and not said.fallen:
            return decision(Verdict.SUPPORTED, _supported(pair, claim), pair)
        why = told("{why}{numbers}", why=_emerging(said, strands, claim), numbers=_numbers(said.positive))
        return decision(Verdict.EMERGING, why, said.positive)
    if said.no_change and not said.mixed:
        shown = joined((s.tells(s.smallest_change) for s in said.no_change if s.smallest_change), "; ")
        why = told(
            "No change was seen in {no_change}, and nothing says otherwise.{tail}",
            no_change=listed(said.no_change),
            tail=told(" The smallest change it could have shown: {shown}.", shown=shown) if shown else "",
        )
        return decision(Verdict.NO_CHANGE, why, said.no_change)
    why = told(
        "The evidence is mixed in {mixed}, and nowhere points clearly one way.{numbers}",
        mixed=listed(said.mixed),
        numbers=_numbers(said.mixed),
    )
    return decision(Verdict.MIXED, why, said.mixed)


def independent(one: Strand, other: Strand) -> bool:
    """Return whether two strands share no collection and no person's account, and differ in kind or voice.

    If it is not known whose account a strand is, the strand is independent of none. The staff's own account is one
    token, so at least one of two independent strands is without it.
    """
    differ = one.kind != other.kind or one.voice != other.voice
    known = bool(one.tokens and other.tokens)
    return differ and known and not one.tokens & other.tokens and not (one.by_staff and other.by_staff)


def independent_pairs(strands: Sequence[Strand]) -> list[Pair]:
    """Return every pair of independent strands, in the strands' order."""
    return [(one, other) for one, other in combinations(strands, 2) if independent(one, other)]


def shows(strand: Strand, claim: str) -> bool:
    """Return whether a strand can show what the outcome claims: by a comparison, or a state by a survey's level."""
    return strand.measured or (claim == STATE and strand.kind == "survey")


def supporting_pair(positive: Sequence[Strand], claim: str) -> Pair | None:
    """Return the best pair of independent positive strands with at least one that can show the claim.

    The best has a strand that was compared, then most that can show it, then those with the fewest concerns.
    """
    able = [strand for strand in positive if strand.may_support]
    pairs = [pair for pair in independent_pairs(able) if any(shows(strand, claim) for strand in pair)]
    return min(pairs, key=lambda pair: _rank(pair, claim), default=None)


def _rank(pair: Pair, claim: str) -> tuple[bool, int, int]:
    weak = sum(bool(strand.concerns) + bool(strand.imprecise) for strand in pair)
    return all(s.design != COMPARED for s in pair), -sum(shows(s, claim) for s in pair), weak


def site_splits(sites: Mapping[str, Sequence[Strand]]) -> tuple[Split, ...]:
    """Return each kind and voice that reads positive at one site and negative at another, with those sites."""
    up: dict[tuple[str, str], list[str]] = {}
    down: dict[tuple[str, str], list[str]] = {}
    for site, strands in sites.items():
        for strand in strands:
            where = {POSITIVE: up, NEGATIVE: down}.get(strand.reading)
            if where is not None and site not in where.setdefault((strand.kind, strand.voice), []):
                where[strand.kind, strand.voice].append(site)
    return tuple(
        (key, tuple(places), tuple(down[key]))
        for key, places in up.items()
        if key in down and any(a != b for a in places for b in down[key])
    )


def _of_split(sites: Mapping[str, Sequence[Strand]], split: Split) -> tuple[Strand, ...]:
    """Return the sites' strands that read opposite ways, of the kind and voice of the split."""
    (kind, voice), up, down = split
    places = {POSITIVE: up, NEGATIVE: down}
    return tuple(
        strand
        for reading, where in places.items()
        for site in where
        for strand in sites[site]
        if (strand.kind, strand.voice, strand.reading) == (kind, voice, reading)
    )


class _Readings:
    """The strands by what they read."""

    def __init__(self, strands: Sequence[Strand]) -> None:
        self.positive = [strand for strand in strands if strand.reading == POSITIVE]
        self.negative = [strand for strand in strands if strand.reading == NEGATIVE]
        self.no_change = [strand for strand in strands if strand.reading == NO_CHANGE]
        self.mixed = [strand for strand in strands if strand.reading == MIXED]
        self.fallen = [strand for strand in strands if strand.fell]


def _places_differ(splits: Sequence[Split], names: Mapping[str, str]) -> str:
    """Say which kinds of evidence differ by place; group those that differ between the same places."""
    between: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for (kind, voice), *places in splits:
        between.setdefault((places[0], places[1]), []).append(kind_and_people(kind, VOICE.terms[voice]))
    parts = (
        f"in {in_words(kinds)}: positive in {_places(up, names)}, negative in {_places(down, names)}"
        for (up, down), kinds in between.items()
    )
    return f"Places differ {'; '.join(parts)}."


def _supported(pair: Pair, claim: str) -> str:
    """Say which two strands carry the verdict, and which of them shows what the outcome claims."""
    able = [strand for strand in pair if shows(strand, claim)]
    says = f"Two independent sources of evidence are positive: {describe(pair[0])}; and {describe(pair[1])}."
    if claim == STATE:
        say = "says" if len(able) == 1 else "say"
        held = f"The outcome claims a state, and {listed(able)} {say} how things are: it holds."
        return f"{says} {held} No source as a whole is negative, and nothing fell."
    compared = [strand for strand in able if strand.design == COMPARED]
    how = "people or places where the work had not begun" if compared else "how things were before"
    counted = f"The change was measured in {listed(compared or able)}, compared with {how}."
    return f"{says} {counted} No source as a whole is negative or shows no change, and nothing fell."


def lack(strands: Sequence[Strand], claim: str) -> str:
    """Return the first part of the rule of *supported* that fails if something is positive and nothing is negative."""
    said = _Readings(strands)
    if said.no_change:
        return STILL
    if said.fallen:
        return FALLEN
    pairs = independent_pairs(said.positive)
    if pairs:
        return FEW if any(shows(strand, claim) for pair in pairs for strand in pair) else UNCOMPARED
    if len(said.positive) == 1:
        return ALONE
    return STAFF_ALONE if all(strand.by_staff for strand in said.positive) else SHARED


def _emerging(said: _Readings, strands: Sequence[Strand], claim: str) -> Told:
    """Say how many sides the signs come from, and the first part of the rule of *supported* that fails."""
    pairs = independent_pairs(said.positive)
    up, fallen = listed(said.positive), said.fallen
    lead = "There are early signs from one side: "
    if pairs:
        lead = f"There are early signs from two sides ({describe(pairs[0][0])}; and {describe(pairs[0][1])}), but "
    elif said.no_change or fallen:
        lead += f"it is positive in {up}, but "
    others = "nothing else confirms it yet" if len(strands) > 1 else "nothing else was collected about it"
    lacks = "is a survey of how things are" if claim == STATE else "is compared with an earlier time or with others"
    because = {
        STILL: f"no change was seen in {listed(said.no_change)}",
        FALLEN: f"it fell in {listed(fallen)}",
        UNCOMPARED: f"none of the positive evidence {lacks}",
        FEW: "too few people spoke in the interviews, or too few of them supported it",
        ALONE: f"only one source of evidence is positive ({up}), and {others}",
        STAFF_ALONE: f"all the positive evidence ({up}) is what the programme’s own staff say, score or keep, and "
        "nobody outside confirms it yet",
        SHARED: f"the positive evidence ({up}) is not independent, since it comes from the same kind of people or the "
        "same records",
    }
    return sentence(f"{lead}{because[lack(strands, claim)]}")


def _numbers(strands: Sequence[Strand]) -> str:
    """Return the numbers behind a verdict that rests on one strand; several strands each show their own."""
    if len(strands) != 1 or not strands[0].why:
        return ""
    return told(" {why}", why=sentence(strands[0].tells(strands[0].why)))


def _too_early(signs: Sequence[Strand], due_year: int) -> str:
    lead = f"The theory of change expects this in Year {due_year}, when it will be judged."
    if not signs:
        return f"{lead} There are no early signs yet."
    seen = "; ".join(f"{describe(strand)}: {READING.terms[strand.reading]}" for strand in signs)
    warning = " A negative sign this early needs attention now." if any(s.reading == NEGATIVE for s in signs) else ""
    return f"{lead} Early signs: {seen}.{warning}"


def _insufficient(strands: Sequence[Strand]) -> str:
    few = [strand for strand in strands if strand.reading == INSUFFICIENT]
    silent = [strand for strand in strands if strand.reading == SILENT]
    parts = []
    if few:
        parts.append(f"there is too little to go on from {listed(few)}")
    if silent:
        parts.append(f"people were asked in {listed(silent)}, but did not speak of it")
    return sentence(", and ".join(parts))


def _soon(strands: Iterable[Strand]) -> str:
    """Return what to add if people said that it is too soon to tell: that is an answer, and must be shown.

    Say it strand by strand and never add it up, since one person may answer a survey and be interviewed as well.
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
    """Return a strand in words that fit into a sentence: `the survey of outside professionals and partners`."""
    if strand.kind == "monitoring" and strand.about:
        return strand.about
    return kind_and_people(strand.kind, whose(strand.voice, strand.unit))


def kind_and_people(kind: str, people: str) -> str:
    """Return evidence of a kind in words, and whose account it is: `interviews with partners`."""
    return {
        "interview": f"interviews with {people}",
        "survey": f"the survey of {people}",
        "monitoring": "monitoring data",
        "document": "what documents say",
        "change": f"the harvested changes ({people})" if people else "the harvested changes",
    }.get(kind, KIND.terms.get(kind, kind))


def listed(strands: Sequence[Strand]) -> str:
    """Return several strands in words, joined as in a sentence; those of several places with the same name, once."""
    return in_words(list(dict.fromkeys(describe(strand) for strand in strands)))


def _places(codes: Sequence[str], names: Mapping[str, str]) -> str:
    return in_words([names.get(code, code) for code in codes])
