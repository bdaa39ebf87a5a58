"""Waves of a question: which answers of other years it is held against, at which sites, and what the strand carries."""

from __future__ import annotations

from datetime import date

import pytest
from tests.evaluation.ledger.asked import ITEM, RULES, answers, strand_of

from tideturn.dataset.model import Answers
from tideturn.evaluation.ledger import gather

LEVEL = {**ITEM, "measures": "level", "scale": "no|yes"}


def wave(year, yes, no=0, **more):
    start = more.pop("start", 0) + 1000 * (year + 1)
    rows = [*answers(yes, "yes", start=start, **more), *answers(no, "no", start=start + yes, **more)]
    return [{**row, "year": year} for row in rows]


def at(year, *rows, item=LEVEL, code="s"):
    """A survey of one year."""
    return code, [row for some in rows for row in some], item


@pytest.fixture
def asked(make, make_survey):
    def made(*surveys, **tables):
        return make(surveys=[make_survey(code, responses=rows, items=[item]) for code, rows, item in surveys], **tables)

    return made


def waves(dataset, year, scope="programme"):
    strand = strand_of(dataset, year, scope=scope)
    return strand.items[0].waves


def test_answers_of_an_earlier_year_in_another_survey_are_its_wave(asked, year_2):
    dataset = asked(("old", wave(1, 6, 14), LEVEL), ("new", wave(2, 16, 4), LEVEL))
    strand = strand_of(dataset, year_2)
    (one,) = strand.items[0].waves
    assert (one.year, one.k, one.n, one.k_now, one.n_now, one.sites) == (1, 6, 20, 16, 20, ("north",))
    assert (strand.reading, strand.design, strand.rose, strand.fell) == ("positive", "measured", True, False)
    assert strand.tokens == {"survey:old", "survey:new", "people:stakeholder"}
    items, _ = gather(dataset, year_2, RULES)
    item = next(item for item in items if item.scope == "programme")
    (kept,) = item.waves
    assert (kept.year, kept.n, kept.k, kept.share, kept.moved) == (1, 20, 6, 0.3, "rose")
    assert (kept.sites, kept.surveys, kept.reference, kept.last) == (("north",), ("old",), True, True)
    assert (item.by_name["measures"], item.by_name["claim"], item.polarity) == ("level", "change", "supports")


def test_the_first_year_sees_no_later_wave(asked, year):
    strand = strand_of(asked(("s", [*wave(1, 12), *wave(2, 12)], LEVEL)), year)
    assert (strand.items[0].waves, strand.items[0].cause, strand.needs.partition(":")[0]) == (
        (),
        "first_wave",
        "a question that fewer agree with",
    )


def test_a_wave_before_the_programme_is_the_reference_and_the_last_is_looked_at_too(asked, year_2):
    dataset = asked(("s", [*wave(0, 6, 14), *wave(1, 10, 10), *wave(2, 16, 4)], LEVEL))
    assert [(one.year, one.reference, one.last) for one in waves(dataset, year_2)] == [
        (0, True, False),
        (1, False, True),
    ]
    assert "before Year 1, 6 of 20 did (30%)" in strand_of(dataset, year_2).why


def test_only_sites_that_both_waves_hold_are_compared_each_with_enough_opinions(asked, year_2):
    rows = [
        *wave(1, 6, 6),
        *wave(1, 9, 0, site="south", start=100),
        *wave(2, 9, 6),
        *wave(2, 0, 11, site="nation", start=100),
    ]
    dataset = asked(("s", rows, LEVEL))
    (one,) = waves(dataset, year_2)
    assert (one.sites, one.n, one.k, one.n_now, one.k_now, one.elsewhere) == (("north",), 12, 6, 15, 9, (9, 11))
    assert "and at the same sites 9 of 15 do now (60%)" in strand_of(dataset, year_2).why
    few = [row for row in rows if row["response_id"] not in {"r2000", "r2001", "r2002"}]
    assert waves(asked(("s", few, LEVEL)), year_2) == ()


@pytest.mark.parametrize(
    ("earlier", "found"),
    [
        ({}, 1),
        ({"opinion_none": "dk|pass"}, 1),
        ({"measures": "change"}, 0),
        ({"outcome_id": "risk"}, 0),
        ({"scale": "no|so-so|yes"}, 0),
        ({"scale": "yes|no"}, 0),
        ({"agree": "yes|no", "disagree": None}, 0),
        ({"item": "p"}, 0),
    ],
)
def test_what_asks_something_else_is_no_wave(asked, year_2, earlier, found):
    item = {**LEVEL, **earlier}
    rows = [{**row, item["item"]: row["q"]} for row in wave(1, 6, 14)]
    assert len(waves(asked(("old", rows, item), ("new", wave(2, 16, 4), LEVEL)), year_2)) == found


def test_of_a_question_about_change_each_year_is_read_by_itself(asked, year_2):
    strand = strand_of(asked(("s", [*wave(1, 20), *wave(2, 15, 5)], {**ITEM, "scale": "no|yes"})), year_2)
    assert (strand.items[0].waves, strand.reading, strand.fell, strand.design) == ((), "positive", False, "uncompared")


def test_a_question_is_found_by_its_earlier_names(asked, year_2):
    first = ("a", [{**row, "o": row["q"]} for row in wave(0, 6, 14)], {**LEVEL, "item": "o"})
    second = ("b", [{**row, "p": row["q"]} for row in wave(1, 8, 12)], {**LEVEL, "item": "p", "series_of": "o"})
    dataset = asked(first, second, ("c", wave(2, 16, 4), {**LEVEL, "series_of": "p"}))
    assert [one.year for one in waves(dataset, year_2)] == [0, 1]
    assert strand_of(dataset, year_2).tokens == {"survey:a", "survey:b", "survey:c", "people:stakeholder"}


