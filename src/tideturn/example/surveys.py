"""The e-survey: partners answer it before the work begins, and then partners and staff answer it once a year.

Answers are dealt by quota, so that each planted reading holds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from numpy.random import Generator

from tideturn.dataset.model import Choice, Question, Survey
from tideturn.example.frame import BIRMINGHAM, CITIES, LONDON, MANCHESTER, NATIONAL, OUTCOME
from tideturn.example.random_source import between, dealt, pick, shuffled, source
from tideturn.example.rows import survey_table
from tideturn.example.xlsform import form_of

OpenAnswer = Callable[[Generator, str, str, str], str]
"""Function that writes one open answer from a random generator, voice, site and polarity."""

SCALE: Final = (
    Choice("strongly_disagree", "Strongly disagree"),
    Choice("disagree", "Disagree"),
    Choice("neither", "Neither agree nor disagree"),
    Choice("agree", "Agree"),
    Choice("strongly_agree", "Strongly agree"),
    Choice("too_early", "Too early to say"),
    Choice("dont_know", "Don’t know"),
)
"""Answers to every agreement question, in the order of the form."""
AMOUNTS: Final = (
    Choice("much_less", "Much less"),
    Choice("less", "Less"),
    Choice("same", "About the same"),
    Choice("more", "More"),
    Choice("much_more", "Much more"),
    Choice("too_early", "Too early to say"),
    Choice("dont_know", "Don’t know"),
)
"""Answers to a question that asks how much there is compared with a year ago."""

PROFILES: Final[dict[str, tuple[tuple[int, ...], ...]]] = {
    #            SD  D  N  A SA TE DK, of twenty
    "positive": (
        (0, 1, 2, 10, 5, 1, 1),
        (0, 2, 1, 9, 6, 1, 1),
        (0, 1, 3, 10, 4, 1, 1),
        (1, 1, 2, 12, 4, 0, 0),
        (0, 1, 1, 9, 7, 0, 2),
    ),
    "mixed": (
        (1, 4, 4, 7, 1, 2, 1),
        (1, 5, 3, 6, 2, 1, 2),
        (0, 4, 5, 8, 1, 1, 1),
        (1, 3, 5, 6, 2, 2, 1),
    ),
    "early": ((0, 2, 4, 4, 1, 7, 2), (0, 2, 3, 5, 0, 8, 2)),
    "negative": ((5, 10, 2, 1, 0, 1, 1), (4, 12, 1, 2, 0, 0, 1), (6, 10, 1, 2, 0, 1, 0)),
    "agreed": ((0, 0, 1, 12, 6, 0, 1),),
    "fewer": ((1, 2, 2, 10, 3, 1, 1),),
    "denied": ((6, 11, 1, 1, 0, 0, 1),),
}
"""Number of people in 20 who give each answer of the scale.

The variants of a profile give the same reading, so that no two questions look the same. In `fewer`, most people with
an opinion still agree (13 of 18), but clearly fewer than in `agreed` (18 of 19).
"""

HOW_MANY: Final[dict[tuple[int, str], dict[str, int]]] = {
    (0, "stakeholder"): {LONDON: 17, BIRMINGHAM: 16, MANCHESTER: 18, NATIONAL: 11},
    (1, "staff"): {LONDON: 8, BIRMINGHAM: 6, MANCHESTER: 8, NATIONAL: 6},
    (1, "stakeholder"): {LONDON: 17, BIRMINGHAM: 15, MANCHESTER: 18, NATIONAL: 12},
    (2, "staff"): {LONDON: 8, BIRMINGHAM: 7, MANCHESTER: 9, NATIONAL: 6},
    (2, "stakeholder"): {LONDON: 17, BIRMINGHAM: 16, MANCHESTER: 18, NATIONAL: 11},
}
"""Number of people who answered, by year and voice, then by site.

