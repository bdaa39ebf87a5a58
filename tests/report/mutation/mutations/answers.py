"""What people answered: how things are is never told as how they changed, and no opinion is no answer."""

from __future__ import annotations

from typing import Final

from mutations.edits import Change, Drop
from mutations.model import Mutation, Said, Stopped

PARTNERS: Final = "surveys/partners-2019/responses.csv"
ITEMS: Final = "surveys/partners-2019/items.csv"
TRAINING: Final = "surveys/training/responses.csv"
ACCESS: Final = "Young people reach the support services they need"
SPOTTED: Final = "Practitioners identify young people at risk or exploited"
KNOW: Final = "Practitioners understand the pathways"
UNDERSTAND: Final = "Practitioners understand exploitation and its forms"
DIFFER: Final = "Where you and the programme’s staff differ"
SURVEYED: Final = (
    *("access", "practitioner_understanding", "identification", "confidence", "pathways_understood"),
    *("structures_response", "victims", "joint_working", "information_shared"),
)
"""What the survey of 2019 asks about."""

# responses.csv of partners-2019, reach_services: of 50 partners 29 agree, 10 strongly, 5 neither, 6 disagree; of 19
# staff 5 agree, 4 strongly, 3 neither, 7 disagree; 3 of them do not know.
REACHED: Final = "39 of 50 partners (78%; 65% to 87%)"

ANSWERS: Final = (
    # p1-029 of London agrees.
    Mutation(
        "an answer of a partner was one of the programme’s staff",
        (Change(PARTNERS, {"response_id": "p1-029"}, {"voice": "staff"}),),
        (
            Said(f"{ACCESS} > The evidence", REACHED, "38 of 49 partners (78%"),
            Said(f"{ACCESS} > The evidence", "9 of 19 staff (47%", "10 of 20 staff (50%"),
            Said(ACCESS, "39 of 50 outside professionals and partners agreed", "38 of 49 outside professionals"),
            Said(f"partners: {ACCESS}", "39 of 50 partners (78%) agreed", "38 of 49 partners (78%) agreed"),
            Said(
                f"partners: {DIFFER}",
                "9 of 19 of the programme’s staff (47%) agreed, but 39 of 50",
                "10 of 20 of the programme’s",
            ),
            Said(
                "What it rests on",
                "28 from the programme’s own staff and 424 from partners",
                "29 from the programme’s own staff and 423",
            ),
        ),
        (Stopped("stale_evidence", "y1-access-numbers"),),
        outcomes=SURVEYED,
        parts=(DIFFER, "What it rests on", "The programme’s own staff and partners"),
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
        parts=(DIFFER,),
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
    # Only those who strongly agree are left: 10 of 50 partners, 4 of 19 staff. Nothing outside speaks for it but what
    # partners say in interviews; the survey is mixed (6 of 50 disagree).
    Mutation(
        "to agree no longer counts as agreeing",
        (Change(ITEMS, {"item": "reach_services"}, {"agree": "strongly_agree"}),),
        (
            Said(f"{ACCESS} > The evidence", REACHED, "10 of 50 partners (20%"),
            Said(f"{ACCESS} > The evidence", "9 of 19 staff (47%", "4 of 19 staff (21%"),
            Said(f"partners: {ACCESS}", "39 of 50 partners (78%) agreed", "10 of 50 partners (20%) agreed"),
        ),
        (Stopped("edge_polarity", "y1-access"),),
        outcomes=("access",),
        parts=(DIFFER, "Executive summary", "Strengths", "Data to collect next year"),
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
                "6 of 59 partners (10%) agreed with",
                "49 of 59 partners (83%) answered “Strongly disagree” or “Disagree” to",
            ),
        ),
        outcomes=("pathways_understood",),
        parts=(DIFFER, "Executive summary", "How to read this report", "Challenges"),
    ),
    # att-0018 went from 3 to 4 and from 2 to 4: one of the 126 and of the 122. What the 181 answered afterwards is
    # how things are, and stays as it was.
    Mutation(
        "what somebody answered before the training is left out",
        (Drop(TRAINING, {"person_id": "att-0018", "stage": "before"}),),
        (
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
            Said(f"partners: {UNDERSTAND}", "161 of 181 people trained (89%)", "160 of 180 people trained (89%)"),
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
    # Of London’s 15 who gave an opinion on spot_signs 12 agree, of Birmingham’s 13 11. All told they stay 45 of 55.
    Mutation(
        "an answer was given in another place",
        (Change(PARTNERS, {"response_id": "p1-030"}, {"site": "birmingham"}),),
        (
            Said(f"{SPOTTED} > Place by place", "12 of 15 partners agree (80%", "11 of 14 partners agree (79%"),
            Said(f"{SPOTTED} > Place by place", "11 of 13 partners agree (85%", "12 of 14 partners agree (86%"),
        ),
        outcomes=SURVEYED,
    ),
)
