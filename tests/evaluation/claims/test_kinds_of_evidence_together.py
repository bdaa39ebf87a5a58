"""Whatever kinds of evidence stand beside each other on an outcome, every sentence of the engine's own is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from tests.evaluation.conftest import PROGRAMME

from tideturn.dataset.model import Dataset, Survey, Year
from tideturn.evaluation.evaluate import evaluate
from tideturn.report import said

PIECES = ("ordinary", "second", "several", "compared", "unplaced", "unsorted", "scores", "spoken", "few")
"""What an outcome may have: each code below says how its answers or records are made."""
SORTED = {"agree": "yes", "disagree": "no", "scale": "no|unsure|yes", "measures": "change"}
CODES = {
    "".join(piece[:3] for piece in some): some
    for size in (1, 2, len(PIECES) - 1)
    for some in combinations(PIECES, size)
    if some != ("few",)
}
"""An outcome for each one or two of them, and for all but one."""


def questions(outcome: str, pieces: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    base = {"outcome_id": outcome, "label": f"What of {outcome}?"}
    if "ordinary" in pieces or "compared" in pieces:
        yield {**base, **SORTED, "item": f"o_{outcome}"}
    if "second" in pieces:
        yield {**base, **SORTED, "item": f"p_{outcome}"}
    if "several" in pieces:
        yield {**base, "item": f"s_{outcome}", "kind": "several", "scale": "talks|days out"}
    if "unplaced" in pieces:
        yield {**base, **SORTED, "item": f"u_{outcome}"}
    if "unsorted" in pieces:
        yield {**base, "item": f"n_{outcome}", "scale": "a|b", "measures": "change"}


def answer(item: str, who: int) -> str:
    """Of each seven, four agree, one disagrees; one answer of one question means nobody knows what."""
    match item[0]:
        case "s":
            return ("talks", "talks|days out", "days out", "NA")[who % 4]
        case "n":
            return "ab"[who % 2]
        case "u" if who == 0:
            return "perhaps"
    return ("yes", "yes", "no", "yes", "unsure", "yes", "yes")[who % 7]


def responses(outcomes: dict[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    asked = {row["item"]: row["outcome_id"] for code, own in outcomes.items() for row in questions(code, own)}
    for who in range(28):
        voice = ("stakeholder", "staff", "stakeholder", "young_person")[who % 4]
        common = {"person_id": f"p{who}", "voice": voice, "site": "north", "year": 1}
        # Where few answered, they are the first.
        own = {item: answer(item, who) for item, code in asked.items() if who < 9 or "few" not in outcomes[code]}
        yield {"response_id": f"a{who}", "stage": "after", **common, **own}
        before = {item: "no" for item in own if item[0] == "o" and "compared" in outcomes[asked[item]]}
        yield {"response_id": f"b{who}", "stage": "before", **common, **before}


@pytest.fixture
def folder(make: Callable[..., Dataset], make_survey: Callable[..., Survey]) -> Dataset:
    scored, spoken = ([code for code, own in CODES.items() if piece in own] for piece in ("scores", "spoken"))
    survey = make_survey(
        "s",
        responses=list(responses(CODES)),
        items=[row for code, pieces in CODES.items() for row in questions(code, pieces)],
    )
    texts = {f"i{n}.txt": "The talks changed what we do." for n in range(3)}
    first = PROGRAMME.years[0].start
    later = first.replace(month=12)
    who = {"voice": "stakeholder", "site": "north", "year": 1, "consent_to_quote": False}
    return make(
        surveys=[survey],
        outcomes=[
            {"outcome_id": code, "area": "cyp", "title": f"Outcome {code}", "due_year": 1, "sites": "north"}
            for code in CODES
        ],
        cases=[{"case_id": f"c{n}", "site": "north", "opened": first} for n in range(22)],
        assessments=[
            {"case_id": f"c{n}", "date": day, "stage": stage, "outcome_id": code, "score": score}
            for code in scored
            for n in range(3 if "few" in CODES[code] else 22)
            for day, stage, score in ((first, "start", 2.0), (later, "review", 2.0 + n % 3))
        ],
        interviews=[{"interview_id": name[:2], "file": name, **who} for name in texts],
        codebook=[{"code": code, "title": code, "outcome_id": code} for code in spoken],
        codings=[
            {"interview_id": name[:2], "start": 0, "end": 29, "code": code, "coder": "c", "polarity": "supports"}
            for name in texts
            for code in spoken
        ],
        transcripts=texts,
    )


def test_no_sentence_is_left_out_and_no_number_unbound(folder: Dataset, year: Year) -> None:
    evaluation = evaluate(folder, year=year.number)
    claims = said(folder, evaluation).claims
    assert {verdict.outcome_id for verdict in evaluation.outcomes if verdict.strands} == {*CODES}
    assert len(claims) > len(CODES)
    # Half of the partners chose one answer, the others the other; all staff chose both.
    options = {claim.text for claim in claims if claim.text.startswith("chosen by")}
    few = {f"chosen by {each}; too few for a percentage" for each in ("7 of 7 people trained", "2 of 2 people trained")}
    few |= {f"chosen by {k} of 5 people trained; too few for a percentage" for k in (2, 3)}
    assert options == few | {"chosen by 7 of 14 people trained (50%; 27% to 73%)"}
    assert [(claim.text, claim.why_not) for claim in claims if claim.why_not] == []
    assert [(claim.claim_id, claim.text, claim.unbound) for claim in claims if claim.unbound] == []
