"""Pathways as evidence: which cases stand on which side, which comparison is read, and what the reading turns on."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.evaluation.claims.checks.exposure import counts_young_people
from tideturn.evaluation.claims.model import Edge
from tideturn.evaluation.claims.references import spoken
from tideturn.evaluation.claims.values import values_of
from tideturn.evaluation.drafting.measured import measured
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.pathways import pathways_of, time_before
from tideturn.evaluation.readings_pathways import Sides, read_pathway
from tideturn.evaluation.rules import Rules
from tideturn.methods.pathways.constraints import Tally
from tideturn.methods.pathways.skipped import largest_first

RULES = Rules(permutations=99)
WHOLE, SHORT = ("arrive", "contact", "plan"), ("arrive", "plan")
DESIGN = {
    "name": "A child in custody",
    "outcome_id": "safety",
    "steps": [{"name": step} for step in WHOLE],
    "constraints": [{"name": "soon", "after": "arrive", "then": "contact", "within_days": 1}],
}


def case(name, day, steps=WHOLE, site="north", apart=timedelta(hours=2), hour=12):
    start = datetime(day.year, day.month, day.day, hour)
    return [
        {"pathway": "custody", "case_id": name, "activity": step, "time": (start + n * apart).isoformat(), "site": site}
        for n, step in enumerate(steps)
    ]


def cases(prefix, first, met, of, **further):
    """So many cases a day apart, of which so many went the whole way."""
    return [
        row
        for n in range(of)
        for row in case(f"{prefix}{n}", first + timedelta(days=n), WHOLE if n < met else SHORT, **further)
    ]


def told(make, rows, design=DESIGN):
    """The rows, and one after both years, which is in no year's numbers."""
    later = case("later", date(2021, 6, 1))
    return replace(make(events=[*rows, *later]), pathways={"custody.toml": design})


def only(items, scope):
    return next(item for item in items if item.scope == scope and item.evidence_id.startswith("pathway/"))


@pytest.mark.parametrize(
    ("sides", "reading"),
    [
        (Sides(5, 20, 15, 20), "positive"),  # Fisher: 0.0038
        (Sides(15, 20, 5, 20), "negative"),  # the mirror image
        (Sides(4, 10, 9, 10), "insufficient"),  # Fisher: 0.0573
        (Sides(3, 10, 9, 10), "positive"),  # Fisher: 0.0198
        (Sides(0, 9, 30, 30), "insufficient"),  # nine on one side are too few, whatever they show
        (Sides(0, 30, 9, 9), "insufficient"),
        (Sides(50, 100, 51, 100), "no_change"),
        (Sides(10, 20, 10, 20), "insufficient"),  # Agresti–Caffo: ±0.30
        (Sides(0, 0, 10, 20), "insufficient"),
    ],
)
def test_the_reading_of_two_sides(sides, reading):
    found = read_pathway(sides, RULES)
    assert found.reading == reading
    assert bool(found.needs) == (reading != "positive")
    assert bool(found.smallest_change) == (reading in ("no_change", "insufficient") and sides.enough)


def test_its_sentence_gives_the_numbers():
    # 15 of 20 against 5 of 20: Agresti & Caffo add one success and one failure to each, 16/22 − 6/22 ± 1.96 × 0.1343.
    assert read_pathway(Sides(5, 20, 15, 20), RULES, before="in the year before").why == (
        "15 of 20 cases in the year met the whole designed pathway, against 5 of 20 in the year before "
        "(75% against 25%; a difference of 50 points, 19 to 72; Fisher’s exact test p = 0.004)."
    )
    few = read_pathway(Sides(5, 8, 15, 20), RULES)
    assert few.why.endswith("it takes 10 cases on each side.")
    assert few.needs == "2 more before that are over"


def test_the_margin_is_the_programmes_own():
    assert read_pathway(Sides(50, 100, 51, 100), replace(RULES, no_change_margin=0.1)).reading == "insufficient"


