"""The ordered rules of METHODS.md section 2: each rule, both sides of it, and the order among them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.dataset.vocabulary import KIND, READING, SPEAKER, VERDICT, VOICE
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import decide, independent, independent_pairs, site_splits, supporting_pair


def strand(kind: str, voice: str, reading: str, *tokens: str, design: str = "uncompared", **more: object) -> Strand:
    own = frozenset(tokens or {f"{kind} {voice}", f"people:{voice}"})
    return Strand(kind, voice, reading, "", tokens=own, design=design, **{"unit": "sources", **more})


def verdict(
    *strands: Strand, due: int = 1, year: int = 1, claim: str = "change", sites: dict | None = None
) -> tuple[str, int]:
    decision = decide(strands, due_year=due, year=year, claim=claim, sites=sites)
    return decision.verdict, decision.verdict.number


SURVEY_UP = strand("survey", "stakeholder", "positive", "survey:s", "people:stakeholder")
SURVEY_ROSE = replace(SURVEY_UP, design="measured", rose=True)
TALK_UP = strand("interview", "stakeholder", "positive", "people:stakeholder")
STAFF_UP = strand("interview", "staff", "positive", "people:staff")
SCORES_UP = strand("monitoring", "record", "positive", "assessments", "people:staff", about="scores")
SERIES_UP = strand("monitoring", "record", "positive", "series:police", design="measured", about="the series")
SURVEY_DOWN = replace(SURVEY_UP, reading="negative")
STAFF_DOWN = replace(STAFF_UP, reading="negative")
STAFF = VOICE.terms["staff"]
FLAT = replace(SCORES_UP, reading="no_change", smallest_change="a net 12% better")
MIXED = replace(STAFF_UP, reading="mixed")
FEW = replace(SURVEY_UP, reading="insufficient")
SILENT = replace(TALK_UP, reading="silent")


@pytest.mark.parametrize(
    ("strands", "expected"),
    [
        ((), ("not_measured", 2)),
        ((FEW,), ("insufficient", 3)),
        ((FEW, SILENT), ("insufficient", 3)),
        ((SILENT,), ("insufficient", 3)),
        ((SURVEY_UP, STAFF_DOWN), ("contested", 4)),
        ((SURVEY_ROSE, STAFF_UP, replace(SERIES_UP, reading="negative")), ("contested", 4)),
        ((SURVEY_DOWN,), ("adverse", 5)),
        ((SURVEY_DOWN, FLAT, MIXED), ("adverse", 5)),
        ((SURVEY_ROSE, STAFF_UP), ("supported", 6)),
        ((SURVEY_UP, SERIES_UP), ("supported", 6)),
        ((SURVEY_UP, SERIES_UP, MIXED, FEW, SILENT), ("supported", 6)),
        ((SURVEY_UP,), ("emerging", 7)),
        ((SURVEY_UP, STAFF_UP), ("emerging", 7)),
        ((SURVEY_UP, SCORES_UP), ("emerging", 7)),
        ((SURVEY_ROSE, TALK_UP), ("emerging", 7)),
        ((SURVEY_ROSE, STAFF_UP, FLAT), ("emerging", 7)),
        ((SURVEY_UP, SERIES_UP, replace(FEW, fell=True)), ("emerging", 7)),
        ((SURVEY_ROSE, replace(STAFF_UP, may_support=False)), ("emerging", 7)),
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


def test_a_survey_of_how_things_are_shows_a_state_and_no_change() -> None:
    assert verdict(SURVEY_UP, STAFF_UP) == ("emerging", 7)
    assert verdict(SURVEY_UP, STAFF_UP, claim="state") == ("supported", 6)
    held = decide([SURVEY_UP, STAFF_UP], due_year=1, year=1, claim="state")
    assert "it holds" in held.why
    assert verdict(TALK_UP, STAFF_UP, claim="state") == ("emerging", 7)
    assert verdict(replace(SURVEY_UP, fell=True), STAFF_UP, claim="state") == ("emerging", 7)


@pytest.mark.parametrize(
    ("strands", "sides", "says"),
    [
        ((SURVEY_UP,), 1, "There are early signs from one side"),
        ((SURVEY_UP, TALK_UP), 1, "There are early signs from one side"),
        ((SURVEY_UP, STAFF_UP), 2, "There are early signs from two sides"),
        ((SURVEY_ROSE, STAFF_UP), 2, "Two independent sources of evidence are positive"),
        ((SURVEY_ROSE, STAFF_UP, STAFF_DOWN), 2, "The evidence points both ways"),
        ((SURVEY_DOWN,), 0, "The evidence is negative"),
    ],
)
def test_from_how_many_sides_the_signs_come(strands: tuple[Strand, ...], sides: int, says: str) -> None:
    decision = decide(strands, due_year=1, year=1)
    assert (decision.sides, decision.why.startswith(says)) == (sides, True)


@pytest.mark.parametrize(
    ("strands", "says"),
    [
        ((SURVEY_UP, STAFF_UP), "none of the positive evidence is compared"),
        ((SURVEY_ROSE, STAFF_UP, FLAT), "no change was seen in scores"),
        ((SURVEY_UP, SERIES_UP, replace(MIXED, fell=True)), "it fell in"),
        ((SURVEY_ROSE, replace(STAFF_UP, may_support=False)), "too few people spoke in the interviews"),
        ((STAFF_UP, SCORES_UP), "is what the programme’s own staff say"),
        ((SURVEY_ROSE, TALK_UP), "not independent"),
    ],
)
def test_an_emerging_verdict_says_what_it_lacks(strands: tuple[Strand, ...], says: str) -> None:
    assert says in decide(strands, due_year=1, year=1).why


def test_what_carries_a_verdict_is_what_its_confidence_is_read_from() -> None:
    def carried(*strands: Strand, **more: object) -> tuple[Strand, ...]:
        return decide(strands, **{"due_year": 1, "year": 1, **more}).carried

    assert carried(SURVEY_ROSE, STAFF_UP, MIXED) == (SURVEY_ROSE, STAFF_UP)
    assert carried(SURVEY_UP, STAFF_UP, MIXED) == (SURVEY_UP, STAFF_UP)
    assert carried(SURVEY_UP, STAFF_DOWN, FLAT) == (SURVEY_UP, STAFF_DOWN)
    assert carried(SURVEY_DOWN, MIXED) == (SURVEY_DOWN,)
    assert carried(FLAT, FEW) == (FLAT,)
    assert carried(MIXED, FLAT) == (MIXED,)
    assert carried(FEW, SILENT) == carried() == ()
    assert carried(SURVEY_UP, FEW, due_year=2) == (SURVEY_UP,)
    sites = {"ldn": (SURVEY_UP, FLAT), "bhm": (SURVEY_DOWN, MIXED)}
    assert carried(MIXED, sites=sites) == (SURVEY_UP, SURVEY_DOWN)


def test_the_pair_that_carries_support_is_the_best_compared() -> None:
    beside = replace(SERIES_UP, design="compared", tokens=frozenset({"assessments"}), about="beside those who waited")
    assert supporting_pair([SURVEY_UP, STAFF_UP, SERIES_UP, beside], "change") == (SURVEY_UP, beside)
    weak = replace(SERIES_UP, concerns=("Few answered.",), tokens=frozenset({"series:x"}))
    assert supporting_pair([SURVEY_UP, weak, SERIES_UP], "change") == (SURVEY_UP, SERIES_UP)


def test_an_outcome_that_is_not_due_is_too_early_whatever_was_read() -> None:
    for strands in ((), (SURVEY_ROSE, STAFF_UP), (SURVEY_DOWN,), (FEW,)):
        assert verdict(*strands, due=2, year=1) == ("too_early", 1)
    assert verdict(SURVEY_ROSE, STAFF_UP, due=2, year=2) == ("supported", 6)


def test_a_negative_early_sign_is_flagged() -> None:
    assert "needs attention" in decide([SURVEY_DOWN], due_year=3, year=1).why
    assert "needs attention" not in decide([SURVEY_UP], due_year=3, year=1).why


def test_what_shares_people_or_records_is_not_independent() -> None:
    """One survey is one collection whoever answers it, and one person's account is one however they are asked."""
    staff = strand("survey", "staff", "positive", "survey:s", "people:staff")
    assert not independent(SURVEY_UP, staff)
    assert not independent(SURVEY_UP, TALK_UP)
    assert not independent(STAFF_UP, SCORES_UP)
    own = strand("monitoring", "young_person", "positive", "assessments", "people:young_person")
    assert independent(STAFF_UP, own)
    assert not independent(SCORES_UP, own)
    assert not independent(strand("interview", "family", "positive"), Strand("document", "record", "positive", "", "x"))


