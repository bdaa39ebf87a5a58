"""Check what the engine's own sentences are bound to against the evidence, without reading the sentences.

A sentence is proved if each of its bindings is: the piece of evidence exists, its field has the value that is printed,
it counts the unit that is named, and it shows what the sentence says. Fields may be added up (`disagree+worse`),
divided (`met/cases`), and have the ends of a Wilson interval (`k/n:low`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.grade import GRADES
from tideturn.evaluation.claims.recounted import recounted
from tideturn.evaluation.claims.recounted_by_group import recounted_by_group
from tideturn.evaluation.claims.recounted_contribution import PREDICATES as OF_A_CONTRIBUTION
from tideturn.evaluation.claims.recounted_contribution import recounted_contribution
from tideturn.evaluation.claims.recounted_theory import LINKS, links_of, recounted_theory
from tideturn.evaluation.claims.recounted_waves import moved_between
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.ledger.changes import REVERSED
from tideturn.evaluation.ledger.counts.better import BY_VALUE
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import BY_CHANCE, Evaluation, EvidenceItem, OutcomeVerdict
from tideturn.evaluation.readings_networks import FEWEST_ORGANISATIONS
from tideturn.evaluation.readings_pathways import FEWEST_CASES
from tideturn.evaluation.readings_scores import DAYS_BETWEEN_BASELINES, DAYS_OF_A_PAIR, FEWEST_SITES
from tideturn.evaluation.readings_surveys import SHOWN
from tideturn.evaluation.readings_words import FEWEST_DOCUMENTS
from tideturn.evaluation.strand import COMPARED, UNCOMPARED, Strand
from tideturn.evaluation.theory_records import PATTERN
from tideturn.evaluation.told import EXPLAINS, FORMS, Bound
from tideturn.evaluation.whole_years import FEWEST_COUNTED, PERIODS
from tideturn.methods.disclosure import HIDDEN
from tideturn.methods.intervals import wilson
from tideturn.methods.power import least_net
from tideturn.methods.year_totals import FEWEST_YEARS

Source = EvidenceItem | Strand | OutcomeVerdict | Mapping[str, Any]
Measured = Sequence[Mapping[str, Any]]
"""Measurements, by name, of each piece of evidence concerned."""
HOW_MANY: Final = "#"
"""Part of a field that counts its contents: `signals.#`."""
_MOVED: Final = frozenset({"better", "same", "worse"})
"""Fields known only for people, or places, scored or asked more than once."""
FIXED: Final = {
    "organisations": FEWEST_ORGANISATIONS,
    "cases": FEWEST_CASES,
    "documents": FEWEST_DOCUMENTS,
    "years": FEWEST_YEARS,
    "counted": FEWEST_COUNTED,
    **{f"{span}s": periods for span, periods in PERIODS.items()},
    "sites": FEWEST_SITES,
    "days of a pair": DAYS_OF_A_PAIR[0],
    "most days of a pair": DAYS_OF_A_PAIR[1],
    "days between baselines": DAYS_BETWEEN_BASELINES,
}
"""Minimum numbers needed to read a change, and numbers of days, where none of the programme's rules sets them."""
_EVENTS: Final = frozenset({"population.asked_at", "population.events"})
_SAID: Final = "said."
_SPEAKERS: Final = "speakers."
_ORIGINS: Final = "origins."
_READ: Final = "read."
_CAUSE: Final = "cause."
_COUNTED: Final[Mapping[str, Callable[[Sequence[EvidenceItem]], int]]] = {
    "evidence": len,
    "written": lambda items: sum(item.in_a_survey for item in items),
    "documents": lambda items: len({item.evidence_id.split("/")[1] for item in items}),
    "reversed": lambda items: sum(item.polarity == "none" and REVERSED in item.text for item in items),
    "reported": lambda items: sum(item.polarity == "none" and REVERSED not in item.text for item in items),
}
"""Counts made afresh from the evidence of a strand."""


def _answers(source: Source, measured: Measured, *, of_agreeing: bool) -> bool:
    """Return whether the source counts answers to a question, worded as agreement or otherwise, as `of_agreeing` says.

    A comparison of the two answers of one person does not count.
    """
    if not isinstance(source, EvidenceItem | Strand) or source.kind != "survey":
        return False
    asked = source.items if isinstance(source, Strand) else (source,)
    worded_so = any(one.choices.of_agreeing == of_agreeing for one in asked)
    return worded_so and any("k" in values for values in measured)


