"""Nobody can count from a release's graph or its hashes who was interviewed, or tell whose words belong together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.model import EvidenceItem, Provenance
from tideturn.report.release.hashes import hashes_of
from tideturn.report.release.unnamed import unnamed


def said(interview: str, text: str, outcome: str = "safety", kind: str = "interview") -> EvidenceItem:
    made_of = Provenance(f"transcripts/{interview}.txt", (), 0, "")
    name = f"{kind}/{interview}/{ord(text)}-200/{outcome}"
    return EvidenceItem(
        name,
        outcome,
        "north",
        1,
        kind,
        "young_person",
        "x",
        "supports",
        None,
        None,
        None,
        text,
        made_of,
        quotable=True,
        unit="partners",
        as_of=date(2019, 8, 31),
    )


def claim_on(*items: EvidenceItem) -> Claim:
    edges = tuple(Edge(item.evidence_id, "supports", None, (item,)) for item in items)
    return Claim("c", "summary", "T.", "T.", "change", "safety", "programme", 1, "A", "B", (), edges, None)


def test_no_interview_is_named_and_the_numbers_follow_the_words_alone() -> None:
    pieces = (said("amina", "z"), said("amina", "a"), said("ben", "m"), said("plan-1", "p", kind="document"))
    claims, evidence = unnamed((claim_on(*pieces),), {item.evidence_id: item for item in pieces})
    assert {name: item.text for name, item in evidence.items()} == {
        "interview/safety/1/1": "a",
        "interview/safety/1/2": "m",
        "interview/safety/1/3": "z",
        "document/plan-1/112-200/safety": "p",
    }
    assert all(name == item.evidence_id for name, item in evidence.items())
    assert {item.provenance.table for item in evidence.values() if item.kind == "interview"} == {"transcripts"}
    assert [edge.evidence_id for edge in claims[0].edges] == [
        "document/plan-1/112-200/safety",
        *(f"interview/safety/1/{number}" for number in (1, 2, 3)),
    ]


def test_transcripts_have_one_hash_which_names_and_counts_none() -> None:
    files = {"transcripts/amina.txt": b"1", "transcripts/ben.txt": b"2", "cases.csv": b"3"}

    def hashed(name: str, content: bytes) -> str:
        return f"<{name}: {content.decode().strip()}>"

    together = (
        "<transcripts: <transcripts/amina.txt: 1>  transcripts/amina.txt\n"
        "<transcripts/ben.txt: 2>  transcripts/ben.txt>"
    )
    assert hashes_of(files, hashed) == {"cases.csv": "<cases.csv: 3>", "transcripts": together}
    assert hashes_of({"cases.csv": b"3"}, hashed) == {"cases.csv": "<cases.csv: 3>"}


def test_an_open_answer_is_still_of_its_survey() -> None:
    item = replace(said("survey:s:r1:why", "a"), provenance=Provenance("surveys/s/responses", (), 0, ""))
    _, evidence = unnamed((), {item.evidence_id: item})
    assert [(name, one.provenance.table) for name, one in evidence.items()] == [
        ("interview/safety/1/1", "surveys/s/responses")
    ]
