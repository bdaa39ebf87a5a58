"""The ledger as a whole: complete, in order, and the same whatever order the rows come in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tideturn.evaluation.ledger import gather
from tideturn.evaluation.ledger.provenance import digest, of_rows
from tideturn.evaluation.rules import Rules

RULES = Rules()


@pytest.fixture(scope="module")
def codes():
    return [{"code": "safer", "title": "Safer", "outcome_id": "safety"}]


@pytest.fixture
def programme(make, make_survey, codes):
    """A little of every kind of record."""
    responses = [
        {
            "response_id": f"r{i:02d}",
            "voice": "staff" if i % 3 else "stakeholder",
            "site": "north" if i % 2 else "south",
            "year": 1,
            "stage": ("before", "after", "follow_up")[i % 3],
            "person_id": f"p{i // 3}",
            "q": ("yes", "no", "dk", None)[i % 4],
        }
        for i in range(40)
    ]
    items = [
        {"item": "q", "outcome_id": "safety", "measures": "change", "scale": "no|yes", "agree": "yes", "disagree": "no"}
    ]
    start = date(2018, 11, 1)
    return make(
        surveys=[make_survey("s", responses=responses, items=items)],
        transcripts={"i.txt": "They are safer."},
        cases=[{"case_id": f"c{i}", "site": "north", "received": start} for i in range(12)],
        assessments=[
            {
                "case_id": f"c{i}",
                "date": start + timedelta(days),
                "stage": stage,
                "outcome_id": "safety",
                "score": float(s),
            }
            for i in range(12)
            for days, stage, s in ((0, "baseline", i % 3), (50, "review", i % 4), (90, "closure", 3))
        ],
        interviews=[
            {
                "interview_id": f"i{i}",
                "file": "i.txt",
                "voice": "staff",
                "site": "north",
                "year": 1,
                "consent_to_quote": True,
            }
            for i in range(4)
        ],
        codebook=codes,
        codings=[
            {"interview_id": f"i{i}", "start": 0, "end": 5, "code": "safer", "coder": c, "polarity": p}
            for i in range(4)
            for c, p in (("a", "supports"), ("b", "contradicts" if i == 2 else "supports"))
        ],
        indicators=[{"indicator": "nrm", "title": "NRM", "outcome_id": "safety"}],
        series=[
            {"indicator": "nrm", "site": site, "period": f"{2017 + m // 12}-{m % 12 + 1:02d}", "count": float(m % 5)}
            for site in ("north", "south")
            for m in range(30)
        ],
        changes=[
            {
                "change_id": f"x{i}",
                "site": "north",
                "date": start,
                "description": "D",
                "element": "structures",
                "level": "local",
                "outcome_id": "safety",
            }
            for i in range(3)
        ],
        substantiations=[
            {
                "change_id": f"x{i}",
                "substantiator": f"s{j}",
                "independent": True,
                "description": "fully",
                "significance": "fully",
                "contribution": "fully",
                "voice": ("stakeholder", "family")[j],
            }
            for i in range(2)
            for j in range(2)
        ],
        documents=[{"document_id": "d", "title": "D", "origin": "council", "date": start}],
        extracts=[{"document_id": "d", "page": 1, "text": "T", "outcome_id": "safety", "polarity": "supports"}],
    )


def unplaced(gathered):
    """Everything but the numbers of the rows, which follow the file's order."""
    items, strands = gathered
    return [replace(item, provenance=replace(item.provenance, rows=())) for item in items], strands


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(programme, year, seed):
    def shuffled(frame):
        return frame.sample(fraction=1, shuffle=True, seed=seed) if frame.height else frame

    survey = programme.surveys["s"]
    other = replace(
        programme,
        tables={name: frame if name == "outcomes" else shuffled(frame) for name, frame in programme.tables.items()},
        surveys={"s": replace(survey, responses=shuffled(survey.responses))},
    )
    assert unplaced(gather(other, year, RULES)) == unplaced(gather(programme, year, RULES))


def test_every_kind_is_gathered_in_order_and_every_strand_points_to_evidence_that_exists(programme, year):
    items, strands = gather(programme, year, RULES)
    ids = [item.evidence_id for item in items]
    assert ids == sorted(ids)
    assert len(ids) == len(set(ids))
    assert {item.kind for item in items} == {"survey", "monitoring", "interview", "change", "document"}
    cited = {one for own in strands.values() for strand in own for one in strand.evidence}
    assert cited == set(ids)
    kinds = [strand.kind for strand in strands["safety", "programme"]]
    assert kinds == sorted(kinds, key=["interview", "survey", "monitoring", "document", "change"].index)
    assert all(strand.why.endswith(".") for own in strands.values() for strand in own)


def test_every_outcome_has_an_entry_at_every_scope_it_applies_to(make, year):
    items, strands = gather(make(), year, RULES)
    assert items == []
    assert strands == {
        ("safety", "programme"): (),
        ("safety", "north"): (),
        ("safety", "south"): (),
        ("safety", "nation"): (),
        ("risk", "programme"): (),
        ("risk", "north"): (),
        ("risk", "south"): (),
    }


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(), st.one_of(st.none(), st.text())), max_size=8))
def test_the_hash_is_of_compact_json_with_sorted_keys_whatever_the_text(rows):
    frame = pl.DataFrame(rows, schema={"key": pl.String, "cell": pl.String}, orient="row")
    written = [{"key": key, "cell": cell} for key, cell in rows]
    text = json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest(frame, ("key", "cell")) == hashlib.sha256(text.encode()).hexdigest()


def test_cells_are_hashed_as_the_text_that_a_folder_holds():
    frame = pl.DataFrame({"d": [date(2019, 1, 2)], "n": [3.0], "f": [0.5], "y": [True], "i": [None]})
    text = '[{"d":"2019-01-02","f":"0.5","i":null,"n":"3","y":"yes"}]'
    assert digest(frame, frame.columns) == hashlib.sha256(text.encode()).hexdigest()


def test_a_provenance_names_twenty_rows_and_counts_them_all():
    frame = pl.DataFrame({"indicator": "nrm", "site": "north", "period": [f"20{i}" for i in range(10, 40)]})
    read = of_rows("series", frame, ("period",))
    assert (read.count, len(read.rows), read.rows[0], read.rows[-1]) == (30, 20, "nrm|north|2010", "nrm|north|2029")
