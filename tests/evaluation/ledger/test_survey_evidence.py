"""Survey questions as evidence: who counts, at which scope, and what the strand carries."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from tests.evaluation.ledger.asked import ITEM, RULES, answers, strand_of

from tideturn.dataset.model import Answers, Choice, Question
from tideturn.evaluation.ledger import gather


@pytest.fixture
def seventeen(make, make_survey):
    """The founding document's figure: 13 of 17, here 9 of 10 in the north and 4 of 7 in the south."""
    responses = [
        *answers(9, "yes"),
        *answers(1, "no", start=9),
        *answers(4, "yes", site="south", start=10),
        *answers(3, "no", site="south", start=14),
        *answers(2, "dk", site="south", start=17),
    ]
    invited = [
        {"voice": "stakeholder", "site": "north", "year": 1, "invited": 20},
        {"voice": "stakeholder", "site": "south", "year": 1, "invited": 19},
    ]
    return make(surveys=[make_survey("s", responses=responses, items=[ITEM], invited=invited)])


def test_thirteen_of_seventeen_for_the_programme_and_each_site_apart(seventeen, year):
    whole = strand_of(seventeen, year)
    assert (whole.k, whole.n, whole.reading) == (13, 17, "positive")
    assert (round(whole.share, 4), round(whole.low, 2), round(whole.high, 2)) == (0.7647, 0.53, 0.90)
    assert whole.why.startswith("13 of 17 partners answered “yes” (76%; 53% to 90%)")
    assert (whole.sources, whole.tokens) == (1, {"survey:s", "people:stakeholder"})
    south = strand_of(seventeen, year, scope="south")
    assert (south.k, south.n, south.share, south.reading) == (4, 7, None, "insufficient")


def test_its_evidence_items_carry_every_count_and_have_the_same_name_everywhere(seventeen, year):
    items, _ = gather(seventeen, year, RULES)
    assert [item.evidence_id for item in items] == [
        "survey/s/q/stakeholder/north/1",
        "survey/s/q/stakeholder/programme/1",
        "survey/s/q/stakeholder/south/1",
    ]
    whole = items[1]
    assert whole.by_name["counts"] == {"yes": 13, "no": 4, "dk": 2}
    assert whole.by_name["shares"]["yes"] == pytest.approx(13 / 17)
    assert whole.by_name["shares"]["dk"] is None
    assert (whole.by_name["responses"], whole.by_name["dont_know"], whole.n) == (19, 2, 17)
    assert (whole.polarity, whole.text, whole.voice) == ("supports", "Safer?", "stakeholder")
    assert items[2].polarity == "none"