def test_the_same_kind_and_voice_twice_is_not_two_kinds() -> None:
    one = strand("monitoring", "record", "positive", "register a", about="series a")
    two = strand("monitoring", "record", "positive", "register b", about="series b")
    assert independent_pairs([one, two]) == []


def test_the_programme_is_contested_where_sites_read_opposite_ways() -> None:
    sites = {"london": (SURVEY_UP,), "birmingham": (SURVEY_DOWN,)}
    assert verdict(SURVEY_ROSE, STAFF_UP, sites=sites) == ("contested", 4)
    same = {"london": (SURVEY_UP,), "birmingham": (STAFF_DOWN,)}
    assert site_splits(same) == ()
    assert verdict(SURVEY_ROSE, STAFF_UP, sites=same) == ("supported", 6)


def test_sites_are_named_where_they_differ() -> None:
    sites = {"ldn": (SURVEY_UP,), "bhm": (SURVEY_DOWN,)}
    why = decide([MIXED], due_year=1, year=1, sites=sites, names={"ldn": "London", "bhm": "Birmingham"}).why
    assert "positive in London" in why
    assert "negative in Birmingham" in why


def test_no_change_says_what_it_could_have_shown() -> None:
    assert "a net 12% better" in decide([FLAT], due_year=1, year=1).why


