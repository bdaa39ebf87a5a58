"""The ordered rules of METHODS.md section 2: each rule, both sides of it, and the order among them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.dataset.vocabulary import KIND, READING, SPEAKER, VERDICT, VOICE
from tideturn.evaluation.counterfactual import what_would_change
from tideturn.evaluation.model import Strand
from tideturn.evaluation.verdicts import decide, independent_support, site_split


def strand(kind: str, voice: str, reading: str, *origins: str, **more: object) -> Strand:
    return Strand(
        kind,
        voice,
        reading,
        "",
        origins=frozenset(origins or {f"{kind} {voice}"}),
        by_staff=bool(more.pop("by_staff", voice == "staff")),
        **more,
        unit="sources",
    )


def verdict(*strands: Strand, due: int = 1, year: int = 1, sites: dict | None = None) -> tuple[str, int]:
    decision = decide(strands, due_year=due, year=year, sites=sites)
    return decision.verdict, decision.rule


SURVEY_UP = strand("survey", "stakeholder", "positive", "survey:s")
TALK_UP = strand("interview", "stakeholder", "positive", "p1", "p2", "p3")
STAFF_UP = strand("interview", "staff", "positive", "w1", "w2", "w3")
SCORES_UP = strand("monitoring", "record", "positive", "assessments", by_staff=True)
SURVEY_DOWN = strand("survey", "stakeholder", "negative", "survey:s")
STAFF_DOWN = strand("interview", "staff", "negative", "w1", "w2", "w3")
STAFF = VOICE.terms["staff"]
FLAT = strand("monitoring", "record", "no_change", "assessments", by_staff=True, smallest_change="a net 12% better")
MIXED = strand("interview", "staff", "mixed", "w1")
FEW = strand("survey", "stakeholder", "insufficient", "survey:s")
SILENT = strand("interview", "stakeholder", "silent")


@pytest.mark.parametrize(
    ("strands", "expected"),
    [
        ((), ("not_measured", 2)),
        ((FEW,), ("insufficient", 3)),
        ((FEW, SILENT), ("insufficient", 3)),
        ((SILENT,), ("insufficient", 3)),
        ((SURVEY_UP, STAFF_DOWN), ("contested", 4)),
        ((SURVEY_UP, TALK_UP, STAFF_DOWN), ("contested", 4)),
        ((SURVEY_DOWN,), ("adverse", 5)),
        ((SURVEY_DOWN, FLAT, MIXED), ("adverse", 5)),
        ((SURVEY_UP, TALK_UP), ("supported", 6)),
        ((SURVEY_UP, STAFF_UP), ("supported", 6)),
        ((SURVEY_UP, SCORES_UP, MIXED), ("supported", 6)),
        ((SURVEY_UP, TALK_UP, FEW, SILENT), ("supported", 6)),
        ((SURVEY_UP,), ("emerging", 7)),
        ((STAFF_UP, SCORES_UP), ("emerging", 7)),
        ((SURVEY_UP, TALK_UP, FLAT), ("emerging", 7)),
        ((SURVEY_UP, MIXED), ("emerging", 7)),
        ((FLAT,), ("no_change_observed", 8)),
        ((FLAT, FEW, SILENT), ("no_change_observed", 8)),
        ((FLAT, MIXED), ("mixed", 9)),
        ((MIXED,), ("mixed", 9)),
        ((MIXED, FEW), ("mixed", 9)),
    ],
)
def test_the_first_rule_that_fits(strands: tuple[Strand, ...], expected: tuple[str, int]) -> None:
    assert verdict(*strands) == expected


def test_an_outcome_that_is_not_due_is_too_early_whatever_was_read() -> None:
    for strands in ((), (SURVEY_UP, TALK_UP), (SURVEY_DOWN,), (FEW,)):
        assert verdict(*strands, due=2, year=1) == ("too_early", 1)
    assert verdict(SURVEY_UP, TALK_UP, due=2, year=2) == ("supported", 6)


def test_a_negative_early_sign_is_flagged() -> None:
    assert "needs attention" in decide([SURVEY_DOWN], due_year=3, year=1).why
    assert "needs attention" not in decide([SURVEY_UP], due_year=3, year=1).why


def test_two_strands_of_one_dataset_do_not_support_each_other() -> None:
    """Staff and stakeholders who answered the same survey are one origin."""
    staff = strand("survey", "staff", "positive", "survey:s")
    assert verdict(SURVEY_UP, staff) == ("emerging", 7)
    assert "same records" in decide([SURVEY_UP, staff], due_year=1, year=1).why


def test_the_same_kind_and_voice_twice_is_not_two_kinds() -> None:
    one = strand("monitoring", "record", "positive", "register a", about="series a")
    two = strand("monitoring", "record", "positive", "register b", about="series b")
    assert independent_support([one, two]) is None


def test_scores_that_workers_give_count_as_staff() -> None:
    assert independent_support([STAFF_UP, SCORES_UP]) is None
    own = strand("monitoring", "young_person", "positive", "assessments", by_staff=False)
    assert independent_support([STAFF_UP, own]) == (STAFF_UP, own)


def test_the_programme_is_contested_where_sites_read_opposite_ways() -> None:
    sites = {"london": (SURVEY_UP,), "birmingham": (SURVEY_DOWN,)}
    assert verdict(SURVEY_UP, TALK_UP, sites=sites) == ("contested", 4)
    same = {"london": (SURVEY_UP,), "birmingham": (STAFF_DOWN,)}
    assert site_split(same) is None
    assert verdict(SURVEY_UP, TALK_UP, sites=same) == ("supported", 6)


def test_sites_are_named_where_they_differ() -> None:
    sites = {"ldn": (SURVEY_UP,), "bhm": (SURVEY_DOWN,)}
    why = decide([MIXED], due_year=1, year=1, sites=sites, names={"ldn": "London", "bhm": "Birmingham"}).why
    assert "positive in London" in why
    assert "negative in Birmingham" in why


def test_no_change_says_what_it_could_have_shown() -> None:
    assert "a net 12% better" in decide([FLAT], due_year=1, year=1).why


def test_too_early_to_tell_is_an_answer_and_is_shown() -> None:
    said = strand("survey", "stakeholder", "mixed", "survey:s", too_early=3)
    assert "Three people said that it is too soon to tell" in decide([said], due_year=1, year=1).why


def test_people_of_several_strands_are_not_added_up_since_one_person_may_be_in_two() -> None:
    survey = strand("survey", "staff", "mixed", "survey:s", too_early=3)
    talks = strand("interview", "staff", "mixed", "w1", too_early=1)
    others = strand("interview", "stakeholder", "mixed", "p1", too_early=2)
    why = decide([survey, talks], due_year=1, year=1).why
    assert why.endswith(
        f"3 people in the survey of {STAFF} and 1 person in interviews with {STAFF} said that it is too soon to tell "
        "(some may be the same people)."
    )
    why = decide([talks, others], due_year=1, year=1).why
    assert why.endswith(
        f"1 person in interviews with {STAFF} and 2 people in interviews with {VOICE.terms['stakeholder']} said that "
        "it is too soon to tell."
    )
    assert "4 people" not in why
    assert "3 people" not in why


def test_a_document_that_says_it_is_too_soon_is_no_person() -> None:
    minutes = strand("document", "record", "insufficient", "panel", too_early=1)
    why = decide([replace(FLAT, too_early=2), minutes], due_year=1, year=1).why
    assert why.endswith("Two people said that it is too soon to tell. One document says that it is too soon to tell.")


def test_what_would_change_the_verdict_is_what_the_rules_then_give() -> None:
    changes = what_would_change([SURVEY_UP, FEW], due_year=1, year=1)
    assert changes
    assert changes[-1].strand not in (SURVEY_UP, FEW)
    assert not changes[-1].takes  # it takes what it says: interviews that read positive
    for change in changes:
        altered = [
            strand(s.kind, s.voice, change.reading, *s.origins) if s is change.strand else s for s in (SURVEY_UP, FEW)
        ]
        if change.strand in (SURVEY_UP, FEW):
            assert verdict(*altered)[0] == change.verdict


STRANDS = st.lists(
    st.builds(
        strand,
        st.sampled_from(KIND.codes),
        st.sampled_from(SPEAKER.codes),
        st.sampled_from(READING.codes),
        st.sampled_from(("a", "b", "c")),
    ),
    max_size=6,
)


@given(STRANDS)
def test_every_set_of_strands_gets_one_verdict_with_a_sentence(strands: list[Strand]) -> None:
    decision = decide(strands, due_year=1, year=1)
    assert decision.verdict in VERDICT
    assert decision.why.endswith(".")
    assert decision.why[0].isupper()


@given(STRANDS, st.randoms())
def test_the_order_of_strands_changes_no_verdict(strands: list[Strand], random: object) -> None:
    shuffled = strands.copy()
    random.shuffle(shuffled)
    assert verdict(*strands) == verdict(*shuffled)


@given(STRANDS)
def test_turning_every_reading_round_mirrors_the_verdict(strands: list[Strand]) -> None:
    """No verdict is kinder to good news than to bad: opposite readings never leave `supported` standing."""
    turned = {"positive": "negative", "negative": "positive"}
    mirror = [strand(s.kind, s.voice, turned.get(s.reading, s.reading), *s.origins) for s in strands]
    there, _ = verdict(*strands)
    back, _ = verdict(*mirror)
    favourable = {"supported", "emerging"}
    assert (there in favourable) == (back == "adverse")
    assert (there == "contested") == (back == "contested")