def test_provenance_is_the_hash_of_the_rows_as_json_in_key_order(seventeen, year):
    north = gather(seventeen, year, RULES)[0][0]
    rows = [{"q": "yes" if i < 9 else "no", "response_id": f"r{i:03d}"} for i in range(10)]
    text = json.dumps(rows, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert north.provenance.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert north.provenance.rows[:2] == ("r000", "r001")
    assert (north.provenance.table, north.provenance.count) == ("surveys/s/responses", 10)


def test_a_response_rate_of_half_is_no_concern_and_less_is(seventeen, year):
    assert strand_of(seventeen, year, scope="north").concerns == ()
    assert strand_of(seventeen, year, scope="south").concerns == (
        "Only 9 of 19 partners who were invited answered the survey “s” (47%).",
    )
    assert strand_of(seventeen, year).asked == 39


def test_an_unknown_response_rate_is_a_concern(make, make_survey, year):
    dataset = make(surveys=[make_survey("s", responses=answers(10, "yes"), items=[ITEM])])
    strand = strand_of(dataset, year)
    assert strand.concerns == (
        "How many were invited to the survey “s” is not recorded, so its response rate is unknown.",
    )
    assert strand.asked is None


def test_what_was_said_before_the_event_or_looking_back_never_counts(make, make_survey, year):
    responses = [
        *answers(10, "yes", stage="after"),
        *answers(10, "no", stage="before", start=10),
        *answers(10, "no", stage="then_test", start=20),
    ]
    strand = strand_of(make(surveys=[make_survey("s", responses=responses, items=[ITEM])]), year)
    assert (strand.k, strand.n) == (10, 10)


def test_whoever_answered_twice_counts_once_by_the_latest_answer_to_that_question(make, make_survey, year):
    def person(name, after, follow_up):
        common = {"voice": "stakeholder", "site": "north", "year": 1, "person_id": name}
        # The follow-up has the earlier key: it is the stage that makes it the later.
        return [
            {"response_id": f"{name}-z", "stage": "after", "q": after, **common},
            {"response_id": f"{name}-a", "stage": "follow_up", "q": follow_up, **common},
        ]

    responses = [*person("p1", "no", "yes"), *person("p2", "no", None), *person("p3", None, None)]
    level = {**ITEM, "measures": "level"}
    items, strands = gather(make(surveys=[make_survey("s", responses=responses, items=[level])]), year, RULES)
    whole = next(item for item in items if item.scope == "programme")
    assert (whole.by_name["k"], whole.n, whole.by_name["responses"], whole.by_name["missing"]) == (1, 2, 3, 1)
    assert whole.provenance.count == 3
    assert strands["safety", "programme"][0].population.opinion == 2


def test_of_two_answers_of_one_person_the_later_day_counts_whatever_their_ids(make, make_survey, year):
    common = {"voice": "stakeholder", "site": "north", "year": 1, "person_id": "p1"}
    responses = [
        {"response_id": "r2", "date": date(2018, 11, 2), "q": "no", **common},
        {"response_id": "r1", "date": date(2019, 3, 1), "q": "yes", **common},
    ]
    strand = strand_of(make(surveys=[make_survey("s", responses=responses, items=[ITEM])]), year)
    assert (strand.k, strand.n) == (1, 1)


def test_of_several_questions_people_are_counted_who_answered_any(make, make_survey, year):
    """7 gave an opinion on the first alone, 5 on the second alone, 2 on both; one is too early on each."""
    item = {**ITEM, "too_early": "soon"}
    both = [("yes", "dk")] * 7 + [(None, "no")] * 5 + [("yes", "yes")] * 2 + [("soon", "dk"), ("dk", "soon")]
    responses = [
        {**row, "q": first, "q2": second} for row, (first, second) in zip(answers(16, None), both, strict=True)
    ]
    survey = make_survey("s", responses=responses, items=[item, {**item, "item": "q2"}])
    strand = strand_of(make(surveys=[survey]), year)
    assert [one.n for one in strand.items] == [9, 7]
    assert (strand.population.answered, strand.population.opinion, strand.too_early) == (16, 14, 2)


def test_a_voice_that_was_never_asked_a_question_has_no_strand(make, make_survey, year):
    responses = [*answers(10, "yes"), *answers(5, None, voice="staff", start=10)]
    _, strands = gather(make(surveys=[make_survey("s", responses=responses, items=[ITEM])]), year, RULES)
    assert [strand.voice for strand in strands["safety", "programme"]] == ["stakeholder"]


def test_staff_speak_for_the_programme_and_proxies_and_too_early_are_carried(make, make_survey, year):
    item = {**ITEM, "too_early": "soon", "proxy": True}
    responses = [*answers(10, "yes", voice="staff"), *answers(3, "soon", voice="staff", start=10)]
    dataset = make(surveys=[make_survey("s", responses=responses, items=[item])])
    strand = strand_of(dataset, year, voice="staff")
    assert (strand.by_staff, strand.proxy, strand.too_early, strand.n) == (True, True, 3, 10)


def test_several_questions_are_listed_and_the_strand_has_no_share_of_its_own(make, make_survey, year):
    responses = [{**row, "q2": "no"} for row in answers(12, "yes")]
    items = [ITEM, {**ITEM, "item": "q2"}]
    strand = strand_of(make(surveys=[make_survey("s", responses=responses, items=items)]), year)
    assert (strand.reading, strand.n, strand.share) == ("mixed", None, None)
    assert [(one.item, one.k, one.n, one.reading) for one in strand.items] == [
        ("q", 12, 12, "positive"),
        ("q2", 0, 12, "no_change"),
    ]
    assert strand.population.opinion == 12
    assert "(12 of 12, 0 of 12)" in strand.why


def test_an_outcome_is_read_only_where_it_applies(make, make_survey, year):
    responses = [*answers(10, "yes"), *answers(10, "no", site="nation", start=10)]
    items = [{**ITEM, "outcome_id": "risk"}]
    _, strands = gather(make(surveys=[make_survey("s", responses=responses, items=items)]), year, RULES)
    assert strands["risk", "programme"][0].n == 10
    assert ("risk", "nation") not in strands
    assert strands["risk", "south"] == ()


def test_another_years_answers_stay_out(make, make_survey, year_2):
    _, strands = gather(make(surveys=[make_survey("s", responses=answers(10, "yes"), items=[ITEM])]), year_2, RULES)
    assert strands["safety", "programme"] == ()


def both_times(befores, afters, item="q"):
    rows = []
    for i, (before, after) in enumerate(zip(befores, afters, strict=True)):
        common = {"voice": "stakeholder", "site": "north", "year": 1, "person_id": f"p{i:02d}"}
        rows.append({"response_id": f"b{i:02d}", "stage": "before", item: before, **common})
        if after is not None:
            rows.append({"response_id": f"a{i:02d}", "stage": "after", item: after, **common})
    return rows


SCALE = "no|little|some|lot"
GRADED = {
    "item": "q",
    "outcome_id": "safety",
    "measures": "level",
    "scale": SCALE,
    "agree": "lot|some",
    "disagree": "no",
}


def matched_item(dataset, year):
    items, _ = gather(dataset, year, RULES)
    return next(item for item in items if item.evidence_id == "matched/safety/stakeholder/programme/1/s")


def test_the_same_people_before_and_after_are_an_item_of_the_survey_strand(make, make_survey, year):
    responses = both_times(["no"] * 11 + ["some"], ["some"] * 10 + ["no", "lot"])
    dataset = make(surveys=[make_survey("s", responses=responses, items=[GRADED])])
    item = matched_item(dataset, year)
    assert (item.kind, item.n, item.by_name["better"], item.by_name["same"]) == ("survey", 12, 11, 1)
    assert item.by_name["difference"] == pytest.approx(11 / 12)
    strand = strand_of(dataset, year)
    assert [(one.item, one.reading, one.cause) for one in strand.items] == [
        ("before and after", "positive", ""),
        ("q", "insufficient", "shown"),
    ]
    assert (strand.reading, strand.design, strand.unit) == ("positive", "uncompared", "people trained")
    assert strand.why.endswith("more of them did better. This shows what people felt on leaving.")
    assert strand.tokens == {"survey:s", "people:stakeholder"}


def test_answers_that_are_numbers_stand_for_themselves_and_words_for_their_place(make, make_survey, year):
    numbers = GRADED | {"scale": "0|2|10", "agree": "10", "disagree": "0"}
    dataset = make(
        surveys=[make_survey("s", responses=both_times(["0"] * 12, ["2"] * 6 + ["10"] * 6), items=[numbers])]
    )
    item = matched_item(dataset, year)
    assert (item.by_name["mean_before"], item.by_name["mean_after"], item.by_name["better"]) == (0.0, 6.0, 12)
    turned = make_survey("s", responses=both_times(["0"] * 12, ["2"] * 12), items=[numbers | {"agree": "0"}])
    assert matched_item(make(surveys=[turned]), year).by_name["worse"] == 12


def followed_up(answers, day=date(2019, 5, 1), first=date(2019, 1, 7)):
    """Twelve who answered “no” before and “some” right after, and these answers later."""
    responses = both_times(["no"] * 12, ["some"] * 12)
    for row in responses:
        row["date"] = first if row["stage"] == "before" else date(2019, 1, 8)
    late = [
        {**row, "response_id": f"f{i}", "stage": "follow_up", "q": answer, "date": day}
        for i, (row, answer) in enumerate(zip(responses[::2], answers, strict=False))
    ]
    return [*responses, *late]


def test_what_people_answer_sixty_days_later_is_measured_and_takes_the_place_of_what_they_felt(make, make_survey, year):
    dataset = make(surveys=[make_survey("s", responses=followed_up(["lot"] * 12), items=[GRADED])])
    item, strand = matched_item(dataset, year), strand_of(dataset, year)
    assert (item.by_name["later"], item.by_name["mean_after"], item.by_name["design"]) == ("follow_up", 4.0, "measured")
    assert (strand.reading, strand.design, strand.rose) == ("positive", "measured", True)
    assert "felt on leaving" not in strand.why


@pytest.mark.parametrize(
    "responses",
    [
        followed_up(["no"] * 12, day=date(2019, 3, 7)),  # 59 days
        followed_up(["no"] * 12, day=None),
        followed_up(["no"] * 7),  # 5 of 12 lost: more than 40 %, and fewer than ten
    ],
)
def test_else_what_they_felt_on_leaving_is_compared(make, make_survey, year, responses):
    dataset = make(surveys=[make_survey("s", responses=responses, items=[GRADED])])
    assert (matched_item(dataset, year).by_name["later"], strand_of(dataset, year).design) == ("after", "uncompared")
    only_late = [row for row in responses if row["stage"] != "after"]
    dataset = make(surveys=[make_survey("s", responses=only_late, items=[GRADED])])
    assert matched_item(dataset, year).by_name["later"] == "follow_up"
    assert (strand_of(dataset, year).design, strand_of(dataset, year).rose) == ("uncompared", False)


def test_whoever_is_asked_sixty_days_before_the_end_is_not_lost_yet(make, make_survey, year):
    early = followed_up(["lot"] * 12)
    late = [
        {**row, "response_id": f"n{row['response_id']}", "person_id": f"n{row['person_id']}", "date": date(2019, 8, 2)}
        for row in early
        if row["stage"] == "before"
    ]
    dataset = make(surveys=[make_survey("s", responses=[*early, *late], items=[GRADED])])
    assert (matched_item(dataset, year).by_name["due"], strand_of(dataset, year).design) == (12, "measured")
    due = [{**row, "date": date(2019, 8, 1)} for row in late]
    dataset = make(surveys=[make_survey("s", responses=[*early, *due], items=[GRADED])])
    assert strand_of(dataset, year).design == "uncompared"


def test_a_state_takes_no_reading_from_before_and_after(make, make_survey, year):
    outcomes = [{"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1, "claim": "state"}]
    survey = make_survey("s", responses=followed_up(["lot"] * 12), items=[GRADED])
    strand = strand_of(make(surveys=[survey], outcomes=outcomes), year)
    assert (strand.reading, [item.cause for item in strand.items]) == ("insufficient", ["shown", "shown"])
    assert strand.why == (
        "Answers from before and after are about a change, but the outcome is a state. So they are only shown."
    )


def test_months_after_a_training_a_change_is_read_and_a_level_is_only_shown(make, make_survey, year):
    responses = [*answers(12, "yes", stage="follow_up"), *answers(3, "no", stage="after", start=12)]
    strand = strand_of(make(surveys=[make_survey("s", responses=responses, items=[ITEM])]), year)
    assert (strand.reading, strand.k, strand.n, strand.unit) == ("positive", 12, 12, "people trained")
    level = {**ITEM, "measures": "level"}
    strand = strand_of(make(surveys=[make_survey("s", responses=responses, items=[level])]), year)
    assert (strand.reading, strand.items[0].cause, strand.n) == ("insufficient", "shown", 15)
    on_leaving = answers(12, "yes", stage="after")
    strand = strand_of(make(surveys=[make_survey("s", responses=on_leaving, items=[ITEM])]), year)
    assert (strand.reading, strand.items[0].cause) == ("insufficient", "shown")


def test_where_some_answered_outside_a_training_those_around_one_are_no_part_of_the_share(make, make_survey, year):
    responses = [*answers(12, "yes"), *answers(5, "no", stage="after", start=12)]
    strand = strand_of(make(surveys=[make_survey("s", responses=responses, items=[ITEM])]), year)
    assert (strand.k, strand.n, strand.unit) == (12, 12, "partners")


def test_whoever_was_trained_at_two_places_is_compared_at_each_and_once_in_all(make, make_survey, year):
    responses = both_times(["no"] * 3, ["some"] * 3)
    again = [
        {**row, "response_id": f"s{row['response_id']}", "site": "south", "q": answer}
        for row, answer in zip(responses[:2], ("some", "lot"), strict=True)
    ]
    dataset = make(surveys=[make_survey("s", responses=[*responses, *again], items=[GRADED])])
    found = {one.scope: one for one in gather(dataset, year, RULES)[0] if one.evidence_id.startswith("matched/")}
    assert {scope: one.n for scope, one in found.items()} == {"programme": 3, "north": 3, "south": 1}
    assert [found[scope].population.answered for scope in ("programme", "north", "south")] == [3, 3, 1]
    # There the first answer is that of the south, and in the whole programme that of the north.
    assert (found["south"].by_name["mean_before"], found["north"].by_name["mean_after"]) == (3.0, 3.0)
    assert found["programme"].by_name["mean_before"] == 1.0


def test_a_comparison_is_called_no_question_and_only_what_has_enough_answers_is_listed(make, make_survey, year):
    levels = followed_up(["lot"] * 12)
    responses = [{**row, "q2": "yes" if row["stage"] == "follow_up" else None} for row in levels]
    items = [GRADED, {**ITEM, "item": "q2"}]
    strand = strand_of(make(surveys=[make_survey("s", responses=responses, items=items)]), year)
    assert strand.why == "2 of 2 results with enough answers read positive (12 of 12, 12 of 12)."
    assert strand.design == "uncompared"  # what carries it is not all measured
    few = [{**row, "q2": row["q2"] if row["response_id"] < "f5" else None} for row in responses]
    strand = strand_of(make(surveys=[make_survey("s", responses=few, items=items)]), year)
    assert strand.why == "1 of 1 result with enough answers reads positive (12 of 12)."
    assert strand.design == "measured"


def test_a_scale_whose_agreeing_end_comes_first_is_turned_round(make, make_survey, year):
    responses = both_times(["no"] * 10, ["lot"] * 10)
    turned = {**GRADED, "scale": "lot|some|little|no"}
    assert (
        matched_item(make(surveys=[make_survey("s", responses=responses, items=[turned])]), year).by_name["better"]
        == 10
    )


def test_the_order_of_answers_comes_from_the_form_where_items_give_none(make, make_survey, year):
    question = Question("q", "select_one", "Safer?", tuple(Choice(value, value) for value in SCALE.split("|")))
    items = [{**GRADED, "scale": None}]
    survey = make_survey("s", responses=both_times(["no"] * 10, ["lot"] * 10), items=items, questions=(question,))
    item = matched_item(make(surveys=[survey]), year)
    assert (item.by_name["mean_before"], item.by_name["mean_after"]) == (1.0, 4.0)


def test_a_person_scores_the_mean_of_what_they_answered_both_times(make, make_survey, year):
    responses = both_times(["some"], ["some"])
    for row, second in zip(responses, ["no", "lot"], strict=True):
        row["q2"] = second
    responses[0]["q3"] = "lot"
    items = [GRADED, {**GRADED, "item": "q2"}, {**GRADED, "item": "q3"}]
    item = matched_item(make(surveys=[make_survey("s", responses=responses, items=items)]), year)
    # (3 + 1) / 2 before and (3 + 4) / 2 after; the third was answered once only.
    assert (item.by_name["mean_before"], item.by_name["mean_after"]) == (2.0, 3.5)


def test_people_lost_on_the_way_are_counted_and_are_a_concern_above_forty_per_cent(make, make_survey, year):
    def after(lost, kept):
        responses = both_times(["no"] * (lost + kept), ["lot"] * kept + [None] * lost)
        return make(surveys=[make_survey("s", responses=responses, items=[GRADED])])

    assert matched_item(after(8, 12), year).by_name["attrition"] == pytest.approx(0.4)
    assert not any("no later one" in concern for concern in strand_of(after(8, 12), year).concerns)
    assert any(
        "9 of 20 people trained who gave a first answer have no later one" in concern
        for concern in strand_of(after(9, 11), year).concerns
    )
    assert matched_item(after(16, 10), year).polarity == "mixed"  # 62 % lost


def test_a_question_may_be_called_anything_that_is_no_column_of_the_contract(make, make_survey, year):
    for name in ("when", "before", "after", "_order", "share"):
        responses = both_times(["no"] * 10, ["lot"] * 10, item=name)
        items = [{**GRADED, "item": name}]
        assert matched_item(make(surveys=[make_survey("s", responses=responses, items=items)]), year).n == 10
    items = [{**GRADED, "item": "stage"}]
    dataset = make(surveys=[make_survey("s", responses=responses, items=items)])
    assert gather(dataset, year, RULES)[1]["safety", "programme"] == ()


def test_words_that_give_no_opinion_never_enter_n(make, make_survey, year):
    words = ["N/A", "not applicable", "Prefer not to say", "dont_know", "Pass"]
    responses = [*answers(10, "yes"), *(row for i, word in enumerate(words) for row in answers(1, word, start=10 + i))]
    dataset = make(surveys=[make_survey("s", responses=responses, items=[{**ITEM, "scale": "yes|no|dont_know|Pass"}])])
    value = gather(dataset, year, RULES)[0][0].by_name
    assert (value["n"], value["dont_know"], value["neutral"]) == (11, 4, 1)
    programme = replace(dataset.programme, answers=Answers(("pass",)))
    value = gather(replace(dataset, programme=programme), year, RULES)[0][0].by_name
    assert (value["n"], value["dont_know"], value["neutral"]) == (10, 5, 0)


def test_an_answer_in_no_list_is_not_neutral_and_nothing_is_read_from_the_question(make, make_survey, year):
    responses = [*answers(20, "yes"), *answers(1, "maybe", start=20)]
    dataset = make(surveys=[make_survey("s", responses=responses, items=[ITEM])])
    item = gather(dataset, year, RULES)[0][0]
    value = item.by_name
    assert (item.n, value["n"], value["k"], value["neutral"], value["unplaced"]) == (20, 20, 20, 0, 1)
    assert (value["share"], item.interval, item.polarity) == (None, None, "none")
    strand = strand_of(dataset, year)
    assert strand.reading == "insufficient"
    assert strand.why == "It is not known what 1 answer to it means: items.csv does not say."
    placed = make(surveys=[make_survey("s", responses=responses, items=[{**ITEM, "scale": "yes|maybe|no"}])])
    assert strand_of(placed, year).reading == "positive"
    assert "unplaced" not in gather(placed, year, RULES)[0][0].by_name


def test_of_a_change_the_same_and_worse_are_counted_apart_and_only_worse_is_negative(make, make_survey, year):
    change = {**ITEM, "same": "same", "worse": "worse"}

    def read(better, same, no, worse):
        responses = [
            *answers(better, "yes"),
            *answers(same, "same", start=20),
            *answers(no, "no", start=40),
            *answers(worse, "worse", start=60),
        ]
        return make(surveys=[make_survey("s", responses=responses, items=[change])])

    value = gather(read(2, 3, 1, 14), year, RULES)[0][0].by_name
    assert {name: value[name] for name in ("n", "k", "same", "worse", "disagree", "neutral")} == {
        "n": 20, "k": 2, "same": 3, "worse": 14, "disagree": 1, "neutral": 0,
    }  # fmt: skip
    # Wilson's lower ends: 0.481 of 14 of 20, 0.531 of 15 of 20.
    assert strand_of(read(2, 3, 1, 14), year).reading == "mixed"
    assert strand_of(read(2, 2, 1, 15), year).reading == "negative"
    assert strand_of(read(2, 1, 15, 2), year).reading == "no_change"


def test_who_did_not_say_what_a_question_measures_is_asked_and_nothing_is_read(make, make_survey, year):
    survey = make_survey("s", responses=answers(12, "yes"), items=[{**ITEM, "measures": None}])
    strand = strand_of(make(surveys=[survey]), year)
    assert (strand.reading, strand.k, strand.share) == ("insufficient", 12, 1.0)
    assert strand.why.endswith("items.csv does not say whether this asks how things are or whether they changed.")
