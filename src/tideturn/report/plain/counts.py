"""Choose the number that says most about an outcome to each reader, by references that follow the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tideturn.evaluation.claims.checks.exposure import PROTECTED, counts_young_people, may_tell_apart
from tideturn.evaluation.evidence_values import AnswerCounts, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, UNCOMPARED, Strand
from tideturn.evaluation.told import OF_STRAND, Told, carrying, joined, stated
from tideturn.evaluation.units import SCORED, TRAINED
from tideturn.report.plain.phrases import NOBODY_TO_COMPARE, YOUNG_PEOPLE
from tideturn.report.plain.scenes import Scene, of_ten, talking, two_levels
from tideturn.report.plain.wording import Wording, YoungWording, since

_FEWEST: Final = 10
_SMALL: Final = 5
"""Largest count of young people that is left out, whatever threshold the programme has set."""
_OWN: Final = {YOUNG_PEOPLE: ("young_person", "family")}
"""Voices that a reader hears before all others."""
_OTHERS: Final = ("stakeholder", "staff", "record")
_KINDS: Final = ("survey", "interview")
"""Kinds of strand in order: what people say comes before what they scored."""
_SCORED: Final = {"better": "got better", "same": "stayed the same"}


@dataclass(frozen=True)
class Count:
    """Sentences with references for numbers, and the picture of these numbers."""

    written: Told
    scene: Scene | None = None

    @property
    def since(self) -> bool:
        """Return whether the sentence also says how many said so in an earlier year."""
        return any(bound.field.startswith("waves.") for bound in self.written.bound)


def best_count(
    strands: Sequence[Strand],
    evidence: Mapping[str, EvidenceItem],
    rules: Rules,
    audience: str,
    *,
    way: str = "positive",
) -> Count | None:
    """Return the count nearest to the reader, from strands that read `way`; None where none may be shown.

    The reader's own voice comes first, then what rose since an earlier year, then answers before scores.
    """
    wording = YoungWording(rules) if audience == YOUNG_PEOPLE else Wording()
    for strand in sorted(strands, key=lambda one: _rank(one, audience)):
        counts = (
            _interviewed(strand, wording, way)
            if strand.kind == "interview"
            else _of(strand, evidence, wording, rules, way)
        )
        for count in counts:
            return replace(count, written=joined(filter(None, (count.written, _alone(strand, strands, audience))), " "))
    return None


def of_sources(text: Told) -> bool:
    """Return whether a sentence counts people across all their interviews, which no single piece of evidence does."""
    return any(bound.item.startswith(OF_STRAND) and bound.field == "k" for bound in text.bound)


def _alone(strand: Strand, strands: Sequence[Strand], audience: str) -> Told:
    """Say that scores often get better by themselves, where there are no scores of others to compare them with."""
    scores = strand.kind == "monitoring" and strand.unit in SCORED and strand.reading == "positive"
    if not scores or strand.design != UNCOMPARED or any(one.design == COMPARED for one in strands):
        return Told("")
    return carrying(NOBODY_TO_COMPARE[audience], "nobody to compare", item=f"{OF_STRAND}{strand.key}")


def _rank(strand: Strand, audience: str) -> tuple[int, bool, int, int]:
    own = _OWN.get(audience, ())
    first = own.index(strand.voice) if strand.voice in own else len(own)
    voice = _OTHERS.index(strand.voice) if strand.voice in _OTHERS else -1
    kind = _KINDS.index(strand.kind) if strand.kind in _KINDS else len(_KINDS)
    return first, not (strand.kind == "survey" and strand.rose), kind, voice


def _interviewed(strand: Strand, wording: Wording, way: str) -> Iterable[Count]:
    """Yield how many of the interviewed adults said so; nothing for young people and families, who are few."""
    if strand.voice in PROTECTED or not strand.n or not strand.k:
        return
    k, n = (stated(name, getattr(strand, name), item=f"{OF_STRAND}{strand.key}") for name in ("k", "n"))
    yield Count(wording.interviewed(strand, k, n, way), talking(strand.k, strand.n, k, n))


def _of(
    strand: Strand, evidence: Mapping[str, EvidenceItem], wording: Wording, rules: Rules, way: str
) -> Iterable[Count]:
    """Yield the counts of a strand's questions or scores, first those that read `way`."""
    items = [evidence[name] for name in strand.evidence if name in evidence and evidence[name].value]
    read = {one.evidence for one in strand.items if one.reading == way}
    for item in sorted(
        items, key=lambda one: (one.evidence_id not in read, isinstance(one.value, ScorePairs), -(one.n or 0))
    ):
        n, pairs = item.n or 0, item.value_if(ScorePairs)
        twice = pairs is not None
        field = "better" if twice else "worse" if way == "negative" and _turned(item) else "k"
        part = item.number(field)  # by name, because the printed number is bound to it
        if part is None or not n or _too_few(item, rules, (part, n - part)):
            continue
        if pairs is not None and pairs.same is not None and pairs.worse is not None:
            apart = part < n and may_tell_apart(item, max(rules.small_count, _SMALL))
            field = "same" if way == "no_change" and apart else "better"
            yield Count(wording.scored(item, apart=apart, field=field), of_ten(item, field, did=_SCORED[field]))
        elif not twice:
            yield _answered(item, items, wording, rules, field, way)


def _answered(
    item: EvidenceItem, every: Iterable[EvidenceItem], wording: Wording, rules: Rules, field: str, way: str
) -> Count:
    said = [wording.answered(item, field, way)]
    if item.unit == TRAINED:
        said += [wording.before_training(item, every), wording.covered(item, rules)]
    elif field == "k":
        said.append(wording.earlier(item))
    wave = since(item) if field == "k" else None
    if wave and wave[1].moved == "rose":
        return Count(joined(filter(None, said), " "), two_levels(item, *wave))
    agreed = "agreed" if item.choices.of_agreeing else "said so"
    scene = of_ten(item, field, did="said it got worse" if field == "worse" else agreed)
    return Count(joined(filter(None, said), " "), scene)


def _turned(item: EvidenceItem) -> bool:
    """Return whether people who said the opposite were counted and there are words for their answer."""
    return isinstance(item.value, AnswerCounts) and bool(item.value.worse) and bool(item.choices.against)


def _too_few(item: EvidenceItem, rules: Rules, parts: Iterable[float]) -> bool:
    """Return whether these counts are of too few young people to print, even in a working copy."""
    small = max(rules.small_count, _SMALL)
    few = (item.n or 0) < max(rules.small_denominator, _FEWEST)
    return counts_young_people(item) and (few or any(0 < part <= small for part in parts))