def test_too_early_to_tell_is_an_answer_and_is_shown() -> None:
    said = replace(SURVEY_UP, reading="mixed", too_early=3)
    assert "Three people said that it is too soon to tell" in decide([said], due_year=1, year=1).why
    none = replace(SILENT, reading="insufficient", too_early=6)
    assert "Six people said that it is too soon to tell" in decide([none], due_year=1, year=1).why


def test_people_of_several_strands_are_not_added_up_since_one_person_may_be_in_two() -> None:
    survey = strand("survey", "staff", "mixed", "survey:s", too_early=3)
    talks = strand("interview", "staff", "mixed", "people:staff", too_early=1)
    others = strand("interview", "stakeholder", "mixed", "people:stakeholder", too_early=2)
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


COLLECTIONS = ("survey:s", "survey:t", "assessments", "series:police", "network", "document:council", "change:c")
PEOPLE = ("people:staff", "people:stakeholder", "people:young_person", "people:family")
ONE_STRAND = st.builds(
    lambda kind, voice, reading, tokens, design, fell: strand(kind, voice, reading, *tokens, design=design, fell=fell),
    st.sampled_from(KIND.codes),
    st.sampled_from(SPEAKER.codes),
    st.sampled_from(READING.codes),
    st.sets(st.sampled_from(COLLECTIONS + PEOPLE), min_size=1, max_size=2),
    st.sampled_from(("uncompared", "measured", "compared")),
    st.booleans(),
)
STRANDS = st.lists(ONE_STRAND, max_size=6)
CLAIMS = st.sampled_from(("change", "state"))


@given(STRANDS, CLAIMS)
def test_every_set_of_strands_gets_one_verdict_with_a_sentence(strands: list[Strand], claim: str) -> None:
    decision = decide(strands, due_year=1, year=1, claim=claim)
    assert decision.verdict in VERDICT
    assert decision.why.endswith(".")
    assert decision.why[0].isupper()
    assert all(any(one is own for own in strands) for one in decision.carried)


@given(STRANDS, CLAIMS, st.randoms())
def test_the_order_of_strands_changes_no_verdict(strands: list[Strand], claim: str, random: object) -> None:
    shuffled = strands.copy()
    random.shuffle(shuffled)
    assert verdict(*strands, claim=claim) == verdict(*shuffled, claim=claim)


@given(STRANDS, CLAIMS)
def test_turning_every_reading_round_mirrors_the_verdict(strands: list[Strand], claim: str) -> None:
    """No verdict is kinder to good news than to bad: opposite readings never leave `supported` standing."""
    turned = {"positive": "negative", "negative": "positive"}
    mirror = [replace(s, reading=turned.get(s.reading, s.reading)) for s in strands]
    there, _ = verdict(*strands, claim=claim)
    back, _ = verdict(*mirror, claim=claim)
    favourable = {"supported", "emerging"}
    assert (there in favourable) == (back == "adverse")
    assert (there == "contested") == (back == "contested")
    assert (there not in {*favourable, "adverse"}) == (there == back)


@given(STRANDS)
def test_no_change_is_supported_without_a_comparison(strands: list[Strand]) -> None:
    """And no state is without a comparison or a survey of how things are."""
    decision = decide(strands, due_year=1, year=1)
    if decision.verdict == "supported":
        one, other = decision.carried
        assert one.measured or other.measured
        assert not one.tokens & other.tokens
        assert not any(s.fell or s.reading in ("negative", "no_change") for s in strands)
    uncompared = [replace(s, design="uncompared") for s in strands]
    assert verdict(*uncompared)[0] != "supported"
    spoken = [s for s in uncompared if s.kind != "survey"]
    assert verdict(*spoken, claim="state")[0] != "supported"


@given(ONE_STRAND, ONE_STRAND, st.sets(st.sampled_from(COLLECTIONS + PEOPLE)))
def test_what_is_added_to_a_strand_never_makes_it_independent(one: Strand, other: Strand, added: set[str]) -> None:
    """A form, a voice or an item more adds tokens, and two strands that shared one share it still."""
    more = replace(one, tokens=one.tokens | added)
    assert independent(one, other) or not independent(more, other)
