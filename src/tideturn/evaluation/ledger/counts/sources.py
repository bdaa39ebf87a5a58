"""Count what the evaluation rests on: interviews, responses, documents, changes, indicators, scores, ties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.schema import MANY
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, SPEAKER
from tideturn.evaluation.evidence_values import WorkCounts
from tideturn.evaluation.ledger.counts.measure import Measure, by_scope, in_year
from tideturn.evaluation.ledger.provenance import SHOWN, digest
from tideturn.evaluation.model import EvidenceItem, Provenance
from tideturn.evaluation.population import Population


@dataclass(frozen=True, kw_only=True)
class ResponseCounts(WorkCounts):
    """Responses to surveys; forms are those of adults about training, which one person fills in more than once."""

    responses: int | None
    surveys: int | None
    staff: int | None
    stakeholder: int | None
    young_person: int | None
    family: int | None
    forms: int | None
    form_people: int | None


INTERVIEWS: Final = Measure(
    "interviews",
    "Interviews of the year, by who spoke",
    "interviews",
    "interviews",
    ("interview_id", "voice", "site", "year"),
    "interviews",
)
RESPONSES: Final = Measure(
    "responses",
    "Responses to the year’s surveys, by who answered",
    "responses",
    "surveys",
    ("survey", "response_id", "voice", "site", "year", "stage", "person_id"),
    "responses",
    kind=ResponseCounts,
)
SCORED: Final = Measure(
    "scored_outcomes",
    "Outcomes that were scored at the start and again",
    "outcomes",
    "outcomes",
    ("outcome_id",),
    "outcomes",
)
DOCUMENTS: Final = Measure(
    "documents",
    "Documents of the year that gave passages",
    "documents",
    "documents",
    ("document_id", "date"),
    "documents",
)
CHANGES: Final = Measure(
    "changes",
    "Changes noticed in the year, and how many others were asked to confirm",
    "changes",
    "changes",
    ("change_id", "site", "date"),
    "noticed",
    "asked",
)
INDICATORS: Final = Measure(
    "indicators", "Indicators counted over time", "indicators", "indicators", ("indicator",), "indicators"
)
ASKED: Final = Measure(
    "network_answers",
    "Partner organisations that answered the last partnership survey",
    "partner organisations",
    "waves",
    ("wave", "organisation_id", "date", "responded"),
    "asked",
    "answered",
)


def sources(dataset: Dataset, year: Year, items: Sequence[EvidenceItem]) -> Iterator[EvidenceItem]:
    """Yield a count of each kind of source; `items` is the rest of the year's evidence."""
    interviews = dataset.table("interviews").filter(pl.col("year") == year.number)
    yield from INTERVIEWS.each(dataset, year, interviews, lambda rows: {"interviews": rows.height, **_by_voice(rows)})
    yield from _responses(dataset, year)
    # Answers of trained people before and after belong to a survey.
    scores = [item for item in items if item.kind == "monitoring" and item.n]
    scored = dataset.table("outcomes").filter(pl.col("outcome_id").is_in(_second(scores, "matched")))
    if scored.height:
        yield SCORED.of(PROGRAMME_SCOPE, year, scored, {"outcomes": scored.height})
    series = indicators_of(dataset, items)
    if series.height:
        yield INDICATORS.of(PROGRAMME_SCOPE, year, series, {"indicators": series.height})
    read = set(dataset.table("extracts")["document_id"].to_list())
    documents = in_year(dataset, "documents", "date", year).filter(pl.col("document_id").is_in(read))
    if documents.height:
        yield DOCUMENTS.of(PROGRAMME_SCOPE, year, documents, {"documents": documents.height})
    asked = set(dataset.table("substantiations")["change_id"].to_list())
    noticed = in_year(dataset, "changes", "date", year)
    yield from CHANGES.each(
        dataset,
        year,
        noticed,
        lambda rows: {"noticed": rows.height, "asked": sum(change in asked for change in rows["change_id"])},
    )
    waves = dataset.table("waves").filter(pl.col("date") <= year.last_known)
    last = waves.filter(pl.col("wave") == pl.col("wave").max())
    if last.height:
        asked_of, answered = (rows["organisation_id"].n_unique() for rows in (last, last.filter("responded")))
        yield ASKED.of(PROGRAMME_SCOPE, year, last, {"asked": asked_of, "answered": answered})


def indicators_of(dataset: Dataset, items: Iterable[EvidenceItem]) -> pl.DataFrame:
    """Return the rows of the indicators with a series in the year."""
    return dataset.table("indicators").filter(pl.col("indicator").is_in(_second(items, "series")))


def _second(items: Iterable[EvidenceItem], kind: str) -> set[str]:
    """Return what ids of one kind of evidence name: the outcome of `matched/OUTCOME/…`, the indicator of a series."""
    ids = (item.evidence_id.split("/") for item in items)
    return {parts[1] for parts in ids if parts[0] == kind}


def _responses(dataset: Dataset, year: Year) -> Iterator[EvidenceItem]:
    """Yield all responses of the year together, one survey after another, at each scope."""
    frames = [
        survey.responses.select(
            pl.lit(code).alias("survey"), *(pl.col(name) for name in RESPONSES.read if name != "survey")
        ).filter(pl.col("year") == year.number)
        for code, survey in sorted(dataset.surveys.items())
    ]
    every = pl.concat(frames) if frames else pl.DataFrame()
    for scope, rows in by_scope(dataset, every):
        ordered = rows.sort("survey", "response_id", maintain_order=True)
        named = ordered.head(SHOWN).select(pl.concat_str("survey", "response_id", separator=MANY)).to_series().to_list()
        read = Provenance("surveys/*/responses", tuple(named), rows.height, digest(ordered, RESPONSES.read))
        fields = {"responses": rows.height, "surveys": rows["survey"].n_unique(), **_by_voice(rows), **_forms(rows)}
        yield RESPONSES.item(scope, year, fields, read, Population(answered=rows.height))


def _forms(rows: pl.DataFrame) -> dict[str, int]:
    """Return how many forms adults filled in before, after or since training, and by how many different people."""
    own = rows.filter(pl.col("stage").is_not_null(), pl.col("voice").is_in(("staff", "stakeholder")))
    return {"forms": own.height, "form_people": own["person_id"].drop_nulls().n_unique()} if own.height else {}


def _by_voice(rows: pl.DataFrame) -> dict[str, int]:
    voices = rows["voice"].to_list()
    return {voice: voices.count(voice) for voice in SPEAKER.codes}