def test_a_year_is_held_against_the_year_before(make, year_2):
    rows = cases("a", date(2018, 10, 2), 4, 20) + cases("b", date(2019, 10, 1), 16, 20)
    dataset = told(make, rows)
    items, strands = gather(dataset, year_2, RULES)
    item = only(items, "programme")
    assert item.evidence_id == "pathway/custody/programme/2"
    assert (item.kind, item.voice, item.origin, item.polarity) == (
        "monitoring",
        "record",
        "pathway:custody",
        "supports",
    )
    assert (item.n, item.by_name["met"], item.by_name["met_before"], item.by_name["cases_before"]) == (20, 16, 4, 20)
    assert item.by_name["comparison"] == "year"
    assert asdict(item.by_name["steps"][1]) | {"share": None} == {
        "step": "contact",
        "optional": False,
        "cases": 20,
        "taken": 16,
        "skipped": 4,
        "out_of_order": 0,
        "share": None,
    }
    assert counts_young_people(item)
    assert (spoken(item, "k"), spoken(item, "n"), spoken(item, "share")) == ("16", "20", "80%")
    # Agresti and Caffo: 17/22 − 5/22, variance 2 × 0.7727 × 0.2273/22, and 2 × 0.05² since one place moves by itself:
    # 0.5455 ± 1.96 √0.02096.
    assert spoken(item, "interval") == "26 to 83 percentage points"
    strand = next(s for s in strands["safety", "programme"] if s.about.startswith("the pathway"))
    assert (strand.reading, strand.k, strand.n) == ("positive", 16, 20)
    assert [s.reading for s in strands["safety", "north"]] == ["positive"]
    assert strands["safety", "south"] == ()


def test_a_case_belongs_to_the_local_day_of_its_first_event(make, year, year_2):
    # 30 September 2019, 23:30Z is half past midnight of 1 October in London: the second year's first day.
    late = case("late", date(2019, 9, 30))
    late = [row | {"time": f"2019-09-30T23:3{n}:00Z"} for n, row in enumerate(late)]
    dataset = told(make, late)
    assert pathways_of(dataset, year, RULES) == ()
    assert [at.now.cases for at in pathways_of(dataset, year_2, RULES)] == [1, 1]


SLOW = DESIGN | {"constraints": [DESIGN["constraints"][0] | {"within_days": 30}]}


def test_what_came_after_a_years_end_is_not_seen_and_a_year_says_the_same_a_year_later(make, year, year_2):
    rows = cases("a", date(2019, 8, 1), 12, 12)
    # Four days before the first year's end one arrives that is seen by a worker after it, and one that is seen at once:
    # to count the quick one and leave out the slow one would flatter.
    rows += case("open", date(2019, 9, 27), apart=timedelta(days=10)) + case("quick", date(2019, 9, 27))
    dataset = told(make, rows + cases("b", date(2019, 11, 1), 12, 12), SLOW)
    first, second = (pathways_of(dataset, one, RULES)[0] for one in (year, year_2))
    assert (first.now.met, first.now.cases, first.not_over) == (12, 12, 2)
    assert first.deadlines[0].cases == Tally(satisfied=13, violated=0, open=1)
    assert (first.now, first.not_over) == (second.before, second.not_over_before)


def test_deadlines_follow_each_other(make, year):
    # Ten days from arrival to contact, then five working days: 30 September 2019 is a Monday.
    rules = [
        {"after": "arrive", "then": "contact", "within_days": 10},
        {"after": "contact", "then": "plan", "within_days": 5, "working_days": True},
    ]
    rows = case("in", date(2019, 9, 13)) + case("too late", date(2019, 9, 14))
    at = pathways_of(told(make, rows, DESIGN | {"constraints": rules}), year, RULES)[0]
    assert (at.now.cases, at.not_over) == (1, 1)


def test_a_year_is_watched_until_its_records_end_and_the_last_event_is_told_beside_it(make, year):
    rows = cases("a", date(2019, 1, 1), 12, 12) + case("last", date(2019, 2, 1), ("arrive",))
    dataset = replace(make(events=rows), pathways={"custody.toml": DESIGN})
    at = pathways_of(dataset, year, RULES)[0]
    assert (at.watched_until, at.last_event, at.now.cases, at.not_over) == (year.end, date(2019, 2, 1), 13, 0)
    # Who says until when the extract goes is not told that what it lacks was missed.
    at = pathways_of(dataset, replace(year, data_to=date(2019, 2, 1)), RULES)[0]
    assert (at.watched_until, at.now.cases, at.not_over) == (date(2019, 2, 1), 12, 1)


