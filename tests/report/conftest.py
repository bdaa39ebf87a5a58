"""A small programme judged by hand: every verdict once, hostile words, and both sides of a dispute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.evidence_values import value_of

from tideturn.dataset.model import Dataset, Programme, Site, Survey, Year
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.verdict import BY_RULE, Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, VERDICT
from tideturn.evaluation.ledger.counts import counts
from tideturn.evaluation.model import (
    COUNT,
    EarlySign,
    Evaluation,
    EvidenceItem,
    Gap,
    OutcomeVerdict,
    Override,
    Provenance,
    Triangulation,
)
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand, StrandItem
from tideturn.evaluation.units import OF_VOICE
from tideturn.report import render_html

HOSTILE = 'They said "wait"; <script>alert(1)</script> & <b>so we waited</b>, all of that long winter.'
LABEL = "Training has changed my practice, and the change has lasted to this day in everything that I do at work"
YEAR = Year(1, date(2018, 9, 1), date(2019, 8, 31))
SITES = (Site("ldn", "London"), Site("gm", "Greater Manchester"), Site("nat", "National team", "national"))
AREAS = ("cyp", "cyp", "cyp", "practitioner", "practitioner", "practitioner", "system", "system", "system")


def rows(table: str, *given: dict[str, object]) -> pl.DataFrame:
    """Rows of a table of the contract, with what is not given left empty."""
    declared = (SURVEY_TABLES | TABLES)[table]
    schema = declared.empty().schema
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in given], schema=schema)


def piece(evidence_id: str, outcome: str, scope: str, **given: object) -> EvidenceItem:
    values: dict[str, object] = {
        "kind": "survey",
        "voice": "stakeholder",
        "origin": "survey:s",
        "polarity": "supports",
        "n": None,
        "value": None,
        "interval": None,
        "text": "",
        "provenance": Provenance("surveys/s/responses", ("row 2", "row 3"), 17, "ab" * 32),
    }
    unit = "sources" if given.get("kind") == "interview" else OF_VOICE.get(str(given.get("voice", "stakeholder")))
    values |= {"unit": unit or "young people", "as_of": YEAR.end}
    return EvidenceItem(evidence_id, outcome, scope, 1, **{**values, **given})  # type: ignore[arg-type]


def answered(outcome: str, k: int, n: int, disagree: int, interval: tuple[float, float] | None) -> EvidenceItem:
    share = k / n if interval else None
    value = {"responses": n + 2, "missing": 1, "dont_know": 1, "k": k, "disagree": disagree, "share": share}
    value["neutral"] = n - k - disagree
    return piece(
        f"survey/s/q_{outcome}/stakeholder/programme/1",
        outcome,
        PROGRAMME_SCOPE,
        n=n,
        value=value_of(value),
        interval=interval,
        text="Training changed my practice",
    )


def judged(outcome: str, scope: str, verdict: Verdict, **given: object) -> OutcomeVerdict:
    values: dict[str, object] = {
        "why": f"This is why it is {verdict.replace('_', ' ')}",
        "confidence": None if verdict == "not_measured" else "low",
        "confidence_reasons": ("Adequacy: 2 sources are few to rest on.",),
        "strands": (),
    }
    return OutcomeVerdict(outcome, scope, verdict, **{**values, **given})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def small_dataset() -> Dataset:
    """Two places and a national team, with one row or two of everything that the report tells of."""
    titles = {code: f"Outcome that is {words.lower()}" for code, words in VERDICT.terms.items()}
    tables = {
        "outcomes": rows(
            "outcomes",
            *(
                {"outcome_id": code, "area": area, "title": titles[code], "due_year": 3 if code == "too_early" else 1}
                for code, area in zip(VERDICT.codes, AREAS, strict=True)
            ),
        ),
        "plan": rows(
            "plan",
            {"component": "Training days", "node_id": "n", "site": "ldn", "year": 1, "measure": "days", "planned": 20.0}
            | {"delivered": 18.0, "departure": "modified", "judged": "drift", "reason": "the venue closed"},
            {"component": "Training days", "node_id": "n", "site": "gm", "year": 1, "measure": "days", "planned": 4.0}
            | {"delivered": 4.0},
        ),
        "milestones": rows(
            "milestones",
            {"milestone_id": "m1", "site": "ldn", "title": "First group starts", "planned": date(2018, 11, 1)}
            | {"actual": date(2018, 12, 20), "cause_of_delay": "posts stood empty", "response": "a second advert"},
            {"milestone_id": "m2", "site": "gm", "title": "Pilot starts", "planned": date(2019, 3, 1)},
        ),
        "posts": rows(
            "posts",
            {"post_id": "p1", "site": "ldn", "role": "casework", "advertised": date(2018, 9, 3)}
            | {"filled": date(2018, 11, 5)},
            {"post_id": "p2", "site": "gm", "role": "dual", "advertised": date(2018, 9, 3)},
        ),
        "criteria": rows(
            "criteria",
            {"criterion_id": "c1", "site": "ldn", "text": "Aged 11 to 17", "from": date(2018, 9, 1)}
            | {"to": date(2019, 3, 31), "reason": "Younger children were being referred."},
        ),
        "organisations": rows(
            "organisations",
            {"organisation_id": "o1", "name": "A borough’s police", "sector": "police", "site": "ldn"},
        ),
        "engagements": rows(
            "engagements",
            {"organisation_id": "o1", "date": date(2018, 10, 1), "stage": "interested"},
            {"organisation_id": "o1", "date": date(2019, 5, 1), "stage": "acting", "barrier": "no shared record"},
        ),
        "learning": rows(
            "learning",
            {"learning_id": "l1", "date": date(2019, 2, 1), "site": "gm", "point": "Ask about travel first"}
            | {"about": "work", "used": True},
        ),
        "context": rows(
            "context",
            {"context_id": "x1", "site": "ldn", "kind": "policy", "description": "A new national policy"}
            | {"from": date(2018, 10, 1), "outcome_id": "supported"},
        ),
        "recommendations": rows(
            "recommendations",
            {"recommendation_id": "r1", "year": 1, "text": "Ask managers", "for_whom": "the programme", "done": False},
        ),
        "interviews": rows(
            "interviews",
            {"interview_id": "i1", "file": "i1.txt", "voice": "staff", "site": "ldn", "year": 1}
            | {"consent_to_quote": True},
        ),
    }
    items = rows(
        "items",
        *({"item": f"q_{code}", "outcome_id": code, "label": LABEL, "measures": "change"} for code in VERDICT.codes),
    )
    responses = rows("responses", {"response_id": "1", "voice": "stakeholder", "site": "ldn", "year": 1})
    survey = Survey("s", responses, items, SURVEY_TABLES["invited"].empty())
    return Dataset(Programme("Turning <the> Tide", SITES, (YEAR,)), tables, {"s": survey})


@pytest.fixture(scope="session")
def small_evaluation(small_dataset: Dataset) -> Evaluation:
    """Each verdict once for the programme, and at London; the contested one with both sides."""
    many = answered("supported", 13, 17, 1, (0.527, 0.904))
    few = answered("insufficient", 4, 7, 1, None)
    said = piece(
        "interview/i1/0-90/change",
        "contested",
        "ldn",
        kind="interview",
        voice="staff",
        text=HOSTILE,
        quotable=True,
        speaker="Staff",
        polarity="contradicts",
        provenance=Provenance("transcripts/i1.txt", ("0-90",), 1, "cd" * 32),
    )
    unquotable = piece(
        "interview/i2/0-60/change",
        "contested",
        "ldn",
        kind="interview",
        voice="staff",
        text="Nobody may ever read these words, since no consent was given.",
    )
    moved = piece(
        "matched/no_change_observed/record/programme/1",
        "no_change_observed",
        PROGRAMME_SCOPE,
        kind="monitoring",
        voice="record",
        n=40,
        value=value_of({"pairs": 40, "better": 12, "same": 20, "worse": 8}),
        text="Scores before and after",
    )
    periods = [f"{year}-{month:02}" for year in (2017, 2018, 2019) for month in range(1, 13)][8:32]
    rates = [float(10 + (i * 7) % 5 + (9 if i == 20 else 0)) for i in range(24)]
    series = piece(
        "series/nrm/programme/1",
        "emerging",
        PROGRAMME_SCOPE,
        kind="monitoring",
        voice="record",
        n=150,
        value=value_of(
            {"periods": periods, "rates": rates, "baseline": 12, "mean": 12.0, "low": 4.0, "high": 20.0}
            | {"exposure_year": 12.0}
            | {"signals": [{"index": 20, "period": periods[20], "rule": "beyond_limit", "direction": "up"}]}
        ),
        text="Referrals to the National Referral Mechanism",
    )
    asked = StrandItem("q_supported", 17, 13, 13 / 17, 0.527, 0.904, "positive")
    survey = Strand(
        "survey",
        "stakeholder",
        "positive",
        "13 of 17 people agree",
        n=17,
        k=13,
        share=13 / 17,
        low=0.527,
        high=0.904,
        items=(asked,),
        evidence=(many.evidence_id,),
        unit="partners",
    )
    thin = Strand(
        "survey",
        "stakeholder",
        "insufficient",
        "4 of 7 people agree; it takes 10 opinions to read a share.",
        n=7,
        k=4,
        items=(StrandItem("q_insufficient", 7, 4, None, None, None, "insufficient"),),
        evidence=(few.evidence_id,),
        unit="partners",
    )
    against = Strand(
        "interview", "staff", "negative", "3 of 4 deny it", evidence=(said.evidence_id,), sources=4, unit="sources"
    )
    strands = {
        "supported": (survey,),
        "insufficient": (thin,),
        "contested": (survey, against),
        "too_early": (against,),
    }
    verdicts = []
    for code in BY_RULE:
        given: dict[str, object] = {"strands": strands.get(code, ())}
        if code == "contested":
            given["triangulation"] = (Triangulation("staff", "stakeholder", "dissonance"),)
            given["sites_that_differ"] = ("gm",)
        if code == "too_early":
            given["early_signs"] = (EarlySign("interview", "staff", "negative", 3),)
        if code == "mixed":
            given["override"] = Override(Verdict.EMERGING, "the second question was misread", "EV1")
        verdicts.append(judged(code, PROGRAMME_SCOPE, code, **given))
        verdicts.append(judged(code, "ldn", code, strands=given["strands"]))
        if code == "contested":
            verdicts.append(judged(code, "gm", Verdict.ADVERSE))
    evaluation = Evaluation(
        programme="Turning <the> Tide",
        year=YEAR,
        rules=Rules(min_pairs=20),
        outcomes=tuple(verdicts),
        evidence=tuple(sorted((many, few, said, unquotable, moved, series), key=lambda e: e.evidence_id)),
        gaps=(Gap("not_measured", "ldn", "survey", "stakeholder", "Ask those who were trained (London)."),),
        limits=("There is no comparison group.",),
    )
    return recounted(small_dataset, evaluation)


def recounted(dataset: Dataset, evaluation: Evaluation) -> Evaluation:
    """The evaluation with the counts of work of this dataset in the place of its own."""
    others = tuple(item for item in evaluation.evidence if item.kind != COUNT)
    own = (*others, *counts(dataset, evaluation.year, others))
    return replace(evaluation, evidence=tuple(sorted(own, key=lambda item: item.evidence_id)))


@pytest.fixture(scope="session")
def recount() -> Callable[[Dataset, Evaluation], Evaluation]:
    """`recount(dataset, evaluation)`: the evaluation with what that dataset counts."""
    return recounted


@pytest.fixture(scope="session")
def small_page(small_dataset: Dataset, small_evaluation: Evaluation) -> str:
    """The report of the small programme."""
    return render_html(small_dataset, small_evaluation).decode()
