"""Say what was measured: each question with everybody who answered it, each set of scores, each count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tideturn.dataset.model import Programme
from tideturn.dataset.wording import listed
from tideturn.evaluation.claims.checks.exposure import RECORD, counts_young_people, may_tell_apart, of_organisations
from tideturn.evaluation.drafting.edges import Edges, edges_of, once
from tideturn.evaluation.evidence_values import AnswerCounts, ScorePairs
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict
from tideturn.evaluation.pathways import PILOT
from tideturn.evaluation.readings_scores import SCORED_AGAIN
from tideturn.evaluation.record_values import NetworkTies, PathwayCases, SeriesCounts
from tideturn.evaluation.units import noun

QUESTIONS: Final = 2
"""Maximum number of questions of an outcome with numbers in the draft: those that most people answered."""
_BOTH: Final = 2
_LABEL: Final = 3
"""Maximum number of words in a text that names a question and states nothing."""
SMALL: Final = 5
"""Largest count of young people that a draft leaves out, whatever threshold the programme has set."""


def measured(
    verdict: OutcomeVerdict, evidence: Mapping[str, EvidenceItem], programme: Programme, year: int
) -> Iterator[tuple[str, Edges]]:
    """Yield each sentence with its evidence: survey questions first, then scores and counts."""
    own = {edge[0]: edge for strand in verdict.strands for edge in edges_of(strand, evidence, verdict.standing)}
    items = [evidence[identity] for identity in own if evidence[identity].value is not None and evidence[identity].n]
    questions: dict[str, list[EvidenceItem]] = {}
    for item in items:
        if _asked(item) and _sayable(item):
            questions.setdefault(item.text, []).append(item)
    asked = sorted(questions.items(), key=lambda pair: (-sum(item.n or 0 for item in pair[1]), pair[0]))
    for text, several in asked[:QUESTIONS]:
        yield _question(text, several), once(own[item.evidence_id] for item in several)
    for item in items:
        if not _asked(item) and (written := told(item, programme, year)):
            yield written, (own[item.evidence_id],)


def told(item: EvidenceItem, programme: Programme, year: int) -> str:
    """Return what one piece of evidence counts as a sentence without its full stop; empty if that may not be said."""
    if not item.n or not _sayable(item):
        return ""
    return _question(item.text, [item]) if _asked(item) else _scored(item, programme, year)


def _asked(item: EvidenceItem) -> bool:
    return item.kind == "survey" and not isinstance(item.value, ScorePairs)


def _sayable(item: EvidenceItem) -> bool:
    """Return whether a sentence may give its counts: nobody may work out a small number of young people."""
    if of_organisations(item):
        return item.interval is not None and item.polarity != "none"
    match item.value:
        case PathwayCases() as cases:
            sides = ((cases.met, cases.cases), (cases.met_before, cases.cases_before))
            told = [(met, whole - met) for met, whole in sides if met is not None and whole is not None]
            few = len(told) < len(sides) or any(0 < count <= SMALL for counts in told for count in counts)
            return item.polarity != "none" and not few
        case ScorePairs(better=part) | AnswerCounts(k=part) | SeriesCounts(count_year=part) if part is not None:
            pass
        case _:
            return False
    rest = () if isinstance(item.value, SeriesCounts) else ((item.n or 0) - part,)
    return not (counts_young_people(item) and any(0 < few <= SMALL for few in (part, *rest)))


def _question(text: str, items: list[EvidenceItem]) -> str:
    """Return one question with each voice that answered: `7 of 9 staff and 20 of 30 partners agreed with “…”`."""
    if "?" in text:
        lead, does = f"Asked “{text}”, ", "answered favourably"
    elif len(text.split()) <= _LABEL:
        lead, does = f"On “{text}”, ", "answered favourably"
    else:
        lead, does = "", f"agreed with “{text.rstrip('.')}”"
    parts = [_counted(item) for item in items]
    shares = [known(item.k) / (item.n or 1) for item in items]
    if len(items) == _BOTH and (shares[0] > 1 / 2) != (shares[1] > 1 / 2):
        more, fewer = parts if shares[0] > shares[1] else reversed(parts)
        return f"{lead}{more} {does}, but {fewer} did"
    return f"{lead}{listed(parts)} {does}"


def _those(item: EvidenceItem) -> str:
    """Return the noun for what the item counts."""
    return noun(item.unit, item.n or 0)


def _counted(item: EvidenceItem) -> str:
    counted = f"{{k:{item.evidence_id}}} of {{n:{item.evidence_id}}} {_those(item)}"
    if item.value_as(AnswerCounts).share is None:
        return counted
    return f"{counted} ({{share:{item.evidence_id}}}; {{interval:{item.evidence_id}}})"


def _scored(item: EvidenceItem, programme: Programme, year: int) -> str:
    value = item.value
    k, n = f"{{k:{item.evidence_id}}}", f"{{n:{item.evidence_id}}}"
    if isinstance(value, SeriesCounts):
        return f"{item.text}: {k} in Year {year}"
    if isinstance(value, NetworkTies):
        return (
            f"Among the {n} organisations that answered both times, the ties reported went from "
            f"{value.ties_before:,} to {k} of the {value.possible:,} possible"
        )
    if isinstance(value, PathwayCases):
        return _along(item, programme, k, n)
    if not isinstance(value, ScorePairs):
        return ""
    all_better = value.better == item.n
    apart = not all_better and may_tell_apart(item, SMALL)
    same, worse, others = (f"{{{field}:{item.evidence_id}}}" for field in ("same", "worse", "others"))
    alike = "" if apart or all_better else f", while {others} scored the same or worse"
    if item.kind == "survey":
        rest = f"; {same} the same and {worse} lower" if apart else alike
        lead = f"{k} of {n} {_those(item)} who answered both times rated themselves higher after the training"
        return f"{lead} than before it{rest}"
    rest = f", {same} the same and {worse} a worse score" if apart else alike
    if item.voice == RECORD:
        lead = f"Of {n} {_those(item)} that workers {SCORED_AGAIN}, {k} had a better score the last time"
    else:
        again = "rated themselves at the start and again in the year"
        lead = f"Of {n} {_those(item)} who {again}, {k} gave a better rating the last time"
    return f"{lead}{rest}"


def _along(item: EvidenceItem, programme: Programme, k: str, n: str) -> str:
    """Say how many cases met a whole pathway, against those before; with a pilot, at its place alone."""
    value = item.value_as(PathwayCases)
    when = "since the pilot began" if value.comparison == PILOT else "in the year"
    before = "before it" if value.comparison == PILOT else "in the year before"
    name = item.text.partition(":")[0]
    places = listed([programme.scope_name(pilot.site) for pilot in value.pilots or ()])
    lead = f"In {places}, on" if value.comparison == PILOT else "On"
    return (
        f"{lead} the pathway “{name}”, {k} of {n} cases met the whole of the designed pathway {when}; {before}, "
        f"{value.met_before:,} of {value.cases_before:,} did"
    )