PREDICATES: Final[Mapping[str, Callable[[Source, Measured], bool]]] = {
    "agree": partial(_answers, of_agreeing=True),
    "disagree": partial(_answers, of_agreeing=True),
    "answered": partial(_answers, of_agreeing=False),
    "better": lambda _, measured: any(values.keys() >= _MOVED for values in measured),
    "more better": lambda _, measured: any(
        (values.get("better") or 0) > (values.get("worse") or 0) for values in measured
    ),
    "would take": lambda source, _: isinstance(source, Strand) and source.reading != "positive",
    "alone": lambda source, _: len(_speakers(source, "positive")) == 1,
    "from two sides": lambda source, _: isinstance(source, OutcomeVerdict) and source.sides > 1,
    "by staff": lambda source, _: all(strand.by_staff for strand in _reading(source, "positive")),
    "disputed": lambda source, _: any(_reading(source, way) for way in ("negative", "no_change", "mixed")),
    "got worse": lambda source, _: _claims(source, "change") and bool(_reading(source, "negative")),
    "holds": lambda source, _: _claims(source, "state") and not any(s.rose for s in _reading(source, "positive")),
    "holds and rose": lambda source, _: _claims(source, "state") and any(s.rose for s in _reading(source, "positive")),
    "fell before": lambda source, _: isinstance(source, OutcomeVerdict) and any(s.fell for s in source.strands),
    "compared": lambda source, _: any(strand.design == COMPARED for strand in _reading(source, "positive")),
    "nobody to compare": lambda source, _: isinstance(source, Strand) and source.design == UNCOMPARED,
    "places differ": lambda source, _: isinstance(source, OutcomeVerdict) and bool(source.sites_that_differ),
    "warned early": lambda source, _: (
        isinstance(source, OutcomeVerdict) and any(sign.reading == "negative" for sign in source.early_signs)
    ),
    "overridden": lambda source, _: isinstance(source, OutcomeVerdict) and source.override is not None,
    "warned": lambda source, _: isinstance(source, Mapping) and bool(source["warned"]),
    "rose": lambda _, measured: any(values.get("moved") == "rose" for values in measured),
    "fell": lambda _, measured: any(values.get("moved") == "fell" for values in measured),
    "below the population": lambda _, measured: any((values.get("high") or 0) < 0 for values in measured),
    "a tenfold one hides": lambda _, measured: any(
        one is not None and one.tenfold for one in (values.get("totals") for values in measured)
    ),
    "rose between waves": lambda _, measured: moved_between(measured, "rose"),
    "fell between waves": lambda _, measured: moved_between(measured, "fell"),
    "same between waves": lambda _, measured: moved_between(measured, "same"),
    "pattern": lambda source, _: isinstance(source, Mapping) and source["sources"] >= PATTERN,
    "account": lambda source, _: isinstance(source, Mapping) and source["sources"] < PATTERN,
    **OF_A_CONTRIBUTION,
}
"""Predicates of a piece of evidence or a strand, and tests of whether it supports them."""