def test_other_voices_and_answers_around_a_training_are_no_wave(asked, year_2):
    for more in ({"voice": "staff"}, {"stage": "after"}, {"stage": "before"}):
        assert waves(asked(("s", [*wave(1, 6, 14, **more), *wave(2, 16, 4)], LEVEL)), year_2) == ()


def test_people_who_can_be_told_apart_are_paired(asked, year_2):
    def panel(year, yes, no):
        rows = wave(year, yes, no)
        return [{**row, "person_id": f"p{i}"} for i, row in enumerate(rows)]

    (one,) = waves(asked(("s", [*panel(1, 2, 10), *panel(2, 9, 3)], LEVEL)), year_2)
    assert (one.pairs, one.gained, one.lost, one.moved) == (12, 7, 0, "rose")
    nine = [row for row in panel(1, 2, 10) if row["person_id"] not in ("p9", "p10", "p11")]
    strangers = [{**row, "person_id": None, "response_id": f"x{row['response_id']}"} for row in panel(1, 0, 3)]
    (one,) = waves(asked(("s", [*nine, *strangers, *panel(2, 9, 3)], LEVEL)), year_2)
    assert (one.pairs, one.n, one.k) == (0, 12, 2)


def test_whoever_answered_a_wave_twice_counts_once_by_the_later_answer(asked, year_2):
    twice = [
        {**row, "person_id": f"p{i}", "response_id": f"{row['response_id']}-{n}", "q": answer, "date": day}
        for i, row in enumerate(wave(1, 12))
        for n, (answer, day) in enumerate((("yes", date(2019, 3, 1)), ("no", date(2019, 4, 1))))
    ]
    (one,) = waves(asked(("s", [*twice, *wave(2, 12)], LEVEL)), year_2)
    assert (one.n, one.k) == (12, 0)


def test_answers_that_give_no_opinion_are_in_no_wave(asked, year_2, make, make_survey):
    rows = [*wave(1, 10), *[{**row, "year": 1} for row in answers(5, "Pass", start=90)], *wave(2, 10)]
    dataset = make(surveys=[make_survey("s", responses=rows, items=[{**LEVEL, "scale": None}])])
    programme = dataset.programme.__class__(**{**vars(dataset.programme), "answers": Answers(("pass",))})
    dataset = dataset.__class__(**{**vars(dataset), "programme": programme})
    (one,) = waves(dataset, year_2)
    assert one.n == 10


def test_a_wave_with_an_answer_of_no_known_meaning_is_not_compared(asked, year_2):
    rows = [*wave(1, 6, 14), *[{**row, "year": 1} for row in answers(1, "perhaps", start=90)], *wave(2, 16, 4)]
    assert waves(asked(("s", rows, LEVEL)), year_2) == ()
    now = [*wave(1, 6, 14), *wave(2, 16, 4), *[{**row, "year": 2} for row in answers(1, "perhaps", start=90)]]
    assert waves(asked(("s", now, LEVEL)), year_2) == ()


def test_a_state_is_read_by_its_level_and_falls_to_mixed(asked, year_2):
    state = [{"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1, "claim": "state"}]
    rows = [*wave(1, 38, 1), *wave(2, 34, 15)]
    strand = strand_of(asked(("s", rows, LEVEL), outcomes=state), year_2)
    assert (strand.reading, strand.fell, strand.design) == ("mixed", True, "measured")
    assert strand.why.startswith("Most answered “yes” (69%), but fewer than before (97%)")
    first = strand_of(asked(("s", wave(2, 34, 15), LEVEL), outcomes=state), year_2)
    assert (first.reading, first.design) == ("positive", "uncompared")


def test_waves_of_another_mix_are_a_concern_that_shows_both(asked, year_2):
    rows = [
        *wave(1, 7, 3, sector="police"),
        *wave(1, 5, 5, site="south", start=100),
        *wave(2, 3, 2, sector="health"),
        *wave(2, 9, 6, site="south", start=100),
    ]
    concerns = [one for one in strand_of(asked(("s", rows, LEVEL)), year_2).concerns if "differ" in one]
    assert concerns == [
        "Those who answered in Year 1 and in Year 2 differ by site: North 50% and 25%; South 50% and 75%.",
        "Those who answered in Year 1 and in Year 2 differ by sector: police 100% and 0%; health 0% and 100%.",
    ]
    alike = [
        *wave(1, 5, 5),
        *wave(1, 5, 5, site="south", start=100),
        *wave(2, 6, 6),
        *wave(2, 4, 4, site="south", start=100),
    ]
    assert not any("differ" in one for one in strand_of(asked(("s", alike, LEVEL)), year_2).concerns)


def test_a_wide_range_is_imprecise_and_a_narrow_one_is_not(asked, year_2):
    # Differences of waves of 30 and 30 are about 46 points wide, of 60 and 60 about 33; more than 40 is too wide.
    wide = strand_of(asked(("s", [*wave(1, 5, 25), *wave(2, 22, 8)], LEVEL)), year_2)
    assert (wide.reading, wide.imprecise) == ("positive", "The range of the difference is wider than 40 points.")
    narrow = strand_of(asked(("s", [*wave(1, 10, 50), *wave(2, 44, 16)], LEVEL)), year_2)
    assert (narrow.reading, narrow.imprecise) == ("positive", "")
    # Of a share, Wilson's range of 13 of 17 is 38 points wide, that of 45 of 55 is 20.
    change = {**ITEM, "scale": "no|yes"}
    assert strand_of(asked(("s", wave(2, 13, 4), change)), year_2).imprecise == (
        "The range of the share is wider than 30 points."
    )
    assert strand_of(asked(("s", wave(2, 45, 10), change)), year_2).imprecise == ""
