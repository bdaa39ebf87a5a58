"""Who is counted: a place is no young person, and one person counts once."""

from __future__ import annotations

from typing import Final

from mutations.answers import DIFFER, NEXT
from mutations.edits import Change
from mutations.model import COST, GONE, NEW, REACHED_WHO, SUMMARY, VERDICTS, Mutation, Said, Stopped

SAFETY: Final = "Young people are safer"
SAFETY_EVIDENCE: Final = f"{SAFETY} > The evidence"
TRAINED: Final = ("practitioner_understanding", "confidence")
"""What the survey at the training events asks about."""
SCORES: Final = "assessments.csv"
DONE: Final = "What was done"
CAME: Final = "Practitioners understand exploitation and its forms > The evidence"

# assessments.csv, outcome safety, by a worker, to 31 August 2019: 62 cases have a baseline and a later score; the last
# is higher than the first for 43, the same for 16 and lower for 3. Five places have both, all of them higher.
PAIRS: Final = "62 young people scored at the start and again in the year: 43 better, 16 the same, 3 worse"
PLACES: Final = "5 places and groups scored at the start and again in the year: 5 better, 0 the same, 0 worse"
BETTER: Final = (
    "Of 62 young people whom workers scored at the start and again in the year, 43 had a better score the last time"
)

