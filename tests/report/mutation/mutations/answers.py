"""What people answered: how things are is never told as how they changed, and no opinion is no answer."""

from __future__ import annotations

from typing import Final

from mutations.edits import Change, Drop
from mutations.model import GONE, SUMMARY, SURE, VERDICTS, Mutation, Said, Stopped

PARTNERS: Final = "surveys/partners-2019/responses.csv"
ITEMS: Final = "surveys/partners-2019/items.csv"
TRAINING: Final = "surveys/training/responses.csv"
ACCESS: Final = "Young people reach the support services they need"
SPOTTED: Final = "Practitioners identify young people at risk or exploited"
KNOW: Final = "Practitioners understand the pathways"
UNDERSTAND: Final = "Practitioners understand exploitation and its forms"
CONFIDENT: Final = "Practitioners are confident to identify and support"
DIFFER: Final = "Where you and the programme’s staff differ"
NEXT: Final = "Data to collect next year"
CANNOT: Final = "What it cannot tell you"
SURVEYED: Final = (
    *("access", "practitioner_understanding", "identification", "confidence", "pathways_understood"),
    *("structures_response", "victims", "joint_working", "information_shared"),
)
"""What the survey of 2019 asks about."""

# responses.csv of partners-2019, reach_services: of 50 partners 29 agree, 10 strongly, 5 neither, 6 disagree; of 19
# staff 5 agree, 4 strongly, 3 neither, 7 disagree; 3 of them do not know.
REACHED: Final = "39 of 50 partners (78%; 65% to 87%)"

