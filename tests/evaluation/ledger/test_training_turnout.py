"""Who came to a training, who was asked and who answered: by its events, or by invited.csv where that says it."""

from __future__ import annotations

from datetime import date

from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules

RULES = Rules()
ITEM = {
    "item": "q",
    "outcome_id": "safety",
    "label": "How sure?",
    "measures": "level",
    "scale": "1|2|3|4|5",
    "agree": "4|5",
    "disagree": "1|2",
}
EVENTS = [
    {"event_id": "e1", "site": "north", "date": date(2018, 11, 1), "audience": "professionals"},
    {"event_id": "e2", "site": "north", "date": date(2019, 2, 1), "audience": "professionals"},
    {"event_id": "e3", "site": "north", "date": date(2019, 11, 1), "audience": "professionals"},
    {"event_id": "e4", "site": "north", "date": date(2020, 2, 1), "audience": "professionals"},
    {"event_id": "e5", "site": "north", "date": date(2019, 11, 2), "audience": "families"},
]
CAME = [
    {"event_id": event, "attendee_id": f"{event}-{n}"}
    for event, many in (("e1", 20), ("e2", 5), ("e3", 12), ("e4", 8), ("e5", 9))
    for n in range(many)
]


def answers(event, year, many, *stages, answer="4"):
    return [
        {
            "response_id": f"{event}-{n}-{stage}-{year}",
            "person_id": f"{event}-{n}",
            "event_id": event,
            "voice": "stakeholder",
            "site": "north",
            "year": year,
            "stage": stage,
            "q": "2" if stage == "before" else answer,
        }
        for n in range(many)
        for stage in stages
    ]


def chains(make, make_survey, year, responses, invited=(), events=EVENTS, came=CAME):
    """The chain of each strand on safety in the whole programme, as it is told."""
    survey = make_survey("s", responses=responses, items=[ITEM], invited=invited)
    dataset = make(surveys=[survey], training_events=events, attendance=came)
    items, strands = gather(dataset, year, RULES)
    (strand,) = strands["safety", "programme"]
    told = {
        item.evidence_id.split("/")[0]: item.population.chain(item.unit) for item in items if "north" not in item.scope
    }
    return told, strand.concerns


def test_events_of_an_earlier_year_without_an_answer_in_this_one_are_left_out(make, make_survey, year_2):
    responses = [
        *answers("e1", 1, 15, "before", "after"),
        *answers("e3", 2, 11, "before", "after"),
        *answers("e2", 1, 4, "before"),
        *answers("e2", 2, 3, "follow_up"),
    ]
    told, concerns = chains(make, make_survey, year_2, responses)
    # e3 and e4 are of the year, and e2 has answers in it; e1 has none, and e5 is for families.
    assert told["matched"] == "25 people came; 17 were asked, at 2 of 3 events; 11 answered both times"
    assert concerns == ()


def test_what_is_invited_says_it_where_all_answers_are_of_one_stage(make, make_survey, year_2):
    responses = answers("e1", 2, 12, "follow_up")
    invited = [{"voice": "stakeholder", "site": "north", "year": 2, "invited": 30}]
    told, concerns = chains(make, make_survey, year_2, responses, invited)
    said = "45 people came; 30 were invited; 12 answered the survey “s”; 12 gave an opinion"
    assert told == {"survey": said}
    assert concerns == ("Only 12 of 30 people trained who were invited answered the survey “s” (40%).",)
    told, _ = chains(make, make_survey, year_2, responses)
    assert told == {
        "survey": "45 people came; 20 were asked, at 1 of 4 events; 12 answered the survey “s”; 12 gave an opinion"
    }


def test_who_came_after_the_last_answer_could_not_have_been_asked_months_later(make, make_survey, year_2):
    responses = [{**one, "date": date(2019, 12, 1)} for one in answers("e1", 2, 12, "follow_up")]
    told, _ = chains(make, make_survey, year_2, responses)
    # The eight of e4, which was held in February 2020, are not among them.
    assert told["survey"].startswith(
        "37 people had come by 1 December 2019; 20 were asked, at 1 of 3 events; 12 answered"
    )


def test_invited_names_no_stage_so_events_say_who_was_asked_twice(make, make_survey, year_2):
    responses = answers("e3", 2, 11, "before", "after")
    invited = [{"voice": "stakeholder", "site": "north", "year": 2, "invited": 99}]
    told, _ = chains(make, make_survey, year_2, responses, invited)
    assert told["matched"] == "20 people came; 12 were asked, at 1 of 2 events; 11 answered both times"


def test_one_of_anything_is_told_as_one(make, make_survey, year):
    told, concerns = chains(
        make,
        make_survey,
        year,
        answers("e1", 1, 1, "before", "after"),
        events=EVENTS[:1],
        came=[{"event_id": "e1", "attendee_id": "e1-0"}],
    )
    assert told["matched"] == "1 person came; 1 was asked, at the only event; 1 answered both times"
    assert concerns == ()