def test_records_collected_later_are_no_longer_watch_and_a_year_before_is_what_it_said_of_itself(make, year, year_2):
    open_ = case("open", date(2019, 9, 27), apart=timedelta(days=10))
    dataset = told(make, cases("a", date(2019, 8, 1), 12, 12) + open_ + cases("b", date(2019, 11, 1), 12, 12), SLOW)
    for day, known in ((date(2019, 10, 31), 13), (date(2019, 8, 31), 12)):
        told_by = replace(year, data_to=day)
        at = pathways_of(dataset, told_by, RULES)[0]
        assert at.watched_until == min(day, year.end)
        programme = replace(dataset.programme, years=(told_by, year_2))
        later = pathways_of(replace(dataset, programme=programme), year_2, RULES)[0]
        assert (later.before, later.not_over_before) == (at.now, at.not_over)
        assert at.now.cases + at.not_over == known


def test_a_case_whose_deadline_has_passed_is_over(make, year):
    dataset = told(make, case("late", date(2019, 6, 1), SHORT) + case("other", date(2019, 9, 1)))
    at = pathways_of(dataset, year, RULES)[0]
    assert (at.now.met, at.now.cases, at.not_over) == (1, 2, 0)
    assert at.deadlines[0].cases.violated == 1


PILOTED = DESIGN | {"pilots": [{"site": "north", "date": date(2020, 1, 1), "moved": ["contact"]}]}


def test_at_a_pilots_site_its_day_decides_and_elsewhere_the_year(make, year_2):
    rows = cases("a", date(2019, 1, 1), 2, 12) + cases("b", date(2019, 11, 1), 2, 12)
    rows += cases("c", date(2020, 1, 1), 11, 12)  # the first of them on the pilot's own day
    rows += cases("d", date(2019, 1, 1), 6, 12, site="south") + cases("e", date(2020, 2, 1), 6, 12, site="south")
    dataset = told(make, rows, PILOTED)
    north, south, programme = (
        next(at for at in pathways_of(dataset, year_2, RULES) if at.scope == scope)
        for scope in ("north", "south", "programme")
    )
    assert north.sides == Sides(4, 24, 11, 12)
    assert north.by_year == Sides(2, 12, 13, 24)
    assert south.sides == south.by_year == Sides(6, 12, 6, 12)
    # The whole programme is read by the pilot too, since there is a place without one to compare with.
    assert programme.sides == Sides(4, 24, 11, 12)
    assert programme.by_year == Sides(8, 24, 19, 36)
    items, _ = gather(dataset, year_2, RULES)
    value = only(items, "north").by_name
    assert value["comparison"] == "pilot"
    assert (value["met"], value["cases"], value["by_year"].cases) == (11, 12, 24)
    assert [one.date for one in only(items, "programme").by_name["pilots"]] == ["2020-01-01"]
    assert only(items, "south").by_name["pilots"] == []


def test_a_pilot_of_another_year_decides_nothing(make, year_2):
    design = PILOTED | {"pilots": [{"site": "north", "date": date(2019, 3, 1)}]}
    dataset = told(make, cases("a", date(2019, 1, 1), 2, 12) + cases("b", date(2019, 11, 1), 8, 12), design)
    at = pathways_of(dataset, year_2, RULES)[1]
    assert at.pilots == ()
    assert at.sides == Sides(2, 12, 8, 12)


def test_before_the_first_year_counts_as_long_a_time(make, year):
    dataset = told(make, cases("a", date(2017, 10, 1), 2, 12) + cases("b", date(2018, 10, 1), 12, 12))
    past = time_before(dataset, year)
    assert (past.start, past.end) == (date(2017, 10, 1), date(2018, 9, 30))
    assert pathways_of(dataset, year, RULES)[0].sides == Sides(2, 12, 12, 12)
    none = told(make, cases("b", date(2018, 10, 1), 12, 12))
    _, strands = gather(none, year, RULES)
    strand = strands["safety", "programme"][0]
    assert strand.reading == "insufficient"
    assert strand.concerns == ("The pathway “A child in custody” has no case in the year before to compare with.",)


