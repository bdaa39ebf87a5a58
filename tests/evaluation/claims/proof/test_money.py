"""Sentences about money are proved where they say one amount of the evidence, whole, and nothing beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tideturn.dataset.model import Year
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.claims.references import fill
from tideturn.evaluation.ledger.counts.measure import Measure
from tideturn.evaluation.ledger.counts.money import COST, PER_PERSON_TRAINED, PER_SESSION, PER_YOUNG_PERSON
from tideturn.evaluation.ledger.counts.money import category_measure as of_kind
from tideturn.evaluation.model import EvidenceItem, Provenance

YEAR = Year(2, date(2019, 9, 1), date(2020, 8, 31))
PLACES = {"London": "london", "Greater Manchester": "gm"}


def item(measure: Measure, on: str = "", scope: str = "programme", sign: str = "£", **fields: float) -> EvidenceItem:
    text = f"Spent on {on} {measure.text} ({sign})" if on else f"{measure.text} ({sign})"
    return replace(measure, text=text).item(scope, YEAR, fields, Provenance("costs", (), 0, "00"))


TOTAL = item(COST, spent=797_676, in_no_unit_cost=365_550)
IN_LONDON = item(of_kind("salaries"), scope="london", spent=193_750)
SALARIES = item(of_kind("salaries"), spent=682_350)
PERSON = item(PER_YOUNG_PERSON, "casework and therapy", spent=372_715, seen=163, each=2287)
SESSION = item(PER_SESSION, "casework and therapy", spent=372_715, sessions_alone=1701, sessions=1701, each=219)
TRAINED = item(PER_PERSON_TRAINED, "training", spent=59_411, people=634, each=94)
UNTIED = item(PER_SESSION, "everything", spent=500, sessions=10, each=50)
EUROS = item(COST, sign="€", spent=500)


def proved(written: str, *items: EvidenceItem) -> bool:
    edges = tuple(Edge(one.evidence_id, "supports", None, (one,)) for one in items)
    text, filled, unfilled = fill(written, edges)
    claim = Claim(
        claim_id="c",
        section="implementation",
        written=written,
        text=text,
        type="descriptive",
        outcome_id="",
        scope=items[0].scope,
        year=2,
        author="a",
        reviewer="b",
        summary_of=(),
        edges=edges,
        verdict=None,
        filled=filled,
        unfilled=unfilled,
        body=(),
    )
    clauses = prove(claim, "Young people are safer", PLACES)
    return bool(clauses) and all(not clause.left for clause in clauses)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The programme spent £797,676 in Year 2.", TOTAL),
        ("In Year 2, we spent £797,676.", TOTAL),
        ("The programme spent £{k:count/cost/programme/2}.", TOTAL),
        ("The programme spent €500.", EUROS),
        ("Salaries cost £682,350.", SALARIES),
        ("The programme spent £682,350 on salaries in Year 2.", SALARIES),
        ("Salaries cost £193,750 in London.", IN_LONDON),
        ("Casework and therapy cost £2,287 for each of the 163 young people who had a session.", PERSON),
        ("Casework and therapy cost £219 for each session that went ahead.", SESSION),
        ("Training cost £94 for each of the 634 outside professionals who came to training.", TRAINED),
        ("The programme cost £50 for each of the 10 sessions that went ahead.", UNTIED),
    ],
)
def test_what_was_spent_is_proved(text: str, evidence: EvidenceItem) -> None:
    assert proved(text, evidence)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The programme spent £797,675 in Year 2.", TOTAL),
        ("The programme spent £365,550.", TOTAL),
        ("The programme spent £797,676 in Year 1.", TOTAL),
        ("The programme spent €797,676.", TOTAL),
        ("The programme spent £797,676 on salaries.", TOTAL),
        ("The programme spent only £797,676.", TOTAL),
        ("The programme spent £797,676 wisely.", TOTAL),
        ("The council spent £797,676.", TOTAL),
        ("Rent cost £682,350.", SALARIES),
        ("Salaries cost £193,750.", IN_LONDON),
        ("Salaries cost £193,750 in Greater Manchester.", IN_LONDON),
        ("Casework cost £2,287 for each of the 163 young people who had a session.", PERSON),
        ("Casework and therapy cost £2,287 for each of the 162 young people who had a session.", PERSON),
        ("Casework and therapy cost £372,715 for each young person who had a session.", PERSON),
        ("Casework and therapy cost £2,287 for each young person who is safer.", PERSON),
        ("Casework and therapy cost £219 for each session.", SESSION),
        ("Training cost £94 for each of the 634 young people who came.", TRAINED),
        ("Training cost £94 for each of the 634 outside professionals who changed their practice.", TRAINED),
    ],
)
def test_anything_else_is_left_over(text: str, evidence: EvidenceItem) -> None:
    assert not proved(text, evidence)