UNITS: Final = (
    # man-016 went from 5 to 6, one of the 43: 42 of 61. place-08 then begins with its 5 (11 March, before its own
    # 4 of 21 March) and ends with its 5 of 19 June: the same, so that 4 of 5 places are better.
    Mutation(
        "a young person’s scores become a place’s",
        (Change(SCORES, {"case_id": "man-016", "outcome_id": "safety"}, {"case_id": "", "context_id": "place-08"}, 3),),
        (
            Said(
                SAFETY_EVIDENCE,
                PAIRS,
                "61 young people scored at the start and again in the year: 42 better, 16 the same, 3 worse",
            ),
            Said(
                SAFETY_EVIDENCE,
                PLACES,
                "5 places and groups scored at the start and again in the year: 4 better, 1 the same, 0 worse",
            ),
            Said(
                SAFETY,
                BETTER,
                "Of 61 young people whom workers scored at the start and again in the year, 42 had a better score",
            ),
            Said("Before and after", f"{SAFETY} | young people, scored by workers | 62 | 43 | 16 | 3", "61 | 42 | 16"),
        ),
        (Stopped("stale_evidence", "y1-safety-numbers"),),
        outcomes=("safety",),
        parts=("Before and after",),
    ),
    # place-03 (a peer group) went from 5 to 7. lon-044 had no score in the year: 63 young people, 44 better, of 96 with
    # a first score. What is left are places alone: 4 of 4.
    Mutation(
        "a place’s scores become a young person’s",
        (
            Change(
                SCORES, {"context_id": "place-03", "outcome_id": "safety"}, {"context_id": "", "case_id": "lon-044"}, 2
            ),
        ),
        (
            Said(
                SAFETY_EVIDENCE,
                PAIRS,
                "63 young people scored at the start and again in the year: 44 better, 16 the same, 3 worse",
            ),
            Said(SAFETY_EVIDENCE, "95 were scored at the start; 62", "96 were scored at the start; 63"),
            Said(
                SAFETY_EVIDENCE,
                PLACES,
                "4 places scored at the start and again in the year: 4 better, 0 the same, 0 worse",
            ),
            Said(
                "Before and after",
                "Young people are safer | young people, scored by workers | 62 | 43 | 16 | 3",
                "63 | 44 | 16 | 3",
            ),
        ),
        (Stopped("stale_evidence", "y1-safety-numbers"),),
        asked="assessment_before_referral",
        outcomes=("safety",),
        parts=("Before and after",),
    ),
    # A case that was never opened cannot stand for a place that was not open either.
    Mutation(
        "a young person’s scores become those of a place that was not worked on yet",
        (Change(SCORES, {"case_id": "man-016", "outcome_id": "safety"}, {"case_id": "", "context_id": "place-09"}, 3),),
        refused="place_not_open",
    ),
    # lon-023 went from 5 to 7 as a worker saw it; as its own account it is one of no 62, and the one word of a young
    # person there is.
    Mutation(
        "a worker’s scores become the young person’s own",
        (Change(SCORES, {"case_id": "lon-023", "outcome_id": "safety"}, {"rater": "young_person"}, 3),),
        (
            Said(
                SAFETY_EVIDENCE,
                PAIRS,
                "61 young people scored at the start and again in the year: 42 better, 16 the same, 3 worse",
            ),
            Said(SAFETY_EVIDENCE, PAIRS, "Young people’s own scores, before and after · young people: Not enough"),
            Said(SAFETY, "no young person or family speaks of it", GONE),
        ),
        (Stopped("stale_evidence", "y1-safety"),),
        outcomes=("safety",),
        parts=(VERDICTS, "Before and after", "Executive summary"),
    ),
    # 17 came to train-30, whose audience the 666 hold, and where nobody was asked: 649 people, 264 of them asked.
    Mutation(
        "an event for professionals was one for young people",
        (Change("training_events.csv", {"event_id": "train-30"}, {"audience": "young_people"}),),
        (
            Said(SUMMARY, "666 people trained, at 30 events", "649 people trained, at 29 events"),
            Said(
                DONE,
                "30 training events for outside professionals: 666 people trained",
                "29 training events for outside professionals: 649 people trained",
            ),
            Said(DONE, NEW, "1 training event for young people: 17 young people"),
            Said(CAME, "666 people came; 264 were asked, at 12 of 30 events", "649 people came; 264 were asked, at 12"),
        ),
        outcomes=TRAINED,
        parts=(COST, DONE, "Greater Manchester"),
    ),
    # att-0001 came to train-01 as well: 667 rows less one are 665 people, who still came to 12 of 30 events.
    Mutation(
        "one person came to two events",
        (Change("attendance.csv", {"event_id": "train-02", "attendee_id": "att-0023"}, {"attendee_id": "att-0001"}),),
        (
            Said(SUMMARY, "666 people trained, at 30 events", "665 people trained, at 30 events"),
            Said(DONE, "666 people trained", "665 people trained"),
            Said(CAME, "666 people came; 264 were asked", "665 people came; 264 were asked"),
        ),
        outcomes=TRAINED,
        parts=(
            COST,
            DONE,
        ),
    ),
    # p1-030 and p1-034, both of London and both agreeing on spot_signs, were two of the 45 of 55 and of the 62.
    Mutation(
        "two answers were one person’s",
        (
            Change("surveys/partners-2019/responses.csv", {"response_id": "p1-030"}, {"person_id": "person-1"}),
            Change("surveys/partners-2019/responses.csv", {"response_id": "p1-034"}, {"person_id": "person-1"}),
        ),
        (
            Said(
                SUMMARY,
                "39 of 50 partners agreed: “Young people I know",
                "38 of 49 partners agreed: “Young people I know",
            ),
            Said(
                "Practitioners identify young people at risk or exploited > The evidence",
                "45 of 55 partners (82%",
                "44 of 54 partners (81%",
            ),
            Said(
                "Practitioners identify young people at risk or exploited > The evidence",
                "62 answered the survey",
                "61 answered the survey",
            ),
        ),
        (Stopped("stale_evidence", "y1-identification"),),
        outcomes=(
            *("access", "practitioner_understanding", "identification", "confidence", "pathways_understood"),
            *("structures_response", "victims", "joint_working", "information_shared"),
        ),
        parts=(DIFFER, NEXT),
    ),
    # bir-032 was seen once by 31 August 2019, alone: 879 of 1,056 sessions, and 95 of the 96 who were seen at any.
    Mutation(
        "the only session that a young person came to did not go ahead",
        (Change("sessions.csv", {"case_id": "bir-032", "date": "2019-08-30"}, {"held": "no"}),),
        (
            Said(COST, "£3,089 for each of the 96 young people", "£3,121 for each of the 95 young people"),
            Said(REACHED_WHO, "Whole programme | 120 | 99 | 96", "Whole programme | 120 | 99 | 95"),
            Said(SUMMARY, "96 young people had", "95 young people had"),
            Said(
                DONE,
                "880 of 1,056 sessions with a young person alone went ahead (83%), with 96 young people",
                "879 of 1,056 sessions with a young person alone went ahead (83%), with 95 young people",
            ),
            Said(DONE, "96 young people had at least one session", "95 young people had at least one session"),
        ),
        parts=(COST, REACHED_WHO, DONE, "Birmingham"),
    ),
    # lon-044 was opened on 27 August 2019, neither seen nor scored by the 31st: 98 of the 99 are left.
    Mutation(
        "a case was opened after the year",
        (Change("cases.csv", {"case_id": "lon-044"}, {"opened": "2019-09-02"}),),
        (
            Said(
                REACHED_WHO, "it had accepted 99 (83%) by 31 August 2019", "it had accepted 98 (82%) by 31 August 2019"
            ),
            Said(SUMMARY, "99 young people and 1 document", "98 young people and 1 document"),
            Said("What it rests on", "99 young people with a case open", "98 young people with a case open"),
            Said(SAFETY_EVIDENCE, "99 young people had a case open in the year", "98 young people had a case open"),
        ),
        outcomes=("safety", "access", "cyp_understanding", "risk", "mental_health", "relationships"),
        parts=(
            REACHED_WHO,
            "What it rests on",
        ),
    ),
)
