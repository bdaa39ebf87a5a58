"""The work itself: plan, milestones, posts, partners, criteria, activities, and what else was going on."""

from __future__ import annotations

from typing import Final

from mutations.edits import Change
from mutations.model import CONTRIBUTED, GONE, NEW, SURE, VERDICTS, Mutation, Said, Stopped
from mutations.units import DONE

PLANNED: Final = "What was planned and what was delivered"
FAITHFUL: Final = "How faithfully the work was done"
POSTS: Final = "Posts"
MILESTONES: Final = "Milestones"
ENGAGED: Final = "Partners’ engagement"

WORK: Final = (
    # plan.csv, casework and therapy of Year 1: London’s casework alone is delivered in full. Of 18 pieces five are.
    Mutation(
        "the plan was smaller",
        (Change("plan.csv", {"component": "casework", "site": "birmingham", "year": "1"}, {"planned": "27"}),),
        (
            Said(
                PLANNED,
                "Casework: 1 of 3 planned pieces of work was delivered in full",
                "Casework: 2 of 3 planned pieces of work were",
            ),
            Said(PLANNED, "27 of 36 young people (75%)", "27 of 27 young people (100%)"),
        ),
        parts=(PLANNED, FAITHFUL, "Adapted, still", "Drifted", "Each link, and what supports"),
    ),
    # Five depart from the plan: two are judged adaptations and three drift.
    Mutation(
        "a drift is judged an adaptation",
        (
            Change(
                "plan.csv",
                {"component": "training", "site": "birmingham", "year": "1"},
                {"judged": "adaptation"},
            ),
        ),
        (
            Said(
                FAITHFUL,
                "5 departed from the plan: 2 adapted and 3 drifted",
                "5 departed from the plan: 3 adapted and 2",
            ),
            Said(
                "Drifted, so no longer in line with the theory of change",
                "Training, Birmingham: not all delivered, 7 of 9",
                GONE,
            ),
            Said(
                "Adapted, still in line with the theory of change",
                NEW,
                "Training, Birmingham: not all delivered, 7 of 9",
            ),
            Said("Challenges", "Training, Birmingham: drifted from the plan", GONE),
        ),
        parts=(FAITHFUL, "Drifted", "Adapted, still", "Challenges", "Each link, and what supports"),
    ),
    # Nine milestones are of the year, and one was reached on its day (mile-05).
    Mutation(
        "a milestone was reached on its day",
        (Change("milestones.csv", {"milestone_id": "mile-03"}, {"actual": "2018-10-01"}),),
        (
            Said(MILESTONES, "Of 9 milestones, 1 was reached on time", "Of 9 milestones, 2 were reached on time"),
            Said(
                MILESTONES,
                "10 December 2018, 10 weeks late",
                "Greater Manchester | 1 October 2018 | 1 October 2018, on time",
            ),
            Said("Challenges", "Of 9 milestones, 8 were late or missed", "Of 9 milestones, 7 were late or missed"),
        ),
        parts=(MILESTONES, "Challenges"),
    ),
    # Planned for 1 October 2018 and reached on 21 January 2019: 112 days. A year later it was not reached by the end.
    Mutation(
        "a milestone was reached a year later",
        (Change("milestones.csv", {"milestone_id": "mile-01"}, {"actual": "2020-01-21"}),),
        (Said(MILESTONES, "21 January 2019, 16 weeks late", "London | 1 October 2018 | not by 31 August 2019"),),
        parts=(MILESTONES,),
    ),
    # Of 39 posts, 36 were filled: not post-08 (left 28 June 2019), post-09 (filled 25 November 2019) and post-13.
    Mutation(
        "a post was filled after the year",
        (Change("posts.csv", {"post_id": "post-11"}, {"filled": "2019-09-16"}),),
        (
            Said("Implementation", "36 of 39 posts were filled", "35 of 39 posts were filled"),
            Said(POSTS, "Of 39 posts, 36 were filled at the end of the year", "Of 39 posts, 35 were filled at the end"),
            Said(
                POSTS,
                "Greater Manchester | Casework and systems change | 3 | 3 | 0",
                "Casework and systems change | 3 | 2 | 0",
            ),
        ),
        (Stopped("stale_evidence", "y1-work-posts"),),
        parts=(POSTS, "Implementation"),
    ),
    # Somebody who left on 30 July 2019 holds the post no more.
    Mutation(
        "somebody left within the year",
        (Change("posts.csv", {"post_id": "post-39"}, {"left": "2019-07-30"}),),
        (
            Said("Implementation", "36 of 39 posts were filled", "35 of 39 posts were filled"),
            Said(POSTS, "Of 39 posts, 36 were filled at the end of the year", "Of 39 posts, 35 were filled at the end"),
            Said(POSTS, "National | Other | 3 | 3 | 0", "National | Other | 3 | 2 | 1"),
        ),
        (Stopped("stale_evidence", "y1-work-posts"),),
        parts=(POSTS, "Implementation"),
    ),
    # engagements.csv: health service D was interested last, on 18 January 2019, and was first met on 16 October 2018.
    Mutation(
        "a partner came no further in the year",
        (Change("engagements.csv", {"organisation_id": "org-bir-4", "stage": "interested"}, {"date": "2019-09-18"}),),
        (
            Said(
                ENGAGED,
                "Health service D | Birmingham | Interested, on 18 January 2019",
                "Health service D | Birmingham | First contact, on 16 October 2018",
            ),
            Said(ENGAGED, "by then, 13 of them named a barrier", "by then, 12 of them named a barrier"),
        ),
        parts=(ENGAGED,),
    ),
    Mutation(
        "a partner is recorded as further than it was",
        (Change("engagements.csv", {"organisation_id": "org-bir-4", "stage": "interested"}, {"stage": "leading"}),),
        (
            Said(
                ENGAGED,
                "Health service D | Birmingham | Interested, on 18 January",
                "Health service D | Birmingham | Leading",
            ),
        ),
        parts=(ENGAGED,),
    ),
    # Referrals from 16 April 2019 on were accepted by it.
    Mutation(
        "a criterion held from a year later",
        (Change("criteria.csv", {"criterion_id": "man-age-11"}, {"from": "2020-04-01"}),),
        refused="criterion_not_in_force",
    ),
    # 87 activities of the year: 53, 26, 2, 3 and 3. act-070 of 10 July 2019 is one of the three of young people.
    Mutation(
        "what young people shaped was work on policy",
        (Change("activities.csv", {"activity_id": "act-070"}, {"strand": "policy"}),),
        (
            Said(
                DONE,
                "2 on policy and strategy, 3 on young people shaping the work",
                "3 on policy and strategy, 2 on young",
            ),
            Said(
                "young people: What happens next",
                "Young people helped to interview a new worker",
                GONE,
            ),
        ),
        parts=(DONE, "What happens next"),
    ),
    Mutation(
        "what young people shaped was stopped",
        (Change("activities.csv", {"activity_id": "act-070"}, {"status": "stopped"}),),
        (
            Said(
                "young people: What happens next",
                "Young people helped to interview a new worker",
                GONE,
            ),
        ),
        parts=(DONE, "What happens next"),
    ),
    # Of 97 referrals 19 were made within 3 days of the concern; that of lon-007 a day after it.
    Mutation(
        "a concern was raised sooner",
        (Change("onward_referrals.csv", {"case_id": "lon-007", "concern": "2019-01-05"}, {"concern": "2018-12-20"}),),
        (
            Said(
                "How soon onward referrals were made",
                "19 of 97 onward referrals were made within 3 calendar days of the concern",
                "18 of 97 onward referrals were",
            ),
            Said("How soon onward referrals were made", "London | 6 | 32 | 0", "London | 5 | 33 | 0"),
        ),
        parts=("How soon onward referrals were made",),
    ),
    Mutation(
        "a baseline was another number",
        (Change("baselines.csv", {"measure": "Panels that discuss exploited children"}, {"value": "5"}),),
        (
            Said(
                "Where things stood before",
                "exploited children | Birmingham | 3 |",
                "exploited children | Birmingham | 5 |",
            ),
        ),
        parts=("Where things stood before",),
    ),
    # ctx-01 is one of two rivals written down for safety: the other stands on the link itself.
    Mutation(
        "what else was going on bears on no outcome",
        (Change("context.csv", {"context_id": "ctx-01"}, {"outcome_id": ""}),),
        (
            Said("London", "1 April 2016; a rival explanation of: Young people are safer", "from 1 April 2016."),
            Said(
                "Each link, and what supports it",
                "Schools and police also alter places. Another charity",
                "Schools and police also alter places.",
            ),
        ),
        parts=("London", "Each link, and what supports it"),
    ),
    # Eight outcomes are not due: with this one, nine are not, one is emerging less, and of seven changes six are due.
    Mutation(
        "an outcome is due a year later",
        (Change("outcomes.csv", {"outcome_id": "safety"}, {"due_year": "2"}),),
        (
            Said(CONTRIBUTED, "Young people are safer | Not shown |", GONE),
            Said(SURE, "gives early support to 5", "gives early support to 4"),
            Said(SURE, "1 of 7 changes is supported", "1 of 6 changes is supported"),
            Said(SURE, "10 of 18 outcomes were due", "9 of 18 outcomes were due"),
            Said("What it cannot tell you", "8 of 18 outcomes are not due", "9 of 18 outcomes are not due"),
            Said("partners: Young people are safer", "Early signs", "We will say more in Year 2"),
        ),
        outcomes=("safety",),
        parts=(CONTRIBUTED, VERDICTS, "Executive summary", "What it cannot tell you", "What it hopes to change"),
    ),
)