ANSWERS: Final = (
    # p1-029 of London agrees, to reach_services as to understand, where 30 and 11 of 55 partners agree, and 7 and 3 of
    # 24 staff.
    Mutation(
        "an answer of a partner was one of the programme’s staff",
        (Change(PARTNERS, {"response_id": "p1-029"}, {"voice": "staff"}),),
        (
            Said(
                SUMMARY,
                "39 of 50 partners agreed: “Young people I know",
                "38 of 49 partners agreed: “Young people I know",
            ),
            Said(f"{ACCESS} > The evidence", REACHED, "38 of 49 partners (78%"),
            Said(f"{ACCESS} > The evidence", "9 of 19 staff (47%", "10 of 20 staff (50%"),
            Said(ACCESS, "39 of 50 partners agreed", "38 of 49 partners agreed"),
            Said(f"partners: {ACCESS}", "39 of 50 partners (78%) agreed", "38 of 49 partners (78%) agreed"),
            Said(
                f"partners: {DIFFER}",
                "10 of 24 of the programme’s staff (42%) agreed, but 41 of 55",
                "11 of 25 of the programme’s staff (44%) agreed, but 40 of 54",
            ),
            Said(
                "What it rests on",
                "28 from the programme’s own staff and 424 from partners",
                "29 from the programme’s own staff and 423",
            ),
        ),
        (Stopped("stale_evidence", "y1-access-numbers"),),
        outcomes=SURVEYED,
        parts=(DIFFER, NEXT, "What it rests on", "The programme’s own staff and partners"),
    ),
    # 45 of 55 partners agree on spot_signs (30 and 15 strongly); 6 neither, 4 disagree. p1-030 is one who agrees.
    Mutation(
        "an answer becomes no opinion",
        (Change(PARTNERS, {"response_id": "p1-030"}, {"spot_signs": "dont_know"}),),
        (
            Said(f"{SPOTTED} > The evidence", "45 of 55 partners (82%", "44 of 54 partners (81%"),
            Said(
                f"{SPOTTED} > The evidence",
                "62 answered the survey “partners-2019”; 55 gave an opinion",
                "54 gave an opinion",
            ),
            Said(SPOTTED, "partners | 45 | 6 | 4 | 4 | 3 | 0", "partners | 44 | 6 | 4 | 4 | 4 | 0"),
            Said(f"partners: {SPOTTED}", "45 of 55 partners (82%) agreed", "44 of 54 partners (81%) agreed"),
        ),
        (Stopped("stale_evidence", "y1-identification"),),
        outcomes=("identification",),
        parts=(DIFFER, NEXT),
    ),
    # Of 53 partners who gave an opinion in 2018 25 agreed on spot_signs, of London’s 14 seven; p0-001 was one of these.
    # 45 of 55 less 24 of 53 is 36.5 points; Newcombe’s interval of 12 of 15 less 6 of 14 leaves out nought (1 to 63).
    Mutation(
        "somebody had answered otherwise before the work began",
        (Change("surveys/partners-2018/responses.csv", {"response_id": "p0-001"}, {"spot_signs": "disagree"}),),
        (
            Said(
                f"{SPOTTED} > The evidence",
                "before Year 1, 25 of 53 did (47%), a difference of 35 points",
                "before Year 1, 24 of 53 did (45%), a difference of 37 points (18 to 52 points), so the share rose",
            ),
            Said(VERDICTS, f"{SPOTTED}, London: Too little to read", f"{SPOTTED}, London: No clear difference"),
        ),
        outcomes=("identification",),
        parts=(VERDICTS, NEXT, "London"),
    ),
    # The 55 who agreed on each of two questions are not 48 of 62 alone (16 points more, and the interval leaves out
    # nought) but 45 of 55 too (11 points, and it does not): as a change one of two read so, fewer than two thirds.
    Mutation(
        "how things are is claimed as a change",
        (Change("outcomes.csv", {"outcome_id": "confidence"}, {"claim": "change"}),),
        (
            Said(
                f"{CONFIDENT} > The evidence",
                "2 of 2 questions with enough answers read positive",
                "1 of 2 questions with enough answers reads positive, 1 neither way",
            ),
            Said(f"{CONFIDENT} > The evidence", "but the outcome is a state. So they are only shown", GONE),
            Said(
                SURE,
                "0 of 3 states hold; 1 of 7 changes is supported",
                "0 of 2 states hold; 1 of 8 changes is supported",
            ),
            Said(CANNOT, "made 4 measured readings", "made 5 measured readings"),
        ),
        (Stopped("edge_polarity", "y1-confidence"),),
        outcomes=("confidence",),
        parts=(VERDICTS, CANNOT, "Executive summary", "The programme’s own staff and partners"),
    ),
    # p1-043 of London finds it too soon to tell; so do three others.
    Mutation(
        "too soon to tell becomes agreement",
        (Change(PARTNERS, {"response_id": "p1-043"}, {"spot_signs": "agree"}),),
        (
            Said(f"{SPOTTED} > The evidence", "45 of 55 partners (82%", "46 of 56 partners (82%"),
            Said(
                SPOTTED, "Four people said that it is too soon to tell", "Three people said that it is too soon to tell"
            ),
        ),
        (Stopped("stale_evidence", "y1-identification"),),
        outcomes=("identification",),
        parts=(DIFFER,),
    ),
    # Only those who strongly agree are left: 10 of 50 partners, 4 of 19 staff. In 2018 to agree was enough, so that the
    # two cannot be compared, and nothing that is left for it is: one measured reading less, and nothing supported.
    Mutation(
        "to agree no longer counts as agreeing",
        (Change(ITEMS, {"item": "reach_services"}, {"agree": "strongly_agree"}),),
        (
            Said(f"{ACCESS} > The evidence", REACHED, "10 of 50 partners (20%"),
            Said(f"{ACCESS} > The evidence", "9 of 19 staff (47%", "4 of 19 staff (21%"),
            Said(f"{ACCESS} > The evidence", "before Year 1, 23 of 45 did (51%)", GONE),
            Said(f"partners: {ACCESS}", "39 of 50 partners (78%) agreed", GONE),
            Said(SURE, "1 of 7 changes is supported", "0 of 7 changes are supported"),
            Said(CANNOT, "made 4 measured readings", "made 3 measured readings"),
        ),
        (Stopped("edge_polarity", "y1-access"),),
        asked="asked_otherwise",
        outcomes=("access",),
        parts=(VERDICTS, DIFFER, "Executive summary", "Strengths", NEXT, CANNOT, "How to read this report"),
    ),
    # Of 59 partners 49 disagree and 6 agree; of 24 staff all agree: told the other way round.
    Mutation(
        "to agree and to disagree change places",
        (
            Change(
                ITEMS,
                {"item": "know_pathway"},
                {"agree": "strongly_disagree|disagree", "disagree": "agree|strongly_agree"},
            ),
        ),
        (
            Said(f"{KNOW} > The evidence", "6 of 59 partners (10%", "49 of 59 partners (83%"),
            Said(f"{KNOW} > The evidence", "24 of 24 staff (100%", "0 of 24 staff (0%"),
            Said(KNOW, "24 of 24 staff agreed that practitioners know what to do", "0 of 24 staff agreed"),
            Said(
                f"partners: {KNOW}",
                "6 of 59 partners (10%) agreed.",
                "49 of 59 partners (83%) answered “Strongly disagree” or “Disagree”.",
            ),
        ),
        asked="asked_otherwise",
        outcomes=("pathways_understood",),
        parts=(DIFFER, "Executive summary", "How to read this report", "Challenges"),
    ),
    # att-0018 went from 3 to 4 and from 2 to 4: one of the 126 and of the 122. What the 181 answered afterwards is
    # how things are, and stays as it was.
    Mutation(
        "what somebody answered before the training is left out",
        (Drop(TRAINING, {"person_id": "att-0018", "stage": "before"}),),
        (
            Said(SUMMARY, "452 survey responses", "451 survey responses"),
            Said(
                f"{UNDERSTAND} > The evidence",
                "126 of 181 people trained (70%; 63% to 76%) gave a better answer",
                "125 of 180 people trained (69%",
            ),
            Said(UNDERSTAND, "126 of 181 people who answered before", "125 of 180 people who answered before"),
            Said(
                "Before and after", "people trained, scored by themselves | 181 | 126 | 45 | 10", "180 | 125 | 45 | 10"
            ),
            Said("What it rests on", "452 survey responses", "451 survey responses"),
        ),
        (Stopped("stale_evidence", "y1-practitioners-numbers"),),
        outcomes=("practitioner_understanding", "confidence"),
        parts=("Before and after", "What it rests on"),
    ),
    # att-0002 went from 2 to 4. As an answer that looks back it is no answer after the day: 125 of 180, and 160 of 180
    # who then put themselves at 4 or 5.
    Mutation(
        "an answer after the training looked back at before",
        (Change(TRAINING, {"person_id": "att-0002", "stage": "after"}, {"stage": "then_test"}),),
        (
            Said(
                f"{UNDERSTAND} > The evidence",
                "126 of 181 people trained (70%; 63% to 76%) gave a better answer",
                "125 of 180 people trained (69%",
            ),
            Said(f"{UNDERSTAND} > The evidence", "161 of 181 people trained (89%", "160 of 180 people trained (89%"),
        ),
        outcomes=("practitioner_understanding", "confidence"),
        parts=("Before and after", "In short, for your work"),
    ),
    # An answer in no list, where a form says which there are.
    Mutation(
        "an answer is one that the form does not have",
        (Change(PARTNERS, {"response_id": "p1-030"}, {"spot_signs": "definitely"}),),
        refused="answer_off_the_scale",
    ),
    # Of London’s 15 who gave an opinion on spot_signs 12 agree, of Birmingham’s 13 11. All told they stay 45 of 55. In
    # 2018 7 of Birmingham’s 14 did: to 11 of 13 Newcombe’s interval holds nought, to 13 of 15 it does not (1 to 63).
    Mutation(
        "two answers were given in another place",
        tuple(Change(PARTNERS, {"response_id": who}, {"site": "birmingham"}) for who in ("p1-030", "p1-034")),
        (
            Said(f"{SPOTTED} > Place by place", "12 of 15 partners (80%) agree", "10 of 13 partners (77%) agree"),
            Said(f"{SPOTTED} > Place by place", "11 of 13 partners (85%) agree", "13 of 15 partners (87%) agree"),
            Said(VERDICTS, f"{SPOTTED}, Birmingham: Too little", f"{SPOTTED}, Birmingham: No clear difference"),
        ),
        outcomes=SURVEYED,
        parts=(VERDICTS, NEXT, "Birmingham"),
    ),
)