@dataclass(frozen=True)
class Bindings:
    """Everything that sentences can be bound to, by name: evidence, strands, verdicts, rules, `evaluation.json`."""

    evaluation: Evaluation
    released: bool = False
    """Whether it holds only what may be published, with None for each hidden count."""
    dataset: Dataset | None = None
    """The folder that was judged; without it, sentences about rows that are not evidence cannot be proved."""
    shown: Mapping[str, int | None] | None = None
    """Counts of a release that a sentence may name, by cell."""

    @cached_property
    def _evidence(self) -> dict[str, EvidenceItem]:
        """Return the evidence by id alone, for sentences that name it by id; strands use `_of_strands`."""
        years = (*self.evaluation.earlier, self.evaluation)
        return {item.evidence_id: item for year in years for item in year.evidence}

    @cached_property
    def _of_strands(self) -> dict[int, tuple[EvidenceItem, ...]]:
        """Return the evidence of each strand. One id may read otherwise in another year or for another outcome."""
        found: dict[int, tuple[EvidenceItem, ...]] = {}
        for year in (*self.evaluation.earlier, self.evaluation):
            own = {(item.outcome_id, item.evidence_id): item for item in year.evidence}
            for verdict in year.outcomes:
                for strand in verdict.strands:
                    names = ((verdict.outcome_id, name) for name in strand.evidence)
                    found[id(strand)] = tuple(own[name] for name in names if name in own)
        return found

    @cached_property
    def _named(self) -> dict[str, Source]:
        named: dict[str, Source] = {"rules": self.evaluation.rules.as_dict(), "method": FIXED}
        for year in (*self.evaluation.earlier, self.evaluation):
            for verdict in year.outcomes:
                below = f"{verdict.outcome_id}/{verdict.scope}/{year.year.number}"
                named[f"verdict/{below}"] = verdict
                for strand in verdict.strands:
                    named[f"strand/{below}/{strand.key}"] = strand
            named[f"verdicts/{year.year.number}"] = _verdicts(year)
        grades = Counter(one.grade for one in self.evaluation.gradings)
        counted = {"evidence": len(self.evaluation.evidence), "findings": len(self.evaluation.claims)}
        named["listed"] = {**counted, **{grade: grades[grade] for grade in GRADES}}
        named |= {f"toc_links/{link.link_id}": vars(link) for link in self.evaluation.toc_links}
        for cause in self.evaluation.causes:
            named[f"causes/{cause.outcome_id}/{cause.cause}/{cause.effect}"] = vars(cause)
        for proposal in self.evaluation.proposals:
            named[f"proposals/{proposal.start}/{proposal.end}/{proposal.effect}"] = vars(proposal)
        named |= {one.identity: vars(one) for one in self.evaluation.mechanisms}
        for work in self.evaluation.fidelity:
            named[f"fidelity/{work.component}/{work.site}"] = work.as_row()
        named |= recounted_theory(self.evaluation, self.dataset)
        named |= recounted_contribution(self.evaluation, self.dataset)
        named |= recounted_by_group(self.evaluation)
        return named | recounted(self.evaluation, self.dataset, self.shown)

    def _source(self, name: str) -> Source | None:
        if name.startswith(LINKS):
            return links_of(self.evaluation, name)
        return self._evidence.get(name) or self._named.get(name)

    def why_not(self, bound: Bound) -> str:
        """Return why the binding is not proved, as a sentence; empty where it is."""
        if bound.predicate == EXPLAINS:
            return ""
        source = self._source(bound.item)
        if source is None:
            return f"There is no {bound.item!r} for {bound.printed!r} to be of."
        unit = _unit(source, bound.field)
        if bound.unit and unit not in ("", bound.unit):
            return f"{bound.printed!r} is printed as {bound.unit}, but {bound.item} counts {unit}."
        if bound.predicate and not PREDICATES[bound.predicate](source, self._measured(source)):
            return f"The sentence says {bound.predicate!r} of {bound.printed!r}, but {bound.item} does not show that."
        if bound.field in ("", "needed"):
            return ""
        try:
            value = self.value(source, bound.field)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError, StopIteration):
            return f"{bound.item} has no {bound.field} for {bound.printed!r} to be."
        if value is None and self.released:
            return "" if bound.printed == HIDDEN else f"{bound.printed} is printed, but {bound.item} hides it."
        printed = None if value is None else FORMS[bound.form](value)
        return "" if printed == bound.printed else f"{bound.field} of {bound.item} is {printed}, not {bound.printed}."

    def _measured(self, source: Source) -> Measured:
        """Return the numbers of a source by name: a predicate looks for those of any kind."""
        items: Sequence[EvidenceItem] = (source,) if isinstance(source, EvidenceItem) else ()
        if isinstance(source, Strand):
            items = self._of_strands.get(id(source), ())
        return [item.by_name for item in items if item.value is not None]

    def value(self, source: Source, field: str) -> Any:
        """Return what the field holds. Raise KeyError and the like if there is no such field."""
        ratio, colon, end = field.partition(":")
        if "/" in ratio and not field.startswith(BY_VALUE):  # an answer may contain a slash: N/A
            above, below = (self._sum(source, part) for part in ratio.split("/"))
            if not colon:
                return above / below
            return getattr(wilson(int(above), int(below)), end)
        return self._sum(source, field)

    def _sum(self, source: Source, field: str) -> Any:
        if field.startswith(BY_VALUE):
            return self._one(source, field)
        if "+" in field:
            return sum(self._one(source, part, absent=0) for part in field.split("+"))
        if "-" in field:
            first, *others = (self._one(source, part) for part in field.split("-"))
            return first - sum(others)
        return self._one(source, field)

    def _one(self, source: Source, field: str, absent: Any = None) -> Any:
        if isinstance(source, Strand):
            return self._of_strand(source, field, absent)
        if isinstance(source, OutcomeVerdict):
            return _of_verdict(source, field)
        if isinstance(source, EvidenceItem):
            return _of_item(source, field, absent)
        return _dug(source, field)

    def _of_strand(self, strand: Strand, field: str, absent: Any) -> Any:
        items = self._of_strands.get(id(strand), ())
        if field == "reading":
            return strand.reading
        if field.startswith(_SAID):
            return _said(items, field.removeprefix(_SAID), strand)
        if field in _COUNTED:
            return _COUNTED[field](items)
        if field.startswith(_ORIGINS):
            return len({item.origin for item in items if item.polarity == field.removeprefix(_ORIGINS)})
        if field.startswith(_READ):
            return _questions(strand, field.removeprefix(_READ))
        # Options and unsorted answers have counts but no reading, so the strand's numbers are not theirs.
        read = {item.evidence for item in strand.items if item.evidence and item.cause != SHOWN}
        single = [item for item in items if item.value is not None and (item.evidence_id in read or not read)]
        if len(single) == 1 and not field.startswith(("population.", "choices.", "items.")):
            try:
                return _of_item(single[0], field, absent)
            except KeyError:
                pass
        return _dug(strand, field)