The survey had answers from 62 partners before the work began (there were no staff yet), 90 people in Year 1 and 92 in
Year 2.
"""

INVITED: Final[dict[tuple[int, str], dict[str, int]]] = {
    (0, "stakeholder"): {LONDON: 28, BIRMINGHAM: 26, MANCHESTER: 30, NATIONAL: 18},
    (1, "staff"): {LONDON: 11, BIRMINGHAM: 9, MANCHESTER: 10, NATIONAL: 7},
    (1, "stakeholder"): {LONDON: 43, BIRMINGHAM: 40, MANCHESTER: 38, NATIONAL: 24},
    (2, "staff"): {LONDON: 11, BIRMINGHAM: 9, MANCHESTER: 11, NATIONAL: 7},
    (2, "stakeholder"): {LONDON: 29, BIRMINGHAM: 27, MANCHESTER: 30, NATIONAL: 18},
}

QUESTIONS: Final[dict[str, tuple[str, str]]] = {
    "reach_services": ("access", "Young people I know of have reached the services they need."),
    "understand": ("practitioner_understanding", "I understand how exploitation works, and its forms."),
    "spot_signs": ("identification", "Where I work, young people at risk are recognised."),
    "confident_identify": ("confidence", "I am confident to recognise exploitation."),
    "confident_support": ("confidence", "I am confident to support a young person who is exploited."),
    "know_pathway": ("pathways_understood", "Practitioners know what to do with a concern."),
    "policy_fits": ("structures_response", "Policies here cover harm outside the family."),
    "seen_as_victims": ("victims", "Exploited young people are treated as victims first."),
    "plan_together": ("joint_working", "Organisations here plan together for young people."),
    "more_shared": ("information_shared", "Compared with a year ago, how much information is shared with you?"),
    "safer": ("safety", "Young people we both work with are safer."),
    "risk_falls": ("risk", "Young people’s risk of exploitation has fallen."),
    "feel_better": ("mental_health", "Young people’s emotional health has improved."),
    "same_everywhere": ("pathways_consistent", "The same concern leads to the same steps everywhere."),
    "pathway_fits": ("pathways_suited", "Pathways fit what young people really face."),
    "culture_fits": ("structures_response", "Leaders here expect us to look beyond the family."),
    "visit_together": ("joint_working", "We see young people and families together."),
    "useful_shared": ("information_quality", "What is shared with me is what I need."),
    "timely_shared": ("information_quality", "What is shared with me comes in time."),
}
"""Each question by its item: the outcome it is about, and its words, which are the same in every year that asks it."""

ASK_ABOUT_CHANGE: Final = frozenset({"more_shared", "safer", "risk_falls", "feel_better"})
"""Questions that ask how things changed; the others ask how things are."""
ASK_HOW_MUCH: Final = frozenset({"more_shared"})
"""Questions answered on the `AMOUNTS` scale."""

PLAN: Final[dict[int, tuple[tuple[str, str, str], ...]]] = {
    0: (
        ("reach_services", "", "mixed"),
        ("understand", "", "mixed"),
        ("spot_signs", "", "mixed"),
        ("confident_identify", "", "positive"),
        ("confident_support", "", "positive"),
        ("know_pathway", "", "negative"),
        ("policy_fits", "", "mixed"),
        ("seen_as_victims", "", "mixed"),
        ("plan_together", "", "mixed"),
        ("visit_together", "", "mixed"),
    ),
    1: (
        ("reach_services", "mixed", "positive"),
        ("understand", "mixed", "positive"),
        ("spot_signs", "mixed", "positive"),
        ("confident_identify", "", "agreed"),
        ("confident_support", "", "agreed"),
        ("know_pathway", "positive", "negative"),
        ("policy_fits", "mixed", "early"),
        ("seen_as_victims", "mixed", "early"),
        ("plan_together", "mixed", "mixed"),
        ("more_shared", "positive", "mixed"),
        ("visit_together", "mixed", "mixed"),
    ),
    2: (
        ("safer", "positive", "positive"),
        ("reach_services", "positive", "positive"),
        ("risk_falls", "positive", "mixed"),
        ("feel_better", "mixed", "mixed"),
        ("understand", "positive", "positive"),
        ("spot_signs", "positive", "positive"),
        ("confident_identify", "", "fewer"),
        ("confident_support", "", "fewer"),
        ("same_everywhere", "early", "early"),
        ("know_pathway", "mixed", "by_site"),
        ("pathway_fits", "mixed", "positive"),
        ("policy_fits", "positive", "positive"),
        ("culture_fits", "positive", "positive"),
        ("seen_as_victims", "mixed", "mixed"),
        ("plan_together", "positive", "positive"),
        ("visit_together", "positive", "positive"),
        ("more_shared", "negative", "negative"),
        ("useful_shared", "mixed", "positive"),
        ("timely_shared", "mixed", "positive"),
    ),
}
"""Questions of each year in order: item, profile of staff answers, profile of partner answers (empty: not asked)."""

BY_SITE: Final = {LONDON: "agreed", BIRMINGHAM: "denied", MANCHESTER: "mixed", NATIONAL: "mixed"}
"""Profile at each site of a question whose profile is `by_site`."""

OPEN: Final = (
    ("what_changed", "What, if anything, has changed in the last year?"),
    ("what_helps", "What would help most in the next year?"),
)
WISHES: Final[dict[str, tuple[str, ...]]] = {
    "staff": (
        "A steady post for the systems half, so that it stops waiting for the casework to be quiet.",
        "Somewhere for young people to sleep that isn’t a hotel.",
        "The weekly meeting back.",
        "More time with each young person, and fewer forms about it.",
        "A second therapist.",
        "Housing at the table from the first day.",
        "Knowing by the spring whether we’re here next year.",
    ),
    "stakeholder": (
        "Somebody to ring after five o’clock.",
        "A list of who does what, kept up to date.",
        "Training for the night shift too.",
        "The same form for the whole city.",
        "To hear what became of the young person that we referred.",
        "More places, and a shorter wait for the ones there are.",
        "A worker who comes to us one day a week.",
        "Somewhere safe to take a child while it’s sorted out.",
        "Managers who release people for the training.",
    ),
}
"""Answers about what would help most: they are wishes, and say nothing of what has changed."""
HELPED: Final = (
    Choice("a_named_worker", "Having a named worker to ring"),
    Choice("training", "Training"),
    Choice("joint_meetings", "Meeting together"),
    Choice("national_awareness", "National awareness, which was rising anyway"),
    Choice("new_guidance", "New guidance"),
    Choice("own_organisation", "Work by my own organisation"),
)
"""Answers about what brought change about; respondents may tick several."""

SECTORS: Final = ("police", "council", "education", "health", "youth justice", "housing", "voluntary")
SENIORITY: Final = ("operational", "operational", "management", "senior")


def code_of(year: int) -> str:
    """Return the code of a year's e-survey."""
    return f"partners-{2018 + year}"


