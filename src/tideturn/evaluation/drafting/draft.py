"""The first draft: what changed, for whom, where, how sure, who says otherwise, what caused it, what is not known.

Each sentence is linked to its evidence with the hash of what was read, and is written so that it passes every check
but the one that asks for somebody to review it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import CONFIDENCE, PROGRAMME_SCOPE, VERDICT, VOICE
from tideturn.evaluation.claims.checks.exposure import counts_young_people
from tideturn.evaluation.claims.number_words import spelled
from tideturn.evaluation.claims.strength import ALLOWED, SUGGESTS, VERB
from tideturn.evaluation.drafting.causes import said_causes
from tideturn.evaluation.drafting.phrases import ended, joined, lowered, people, that, whether
from tideturn.evaluation.model import Evaluation, EvidenceItem, OutcomeVerdict, Strand

AUTHOR: Final = "draft"
"""The author of a sentence that nobody has read yet; whoever edits it writes their own role code in its place."""
SECTIONS: Final = {"cyp": "young_people", "practitioner": "practitioners", "system": "system"}
SUMMARY: Final = "summary"
_AREAS: Final = {
    "cyp": "For young people",
    "practitioner": "Among practitioners",
    "system": "In the system around them",
}
_VOICES: Final = ("staff", "stakeholder", "young_person", "family")
_MEASURED: Final = 2
"""How many questions of a strand a sentence gives numbers for."""
_SMALL: Final = 5
"""A draft leaves out counts of so few young people, whatever threshold the programme has set."""
_GOOD: Final = ("supported", "emerging")

Edges = tuple[tuple[str, str, str], ...]
"""Evidence of a sentence: its id, how it bears, the hash of what was read."""


@dataclass(frozen=True)
class Drafted:
    """One drafted sentence: a row of `findings.csv`, and its rows of `finding_evidence.csv` as (id, edge, hash)."""

    claim_id: str
    section: str
    text: str
    type: str
    outcome_id: str
    scope: str
    year: int
    summary_of: tuple[str, ...] = ()
    edges: Edges = ()


def draft(dataset: Dataset, evaluation: Evaluation) -> tuple[Drafted, ...]:
    """A sentence or more for each outcome that anything is known of, then a summary for each area."""
    out: list[Drafted] = []
    outcomes = {row["outcome_id"]: row for row in dataset.table("outcomes").to_dicts()}
    led: dict[str, list[tuple[OutcomeVerdict, Drafted]]] = {}
    for verdict in evaluation.outcomes:
        if verdict.scope != PROGRAMME_SCOPE:
            continue
        row = outcomes[verdict.outcome_id]
        sentences = tuple(_outcome(dataset, evaluation, verdict, row["title"], SECTIONS[row["area"]]))
        out += sentences
        if sentences:
            led.setdefault(row["area"], []).append((verdict, sentences[0]))
    titles = {outcome_id: row["title"] for outcome_id, row in outcomes.items()}
    return (*out, *(_summary(area, led[area], titles, evaluation.year.number) for area in _AREAS if area in led))


def _outcome(
    dataset: Dataset, evaluation: Evaluation, verdict: OutcomeVerdict, title: str, section: str
) -> Iterator[Drafted]:
    """The leading sentence of an outcome, then its numbers, what was said, places that differ and what caused it."""
    year = evaluation.year.number
    evidence = {item.evidence_id: item for item in evaluation.evidence if item.outcome_id == verdict.outcome_id}
    edges = _once(edge for strand in verdict.strands for edge in _edges(strand, evidence))
    if not edges:
        return

    def sentence(suffix: str, text: str, type_: str, own: Edges) -> Drafted:
        name = f"y{year}-{verdict.outcome_id}{suffix}"
        return Drafted(name, section, ended(text), type_, verdict.outcome_id, PROGRAMME_SCOPE, year, (), own)

    asserting = (*_GOOD, "adverse", "no_change_observed", "contested")
    yield sentence(
        "", _lead(verdict, title, dataset), "change" if verdict.standing in asserting else "descriptive", edges
    )
    measured = list(_measured(verdict, evidence, year))
    if verdict.standing == "contested" and len(measured) > 1:
        # Each number alone would show one side.
        measured = [(f"The numbers differ: {'; '.join(lowered(text) for text, _ in measured)}", edges)]
    for number, (text, own) in enumerate(measured, start=1):
        yield sentence(f"-n{number}", text, "descriptive", own)
    said = _said(verdict, evidence)
    if said:
        yield sentence("-said", said[0], "descriptive", edges if verdict.standing == "contested" else said[1])
    differ = _places(evaluation, verdict, evidence, dataset)
    if differ:
        yield sentence("-places", differ[0], "descriptive", _once((*differ[1], *edges)))
    cause = said_causes(dataset, evaluation, verdict) if verdict.standing in (*_GOOD, "mixed") else None
    if cause:
        yield sentence("-why", cause.text, "contribution", cause.edges)


def _lead(verdict: OutcomeVerdict, title: str, dataset: Dataset) -> str:
    """What the verdict says, with the verb that its confidence carries."""
    verb = VERB[ALLOWED[verdict.confidence] if verdict.confidence else SUGGESTS]
    match verdict.standing:
        case "supported":
            said = f"The evidence {verb} {that(title)}"
        case "emerging":
            several = len({(s.kind, s.voice) for s in verdict.strands if s.reading == "positive"}) > 1
            but = "not all of it agrees or comes from different people" if several else "nothing else confirms it yet"
            said = f"The evidence {verb} {that(title)}, though {but}"
        case "contested":
            said = f"The evidence pulls both ways on {whether(title)}: {_sides(verdict)}"
        case "adverse":
            said = f"The programme hoped {that(title)}; the evidence {verb} a change for the worse"
        case "no_change_observed":
            said = f"No change was seen on {whether(title)}"
        case "mixed":
            said = f"The evidence is mixed on {whether(title)}, and nowhere clearly one way"
        case "too_early":
            rows = dataset.table("outcomes").to_dicts()
            due = next(row["due_year"] for row in rows if row["outcome_id"] == verdict.outcome_id)
            return f"It is too early to say {whether(title)}: it will be judged in Year {due}"
        case _:
            return f"It is not known {whether(title)}: there is too little to go on"
    sure = f"; confidence is {CONFIDENCE.terms[verdict.confidence]}" if verdict.confidence else ""
    return f"{said}{sure}"


def _sides(verdict: OutcomeVerdict) -> str:
    up = list(dict.fromkeys(_called(s) for s in verdict.strands if s.reading == "positive"))
    down = list(dict.fromkeys(_called(s) for s in verdict.strands if s.reading == "negative"))
    if up and down:
        return f"for it speak {joined(up)}, but against it {joined(down)}"
    return "places differ, and what speaks for it in one speaks against it in another"


def _called(strand: Strand) -> str:
    if strand.kind == "monitoring":
        return strand.about or "monitoring data"
    if strand.kind in ("document", "change"):
        return {"document": "documents", "change": "harvested changes"}[strand.kind]
    return f"{'interviews with' if strand.kind == 'interview' else 'the survey of'} {VOICE.terms[strand.voice]}"


def _edges(strand: Strand, evidence: Mapping[str, EvidenceItem]) -> Iterator[tuple[str, str, str]]:
    """A strand's evidence as edges: by what each piece says itself, or else by what the strand reads."""
    for identity in strand.evidence:
        item = evidence.get(identity)
        if item is None:
            continue
        if item.polarity in ("supports", "contradicts"):
            edge = item.polarity
        elif item.polarity == "no_change" or strand.reading == "negative":
            edge = "contradicts"
        else:
            edge = "supports" if strand.reading == "positive" or item.value is not None else "context"
        yield identity, edge, item.provenance.sha256


