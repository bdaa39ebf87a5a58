"""What a sentence of the engine's own is bound to, proved and refused.

13 of 17 agree: 76 %, and Wilson's interval 53 to 90 % (Newcombe 1998, Statistics in Medicine 17:857-872).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.evidence_values import value_of

from tideturn.dataset.model import Year
from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation, EvidenceItem, OutcomeVerdict, Provenance
from tideturn.evaluation.population import Population
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand, StrandItem
from tideturn.evaluation.told import Bound

READ = Provenance("responses", (), 17, "0" * 64)
ASKED = "survey/s/safe/stakeholder/programme/1"
SCORED = "matched/safe/record/programme/1"
SERIES = "series/nrm/programme/1"
SAID = [f"interview/i{n}/0-4/safe" for n in range(4)]
STRAND = "strand/safe/programme/1"


def item(evidence_id: str, kind: str, unit: str, value: dict[str, object] | None, **given: object) -> EvidenceItem:
    return EvidenceItem(
        evidence_id=evidence_id,
        outcome_id="safe",
        scope="programme",
        year=1,
        kind=kind,
        voice="stakeholder",
        origin=str(given.get("origin", evidence_id)),
        polarity=str(given.get("polarity", "supports")),
        n=None if value is None else int(str(value.get("n", value.get("pairs", 0)))),
        value=value_of(value) if value is not None else None,
        interval=(0.53, 0.9),
        text="",
        provenance=READ,
        unit=unit,
        as_of=date(2019, 8, 31),
        population=Population(None, 40, 17, 17),
    )


@pytest.fixture
def evaluation() -> Evaluation:
    answers = {"n": 17, "k": 13, "disagree": 2, "worse": 1, "share": 13 / 17, "counts": {"N/A": 3}}
    evidence = (
        item(ASKED, "survey", "partners", answers),
        item(SCORED, "monitoring", "young people", {"pairs": 62, "better": 43, "same": 12, "worse": 7}),
        item(SERIES, "monitoring", "records", {"rate_year": 19.9, "rate_before": 10.0, "moved": "rose"}),
        *(
            item(one, "interview", "sources", None, polarity=polarity, origin=source)
            for one, polarity, source in zip(
                SAID,
                ("supports", "contradicts", "supports", "supports"),
                ("a", "a", "b", "survey:s"),
                strict=True,
            )
        ),
    )
    strands = (
        Strand(
            kind="survey",
            voice="stakeholder",
            reading="positive",
            why="",
            unit="partners",
            n=17,
            k=13,
            evidence=(ASKED,),
            items=(StrandItem("safe", 17, 13, 13 / 17, 0.53, 0.9, "positive"),),
        ),
        Strand(
            kind="monitoring",
            voice="record",
            reading="positive",
            why="",
            unit="young people",
            evidence=(SCORED,),
        ),
        Strand(kind="interview", voice="staff", reading="mixed", why="", unit="sources", evidence=tuple(SAID)),
    )
    verdict = OutcomeVerdict("safe", "programme", Verdict.SUPPORTED, "", "high", (), strands)
    return Evaluation("P", Year(1, date(2018, 9, 1), date(2019, 8, 31)), Rules(), (verdict,), evidence)


PROVED = [
    Bound("k", "13", predicate="agree", item=ASKED),
    Bound("n", "17", unit="partners", item=ASKED),
    Bound("k/n", "76%", "share", item=ASKED),
    Bound("k/n:low", "53%", "share", item=ASKED),
    Bound("k/n:high", "90%", "share", item=ASKED),
    Bound("disagree+worse", "3", predicate="disagree", item=ASKED),
    Bound("counts.N/A", "3", item=ASKED),
    Bound("population.answered/population.asked", "43%", "share", item=ASKED),
    Bound("better", "43", predicate="better", item=SCORED),
    Bound("rate_year", "19.9", "rate", predicate="rose", item=SERIES),
    Bound("reading", "Positive", "reading", item=f"{STRAND}/survey/stakeholder/partners"),
    Bound("items.0.k", "13", predicate="agree", item=f"{STRAND}/survey/stakeholder/partners"),
    Bound("better", "43", predicate="better", item=f"{STRAND}/monitoring/record/young people"),
    # Source a says both, and what was written in a survey is no source.
    Bound("said.supports", "1", item=f"{STRAND}/interview/staff/sources"),
    Bound("said.mixed", "1", item=f"{STRAND}/interview/staff/sources"),
    Bound("written", "1", item=f"{STRAND}/interview/staff/sources"),
    Bound("needed", "2", predicate="would take", item=f"{STRAND}/interview/staff/sources"),
    Bound("min_n", "10", item="rules"),
    Bound("stands.supported", "1", item="verdicts/1"),
    Bound("readings.most", "2", item="verdict/safe/programme/1"),
]
REFUSED = [
    (Bound("k", "14", item=ASKED), f"k of {ASKED} is 13, not 14."),
    (Bound("k", "13", item="survey/none"), "There is no 'survey/none' for '13' to be of."),
    (Bound("asked", "13", item=ASKED), f"{ASKED} has no asked for '13' to be."),
    # Places and partners were once counted as young people.
    (
        Bound("n", "17", unit="young people", item=ASKED),
        f"'17' is printed as young people, but {ASKED} counts partners.",
    ),
    # A level was once printed as an improvement, and a fall as a rise.
    (
        Bound("k", "13", predicate="better", item=ASKED),
        f"The sentence says 'better' of '13', but {ASKED} does not show that.",
    ),
    (
        Bound("better", "43", predicate="agree", item=SCORED),
        f"The sentence says 'agree' of '43', but {SCORED} does not show that.",
    ),
    (
        Bound("", "a fall", predicate="fell", item=SERIES),
        f"The sentence says 'fell' of 'a fall', but {SERIES} does not show that.",
    ),
    (
        Bound("", "not even a fall to a tenth", predicate="a tenfold one hides", item=SERIES),
        f"The sentence says 'a tenfold one hides' of 'not even a fall to a tenth', but {SERIES} does not show that.",
    ),
    (
        Bound("needed", "2", predicate="would take", item=f"{STRAND}/survey/stakeholder/partners"),
        f"The sentence says 'would take' of '2', but {STRAND}/survey/stakeholder/partners does not show that.",
    ),
]


@pytest.mark.parametrize("bound", PROVED, ids=lambda bound: f"{bound.field} {bound.printed}")
def test_a_binding_holds_where_the_evidence_has_it(evaluation: Evaluation, bound: Bound) -> None:
    assert Bindings(evaluation).why_not(bound) == ""
    wrong = bound._replace(printed="999")
    assert Bindings(evaluation).why_not(wrong) or bound.field == "needed"


@pytest.mark.parametrize(("bound", "why"), REFUSED, ids=lambda one: getattr(one, "field", ""))
def test_a_binding_is_refused_with_what_is_wrong(evaluation: Evaluation, bound: Bound, why: str) -> None:
    assert Bindings(evaluation).why_not(bound) == why


def test_a_release_prints_no_number_that_it_hides(evaluation: Evaluation) -> None:
    hidden = replace(evaluation.evidence[0], value=value_of({"n": 17, "k": None}))
    bindings = Bindings(replace(evaluation, evidence=(hidden,)), released=True)
    assert bindings.why_not(Bound("k", "c", item=ASKED)) == ""
    assert bindings.why_not(Bound("k", "13", item=ASKED)) == f"13 is printed, but {ASKED} hides it."


def test_what_a_strand_rests_on_is_its_own_year_s_and_its_own_outcome_s(evaluation: Evaluation) -> None:
    """A change reported in one year and confirmed in the next has one id in both, and is read otherwise."""
    own = next(s for v in evaluation.outcomes for s in v.strands if set(SAID) <= set(s.evidence))
    bound = Bound("said.supports", "1", item=f"{STRAND}/{own.key}")
    assert Bindings(evaluation).why_not(bound) == ""
    later = tuple(replace(one, polarity="contradicts") for one in evaluation.evidence)
    elsewhere = tuple(replace(one, outcome_id="known") for one in later)
    next_year = replace(
        evaluation, year=replace(evaluation.year, number=2), evidence=later, outcomes=(), earlier=(evaluation,)
    )
    assert Bindings(next_year).why_not(bound) == ""
    assert Bindings(replace(evaluation, evidence=(*evaluation.evidence, *elsewhere))).why_not(bound) == ""