def test_a_declared_local_difference_is_left_out(make, year):
    local = DESIGN | {"local": [{"site": "south", "reason": "by night", "steps": ["contact"]}]}
    rows = cases("a", date(2018, 11, 1), 0, 12) + cases("b", date(2018, 11, 1), 0, 12, site="south")
    plain, fair = (pathways_of(told(make, rows, design), year, RULES) for design in (DESIGN, local))
    assert [at.now.met for at in plain] == [0, 0, 0]
    assert [at.now.met for at in fair] == [12, 0, 12]
    assert [at.now.steps[1].cases for at in fair] == [12, 12, 0]
    assert fair[0].apart[0].left_out == ("contact",)
    assert fair[0].apart[0].differs is False


def test_sites_that_go_other_ways_differ_and_few_cases_say_nothing(make, year):
    rows = cases("a", date(2018, 11, 1), 12, 12) + cases("b", date(2018, 11, 1), 0, 12, site="south")
    rows += cases("c", date(2018, 11, 1), 0, 9, site="nation")
    apart = {(one.a, one.b): one for one in pathways_of(told(make, rows), year, RULES)[0].apart}
    assert apart["north", "south"].differs is True
    assert apart["north", "south"].p_emsc == pytest.approx(0.01)
    assert apart["nation", "south"].differs is None


def test_a_step_skipped_at_night_is_found(make, year):
    rows = cases("night", date(2018, 11, 1), 1, 12, hour=23) + cases("day", date(2018, 11, 1), 11, 12)
    at = pathways_of(told(make, rows), year, RULES)[0]
    by_step = {one.step: one for one in at.skipped}
    assert (by_step["contact"].skipped, by_step["contact"].cases) == ((11, 1), (12, 12))
    assert {step: one.more for step, one in by_step.items()} == {"arrive": None, "contact": "night", "plan": None}


def test_a_step_skipped_by_day_or_in_one_place_or_since_a_pilot_is_found_as_well(make, year_2):
    rows = cases("night", date(2019, 11, 1), 12, 12, hour=23) + cases("day", date(2019, 11, 1), 1, 12)
    at = pathways_of(told(make, rows), year_2, RULES)[0]
    assert [one.more for one in largest_first(at.skipped)] == ["day"]
    rows = cases("a", date(2019, 11, 1), 12, 12) + cases("b", date(2020, 1, 1), 0, 12)
    rows += cases("c", date(2019, 11, 1), 11, 12, site="south")
    whole, north, _ = pathways_of(told(make, rows, PILOTED), year_2, RULES)
    (about,) = largest_first(north.skipped)
    assert (about.cut.by, about.cut.site, about.more) == ("pilot", "north", "since")
    assert (about.skipped, about.cases) == ((0, 12), (12, 12))
    # Of two places one is held against the other, and once.
    assert [(one.cut.by, one.more) for one in largest_first(whole.skipped)] == [("pilot", "since")]
    assert [(one.cut.site, one.cases) for one in whole.skipped if one.cut.by == "site"] == [("north", (24, 12))] * 3


def test_an_outcome_of_some_sites_counts_the_cases_of_those_alone(make, year):
    rows = cases("a", date(2018, 11, 1), 12, 12) + cases("b", date(2018, 11, 1), 0, 12, site="nation")
    at = pathways_of(told(make, rows, DESIGN | {"outcome_id": "risk"}), year, RULES)
    assert [(one.scope, one.now.cases) for one in at] == [("programme", 12), ("north", 12)]


def test_a_pathway_without_an_outcome_is_measured_and_is_no_evidence(make, year):
    dataset = told(make, cases("a", date(2018, 11, 1), 12, 12), {k: v for k, v in DESIGN.items() if k != "outcome_id"})
    assert len(pathways_of(dataset, year, RULES)) == 2
    assert gather(dataset, year, RULES)[0] == []