def yearly_survey(year: int, open_answer: OpenAnswer) -> Survey:
    """Return the e-survey of one year.

    Year 0 is the summer before the work began, when nothing could have changed yet.
    """
    items = [item for item, _, _ in PLAN[year]]
    questions = tuple(Question(item, "select_one", QUESTIONS[item][1], _scale(item)) for item in items)
    if year:
        questions += (
            Question("what_brought_it", "select_multiple", "What brought about the changes you have seen?", HELPED),
            *(Question(name, "text", words) for name, words in OPEN),
        )
    rows: list[dict[str, Any]] = []
    for (when, voice), sites in HOW_MANY.items():
        if when == year:
            for site, count in sites.items():
                rows.extend(_answered(year, voice, site, count, open_answer))
    for number, row in enumerate(rows, start=1):
        row["response_id"] = f"p{year}-{number:03d}"
        row["date"] = date(2018 + year, 6, 3 + number % 20)
    return Survey(
        code=code_of(year),
        responses=survey_table("responses", rows, [question.name for question in questions]),
        items=survey_table("items", [_item(item, QUESTIONS[item][0]) for item in items]),
        invited=survey_table(
            "invited",
            [
                {"voice": voice, "site": site, "year": year, "invited": invited}
                for (when, voice), sites in INVITED.items()
                for site, invited in sites.items()
                if when == year
            ],
        ),
        questions=questions,
        form=form_of(
            f"Staff and partners, Year {year}" if year else "Partners, before Year 1", code_of(year), questions
        ),
    )


