"""Every drafted sentence of the worked example passes every check but the one that asks for a reviewer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.worked_example import built

from tideturn.cli import main
from tideturn.dataset.check import read_checked
from tideturn.dataset.model import Dataset
from tideturn.dataset.write import write_folder
from tideturn.evaluation.drafting import Drafted, draft
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation


@pytest.fixture(scope="module", params=[1, 2], ids=["year 1", "year 2"])
def year(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def folder(year: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("drafted") / "bare"
    write_folder(built()[0], place)
    assert main(["draft", str(place), "--year", str(year)]) == 0
    return place


@pytest.fixture(scope="module")
def dataset(folder: Path) -> Dataset:
    return read_checked(folder)[0]


@pytest.fixture(scope="module")
def evaluation(dataset: Dataset, year: int) -> Evaluation:
    return evaluate(dataset, year=year)


@pytest.fixture(scope="module")
def drafted(dataset: Dataset, evaluation: Evaluation) -> tuple[Drafted, ...]:
    return draft(dataset, evaluation)


def test_every_sentence_passes_every_check_but_unreviewed(evaluation: Evaluation) -> None:
    assert len(evaluation.claims) > 40
    text = {claim.claim_id: claim.text for claim in evaluation.claims}
    wrong = [(c.check, c.status, c.why, text[c.claim_id]) for c in evaluation.checks if c.status != "pass"]
    assert {check for check, *_ in wrong} == {"unreviewed"}, [one for one in wrong if one[0] != "unreviewed"]
    assert len(wrong) == len(evaluation.claims)


def test_every_outcome_that_anything_is_known_of_leads(evaluation: Evaluation, drafted: tuple[Drafted, ...]) -> None:
    known = {v.outcome_id for v in evaluation.outcomes if v.scope == "programme" and any(s.evidence for s in v.strands)}
    assert {d.outcome_id for d in drafted if d.claim_id == f"y{d.year}-{d.outcome_id}"} == known
    summed = {part for d in drafted for part in d.summary_of}
    assert summed == {d.claim_id for d in drafted if d.claim_id == f"y{d.year}-{d.outcome_id}"}


def test_what_is_mixed_is_told_beside_what_speaks_for_an_outcome(
    evaluation: Evaluation, drafted: tuple[Drafted, ...]
) -> None:
    told = {d.outcome_id: d.text for d in drafted if d.claim_id == f"y{d.year}-{d.outcome_id}"}
    mixed = {
        v.outcome_id
        for v in evaluation.outcomes
        if v.scope == "programme" and v.standing == "emerging" and not v.override
        if any(strand.reading == "mixed" for strand in v.strands)
    }
    assert {outcome for outcome, text in told.items() if "and the evidence from" in text} == mixed
    assert mixed or evaluation.year.number == 1


def test_every_sentence_has_evidence_with_its_hash(evaluation: Evaluation) -> None:
    for claim in evaluation.claims:
        assert claim.edges or claim.summary_of
        assert all(edge.sha256 and edge.items for edge in claim.edges)


def test_the_draft_is_the_same_each_time(dataset: Dataset, year: int, drafted: tuple[Drafted, ...]) -> None:
    """As the command wrote it, which judged the folder by itself."""
    written = dataset.table("findings").filter(year=year)
    assert written.select("claim_id", "section", "text", "type", "outcome_id", "scope").rows() == [
        (one.claim_id, one.section, one.text, one.type, one.outcome_id, one.scope) for one in drafted
    ]
    edges = dataset.table("finding_evidence").select("claim_id", "evidence_id", "edge", "sha256").rows()
    assert sorted(edges) == sorted((one.claim_id, *edge) for one in drafted for edge in one.edges)


def test_the_sentences_are_well_formed(evaluation: Evaluation) -> None:
    for claim in evaluation.claims:
        text = claim.text
        assert text[0].isupper() or text[0].isdigit(), text
        assert text.endswith("."), text
        assert not re.search(r"\.\.|\s\s|\s[.,;:]|,,|\bof of\b|\{|\}|\band and\b|'", text), text
        assert text.count("“") == text.count("”"), text


def test_a_negative_early_sign_is_told(evaluation: Evaluation) -> None:
    text = {claim.claim_id: claim.text for claim in evaluation.claims}
    for verdict in evaluation.outcomes:
        early = {sign.reading for sign in verdict.early_signs}
        if verdict.scope == "programme" and "negative" in early:
            assert "unfavourable" in text[f"y{evaluation.year.number}-{verdict.outcome_id}"]


def test_denser_ties_are_told_where_they_read(evaluation: Evaluation, year: int) -> None:
    told = [claim.text for claim in evaluation.claims if "organisations that answered both times" in claim.text]
    if year == 1:
        assert told == []
    else:
        (only,) = told
        assert re.fullmatch(
            r"Among the 30 organisations that answered both times, the ties reported went from \d+ to \d+ of the 870 "
            r"possible\.",
            only,
        )
