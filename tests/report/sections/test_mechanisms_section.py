"""Who for, where and why, as the report prints it: a pattern in the body, every pattern and account in the annex."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests import worked_example
from tests.annexed import whole

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.theory_records import SaidMechanism, SaidWords
from tideturn.evaluation.withholding import published
from tideturn.evaluation.withholding.theory import released_mechanisms
from tideturn.report.annex import parted
from tideturn.report.blocks import Block, DataTable, Paragraph, Quotation, Section, Words
from tideturn.report.engine_claims import Proof
from tideturn.report.sections.contribution import contribution
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.mechanisms import mechanisms, mechanisms_in_short
from tideturn.report.sections.released import Release


def text(words: Words) -> str:
    return "".join(span.text for span in words)


def one(**given: Any) -> SaidMechanism:
    values: dict[str, Any] = {
        "context": "rank",
        "mechanism": "out_trained",
        "in_theory": True,
        "effect": "helps",
        "outcome_id": "joint_working",
        "factors": ("training",),
        "sources": 3,
        "by_voice": {"stakeholder": 3},
        "quotes": (SaidWords("They came.", "Stakeholder, police", "stakeholder"),) * 3,
    }
    return SaidMechanism(**{**values, **given})


def look(*found: SaidMechanism) -> Lookup:
    return Lookup(worked_example.example(), replace(worked_example.judged(2), mechanisms=found))


def body(*found: SaidMechanism) -> list[str]:
    return [
        text(block.words) if isinstance(block, Paragraph) else block.text
        for block in mechanisms_in_short(look(*found))
        if isinstance(block, Paragraph | Quotation)
    ]


def test_three_are_a_pattern_and_two_a_quoted_account() -> None:
    start = "Who for, where and why. "
    said = "said of the context “Services that go by rank” that “training” helps “Organisations work together more”."
    assert body(one()) == [f"{start}Three partners each {said} That is a pattern, not proof."]
    assert body(one(sources=2, by_voice={"stakeholder": 2})) == [
        f"{start}Two partners each {said} So few are no pattern.",
        "They came.",
    ]
    assert body(one(sources=1, by_voice={"staff": 1}, quotes=())) == [
        f"{start}One member of staff {said} So few are no pattern."
    ]


def test_the_voices_are_counted_and_who_says_otherwise_is_not_hidden() -> None:
    several = one(sources=4, by_voice={"staff": 1, "stakeholder": 3}, against=1, effect="hinders", factors=())
    assert body(several) == [
        "Who for, where and why. Four people (1 member of staff and 3 partners) each said of the context "
        "“Services that go by rank” that “Professionals trained and advised” gets in the way of “Organisations work "
        "together more”; 1 person said otherwise. That is a pattern, not proof."
    ]


def test_beside_a_pattern_no_account_stands_in_the_body_and_none_of_what_did_not_come_about() -> None:
    account = one(sources=1, by_voice={"staff": 1}, context="whole_teams")
    assert len(body(one(), account)) == 1
    assert not body(one(outcome_id="relationships"))  # no change was observed


def blocks_of(kind: type[Block], section: Section) -> list[Any]:
    return [block for block in section.blocks if isinstance(block, kind)]


def test_the_annex_has_every_row_and_two_quotes_of_each() -> None:
    (table,) = (block for block in mechanisms(look(one(), one(sources=1))) if isinstance(block, DataTable))
    assert [text(row[-1]) for row in table.rows] == ["A pattern", "An account"]
    quoted = [block for block in mechanisms(look(one(), one(quotes=()))) if isinstance(block, Quotation)]
    assert [(quote.text, quote.speaker) for quote in quoted] == [("They came.", "Stakeholder, police")] * 2
    assert not mechanisms(look())


def test_the_worked_year_tells_its_pattern_in_the_body_and_the_account_in_the_annex() -> None:
    section = contribution(Lookup(worked_example.example(), worked_example.judged(2)))
    assert section is not None
    (told,), (annex,) = parted([section])
    assert "Five people (1 member of staff and 4 partners) each said" in text(blocks_of(Paragraph, told)[-1].words)
    assert not blocks_of(Quotation, told)
    assert [text(row[-1]) for row in blocks_of(DataTable, annex)[-1].rows] == ["A pattern", "An account"]
    assert len(blocks_of(Quotation, whole(section))) == 3


@pytest.mark.parametrize(("sources", "says"), [(2, "account"), (3, "pattern")])
def test_a_sentence_that_takes_an_account_for_a_pattern_is_not_proved(sources: int, says: str) -> None:
    row = one(sources=sources, by_voice={"stakeholder": sources})
    (right, *_) = mechanisms_in_short(look(row))
    assert isinstance(right, Paragraph)
    evaluation: Evaluation = look(row).evaluation
    assert not _stopped(right, evaluation)
    other = replace(evaluation, mechanisms=(replace(row, sources=5 - sources),))
    assert any(why.startswith(f"The sentence says {says!r}") for why in _stopped(right, other))


def _stopped(block: Block, evaluation: Evaluation) -> tuple[str, ...]:
    proof = Proof(Bindings(evaluation))
    list(proof._blocks([block], "contribution"))
    (claim,) = proof.claims
    return claim.why_not


def test_a_release_counts_and_quotes_adults_alone() -> None:
    """By the adults' own number of the context, a reader would tell how many of ten who said so were young people."""
    withheld = worked_example.withheld(1)
    theirs = SaidWords("It was the training.", "Young person", "young_person")
    ten = {"by_voice": {"staff": 1, "stakeholder": 4, "young_person": 5}, "quotes": (theirs, *one().quotes)}
    told = [
        one(sources=12, by_voice={"staff": 2, "young_person": 9, "family": 1}),
        one(sources=10, **ten),
        one(sources=9, by_voice={"young_person": 8, "family": 1}),
        one(quotes=(SaidWords("Two of the girls told us.", "Staff", "staff"),)),
    ]
    shown = released_mechanisms(told, withheld, 1)
    assert [(row.sources, dict(row.by_voice), row.pattern, len(row.quotes)) for row in shown] == [
        (5, {"staff": 1, "stakeholder": 4}, True, 3),
        (3, {"stakeholder": 3}, True, 0),
        (2, {"staff": 2}, False, 3),
    ]
    (account,) = published(worked_example.example(), worked_example.judged(1), withheld).mechanisms
    assert (account.sources, account.pattern) == (2, False)


@pytest.mark.parametrize("others", [{}, {"young_person": 7}, {"young_person": 1, "family": 11}])
def test_who_else_says_so_leaves_no_mark_on_a_release(others: dict[str, int]) -> None:
    rows = [one(sources=3 + sum(others.values()), by_voice={"stakeholder": 3, **others}), one(context="whole_teams")]
    rows.sort(key=lambda row: -(row.sources or 0))
    alone = released_mechanisms([one(), one(context="whole_teams")], worked_example.withheld(1), 1)
    assert released_mechanisms(rows, worked_example.withheld(1), 1) == alone


def test_the_annex_of_a_release_says_that_it_counts_adults_alone() -> None:
    def note(release: Release | None) -> str:
        block = mechanisms(replace(look(one()), release=release))[0]
        assert isinstance(block, Paragraph)
        return text(block.words)

    assert note(Release("year-2-1", {})) == f"{note(None)} In a published report we count adults alone."
