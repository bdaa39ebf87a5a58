"""The chart of answers where a question was asked before: earlier bars below today's, and what its title may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.worked_example import example, judged

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.told import bound_in
from tideturn.report.blocks import DataTable, Figure
from tideturn.report.charts.stacked import Bar
from tideturn.report.sections.answers import distribution
from tideturn.report.sections.lookup import Lookup

STAFF = "survey/partners-2020/reach_services/staff/programme/2"
PARTNERS = "survey/partners-2020/reach_services/stakeholder/programme/2"


def of(outcome: str, *left_out: str, **changed: Mapping[str, Any]) -> Figure | DataTable | None:
    """The chart of Year 2, without some evidence, and with some values of a question of staff's or partners'."""
    evaluation = judged(2)
    of_whom = {STAFF: changed.get("staff", {}), PARTNERS: changed.get("partners", {})}
    evidence = tuple(
        replace(item, value=item.value and item.value.of({**item.by_name, **of_whom.get(item.evidence_id, {})}))
        for item in evaluation.evidence
        if item.evidence_id not in left_out
    )
    return distribution(Lookup(example(), replace(evaluation, evidence=evidence)), outcome)


def waves(evidence_id: str, *changes: Mapping[str, Any]) -> dict[str, Any]:
    """The waves of a question as they are, each with what is changed."""
    (item,) = (one for one in judged(2).evidence if one.evidence_id == evidence_id)
    return {"waves": [replace(wave, **change) for wave, change in zip(item.waves, changes, strict=True)]}


def figure(made: Figure | DataTable | None) -> Figure:
    assert isinstance(made, Figure)
    return made


def test_earlier_waves_stand_below_todays_bar_the_latest_first() -> None:
    """surveys/partners-2018, -2019 and -2020, reach_services, counted by hand in the folder."""
    made = figure(of("access"))
    staff, partners = made.chart.bars  # type: ignore[union-attr]
    assert staff == Bar("The programme’s own staff", (20, 0, 1), earlier=(Bar("In Year 1", (9, 3, 7)),))
    assert [(bar.label, sum(bar.counts), bar.counts[0]) for bar in (partners, *partners.earlier)] == [
        ("Partners", 51, 39),
        ("In Year 1", 50, 39),
        ("Before Year 1", 45, 23),
    ]
    told = ["".join(span.text for span in row[1]) for row in made.table.rows]  # type: ignore[union-attr]
    assert told == [
        "the programme’s own staff",
        "the programme’s own staff, in Year 1",
        *("partners", "partners, in Year 1", "partners, before Year 1"),
    ]
    assert "The programme’s own staff: 20 agree, 0 neither, 1 disagree; in Year 1: 9 agree" in made.description


def test_the_title_says_up_or_down_only_of_a_move_beyond_chance() -> None:
    assert figure(of("access")).title == (
        "95% of the programme’s own staff (up from 47% in Year 1) and 76% of partners (up from 51% before Year 1) agree"
    )
    # It did not fall against both waves: the title gives the reference wave, and no move.
    unclear = figure(of("access", partners=waves(PARTNERS, {"moved": "unclear"}, {})))
    assert unclear.title.endswith("and 76% of partners (51% before Year 1) agree")
    fallen = figure(of("access", partners=waves(PARTNERS, {}, {"moved": "fell", "apart": -0.1, "share": 0.9})))
    assert fallen.title.endswith("and 76% of partners (down from 90% in Year 1) agree")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"moved": "rose"}, "76% of partners agree, up from 51% before Year 1"),
        ({"moved": "same"}, "76% of partners agree; 51% did before Year 1"),
        # The sign test of those who answered twice may show a rise while fewer of all who answered agree.
        ({"moved": "rose", "apart": -0.02}, "76% of partners agree; 51% did before Year 1"),
    ],
)
def test_one_bar_with_earlier_ones_is_a_chart(change: Mapping[str, Any], said: str) -> None:
    made = figure(of("access", STAFF, partners=waves(PARTNERS, change, {})))
    assert made.title == said
    assert len(made.chart.bars) == 1  # type: ignore[union-attr]


def test_a_wave_of_other_sites_has_no_bar_and_no_word() -> None:
    """Its share is of some of today's sites, or today's of some of its."""
    made = figure(of("access", partners=waves(PARTNERS, {"elsewhere": [0, 4]}, {"elsewhere": [3, 0]})))
    assert [len(bar.earlier) for bar in made.chart.bars] == [1, 0]  # type: ignore[union-attr]
    assert made.title.endswith("and 76% of partners agree")


def test_of_several_questions_the_title_counts_those_that_moved() -> None:
    assert (
        figure(of("joint_working")).title == "From 75% to 88% agree; three of the four shares with an earlier wave rose"
    )
    assert figure(of("confidence")).title.endswith("; both shares with an earlier wave fell since Year 1")
    bars = figure(of("joint_working")).chart.bars  # type: ignore[union-attr]
    assert [bar.group for bar in bars] == [bar.group for pair in (bars[0], bars[2]) for bar in (pair, pair)]


def test_each_word_of_moving_is_held_against_its_own_question() -> None:
    bindings = Bindings(judged(2), example())
    for outcome in ("access", "joint_working", "confidence", "pathways_understood"):
        bound = bound_in(figure(of(outcome)).title)
        assert {"rose between waves", "fell between waves"} & {one.predicate for one in bound}
        assert [why for one in bound if (why := bindings.why_not(one))] == []
    # The wave by itself says otherwise: such a title is left out.
    (said,) = (
        one for one in bound_in(figure(of("access")).title) if one.field == "waves.0.share" and one.item == STAFF
    )
    assert bindings.why_not(said._replace(predicate="fell between waves"))


def test_one_bar_alone_is_no_chart_and_keeps_its_table() -> None:
    """76% of 17 people trained: the sentence below the verdict says it."""
    made = of("lasting_practice")
    assert isinstance(made, DataTable)
    assert len(made.rows) == 1


def test_bars_that_are_all_alike_are_no_chart() -> None:
    alike = {"k": 6, "disagree": 2, "worse": 0, "neutral": 2, "same": 0, "waves": []}
    evidence = tuple(
        replace(item, n=10, value=item.value.of({**item.by_name, **alike}))
        if item.evidence_id in (STAFF, PARTNERS)
        else item
        for item in judged(2).evidence
    )
    look = Lookup(example(), replace(judged(2), evidence=evidence))
    assert isinstance(distribution(look, "access"), DataTable)