def test_the_rows_order_changes_nothing_but_what_is_said_of_it(make, year_2):
    rows = cases("a", date(2019, 1, 1), 3, 12) + cases("b", date(2019, 11, 1), 9, 12)
    one, other = (gather(told(make, order), year_2, RULES)[0] for order in (rows, rows[::-1]))
    assert [item.by_name | {"notes": []} for item in one] == [item.by_name | {"notes": []} for item in other]
    assert any(note.startswith("Out of order in the file") for note in other[-1].by_name["notes"])
    assert [item.provenance.sha256 for item in one] == [item.provenance.sha256 for item in other]


def test_the_hash_of_what_was_read_covers_when_its_cases_were_closed_and_no_other(make, year):
    rows = cases("a", date(2018, 10, 2), 4, 6)

    def read(**closed):
        known = [{"case_id": name, "site": "north", "closed": day} for name, day in closed.items()]
        dataset = replace(make(events=rows, cases=known), pathways={"custody.toml": DESIGN})
        items, _ = gather(dataset, year, RULES)
        return only(items, "north").provenance

    first = rows[0]["case_id"]
    open_, early, late = read(), read(**{first: date(2018, 11, 1)}), read(**{first: date(2018, 11, 2)})
    assert len({one.sha256 for one in (open_, early, late)}) == 3
    assert {one.count for one in (open_, early, late)} == {len(rows)}
    assert read(another=date(2018, 11, 1)) == open_


def test_a_file_that_designs_nothing_is_a_sentence(make, year):
    with pytest.raises(TideturnError, match="it designs no steps"):
        pathways_of(told(make, case("a", date(2018, 11, 1)), {"name": "Empty"}), year, RULES)


def test_its_numbers_may_be_said_and_others_may_not(make, year_2):
    rows = cases("a", date(2018, 10, 2), 6, 20) + cases("b", date(2019, 10, 1), 14, 20)
    item = only(gather(told(make, rows), year_2, RULES)[0], "programme")
    values = values_of([Edge(item.evidence_id, "supports", None, (item,))], sites=0, local_sites=0)
    pairs = {(pair.k, pair.n, pair.field) for pair in values.pairs}
    assert {(14, 20, "met"), (6, 20, "met_before"), (6, 20, "skipped.contact"), (14, 20, "satisfied.soon")} <= pairs
    assert {value.number for value in values.shares} >= {0.7, 0.3}
    assert [value.reference for value in values.counts if value.field == "met"] == [f"{{k:{item.evidence_id}}}"]
    assert pytest.approx(0.4) in [value.number for value in values.differences]


@pytest.mark.parametrize(("met_before", "met", "said"), [(6, 14, True), (4, 14, False), (6, 16, False)])
def test_a_draft_says_it_where_no_small_count_would_show(make, year_2, met_before, met, said):
    """Of twenty on either side; sixteen leave four, who could be counted."""
    rows = cases("a", date(2018, 10, 2), met_before, 20) + cases("b", date(2019, 10, 1), met, 20)
    dataset = told(make, rows)
    evaluation = evaluate(dataset, year=2)
    verdict = evaluation.verdict("safety", "programme")
    evidence = {item.evidence_id: item for item in evaluation.evidence}
    found = [text for text, _ in measured(verdict, evidence, dataset.programme, 2)]
    assert bool(found) == said
    if said:
        assert found == [
            "On the pathway “A child in custody”, {k:pathway/custody/programme/2} of {n:pathway/custody/programme/2} "
            "cases met the whole of the designed pathway in the year; in the year before, 6 of 20 did"
        ]


def test_who_keeps_the_events_decides_whose_account_a_pathway_is(make, year_2):
    rows = cases("a", date(2018, 10, 2), 4, 20) + cases("b", date(2019, 10, 1), 16, 20)

    def strand(**further):
        (found,) = gather(told(make, rows, DESIGN | further), year_2, RULES)[1]["safety", "programme"]
        return found

    assert strand().tokens == {"pathway:custody", "people:staff"}
    kept_elsewhere = strand(kept_by="other")
    assert kept_elsewhere.tokens == {"pathway:custody"}
    assert (kept_elsewhere.design, kept_elsewhere.rose, kept_elsewhere.fell) == ("measured", True, False)
    assert kept_elsewhere.imprecise == "The difference is known only to within 57 points."


