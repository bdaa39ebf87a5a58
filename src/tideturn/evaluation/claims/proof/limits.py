"""Check what a sentence says its evidence cannot show: too few answers, nothing to compare with, no change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Ground, Reading
from tideturn.evaluation.claims.proof.pairs import NEITHER, pairs_of
from tideturn.evaluation.claims.proof.relation import same_percent
from tideturn.evaluation.claims.proof.riders import BEGINS, ENDS
from tideturn.evaluation.claims.proof.sources import moved
from tideturn.evaluation.claims.proof.stated import Stated, stated_at
from tideturn.evaluation.claims.proof.tokens.scores import is_small
from tideturn.evaluation.claims.proof.words import limits_in, stems_of
from tideturn.evaluation.evidence_values import (
    AnswerCounts,
    AnswerPairs,
    ComparedPairs,
    OptionCounts,
    ScorePairs,
    ThemeCounts,
)
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import PathwayCases, SeriesCounts
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, UNCOMPARED
from tideturn.evaluation.units import TRAINED

_SINCE: Final = Gated(r",? (?:since|because|as|for)\b")
_FEW: Final = 20
"""Size below which a group is small."""
_FELL: Final = ("fall", "drop")
_COVERAGE: Final = {"population.asked", "population.answered", "lost"}
_ABOUT: Final = Gated(r" (?:about|on|as to) (?P<what>[^,;:.]+)")
"""The topic after `settles nothing`."""
_FEW_CASES: Final = 30
_FEWER: Final = Gated(r"fewer|less|under|minority")


def account(reading: Reading) -> None:
    """Mark each such statement that is true of everything the sentence is bound to, or of the sources it names."""
    told: list[EvidenceItem] = []
    for begun in BEGINS.finditer(reading.text):
        if found := _shortfall(reading, begun.end(), told):
            stated, items = found
            told += items
            if "sources" in stated.gaps or not reading.bound:
                reading.bind_whole(begun.start(), stated.end, items[0].evidence_id, stated.means)
            reading.mark(begun.start(), stated.end)
            since = _SINCE.match(reading.text, stated.end)
            if since and stated.means == "unreliable" and _bound_after(reading, since.end()):
                reading.mark(*since.span())
    items = _bound(reading)
    if not items:
        return
    fields = {(bond.evidence_id, bond.field) for bond in reading.bonds}
    for found_ in limits_in(reading.text):
        own = {item.evidence_id: [name for one, name in fields if one == item.evidence_id] for item in items}
        holds = all(_HOLDS[found_.means](reading.ground, item, own[item.evidence_id]) for item in items)
        said = [one for one in reading.numbers if found_.start <= one.start < found_.end and one.ranged]
        for item in items if said else ():
            holds = holds and all(map(same_percent, said, item.interval or ()))
        if holds:
            about = _ABOUT.match(reading.text, found_.end) if found_.means == "no change shown" else None
            known = {*stems_of(f"{reading.ground.title} {reading.ground.claim.outcome_id.replace('_', ' ')}")}
            reading.mark(found_.start, about.end() if about and {*stems_of(about["what"])} <= known else found_.end)


def _bound(reading: Reading) -> list[EvidenceItem]:
    return list({id(item): item for item in reading.bound}.values())


def _bound_after(reading: Reading, at: int) -> bool:
    """Return whether the next number is bound, with no unbound word before it."""
    said = next((one for one in reading.numbers if one.start >= at), None)
    return said is not None and reading.marked(at + 1, said.end)


def _shortfall(reading: Reading, at: int, told: Sequence[EvidenceItem]) -> tuple[Stated, list[EvidenceItem]] | None:
    """Return the longest true statement from here of what the evidence lacks, and the evidence it is true of."""
    found = []
    for stated in stated_at(reading, "shortfalls", at):
        if ENDS.match(reading.text, stated.end) or _SINCE.match(reading.text, stated.end):
            items = [*_meant(reading, stated)] or (list(told) if "sources" not in stated.gaps else [])
            fields = {bond.field for bond in reading.bonds}
            if stated.means in _OF_COVERAGE and not fields <= _COVERAGE:
                continue
            if items and all(_LACKS[stated.means](reading.ground, item, stated) for item in items):
                found.append((stated, items))
    return max(found, key=lambda one: one[0].end, default=None)


def _meant(reading: Reading, stated: Stated) -> Iterator[EvidenceItem]:
    """Yield the evidence that a statement is about: the sources that it names, else all that is bound."""
    if "sources" not in stated.gaps:
        yield from _bound(reading)
        return
    for source in stated.gaps["sources"]:
        items = [
            item for strand in source.strands for item in reading.ground.items if item.evidence_id in strand.evidence
        ]
        way = stated.gaps.get("way")
        if not items or (way and moved(reading.ground, source) != ("fell" if way.lower() in _FELL else "rose")):
            return
        yield from items


def _design(ground: Ground, item: EvidenceItem) -> str:
    """Return how the verdict says that evidence was compared; empty if no verdict rests on it."""
    of, own_verdict = (item.outcome_id, item.scope), ground.verdict
    claimed = own_verdict if own_verdict and (own_verdict.outcome_id, own_verdict.scope) == of else None
    verdict = ground.record.verdicts.get(of, claimed)
    strands = verdict.strands if verdict and item.year == ground.claim.year else ()
    own = next((strand for strand in strands if item.evidence_id in strand.evidence), None)
    if own is None:
        return ""
    if item.scope == PROGRAMME_SCOPE:
        return own.design
    # A place counts as compared if the whole programme is.
    whole = ground.record.verdicts.get((item.outcome_id, PROGRAMME_SCOPE))
    like = (own.kind, own.voice, own.unit, own.about)
    same = [one.design for one in whole.strands if (one.kind, one.voice, one.unit, one.about) == like] if whole else []
    return COMPARED if whole is None or COMPARED in same else own.design


def _no_others(ground: Ground, item: EvidenceItem, _: Stated) -> bool:
    """Return whether it was compared with nobody and no place without the programme."""
    design = _design(ground, item)
    return _alone(item) if not design else design != COMPARED and not isinstance(item.value, ComparedPairs)


def _nothing(ground: Ground, item: EvidenceItem, _: Stated) -> bool:
    """Return whether it was compared with nothing at all."""
    design = _design(ground, item)
    return _alone(item) if not design else design == UNCOMPARED and (_alone(item) or isinstance(item.value, ScorePairs))


def _nothing_earlier(_: Ground, item: EvidenceItem, __: Stated) -> bool:
    return not isinstance(item.value, ScorePairs) and _alone(item)


def _level_once(_: Ground, item: EvidenceItem, __: Stated) -> bool:
    """Return whether a question asks how things are, and has no earlier answers."""
    return isinstance(item.value, AnswerCounts) and item.value.measures == "level" and not item.waves


def _asked_once(ground: Ground, item: EvidenceItem, _: Stated) -> bool:
    """Return whether no question of the survey was asked in an earlier year."""
    survey = item.evidence_id.split("/")[1]
    own = [text for (of, _), text in ground.record.asked.items() if of == survey]
    years = [ground.record.years.get(text) for text in (item.text, *own)]
    return item.of_whole and not item.waves and all(year == item.year for year in years)


def _few_answered(_: Ground, item: EvidenceItem, stated: Stated) -> bool:
    """Return whether fewer, or more, than half of those invited answered, or of those scored at first were again."""
    asked, answered = item.population.asked, item.population.answered
    if not asked or answered is None:
        return False
    return 2 * answered < asked if _FEWER.search(stated.gaps["much"]) else 2 * answered > asked


def _on_the_day(_: Ground, item: EvidenceItem, __: Stated) -> bool:
    return item.unit == TRAINED and isinstance(item.value, ScorePairs)


def _too_few_to_judge(ground: Ground, item: EvidenceItem, _: Stated) -> bool:
    verdict = ground.verdict
    return verdict is not None and verdict.standing is Verdict.INSUFFICIENT and _too_few(ground, item)


def _unreliable(ground: Ground, item: EvidenceItem, __: Stated) -> bool:
    """Return whether too many of those scored at first have no later score for the change to be reliable."""
    lost = item.value.attrition if isinstance(item.value, ScorePairs) else None
    own = item.outcome_id == ground.claim.outcome_id
    return own and lost is not None and lost > Rules().attrition_mixed and item.polarity in ("mixed", "none")


def _by_themselves(ground: Ground, item: EvidenceItem, stated: Stated) -> bool:
    """Return whether the report gives this limit for such scores: better ones that nothing was compared with."""
    crisis, places = "crisis" in stated.said, "work" in stated.said.split()
    people = item.unit == "young people"
    better = item.polarity == "supports" and isinstance(item.value, ScorePairs) and item.unit != TRAINED
    return better and _design(ground, item) == UNCOMPARED and not (crisis and not people) and not (places and people)


def _others_unknown(_: Ground, item: EvidenceItem, __: Stated) -> bool:
    """Return whether some of those invited did not answer, or of those scored at first were not scored again."""
    return (item.population.asked or 0) > (item.population.answered or 0) > 0


_OF_COVERAGE: Final = ("few answered", "others unknown")
"""Statements about those who answered, for a sentence that gives only how many did."""
_LACKS: Final[Mapping[str, Callable[[Ground, EvidenceItem, Stated], bool]]] = {
    "no others": _no_others,
    "nothing": _nothing,
    "nothing earlier": _nothing_earlier,
    "level once": _level_once,
    "asked once": _asked_once,
    "few answered": _few_answered,
    "others unknown": _others_unknown,
    "on the day": _on_the_day,
    "too few to judge": _too_few_to_judge,
    "unreliable": _unreliable,
    "by themselves": _by_themselves,
}


def _first(ground: Ground, item: EvidenceItem, _: Sequence[str]) -> bool:
    """Return whether the folder has no earlier answers to the question."""
    return item.of_whole and not item.waves and ground.record.years.get(item.text) == item.year


def _early_sign(ground: Ground, item: EvidenceItem, fields: Sequence[str]) -> bool:
    """Return whether the sentence gives better scores, and the verdict is too early or emerging."""
    verdict, parts = ground.verdict, {part for name in fields for part in name.split("+")}
    early = verdict is not None and verdict.standing in (Verdict.TOO_EARLY, Verdict.EMERGING)
    own = (item.outcome_id, item.year) == (ground.claim.outcome_id, ground.claim.year)
    return early and own and item.polarity == "supports" and bool(parts & {"better", "mean_after", "median_change"})


def _too_few(_: Ground, item: EvidenceItem, __: Sequence[str] = ()) -> bool:
    match item.value:
        case (
            AnswerCounts(share=share) | OptionCounts(share=share) | ThemeCounts(share=share) | PathwayCases(share=share)
        ):
            return item.n is not None and share is None
    return False


def _alone(item: EvidenceItem) -> bool:
    """Return whether nothing was measured earlier, or elsewhere, that the evidence could be compared with."""
    match item.value:
        case ScorePairs() as pairs:
            return isinstance(pairs, AnswerPairs) and pairs.design == UNCOMPARED
        case PathwayCases() as cases:
            return not cases.cases_before
    return item.of_whole and not item.waves


def _unread(_: Ground, item: EvidenceItem, fields: Sequence[str]) -> bool:
    """Return whether the engine reads no change: between the two numbers bound, else in the evidence as a whole."""
    pairs = [pair for pair in pairs_of(item) if pair.then.field in fields]
    if not pairs and isinstance(item.value, SeriesCounts):
        return bool({*fields} & {"count_year", "rate_year"}) and item.value.moved == NEITHER
    if not pairs:
        return item.polarity == "none" and isinstance(item.value, ScorePairs | PathwayCases)
    return all(
        pair.moved == NEITHER or _crosses((pair.difference and pair.difference.ends) or item.interval) for pair in pairs
    )


def _few_cases(ground: Ground, item: EvidenceItem, fields: Sequence[str]) -> bool:
    """Return whether a pathway with few cases shows no change."""
    cases = item.value.cases if isinstance(item.value, PathwayCases) else None
    return cases is not None and cases <= _FEW_CASES and _unread(ground, item, fields)


def _hardly_moved(ground: Ground, item: EvidenceItem, fields: Sequence[str]) -> bool:
    """Return whether no change is read and, if there are means, they are close together."""
    return _unread(ground, item, fields) and ("mean_after" not in fields or is_small(item))


def _small_group(_: Ground, item: EvidenceItem, __: Sequence[str]) -> bool:
    """Return whether the waiting group of a comparison is small."""
    pairs = item.value if isinstance(item.value, ComparedPairs) else None
    return pairs is not None and pairs.against == "waiting" and pairs.comparison is not None and pairs.comparison < _FEW


def _crosses(ends: tuple[float, float] | None) -> bool:
    return ends is not None and ends[0] <= 0 <= ends[1]


def _around_half(_: Ground, item: EvidenceItem, __: Sequence[str]) -> bool:
    return item.interval is not None and item.interval[0] <= 1 / 2 <= item.interval[1]


_HOLDS: Final[Mapping[str, Callable[[Ground, EvidenceItem, Sequence[str]], bool]]] = {
    "first time": _first,
    "early sign": _early_sign,
    "too few": _too_few,
    "no change shown": _unread,
    "few cases": _few_cases,
    "hardly moved": _hardly_moved,
    "group is small": _small_group,
    "around half": _around_half,
}
