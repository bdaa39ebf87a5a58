"""Write the first draft: what changed, for what people, where, how sure, who disagrees, the causes, what is not known.

Each sentence is linked to its evidence with the hash of what was read. It is worded to pass every check except the one
that asks for somebody to review it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset, Site
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import listed
from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.claims.direction import bears
from tideturn.evaluation.claims.model import SUMMARY
from tideturn.evaluation.claims.number_words import told_count
from tideturn.evaluation.claims.strength import SUGGESTS, VERB, allowed
from tideturn.evaluation.drafting.causes import said_causes
from tideturn.evaluation.drafting.edges import Edges, edges_of, once
from tideturn.evaluation.drafting.leads import lead
from tideturn.evaluation.drafting.measured import SMALL, measured
from tideturn.evaluation.drafting.phrases import clauses, ended, people
from tideturn.evaluation.model import Evaluation, EvidenceItem, OutcomeVerdict

SECTIONS: Final = {"cyp": "young_people", "practitioner": "practitioners", "system": "system"}
_VOICES: Final = ("staff", "stakeholder", "young_person", "family")
_FEW: Final = "a small number of"
_ORDER: Final = (
    *(Verdict.SUPPORTED, Verdict.CONTESTED, Verdict.MIXED, Verdict.ADVERSE, Verdict.NO_CHANGE),
    *(Verdict.TOO_EARLY, Verdict.INSUFFICIENT),
)
"""Order of a summary; it puts what is emerging with what is supported."""


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
    """Return one or more sentences for each outcome with evidence, then a summary for each area."""
    dataset = known_by(dataset, evaluation.year.as_of)
    out: list[Drafted] = []
    outcomes = {row["outcome_id"]: row for row in dataset.table("outcomes").to_dicts()}
    led: dict[str, list[tuple[OutcomeVerdict, Drafted]]] = {}
    for verdict in evaluation.outcomes:
        if verdict.scope != PROGRAMME_SCOPE:
            continue
        row = outcomes[verdict.outcome_id]
        sentences = tuple(_outcome(dataset, evaluation, verdict, row))
        out += sentences
        if sentences:
            led.setdefault(row["area"], []).append((verdict, sentences[0]))
    titles = {outcome_id: row["title"] for outcome_id, row in outcomes.items()}
    return (*out, *(_summary(area, led[area], titles, evaluation.year.number) for area in SECTIONS if area in led))


def _outcome(
    dataset: Dataset, evaluation: Evaluation, verdict: OutcomeVerdict, row: Mapping[str, Any]
) -> Iterator[Drafted]:
    """Yield the leading sentence of an outcome, its numbers, what people said, places that differ, then the causes."""
    year, title, due, section = evaluation.year.number, row["title"], row["due_year"], SECTIONS[row["area"]]
    evidence = {item.evidence_id: item for item in evaluation.evidence if item.outcome_id == verdict.outcome_id}
    standing = verdict.standing
    edges = once(edge for strand in verdict.strands for edge in edges_of(strand, evidence, standing))
    if not edges:
        return

    def sentence(suffix: str, text: str, type_: str, own: Edges) -> Drafted:
        name = f"y{year}-{verdict.outcome_id}{suffix}"
        return Drafted(name, section, ended(text), type_, verdict.outcome_id, PROGRAMME_SCOPE, year, (), own)

    asserting = verdict.standing.judged and verdict.standing is not Verdict.MIXED
    yield sentence("", lead(verdict, title, due), "change" if asserting else "descriptive", edges)
    numbers = list(measured(verdict, evidence, dataset.programme, year))
    if verdict.standing is Verdict.CONTESTED and numbers:
        # Each number alone would show one side.
        read = {evidence[identity].polarity for _, own in numbers for identity, *_ in own}
        differ = "The numbers differ" if len(read) > 1 else "The answers are mixed"
        numbers = [(f"{differ}. {'. '.join(text for text, _ in numbers)}", edges)]
    for number, (text, own) in enumerate(numbers, start=1):
        yield sentence(f"-n{number}", text, "descriptive", own)
    said = _said(verdict, evidence, max(SMALL, evaluation.rules.small_count))
    if said:
        yield sentence("-said", said[0], "descriptive", edges if verdict.standing is Verdict.CONTESTED else said[1])
    places = _places(evaluation, verdict, evidence, dataset)
    if places:
        yield sentence("-places", places[0], "descriptive", once((*places[1], *edges)))
    causes = said_causes(dataset, evaluation, verdict) if verdict.standing.way else ()
    for number, cause in enumerate(causes, start=1):
        yield sentence("-why" if number == 1 else f"-why{number}", cause.text, cause.type, cause.edges)


def _said(verdict: OutcomeVerdict, evidence: Mapping[str, EvidenceItem], small: int) -> tuple[str, Edges] | None:
    """Return how many people said in interviews that it changed, and how many that it did not, each counted once.

    Up to `small` young people or families are a small number.
    """
    # For an adverse outcome, `this` could mean the opposite.
    this, it = ("this outcome", "the outcome") if verdict.standing is Verdict.ADVERSE else ("this", "it")
    told = {"supports": f"supported {this}", "contradicts": f"contradicted {it}", "no_change": "saw no change"}
    ids = [i for strand in verdict.strands if strand.kind == "interview" for i in strand.evidence if i in evidence]
    spoken = [evidence[i] for i in ids if evidence[i].polarity != "none" and not evidence[i].in_a_survey]
    ways: dict[str, set[str]] = {}
    for item in spoken:
        ways.setdefault(item.origin, set()).add(item.polarity)
    # Somebody who says both is in neither count.
    single = [item for item in spoken if len(ways[item.origin]) == 1 and item.polarity in told]
    parts = []
    for polarity, what in told.items():
        who = [
            _who(voice, len({i.origin for i in single if (i.voice, i.polarity) == (voice, polarity)}), small)
            for voice in _VOICES
        ]
        if any(who):
            parts.append(f"{listed([some for some in who if some])} {what}")
    if not parts:
        return None
    edges = once((item.evidence_id, bears(item.polarity, verdict.standing), item.provenance.sha256) for item in single)
    voices = {item.voice for item in single}
    if len(voices) == 1:
        voice = voices.pop()
        shorter = {f"{_FEW} {people(voice, 2)}": "others", f" {people(voice, 2)}": "", f" {people(voice, 1)}": ""}
        for name, short in shorter.items():
            parts[1:] = [part.replace(name, short) for part in parts[1:]]
    said = parts[0] if len(parts) == 1 else f"{parts[0]}, but {', and '.join(parts[1:])}"
    return f"In interviews, {said}", edges


def _who(voice: str, count: int, small: int) -> str:
    """Return how many people of a voice there are, in words; do not give the number of few young people or families."""
    if not count:
        return ""
    if voice in PROTECTED and count <= small:
        return f"{_FEW} {people(voice, 2)}"
    return f"{told_count(count)} {people(voice, count)}"


def _places(
    evaluation: Evaluation, verdict: OutcomeVerdict, evidence: Mapping[str, EvidenceItem], dataset: Dataset
) -> tuple[str, Edges] | None:
    """Return a sentence, with edges, for the places with another verdict, grouped by it; None if there are none."""
    groups: dict[Verdict, list[Site]] = {}
    edges: list[tuple[str, str, str]] = []
    for site in verdict.sites_that_differ:
        own = evaluation.verdict(verdict.outcome_id, site)
        if own is not None and own.standing is not Verdict.NOT_MEASURED:
            groups.setdefault(own.standing, []).append(dataset.programme.site(site))
            edges += [edge for strand in own.strands for edge in edges_of(strand, evidence, verdict.standing)]
    if not groups or not edges:
        return None
    said = "; ".join(f"{standing.word.lower()} {_at(sites)}" for standing, sites in groups.items())
    return f"The verdict differs by place: {said}", once(edges)


def _at(sites: Sequence[Site]) -> str:
    """Return the places as a phrase: `in London and Birmingham and at national level`."""
    local = [site.name for site in sites if site.kind != "national"]
    parts = [f"in {listed(local)}"] if local else []
    return " and ".join((*parts, *(["at national level"] if len(local) < len(sites) else [])))


def _summary(area: str, led: list[tuple[OutcomeVerdict, Drafted]], titles: Mapping[str, str], year: int) -> Drafted:
    """Return one area in a few sentences: what got better, what did not, what is contested, what cannot be said yet."""
    groups: dict[Verdict, list[str]] = {}
    verbs = []
    for verdict, _ in led:
        title = titles[verdict.outcome_id]
        kind = Verdict.SUPPORTED if verdict.standing.came_about else verdict.standing
        groups.setdefault(kind, []).append(title)
        if verdict.confidence and verdict.standing.judged:
            verbs.append(allowed(verdict))
    verb = VERB[min(verbs, default=SUGGESTS)]
    told = [
        ended(
            kind.says.drafted.format(
                verb=verb, that=clauses(groups[kind], "that"), whether=clauses(groups[kind], "whether")
            )
        )
        for kind in _ORDER
        if kind in groups
    ]
    text = " ".join(told)
    parts = tuple(sentence.claim_id for _, sentence in led)
    return Drafted(
        f"y{year}-summary-{area}", SUMMARY, text, "judgement", led[0][0].outcome_id, PROGRAMME_SCOPE, year, parts
    )