def _measured(verdict: OutcomeVerdict, evidence: Mapping[str, EvidenceItem], year: int) -> Iterator[tuple[str, Edges]]:
    """A sentence with numbers for each strand that counts something."""
    for strand in verdict.strands:
        items = [evidence[i] for i in strand.evidence if i in evidence and evidence[i].value is not None]
        items = sorted((item for item in items if item.n), key=lambda item: -(item.n or 0))[:_MEASURED]
        told = [text for item in items if (text := _counted(item, year))]
        if told:
            own = {edge[0]: edge for edge in _edges(strand, evidence)}
            yield "; ".join((told[0], *map(lowered, told[1:]))), tuple(own[item.evidence_id] for item in items)


def _counted(item: EvidenceItem, year: int) -> str:
    """One measured thing in words, by references; nothing where its counts of young people are too small to be said."""
    value = item.value or {}
    k, n = f"{{k:{item.evidence_id}}}", f"{{n:{item.evidence_id}}}"
    young = counts_young_people(item)
    part = value.get("better", value.get("k", value.get("count_year")))
    if part is None:
        return ""
    if young and any(0 < few <= _SMALL for few in (part, *(() if "count_year" in value else ((item.n or 0) - part,)))):
        return ""
    if "count_year" in value:
        return f"{item.text}: {k} were counted in Year {year}"
    if "better" in value:
        if not young:
            return f"{k} of {n} {people(item.voice, 2)} rated themselves higher afterwards than before"
        whose = "who rated themselves" if item.voice == "young_person" else "whom workers scored"
        return f"Of {n} young people {whose} more than once, {k} had a better score the last time"
    does = "answered favourably" if "?" in item.text else "agreed"
    said = f"Asked “{item.text}”, {k} of {n} {people(item.voice, 2)} {does}"
    if value.get("share") is None:
        return f"{said}, too few for a percentage"
    return f"{said} ({{share:{item.evidence_id}}}; {{interval:{item.evidence_id}}})"


