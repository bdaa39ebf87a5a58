"""The learning points, about the problem and about the work."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from tideturn.example.frame import (
    BIRMINGHAM,
    LEARNING_AGE,
    LEARNING_BUY_IN,
    LEARNING_QUALITY,
    LONDON,
    MANCHESTER,
    NATIONAL,
)
from tideturn.example.rows import table

_NAMES: Final = (
    "learning_id",
    "date",
    "site",
    "point",
    "source",
    "about",
    "changes_what",
    "shared_with",
    "transferable_to",
    "used",
)
_POINTS: Final = (
    (
        LEARNING_AGE,
        date(2019, 2, 18),
        MANCHESTER,
        "Exploitation here starts before the age of 14. Primary schools described children of ten and eleven who were "
        "asked to hold things for older ones, and our age threshold was turning them away.",
        "schools and the police, at a partners’ meeting",
        "problem",
        "The age threshold for referral in Greater Manchester",
        "partners in the city|the other sites",
        "London|Birmingham",
        True,
    ),
    (
        LEARNING_BUY_IN,
        date(2019, 6, 10),
        NATIONAL,
        "Partners must come to own a priority before anything is asked of them. Priorities that we wrote alone were "
        "agreed to politely and then not acted on.",
        "review of the first year’s activities by all teams",
        "work",
        "The theory of change: ownership by partners became an output of its own",
        "all sites|the board",
        "any area where work begins",
        True,
    ),
    (
        LEARNING_QUALITY,
        date(2020, 5, 25),
        NATIONAL,
        "Better information matters more than more of it. Three young people in two cities were found because one "
        "note said who, where and at what time of day; volume alone had found none.",
        "case reviews in London and Birmingham",
        "work",
        "The theory of change: better information leads to identification directly",
        "all sites|police and councils in all three cities",
        "any area with a sharing agreement",
        True,
    ),
    (
        "learn-04",
        date(2018, 12, 12),
        LONDON,
        "Young people who seem unconcerned in custody are often the most controlled. Calm was being read as guilt.",
        "debriefs with custody staff",
        "problem",
        "What custody training says about demeanour",
        "custody staff|the other sites",
        "Birmingham|Greater Manchester",
        True,
    ),
    (
        "learn-05",
        date(2019, 1, 21),
        BIRMINGHAM,
        "Housing officers see an exploited child’s address before anybody else does, and nobody had asked them.",
        "training for a housing association",
        "problem",
        "Housing invited to the panel; a short talk for gas engineers and caretakers",
        "the panel|the other sites",
        "London|Greater Manchester",
        True,
    ),
    (
        "learn-06",
        date(2019, 3, 25),
        LONDON,
        "Dual posts split under pressure: when a young person is in crisis the systems work is what gives way. Two "
        "days fixed in the diary held better than a share of every day.",
        "supervision",
        "work",
        "How dual posts are laid out in the week",
        "team managers",
        "all sites",
        True,
    ),
    (
        "learn-07",
        date(2019, 4, 15),
        MANCHESTER,
        "Managers ought to be in post before their teams. Where they were not, nobody could tell a new worker what to "
        "turn down.",
        "review of recruitment",
        "work",
        "The order in which posts are filled",
        "the board",
        "any new team",
        False,
    ),
    (
        "learn-08",
        date(2019, 7, 8),
        LONDON,
        "Boys rarely use the words that services use. They say that they are working, or that they owe; forms that ask "
        "about exploitation get a no.",
        "a group of young people who advise the team",
        "problem",
        "The questions asked at first meeting and at booking-in",
        "custody staff|schools|the other sites",
        "all sites",
        True,
    ),
    (
        "learn-09",
        date(2019, 10, 14),
        BIRMINGHAM,
        "Debts pass to brothers and sisters. When a young person was helped out, a younger one was called on within "
        "weeks.",
        "casework review",
        "problem",
        "Siblings are asked about in every plan",
        "the panel|the other sites",
        "all sites",
        True,
    ),
    (
        "learn-10",
        date(2019, 11, 18),
        MANCHESTER,
        "A young person who says no at midnight may say yes at six. An offer made once, at booking-in, misses most.",
        "the custody pilot’s log",
        "work",
        "The pilot offers support three times before release",
        "police in the city|the national team",
        "London|Birmingham",
        True,
    ),
    (
        "learn-11",
        date(2020, 1, 27),
        LONDON,
        "Training lasts where a manager comes with the team. Where the team was sent and the manager stayed away, "
        "nothing was left after six months.",
        "follow-up of training",
        "work",
        "Courses are booked by whole teams, manager included",
        "trainers at all sites",
        "all sites",
        True,
    ),
    (
        "learn-12",
        date(2020, 2, 24),
        BIRMINGHAM,
        "When the joint meeting stopped, small facts stopped with it: who is seen with whom, who no longer comes. No "
        "form replaced what people said across a table.",
        "workers and partners",
        "work",
        "The case for bringing the meeting back",
        "the safeguarding partnership",
        "any area that is cutting meetings",
        False,
    ),
    (
        "learn-13",
        date(2020, 3, 16),
        MANCHESTER,
        "After arrests the people left behind recruit younger. A police operation needs a plan for the children around "
        "it before the first door is opened.",
        "police, schools and the team, after an operation",
        "problem",
        "Children are on the agenda of each operation’s planning meeting",
        "police in the city",
        "London|Birmingham",
        False,
    ),
    (
        "learn-14",
        date(2020, 7, 13),
        LONDON,
        "Young people want to hear what came of what they said. Those who were told, even when the answer was no, came "
        "back; those who were not did not.",
        "the young people’s group",
        "work",
        "A board in each office: what was asked, what was done, what was not and why",
        "all sites",
        "the charity’s other programmes",
        True,
    ),
)


def learning_tables() -> dict[str, pl.DataFrame]:
    """Return the `learning` table."""
    return {"learning": table("learning", [dict(zip(_NAMES, point, strict=True)) for point in _POINTS])}
