"""The second year: what moved since the first, what became of what was asked, and what turned round."""

from __future__ import annotations

from typing import Final

from mutations.answers import CANNOT, DIFFER
from mutations.coverage import STAGES
from mutations.edits import Change, Drop
from mutations.model import CONTRIBUTED, GONE, NEW, SURE, VERDICTS, Mutation, Said, Stopped
from mutations.system import COUNTS, NETWORK, SPOTTED
from mutations.units import SAFETY, SAFETY_EVIDENCE

RECOMMENDED: Final = "What happened to earlier recommendations"
SINCE: Final = "What changed since Year 1"
BY_YEAR: Final = "Year by year"
SHARED: Final = "More information is shared"
USEFUL: Final = "Better information is shared"
LASTING: Final = "Practice changes and stays changed"
JOINT: Final = "Organisations work together more"
WHO_SAYS_WHAT: Final = "The programme’s own staff and partners"
OVER_TIME: Final = ("Executive summary", SINCE)
"""A verdict that moves, moves the summary and what is said of the year before."""

SECOND_YEAR: Final = (
    # recommendations.csv: of the four of Year 1 three are done; rec-04 is one.
    Mutation(
        "a recommendation was carried out after the year",
        (Change("recommendations.csv", {"recommendation_id": "rec-04"}, {"done_on": "2020-10-01"}),),
        (
            Said(
                RECOMMENDED, "3 had been done by 31 August 2020.", "2 had been done by 31 August 2020. For one, nobody"
            ),
            Said(
                "young people: What happens next", "So far 3 of them have been done", "So far 2 of them have been done"
            ),
        ),
        parts=(RECOMMENDED, "What happens next"),
        year=2,
    ),
    # By the rules alone it is supported: 5 changes, and 3 emerging, and one verdict more that moved.
    Mutation(
        "nobody set a verdict in place of the rules",
        (Drop("overrides.csv", {"outcome_id": "identification"}),),
        (
            Said(
                SURE,
                "4 of 12 changes are supported. The evidence gives early support to 4",
                "5 of 12 changes are supported. The evidence gives early support to 3",
            ),
            Said(SURE, "1 verdict was overridden", GONE),
            Said(SINCE, "13 of 18 verdicts", "14 of 18 verdicts"),
        ),
        outcomes=("identification",),
        parts=(VERDICTS, *OVER_TIME, "Strengths", "In short, for your work", "How to read this report"),
        year=2,
    ),
    # The year’s 239 are twice the 119 before the work, and elsewhere 359 became 405; registered was a rise.
    Mutation(
        "a fall was registered before a rise was seen",
        (Change("indicators.csv", {"indicator": "nrm"}, {"expected": "down"}),),
        (
            Said(
                f"{SPOTTED} > The evidence",
                "That is a rise, the direction registered on 20 August 2018",
                "That is the opposite of a fall, which was registered on 20 August 2018",
            ),
            Said(COUNTS, "a rise was expected, as written down on 20 August 2018", "a fall was expected"),
            Said(CANNOT, "9 read positive and none negative", "8 read positive and 1 negative"),
            Said(SPOTTED, "The rules gave Supported", "The rules gave Contested"),
            Said(
                BY_YEAR,
                "No; by the rules alone it would be supported",
                "No; by the rules alone it would be contested",
            ),
        ),
        (Stopped("edge_polarity", "y2-identification"),),
        outcomes=("identification",),
        parts=(*OVER_TIME, COUNTS, "Strengths", CANNOT, "How to read this report"),
        year=2,
    ),
    # cases.csv: 13 waited, each scored on referral and once more before the work began. bir-043 had a 6, then a 7 while
    # it waited, and a 7 on 18 August 2020, 90 days after the work began: least squares of the last score on the first,
    # and on which side each is, gives 1.33 for 117 and 13, and 1.41 for 118 and 12.
    Mutation(
        "somebody who waited is told as served",
        (Change("cases.csv", {"case_id": "bir-043"}, {"comparison": ""}),),
        (
            Said(
                SAFETY_EVIDENCE,
                "117 young people who were served and 13 who waited",
                "118 young people who were served and 12 who waited",
            ),
            Said(
                SAFETY_EVIDENCE, "1.3 points better than the others (0.6 to 2.0)", "1.4 points better than the others"
            ),
        ),
        (Stopped("stale_evidence", "y2-safety"),),
        outcomes=("safety",),
        year=2,
    ),
    # Without anybody who waited nothing positive compares: safety is supported no more, and nothing shows it.
    Mutation(
        "nobody waited",
        (Change("cases.csv", {"comparison": "waiting"}, {"comparison": ""}, 13),),
        (
            Said(
                CONTRIBUTED,
                "Young people are safer | The main one of several causes",
                "Young people are safer | Plausible",
            ),
            Said(SAFETY_EVIDENCE, "117 young people who were served and 13 who waited", GONE),
            Said(
                SAFETY_EVIDENCE,
                NEW,
                "6 worse (sign test p < 0.001); more of them did better. Young people are "
                "usually referred at a crisis, "
                "and scores tend to improve by themselves afterwards. They could not be compared with anyone else’s",
            ),
            Said(
                SAFETY,
                "Two independent sources of evidence are positive",
                "none of the positive evidence is compared with",
            ),
            Said(SURE, "4 of 12 changes are supported", "3 of 12 changes are supported"),
            Said(CANNOT, "made 11 measured readings", "made 10 measured readings"),
            Said(SINCE, "13 of 18 verdicts", "12 of 18 verdicts"),
            Said(
                SAFETY,
                "the main one of several causes",
                "There are only early signs",
            ),
        ),
        (Stopped("overclaim", "y2-safety"), Stopped("orphan_claim", "y2-summary-young")),
        outcomes=("safety",),
        parts=(VERDICTS, CONTRIBUTED, *OVER_TIME, CANNOT, "Strengths"),
        year=2,
    ),
    # rivals.csv: of the two of safety both are weaker.
    Mutation(
        "another explanation is stronger",
        (
            Change(
                "rivals.csv",
                {"outcome_id": "safety", "rival": "Schools and police also alter places"},
                {"weighed": "stronger"},
            ),
        ),
        (
            Said(
                CONTRIBUTED,
                "Young people are safer | The main one of several causes",
                "Young people are safer | Not shown",
            ),
            Said(
                SAFETY,
                "the main one of several causes. Every other explanation is weaker or ruled out",
                "not shown. Another explanation is stronger",
            ),
        ),
        outcomes=("safety",),
        parts=(CONTRIBUTED,),
        year=2,
    ),
    # chg-30 is the one change of information_quality, confirmed by one.
    Mutation(
        "whoever was asked to confirm a change disagreed",
        (Change("substantiations.csv", {"change_id": "chg-30"}, {"description": "disagree"}),),
        (
            Said(
                f"{USEFUL} > The evidence",
                "1 change reported: 1 confirmed for the better",
                "1 change reported: 0 confirmed for the better, 1 disputed",
            ),
        ),
        outcomes=("information_quality",),
        parts=(VERDICTS, *OVER_TIME, "Strengths", DIFFER),
        year=2,
    ),
    # chg-27 was undone on 29 June 2020, after the 16 that stand; chg-26 is confirmed.
    Mutation(
        "a change was undone after the year",
        (Change("changes.csv", {"change_id": "chg-27"}, {"stage_date": "2020-09-29", "reversed_on": "2020-09-29"}),),
        (
            Said(
                f"{JOINT} > The evidence",
                "1 confirmed for the better, 1 reversed since and not counted",
                "2 changes reported: 2 confirmed for the better",
            ),
            Said(
                STAGES,
                "16 were adopted, embedded or spread (3 of these for the worse), and 1 was undone",
                "17 were adopted, embedded or spread (3 of these for the worse), and none was undone",
            ),
        ),
        outcomes=("joint_working",),
        parts=(STAGES, VERDICTS, SINCE),
        year=2,
    ),
    # follow-up: 13 of 17 say that it lasts, 4 that it did at first; nobody says no.
    Mutation(
        "the training had no lasting effect on somebody",
        (Change("surveys/follow-up/responses.csv", {"response_id": "f01"}, {"lasting": "no"}),),
        (
            Said(f"{LASTING} > The evidence", "13 of 17 people trained (76%", "12 of 17 people trained (71%"),
            Said(
                LASTING,
                "13 of 17 people trained (76%) answered “yes lasting”",
                "12 of 17 people trained (71%) answered “yes lasting”",
            ),
            Said(LASTING, "13 of those 17 (76%; 53% to 90%) reported a lasting effect", "12 of those 17 (71%"),
        ),
        (Stopped("stale_evidence", "y2-lasting-numbers"),),
        outcomes=("lasting_practice",),
        parts=(
            VERDICTS,
            CONTRIBUTED,
            "Data to collect next year",
            "In short, for your work",
            WHO_SAYS_WHAT,
            *OVER_TIME,
        ),
        year=2,
    ),
    # Among the 30 that answered both waves 95 ties became 174, of which 94 were there before: 80 are new. This is one.
    Mutation(
        "a new tie is left out",
        (Drop("ties.csv", {"wave": "2", "from": "org-bir-1", "to": "org-man-2"}),),
        (
            Said(
                NETWORK,
                "95 of 870 possible ties were reported in wave 1 and 174 in wave 2: 94 stayed, 80 were new",
                "95 of 870 possible ties were reported in wave 1 and 173 in wave 2: 94 stayed, 79 were new",
            ),
            Said(
                f"{JOINT} > The evidence",
                "and 174 in the later",
                "and 173 in the later",
            ),
        ),
        (Stopped("stale_evidence", "y2-joint-working"),),
        outcomes=("joint_working",),
        parts=(NETWORK,),
        year=2,
    ),
    # Thirteen verdicts moved, six because they fell due; safety moved from emerging to supported.
    Mutation(
        "an outcome fell due in the second year",
        (Change("outcomes.csv", {"outcome_id": "safety"}, {"due_year": "2"}),),
        (
            Said(SINCE, "6 of them because they fell due", "7 of them because they fell due"),
            Said(SINCE, "Year 1 found 1 supported, 5 emerging", "Year 1 found 1 supported, 4 emerging"),
            Said(BY_YEAR, "Young people are safer | Emerging", "Young people are safer | Too early to tell"),
        ),
        outcomes=("safety",),
        parts=(SINCE, "What it hopes to change"),
        year=2,
    ),
)