def _said(verdict: OutcomeVerdict, evidence: Mapping[str, EvidenceItem]) -> tuple[str, Edges] | None:
    """How many people said in interviews that it changed, and how many said that it did not, each counted once."""
    told = {
        "supports": "said that it changed for the better",
        "contradicts": "said that it did not, or that it got worse",
        "no_change": "said that nothing changed",
    }
    ids = [i for strand in verdict.strands if strand.kind == "interview" for i in strand.evidence if i in evidence]
    spoken = [evidence[i] for i in ids if evidence[i].polarity in told]
    ways: dict[str, set[str]] = {}
    for item in spoken:
        ways.setdefault(item.origin, set()).add(item.polarity)
    # Whoever says both is in neither count.
    single = [item for item in spoken if len(ways[item.origin]) == 1]
    parts = []
    for polarity, what in told.items():
        who = [
            _who(voice, {i.origin for i in single if (i.voice, i.polarity) == (voice, polarity)}) for voice in _VOICES
        ]
        if any(who):
            parts.append(f"{joined([some for some in who if some])} {what}")
    if not parts:
        return None
    edge = {"supports": "supports", "contradicts": "contradicts", "no_change": "contradicts"}
    edges = _once((item.evidence_id, edge[item.polarity], item.provenance.sha256) for item in single)
    return f"In interviews, {', but '.join((parts[0], *((' and '.join(parts[1:]),) if parts[1:] else ())))}", edges


def _who(voice: str, sources: set[str]) -> str:
    """How many of a voice, in words; few young people or families are not counted."""
    if not sources:
        return ""
    if voice in ("young_person", "family") and len(sources) <= _SMALL:
        return f"some {people(voice, 2)}"
    count = spelled(len(sources)) if len(sources) <= 10 else str(len(sources))
    return f"{count} {people(voice, len(sources))}"


def _places(
    evaluation: Evaluation, verdict: OutcomeVerdict, evidence: Mapping[str, EvidenceItem], dataset: Dataset
) -> tuple[str, Edges] | None:
    """The places whose verdict is another, grouped by it."""
    groups: dict[str, list[str]] = {}
    edges: list[tuple[str, str, str]] = []
    for site in verdict.sites_that_differ:
        own = evaluation.verdict(verdict.outcome_id, site)
        if own is not None and own.standing != "not_measured":
            groups.setdefault(own.standing, []).append(dataset.programme.site(site).name)
            edges += [edge for strand in own.strands for edge in _edges(strand, evidence)]
    if not groups or not edges:
        return None
    said = "; ".join(f"in {joined(names)} the verdict is {VERDICT.terms[v].lower()}" for v, names in groups.items())
    return f"It is not the same everywhere: {said}", _once(edges)


def _summary(area: str, led: list[tuple[OutcomeVerdict, Drafted]], titles: Mapping[str, str], year: int) -> Drafted:
    """One area in a few sentences: what got better, what did not, what is contested, what cannot be said yet."""
    groups: dict[str, list[str]] = {}
    allowed = []
    for verdict, _ in led:
        title = titles[verdict.outcome_id]
        kind = "good" if verdict.standing in _GOOD else verdict.standing
        groups.setdefault(kind, []).append(that(title) if kind == "good" else whether(title))
        if verdict.confidence and verdict.standing not in ("too_early", "insufficient", "not_measured"):
            allowed.append(ALLOWED[verdict.confidence])
    verb = VERB[min(allowed, default=SUGGESTS)]
    leads = {
        "good": f"the evidence {verb} ",
        "contested": "the evidence pulls both ways on ",
        "mixed": "the evidence is mixed on ",
        "adverse": f"the evidence {verb} a change for the worse on ",
        "no_change_observed": "no change was seen on ",
        "too_early": "it is too early to say ",
        "insufficient": "it is not known ",
    }
    told = [f"{lead}{joined(groups[kind])}" for kind, lead in leads.items() if kind in groups]
    text = " ".join((f"{_AREAS[area]}, {told[0]}.", *(ended(one) for one in told[1:])))
    parts = tuple(sentence.claim_id for _, sentence in led)
    return Drafted(
        f"y{year}-summary-{area}", SUMMARY, text, "judgement", led[0][0].outcome_id, PROGRAMME_SCOPE, year, parts
    )


def _once(edges: Iterable[tuple[str, str, str]]) -> Edges:
    """Each piece of evidence once: the first edge that was drawn to it stands."""
    kept: dict[str, tuple[str, str, str]] = {}
    for edge in edges:
        kept.setdefault(edge[0], edge)
    return tuple(kept.values())