def _said(items: Sequence[EvidenceItem], way: str, strand: Strand) -> int:
    """Count afresh how many sources say one thing and nothing else, or for `mixed` more than one."""
    ways: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.polarity != "none" and not item.in_a_survey:
            ways[item.evidence_id if strand.kind == "change" else item.origin].add(item.polarity)
    views = [next(iter(said)) if len(said) == 1 else "mixed" for said in ways.values()]
    return views.count(way)


def _questions(strand: Strand, way: str) -> int:
    """Count the questions that read one way; `enough` are those with enough answers, `all` are all."""
    read = [item for item in strand.items if item.cause != SHOWN]
    if way == "all":
        return len(read)
    if way.startswith(_CAUSE):
        return sum(item.cause == way.removeprefix(_CAUSE) for item in read)
    return sum(item.enough and way in (item.reading, "enough") for item in read)


def _reading(source: Source, way: str) -> list[Strand]:
    """Return the strands of a verdict that read one way; an empty list for any other source."""
    return [strand for strand in source.strands if strand.reading == way] if isinstance(source, OutcomeVerdict) else []


def _claims(source: Source, what: str) -> bool:
    return isinstance(source, OutcomeVerdict) and source.claim == what


def _speakers(source: Source, way: str) -> set[str]:
    return {strand.speaker for strand in _reading(source, way)}


def _of_verdict(verdict: OutcomeVerdict, field: str) -> Any:
    if field.startswith(_SPEAKERS):
        way, _, who = field.removeprefix(_SPEAKERS).partition(".")
        return "yes" if who in _speakers(verdict, way) else "no"
    readings = [s.reading for s in verdict.strands if s.reading in ("positive", "negative", "no_change", "mixed")]
    if field == "readings":
        return len(readings)
    if field == "readings.most":
        return max(readings.count(way) for way in ("positive", "negative", "no_change"))
    return _dug(verdict, field)


def _of_item(item: EvidenceItem, field: str, absent: Any) -> Any:
    if field == "n":
        return item.n
    if field.startswith(("interval.", "population.", "choices.")):
        return _dug(item, field)
    if field == "half the interval" and item.interval:
        return (item.interval[1] - item.interval[0]) / 2
    if field == "least net" and item.n:
        return least_net(item.n, known(item.value_as(ScorePairs).together(("better", "worse"))))
    values = item.by_name  # by name: a binding names the field that a sentence printed
    if absent is not None and field not in values:
        return absent
    return _dug(values, field)


def _dug(source: Any, field: str) -> Any:
    """Return what is at `a.b.0` below a record, a mapping or a list; a mapping's own names may contain dots."""
    if isinstance(source, Mapping) and field in source:
        return source[field]
    part, dot, rest = field.partition(".")
    if part == HOW_MANY:
        return len(source)
    if isinstance(source, Mapping):
        found = source[part]
    else:
        found = source[int(part)] if isinstance(source, list | tuple) else getattr(source, part)
    return _dug(found, rest) if dot else found


def _unit(source: Source, field: str) -> str:
    if field in _EVENTS:
        return "events"
    if isinstance(source, Mapping):
        return str(source.get("unit", ""))
    return source.unit if isinstance(source, EvidenceItem | Strand) else ""


def _verdicts(evaluation: Evaluation) -> dict[str, Any]:
    """Count the programme's verdicts by the verdict that applies, and by confidence."""
    whole = [verdict for verdict in evaluation.outcomes if verdict.scope == PROGRAMME_SCOPE]
    sure = Counter(v.sure for v in whole if v.sure)
    due = [verdict for verdict in whole if verdict.standing is not Verdict.TOO_EARLY]
    supported = Counter(verdict.claim for verdict in due if verdict.standing is Verdict.SUPPORTED)
    changes = (verdict for verdict in whole if verdict.claim == "change")
    measured = [strand for verdict in changes for strand in verdict.strands if strand.design != UNCOMPARED]
    return {
        "claims": Counter(verdict.claim for verdict in due),
        "supported": supported,
        "measured": len(measured),
        "by chance": BY_CHANCE * len(measured),
        "read": Counter(strand.reading for strand in measured),
        "all": len(whole),
        "due": len(due),
        "stands": Counter(verdict.standing for verdict in whole),
        "later": sum(verdict.verdict is Verdict.TOO_EARLY for verdict in whole),
        "sure": sure.total(),
        "confidence": sure,
        "overridden": sum(verdict.override is not None for verdict in evaluation.outcomes),
        "warned": sum(any(s.reading == "negative" for s in verdict.early_signs) for verdict in whole),
    }
