"""A frozen release follows from its dataset and no other: change one cell behind a number, and it is not proved."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.frames import frame

from tideturn.dataset.model import Dataset, Programme, Site, Survey, Year
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.claims.borne_out import UNPROVED
from tideturn.evaluation.drafting import draft
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.withholding import withhold
from tideturn.report.release.earlier import earlier_releases, next_version, version_order
from tideturn.report.release.freeze import freeze
from tideturn.report.release.key import HashKey
from tideturn.report.release.proof import altered, manifest_of, unproved

YEAR = Year(1, date(2018, 10, 1), date(2019, 9, 30))
KEY = HashKey(bytes(range(32)))


def dataset() -> Dataset:
    """Two sites, two outcomes: 30 answers of professionals, 30 young people scored twice; findings as drafted."""
    answers = [
        {
            "response_id": f"r{i}",
            "voice": "stakeholder",
            "site": "north" if i % 2 else "south",
            "year": 1,
            "q": "agree" if i < 24 else "disagree",
        }
        for i in range(30)
    ]
    items = [
        {
            "item": "q",
            "outcome_id": "practice",
            "label": "Practice changed.",
            "measures": "change",
            "agree": "agree",
            "disagree": "disagree",
        }
    ]
    survey = Survey(
        "s",
        frame(SURVEY_TABLES["responses"], answers),
        frame(SURVEY_TABLES["items"], items),
        SURVEY_TABLES["invited"].empty(),
    )
    scores = []
    for i in range(30):
        first = date(2018, 10, 2) + timedelta(days=i)
        case = {"case_id": f"y{i}", "outcome_id": "safety", "scale_min": 0, "scale_max": 10}
        scores.append(case | {"date": first, "stage": "baseline", "score": 4.0})
        later = 6.0 if i < 20 else 4.0 if i < 23 else 3.0
        scores.append(case | {"date": first + timedelta(days=120), "stage": "review", "score": later})
    cases = [
        {"case_id": f"y{i}", "site": "north" if i % 3 else "south", "received": YEAR.start, "opened": YEAR.start}
        for i in range(30)
    ]
    outcomes = [
        {"outcome_id": "safety", "area": "cyp", "title": "Young people are safer", "due_year": 1},
        {"outcome_id": "practice", "area": "practitioner", "title": "Practice changes", "due_year": 1},
    ]
    tables = {"outcomes": outcomes, "assessments": scores, "cases": cases}
    programme = Programme("Programme", (Site("north", "North"), Site("south", "South")), (YEAR,))
    bare = Dataset(programme, {name: frame(TABLES[name], rows) for name, rows in tables.items()}, {"s": survey})
    return with_findings(bare)


def with_findings(bare: Dataset, year: int = 1) -> Dataset:
    sentences = draft(bare, evaluate(bare, year=year))
    findings = [
        {
            "claim_id": s.claim_id,
            "section": s.section,
            "text": s.text,
            "type": s.type,
            "outcome_id": s.outcome_id,
            "scope": s.scope,
            "year": s.year,
            "author": "evaluator-1",
            "reviewer": "evaluator-2",
            "summary_of": "|".join(s.summary_of) or None,
        }
        for s in sentences
    ]
    edges = [
        {"claim_id": s.claim_id, "evidence_id": e, "edge": edge, "sha256": sha}
        for s in sentences
        for e, edge, sha in s.edges
    ]
    tables = {
        "findings": frame(TABLES["findings"], findings),
        "finding_evidence": frame(TABLES["finding_evidence"], edges),
    }
    return replace(bare, tables={**bare.tables, **tables})


def frozen(data: Dataset) -> dict[str, bytes]:
    evaluation = evaluate(data, year=1)
    held = withhold(data, evaluation)
    page = {"report.html": b"page"}
    return freeze(data, evaluation, held, version="year-1-1", earlier=(), documents=lambda *_: page, engine=(), key=KEY)


@pytest.fixture(scope="module")
def original() -> Dataset:
    return dataset()


@pytest.fixture(scope="module")
def files(original: Dataset) -> dict[str, bytes]:
    return frozen(original)


@pytest.fixture
def place(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def test_the_same_dataset_gives_the_same_bytes(original: Dataset, files: dict[str, bytes]):
    assert frozen(original) == files


def test_the_release_is_proved_by_its_own_archive(place: Path, files: dict[str, bytes]):
    manifest = manifest_of(place)
    assert list(altered(place, manifest, KEY)) == []
    assert list(unproved(place, files, manifest)) == []


def test_no_verdict_is_told_with_a_reason_that_is_not_proved(
    original: Dataset, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
):
    """The report leaves such a sentence out, and no other file may print it."""
    assert UNPROVED.encode() not in files["release/tables/verdicts.csv"]
    monkeypatch.setattr(Bindings, "why_not", lambda *_: "It is not so.")
    told = frozen(original)["release/tables/verdicts.csv"].decode()
    assert UNPROVED in told
    assert not re.search(r"\d of \d", told)


def test_the_release_holds_no_row_no_row_hash_and_no_case(files: dict[str, bytes], original: Dataset):
    released = b"".join(content for name, content in files.items() if name.startswith("release/"))
    assert not any(f'"{case}"'.encode() in released for case in original.table("cases")["case_id"])
    hashes = {item.provenance.sha256 for item in evaluate(original, year=1).evidence}
    assert hashes
    assert not any(sha.encode() in released for sha in hashes)
    assert any(sha.encode() in files["archive/evaluation.json"] for sha in hashes)


def test_the_graph_is_prov_json(files: dict[str, bytes]):
    graph = json.loads(files["release/provenance.json"])
    assert {"prefix", "entity", "activity", "agent", "wasDerivedFrom", "wasGeneratedBy"} <= graph.keys()
    known = graph["entity"].keys() | graph["activity"].keys() | graph["agent"].keys()
    for derived in graph["wasDerivedFrom"].values():
        assert {derived["prov:generatedEntity"], derived["prov:usedEntity"]} <= known
    assert all(name.partition(":")[0] in (*graph["prefix"], "prov", "tideturn") for name in known)


def _changed(data: Dataset, table: str, row: int, column: str, value: Any) -> Dataset:
    def other(frame: pl.DataFrame) -> pl.DataFrame:
        values = frame[column].to_list()
        assert values[row] != value
        values[row] = value
        return frame.with_columns(pl.Series(column, values, dtype=frame.schema[column]))

    if table == "responses":
        survey = data.surveys["s"]
        return replace(data, surveys={"s": replace(survey, responses=other(survey.responses))})
    return replace(data, tables={**data.tables, table: other(data.tables[table])})


CELLS = [
    *(("responses", row, "q", "disagree" if row < 24 else "agree") for row in range(0, 30, 3)),
    *(("assessments", row, "score", 1.0 if row < 40 else 9.0) for row in range(1, 60, 6)),
    *(("cases", row, "site", "north" if row % 3 == 0 else "south") for row in range(0, 30, 7)),
    ("findings", 0, "text", "Nothing changed."),
    ("finding_evidence", 0, "edge", "context"),
]


@pytest.mark.parametrize(("table", "row", "column", "value"), CELLS)
def test_one_changed_cell_behind_a_published_number_and_nothing_is_proved(
    table: str, row: int, column: str, value: Any, original: Dataset, place: Path, files: dict[str, bytes]
):
    again = frozen(_changed(original, table, row, column, value))
    assert list(unproved(place, again, manifest_of(place)))
    # Not for the sake of the dataset's hash alone: what was published differs too.
    published = ("release/claims.json", "release/cells.json", "release/tables/")
    assert any(again[name] != files[name] for name in files if name.startswith(published))


def test_a_file_altered_added_or_taken_away_is_named(place: Path):
    (place / "release" / "claims.json").write_text("{}")
    (place / "release" / "tables" / "verdicts.csv").unlink()
    (place / "release" / "extra.txt").write_text("x")
    (place / "archive" / "dataset" / "cases.csv").write_text("case_id\n")
    told = "\n".join(altered(place, manifest_of(place), KEY))
    for name in (
        "release/claims.json",
        "release/tables/verdicts.csv",
        "release/extra.txt",
        "archive/dataset/cases.csv",
    ):
        assert name in told


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"year": 1}', b"\xff"])
def test_a_manifest_that_cannot_be_read_is_told(place: Path, content: bytes):
    (place / "release" / "release.json").write_bytes(content)
    with pytest.raises(TideturnError):
        manifest_of(place)


def test_versions_follow_one_another(tmp_path: Path):
    assert next_version(tmp_path, 1) == "year-1-1"
    for name in ("year-1-1", "year-1-9", "year-1-10", "year-2-1"):
        (tmp_path / "releases" / name).mkdir(parents=True)
        (tmp_path / "releases" / name / "cells.json").write_text('{"cells": {"a": 7, "b": null}, "relations": []}')
    assert next_version(tmp_path, 1) == "year-1-11"
    assert [one.version for one in earlier_releases(tmp_path)] == ["year-1-1", "year-1-9", "year-1-10", "year-2-1"]
    assert version_order("year-1-9") < version_order("year-1-10")
    for odd in ("year-1-copy 30", "year-1-20-b2", "year-1-²", "year-1-"):  # names that somebody gave by hand
        (tmp_path / "releases" / odd).mkdir()
    assert next_version(tmp_path, 1) == "year-1-11"
    assert version_order("year-1-²") < version_order("year-1-1")


@pytest.mark.parametrize(
    "content", ["", "{}", '{"cells": {"a": -1}, "relations": []}', '{"cells": [], "relations": 3}']
)
def test_an_earlier_release_that_cannot_be_read_stops_the_next(tmp_path: Path, content: str):
    (tmp_path / "releases" / "year-1-1").mkdir(parents=True)
    (tmp_path / "releases" / "year-1-1" / "cells.json").write_text(content)
    with pytest.raises(TideturnError):
        earlier_releases(tmp_path)
    (tmp_path / "releases" / "year-1-1" / "cells.json").unlink()
    with pytest.raises(TideturnError):
        earlier_releases(tmp_path)