def test_a_share_that_moves_only_as_much_as_months_do_is_not_shown_to_move(make, year_2):
    """Six months of the year before all met it or none did, so that 20 of 60 against 40 of 60 is no wonder."""
    rows = []
    for prefix, first, whole in (("a", 2018, (10, 1)), ("b", 2019, (10, 11, 1, 2))):
        for month in (10, 11, 12, 1, 2, 3):
            day = date(first + (month < 10), month, 1)
            rows += cases(f"{prefix}{month}-", day, 10 if month in whole else 0, 10)
    (strand,) = gather(told(make, rows), year_2, RULES)[1]["safety", "programme"]
    assert Sides(20, 60, 40, 60).p < 0.001
    assert strand.reading == "insufficient"
    assert "allowing for how much places and months vary" in strand.why


def test_with_places_without_a_pilot_the_difference_of_the_two_changes_decides(make, year_2):
    rows = cases("a", date(2019, 1, 1), 2, 20) + cases("c", date(2020, 1, 1), 18, 20)
    south = cases("d", date(2019, 1, 1), 3, 20, site="south") + cases("e", date(2020, 2, 1), 4, 20, site="south")
    items, strands = gather(told(make, rows + south, PILOTED), year_2, RULES)
    (strand,) = strands["safety", "north"]
    assert (strand.reading, strand.design, strand.rose) == ("positive", "compared", True)
    # 18/20 − 2/20 less 4/20 − 3/20 is 0.75; after Agresti and Caffo 19/22 − 3/22 − 5/22 + 4/22 = 0.6818, with a
    # variance of (2 × 0.1178 + 0.1756 + 0.1488)/22 = 0.02545 and 2 × 0.05² for each place: ± 1.96 √0.03545 = 0.3690.
    assert strand.why == (
        "18 of 20 cases since the pilot began met the whole designed pathway, against 2 of 20 before the pilot began "
        "(90% against 10%). Over the same months, at the places without a pilot, 4 of 20 did, against 3 of 20 before "
        "(20% against 15%). The change is 75 points better than at those places (31 to 105, allowing for how much "
        "places and months vary)."
    )
    item = only(items, "north")
    assert item.by_name["elsewhere"].met == 4
    assert item.by_name["apart"] == pytest.approx(0.75)
    (whole,) = strands["safety", "programme"]
    assert (whole.reading, whole.design) == ("positive", "compared")
    assert whole.why.startswith("18 of 20 cases since the pilot began in North met the whole")
    assert [s.design for s in strands["safety", "south"]] == ["measured"]
    # Where all rose alike, the pilot shows nothing.
    alike = cases("d", date(2019, 1, 1), 3, 20, site="south") + cases("e", date(2020, 2, 1), 19, 20, site="south")
    (same,) = gather(told(make, rows + alike, PILOTED), year_2, RULES)[1]["safety", "north"]
    assert (same.reading, same.design) == ("insufficient", "compared")
    # Too few to compare with: the pilot's own change is read.
    few = cases("d", date(2019, 1, 1), 3, 9, site="south") + cases("e", date(2020, 2, 1), 4, 20, site="south")
    (alone,) = gather(told(make, rows + few, PILOTED), year_2, RULES)[1]["safety", "north"]
    assert (alone.reading, alone.design) == ("positive", "measured")


def test_cases_on_a_pathway_stand_beside_an_outcome_that_claims_a_state(make, year_2):
    rows = cases("a", date(2018, 10, 2), 4, 20) + cases("b", date(2019, 10, 1), 16, 20)
    outcomes = [{"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1, "claim": "state"}]
    dataset = replace(make(events=rows, outcomes=outcomes), pathways={"custody.toml": DESIGN})
    items, strands = gather(dataset, year_2, RULES)
    (strand,) = strands["safety", "programme"]
    assert (strand.reading, strand.rose, only(items, "programme").polarity) == ("insufficient", False, "none")
    assert strand.why.endswith("but the outcome claims a state. So they do not count towards its verdict.")
