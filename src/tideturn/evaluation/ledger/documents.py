"""Read extracts of documents, word for word, as evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.ledger.provenance import of_each_row
from tideturn.evaluation.ledger.scopes import Found, Outcome
from tideturn.evaluation.ledger.tokens import of_document
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.readings_words import read_documents
from tideturn.evaluation.strand import Strand

_TABLE: Final = "extracts"
_READ: Final = ("document_id", "page", "text", "outcome_id", "polarity", "site")


def documents(dataset: Dataset, outcomes: Mapping[str, Outcome], year: Year) -> Found:
    """Return each extract of a document dated in the year; one that names no site speaks of the programme alone."""
    of_year = {
        row["document_id"]: row["origin"] for row in dataset.table("documents").to_dicts() if year.holds(row["date"])
    }
    extracts = dataset.table(_TABLE)
    read = of_each_row(_TABLE, extracts, _READ)
    on_page: Counter[tuple[str, int]] = Counter()
    grouped: dict[tuple[str, str], list[tuple[str, EvidenceItem]]] = defaultdict(list)
    items = []
    for row, provenance in zip(extracts.to_dicts(), read, strict=True):
        on_page[row["document_id"], row["page"]] += 1
        outcome = outcomes.get(row["outcome_id"])
        scopes = outcome.scopes_of(row["site"]) if outcome else ()
        if outcome is None or not scopes or row["document_id"] not in of_year:
            continue
        number = on_page[row["document_id"], row["page"]]
        item = EvidenceItem(
            evidence_id=f"document/{row['document_id']}/{row['page']}/{number}",
            outcome_id=outcome.outcome_id,
            scope=scopes[-1],
            year=year.number,
            kind="document",
            voice="record",
            origin=of_year[row["document_id"]],
            polarity=row["polarity"] or "none",
            n=None,
            value=None,
            interval=None,
            text=row["text"],
            provenance=provenance,
            unit="documents",
            as_of=year.as_of,
            quotable=True,
            speaker="Document",
            tokens=of_document(of_year[row["document_id"]], dataset.programme.name),
        )
        items.append(item)
        for scope in scopes:
            grouped[outcome.outcome_id, scope].append((row["document_id"], item))
    strands = tuple((outcome_id, scope, _strand(own)) for (outcome_id, scope), own in grouped.items())
    return Found(tuple(items), strands)


def _strand(extracts: Sequence[tuple[str, EvidenceItem]]) -> Strand:
    supporting = {item.origin for _, item in extracts if item.polarity == "supports"}
    contradicting = {item.origin for _, item in extracts if item.polarity == "contradicts"}
    read = {document for document, _ in extracts}
    in_support = {document for document, item in extracts if item.polarity == "supports"}
    reading = read_documents(
        supporting=len(supporting),
        contradicting=len(contradicting),
        documents=len(read),
        both=sum(item.polarity == "mixed" for _, item in extracts),
    )
    return Strand(
        kind="document",
        voice="record",
        reading=reading.reading,
        why=reading.why,
        unit="documents",
        n=len(read),
        k=len(in_support),
        evidence=tuple(sorted(item.evidence_id for _, item in extracts)),
        sources=len(read),
        tokens=frozenset().union(*(item.tokens for _, item in extracts)),
        imprecise=reading.imprecise,
        too_early=len({document for document, item in extracts if item.polarity == "too_early"}),
        needs=reading.needs,
    )
