"""Scores from before the work, and of those who waited: which pairs count, and what they are held against."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.claims.references import spoken
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.ledger.score_pairs import compared_pairs, two_before
from tideturn.evaluation.rules import Rules

RULES = Rules()
RECEIVED = date(2018, 10, 10)
OUTCOME = {"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1}


def score(case, when, value, stage, **more):
    return {"case_id": case, "date": when, "stage": stage, "outcome_id": "safety", "score": value, **more}


def case(name, started=None, comparison=None, site="north", received=RECEIVED):
    return {"case_id": name, "site": site, "received": received, "started": started, "comparison": comparison}


def after(days, start=RECEIVED):
    return start + timedelta(days)


def served(name, first, later, site="north", received=RECEIVED):
    """Scored at the referral, begun a month later, reviewed after 150 days."""
    rows = [score(name, received, first, "referral"), score(name, after(150, received), later, "review")]
    return case(name, after(31, received), site=site, received=received), rows


def waited(name, first, later, kind="waiting", site="north", received=RECEIVED):
    rows = [score(name, received, first, "referral"), score(name, after(150, received), later, "waiting")]
    return case(name, after(160, received), kind, site=site, received=received), rows


def folder(make, people, **more):
    return make(cases=[one for one, _ in people], assessments=[row for _, rows in people for row in rows], **more)


def only(make, people, year, **more):
    (strand,) = gather(folder(make, people, **more), year, RULES)[1]["safety", "programme"]
    return strand


def test_two_scores_before_the_work_and_the_better_is_the_first(make, year):
    """Each scored 3 and 110 days later 4 before the work, then 6: from the better one two points, not three."""
    people = []
    for n in range(12):
        start = after(120)
        rows = [score(f"c{n}", RECEIVED, 3.0, "referral"), score(f"c{n}", after(110), 4.0, "baseline")]
        people.append(
            (case(f"c{n}", start), [*rows, score(f"c{n}", after(250), 6.0, "review", scale_min=0, scale_max=10)])
        )
    items, strands = gather(folder(make, people), year, RULES)
    (strand,) = strands["safety", "programme"]
    assert (strand.reading, strand.design, strand.better_of_two, strand.rose) == ("positive", "measured", True, True)
    assert strand.why == (
        "12 young people scored twice before the work began and again in the year: 12 better, 0 the same, 0 worse "
        "(sign test p < 0.001); more of them did better. The better of two scores, at least 90 days apart, counts "
        "as the first."
    )
    assert strand.detail == (
        "The median change was 2 better on a scale of 0 to 10; 0 of 12 moved by one step. 0 of 12 young people first "
        "scored by 2 July 2019 have no later score (0%)."
    )
    (item,) = [one for one in items if one.scope == "programme"]
    assert (item.by_name["mean_before"], item.by_name["from_worse"]) == (4.0, {"better": 12, "same": 0, "worse": 0})


@pytest.mark.parametrize(
    ("apart", "start", "counts"),
    [(90, 91, True), (89, 91, False), (90, 90, False), (200, 201, True)],  # ninety days; and before the work begins
)
def test_the_two_lie_ninety_days_apart_and_before_the_work(apart, start, counts):
    scores = pl.DataFrame(
        [(0, RECEIVED, "referral", 3.0, after(start)), (0, after(apart), "waiting", 5.0, after(start))],
        schema={"who": pl.UInt32, "date": pl.Date, "stage": pl.String, "score": pl.Float64, "started": pl.Date},
        orient="row",
    )
    found = two_before(scores.lazy()).collect()
    assert found.rows() == ([(0, after(apart), 5.0, 3.0)] if counts else [])


def test_too_few_with_two_leave_the_ordinary_set_uncompared(make, year):
    people = []
    for n in range(9):
        rows = [score(f"c{n}", RECEIVED, 3.0, "referral"), score(f"c{n}", after(110), 4.0, "baseline")]
        people.append((case(f"c{n}", after(120)), [*rows, score(f"c{n}", after(250), 6.0, "review")]))
    rows = [score("last", after(110), 4.0, "baseline"), score("last", after(250), 6.0, "closure")]
    strand = only(make, [*people, (case("last", after(120)), rows)], year)
    assert (strand.reading, strand.design, strand.n) == ("positive", "uncompared", 10)
    assert strand.tokens == {"assessments", "people:staff"}
    assert not strand.rose
    assert strand.why.endswith(
        "more of them did better. Young people are usually referred at a crisis, and scores tend to improve by "
        "themselves afterwards. They could not be compared with anyone else’s."
    )


def test_a_score_while_waiting_is_no_review(make, year):
    people = [
        (case(f"c{n}"), [score(f"c{n}", RECEIVED, 1.0, "baseline"), score(f"c{n}", after(100), 9.0, "waiting")])
        for n in range(12)
    ]
    strand = only(make, people, year)
    assert (strand.n, strand.reading) == (0, "insufficient")


def wave(n):
    """0, 1, 2, 0, 1, 2, …"""
    return float(n % 3)


def sides(ours=20, theirs=10, gain=2.0, **more):
    return [
        *(served(f"p{n}", 3 + wave(n), 3 + wave(n) + gain + 0.1 * wave(n + n // 3)) for n in range(ours)),
        *(waited(f"w{n}", 3 + wave(n), 3 + wave(n) + 0.1 * wave(n + n // 3), **more) for n in range(theirs)),
    ]


def test_those_served_are_held_against_those_who_waited(make, year):
    """Both improve by what they began with; those served by two points more."""
    items, strands = gather(folder(make, sides()), year, RULES)
    (strand,) = strands["safety", "programme"]
    assert (strand.reading, strand.design, strand.rose, strand.n) == ("positive", "compared", True, 30)
    assert strand.evidence == ("compared/safety/record/programme/1", "matched/safety/record/programme/1")
    assert strand.why.startswith(
        "20 young people who were served and 10 who waited were each scored twice, 60 to 270 days apart. Allowing for "
        "where each began, those who were served ended 2.0 points better than the others ("
    )
    assert strand.detail.startswith("Without that comparison: 0 young people scored at the start and again")
    assert strand.concerns == (
        "Nobody has written down how the programme decides who gets the next place (comparison_order).",
    )
    (item,) = [one for one in items if one.evidence_id == "compared/safety/record/programme/1"]
    assert (item.by_name["programme"], item.by_name["comparison"], item.by_name["against"]) == (20, 10, "waiting")
    assert item.by_name["difference"] == pytest.approx(2, abs=0.05)
    assert (item.provenance.rows[0], item.provenance.count) == ("p0||2018-10-10|referral|safety|", 60)
    dataset = folder(make, sides())
    stated = replace(dataset, programme=replace(dataset.programme, comparison_order="by the day of the referral"))
    assert gather(stated, year, RULES)[1]["safety", "programme"][0].concerns == ()
    low, high = item.interval
    assert spoken(item, "interval") == f"{low:.1f} to {high:.1f}"  # in points of the scale, and no percentages


def test_where_fewer_is_better_the_sign_is_turned(make, year):
    down = [{**OUTCOME, "better": "down"}]
    assert only(make, sides(), year, outcomes=down).reading == "negative"
    assert only(make, sides(gain=-2.0), year, outcomes=down).reading == "positive"
    assert only(make, sides(gain=0.0), year).reading == "no_change"


@pytest.mark.parametrize(("ours", "theirs"), [(20, 9), (19, 10), (9, 30)])
def test_it_takes_ten_a_side_and_thirty_in_all(make, year, ours, theirs):
    assert only(make, sides(ours, theirs), year).design == "uncompared"


def test_referrals_lie_within_eighteen_months_and_pairs_are_about_as_long(make, year):
    early = [served(f"e{n}", 3.0, 5.0, received=date(2017, 4, 1)) for n in range(3)]
    assert only(make, [*early, *sides()], year).n == 30
    longer = [
        (one, [rows[0], score(rows[0]["case_id"], after(150 + 31), rows[1]["score"], "review")])
        for one, rows in sides()[:20]
    ]
    assert only(make, [*longer, *sides()[20:]], year).design == "uncompared"


@pytest.mark.parametrize(
    ("first", "later", "start", "counts"),
    [
        (0, 60, 30, True),
        (0, 59, 30, False),
        (0, 270, 30, True),
        (0, 271, 30, False),
        (30, 120, 30, True),
        (31, 120, 30, False),  # more than 30 days from the referral
        (25, 120, -6, False),  # more than 30 days after the work began
        (0, 90, 90, False),  # the later score is on the day that the work began
    ],
)
def test_which_scores_make_a_pair_of_the_programme(first, later, start, counts, year):
    case = (0, RECEIVED, after(start), None)
    scores = pl.DataFrame(
        [("c", after(first), "referral", 3.0, *case), ("c", after(later), "review", 5.0, *case)],
        schema={
            "who": pl.String,
            "date": pl.Date,
            "stage": pl.String,
            "score": pl.Float64,
            "site": pl.UInt32,
            "received": pl.Date,
            "started": pl.Date,
            "comparison": pl.String,
        },
        orient="row",
    )
    found = compared_pairs(scores.lazy(), year).collect()
    assert found.select("who", "side").rows() == ([("c", "programme")] if counts else [])


def test_who_waited_and_was_served_afterwards_counts_once_and_as_waiting(make, year):
    people = sides()
    people = [
        (one, [*rows, score(one["case_id"], after(260), 9.0, "review")] if one["comparison"] else rows)
        for one, rows in people
    ]
    strand = only(make, people, year)
    assert (strand.n, strand.design) == (30, "compared")


def test_sites_that_have_not_started_take_three_on_each_side(make, year):
    places = ("north", "south", "nation")

    def programme(ours, theirs):
        people = []
        for n in range(18):
            one, rows = served(f"p{n}", 3 + wave(n // 3), 5 + wave(n // 3), site=ours[n % len(ours)])
            people.append((one, rows))
            one, rows = waited(
                f"w{n}", 3 + wave(n // 3), 3 + wave(n // 3), "not_started_site", site=theirs[n % len(theirs)]
            )
            people.append((one | {"started": None}, rows))
        return only(make, people, year)

    few = programme(places[:2], places[2:])
    assert (few.reading, few.design) == ("mixed", "compared")
    assert "it takes 3 on each side" in few.why
    assert few.why.startswith("18 young people who were served and 18 at sites that had not started were each scored")
    # The same places on both sides stand for three and three here.
    assert programme(places, places).reading == "positive"


def test_scores_give_no_reading_of_a_state(make, year):
    strand = only(make, sides(), year, outcomes=[{**OUTCOME, "claim": "state"}])
    assert (strand.reading, strand.rose) == ("insufficient", False)
    assert strand.why.endswith("but the outcome claims a state. So they do not count towards its verdict.")


def two_baselines(n=12):
    return [
        (
            case(f"t{i}", after(120)),
            [
                score(f"t{i}", RECEIVED, 3.0, "referral"),
                score(f"t{i}", after(110), 4.0, "baseline"),
                score(f"t{i}", after(250), 4.0 + wave(i), "review", scale_min=0, scale_max=10),
            ],
        )
        for i in range(n)
    ]


@pytest.mark.parametrize(
    "people",
    [sides(), sides(gain=0.0), sides(gain=0.4), two_baselines(), two_baselines(9)],
    ids=["better", "no change", "not shown", "two baselines", "few"],
)
def test_every_number_of_its_sentences_is_one_of_the_evidence(make, people):
    evaluation = evaluate(folder(make, people), year=1)
    bindings, told = Bindings(evaluation), 0
    for verdict in evaluation.outcomes:
        for strand in verdict.strands:
            for text in (strand.why, strand.detail, strand.needs, strand.smallest_change, strand.imprecise):
                for bound in strand.tells(text).under(f"{verdict.outcome_id}/{verdict.scope}/1").bound:
                    assert bindings.why_not(bound) == ""
                    told += 1
    assert told > 10