def _scale(item: str) -> tuple[Choice, ...]:
    return AMOUNTS if item in ASK_HOW_MUCH else SCALE


def _item(item: str, outcome: str) -> dict[str, Any]:
    return {
        "item": item,
        "outcome_id": outcome,
        "measures": "change" if item in ASK_ABOUT_CHANGE else "level",
        **(_HOW_MUCH if item in ASK_HOW_MUCH else _AGREEING),
        "too_early": "too_early",
        "opinion_none": "dont_know",
        "barr_level": {"understand": "2b", "confident_identify": "2a", "confident_support": "2a"}.get(item),
        "proxy": item == "visit_together" or None,
    }


_AGREEING: Final = {"agree": "agree|strongly_agree", "disagree": "strongly_disagree|disagree"}
_HOW_MUCH: Final = {"agree": "more|much_more", "same": "same", "worse": "much_less|less"}


def _answered(year: int, voice: str, site: str, count: int, open_answer: OpenAnswer) -> list[dict[str, Any]]:
    rng = source(f"survey {year} {voice} {site}")
    rows: list[dict[str, Any]] = [
        {
            "voice": voice,
            "site": site,
            "year": year,
            "sector": "the programme" if voice == "staff" else pick(rng, SECTORS),
            "seniority": pick(rng, SENIORITY),
            "consent_to_quote": between(rng, 1, 10) <= 7,
            "what_brought_it": "|".join(sorted({pick(rng, HELPED).value for _ in range(between(rng, 1, 3))})),
        }
        for _ in range(count)
    ]
    if voice == "stakeholder":
        # Deal the sectors again by quota: chance alone gave one wave a different mix of sectors from the wave before.
        sectors = dealt(source(f"sectors {year} {site}"), dict.fromkeys(SECTORS, 1), count)
        for row, sector in zip(rows, sectors, strict=True):
            row["sector"] = sector
    for item, staff, stakeholder in PLAN[year]:
        outcome = QUESTIONS[item][0]
        profile = staff if voice == "staff" else stakeholder
        if not profile or (site not in CITIES and OUTCOME[outcome].sites):
            continue
        variants = PROFILES[BY_SITE[site] if profile == "by_site" else profile]
        # A question and voice have the same variant at every site, so that the total keeps its quota.
        variant = variants[between(source(f"{year} {voice} {item}"), 0, len(variants) - 1)]
        for row, answer in zip(rows, _answers(rng, variant, _scale(item), count), strict=True):
            row[item] = answer
    if not year:
        # Nothing had changed yet, so nobody was asked what had changed.
        for row in rows:
            del row["what_brought_it"]
        return rows
    for row in rows:
        if between(rng, 1, 10) <= 4:
            says = pick(rng, ("supports", "supports", "no_change", "contradicts"))
            row["what_changed"] = open_answer(rng, voice, site, says)
        if between(rng, 1, 10) <= 4:
            row["what_helps"] = pick(rng, WISHES[voice])
    return rows


def _answers(rng: Generator, weights: tuple[int, ...], scale: tuple[Choice, ...], count: int) -> list[str]:
    """Return the answers of `count` people in a random order, allotted from `weights` (in 20) by largest remainder.

    In some groups one “agree” becomes “strongly agree”.
    """
    whole = [weight * count // 20 for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(weights[place] * count % 20), place))
    for place in by_remainder[: count - sum(whole)]:
        whole[place] += 1
    # One person in some groups answers more strongly: the share who agree stays the same, and no two groups look alike.
    if whole[3] and between(rng, 0, 1):
        whole[3], whole[4] = whole[3] - 1, whole[4] + 1
    answers = [choice.value for choice, times in zip(scale, whole, strict=True) for _ in range(times)]
    return shuffled(rng, answers)
