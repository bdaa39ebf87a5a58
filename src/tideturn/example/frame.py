"""The frame of the worked example: its sites, years, outcomes and interviewees.

Everything in the example is invented: no person, organisation or event in it is real.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from tideturn.dataset.model import Programme, Site, Year
from tideturn.example.plain_words import PLAIN, TALK_TO
from tideturn.example.random_source import SEED

LONDON: Final = "london"
BIRMINGHAM: Final = "birmingham"
MANCHESTER: Final = "manchester"
NATIONAL: Final = "national"
CITIES: Final = (LONDON, BIRMINGHAM, MANCHESTER)
SITES: Final = (*CITIES, NATIONAL)

YEARS: Final = (
    Year(1, date(2018, 9, 1), date(2019, 8, 31)),
    Year(2, date(2019, 9, 1), date(2020, 8, 31)),
)

PROGRAMME: Final = Programme(
    name="Disrupting exploitation (a worked example; every record is invented)",
    sites=(
        Site(LONDON, "London"),
        Site(BIRMINGHAM, "Birmingham"),
        Site(MANCHESTER, "Greater Manchester"),
        Site(NATIONAL, "National", "national"),
    ),
    years=YEARS,
    network_outcome="joint_working",
    comparison_order="By the date of referral: whoever was referred first is seen first.",
    report={
        "commissioner": "The programme’s board (invented)",
        "evaluator": "The worked example",
        "status": "working copy",
        "classification": "synthetic: no real person is described",
        "talk_to": TALK_TO,
        "plain": PLAIN,
    },
    rules={},
    further={
        "example": {"declared": "synthetic: every record is invented", "seed": SEED},
        "timeliness": {"onward_referral_days": 3},
    },
)


EVALUATOR: Final = "evaluator-1"
"""Role code of the evaluator who writes the findings and weighs other explanations."""


@dataclass(frozen=True)
class Outcome:
    """One outcome of the framework; it applies everywhere if `sites` is empty.

    `claim` says whether the programme claims that things are so (`state`) or that they changed (`change`).
    """

    outcome_id: str
    area: str
    title: str
    due_year: int
    definition: str
    element: str | None = None
    claim: str = "change"
    better: str | None = None
    sites: tuple[str, ...] = ()


OUTCOMES: Final = (
    Outcome(
        "safety",
        "cyp",
        "Young people are safer",
        1,
        "Safety at home, in places and online, as scored with the young person.",
        sites=CITIES,
    ),
    Outcome(
        "access",
        "cyp",
        "Young people reach the support services they need",
        1,
        "Whether the services in the plan have been reached and kept.",
        sites=CITIES,
    ),
    Outcome(
        "cyp_understanding",
        "cyp",
        "Young people understand exploitation and its risks",
        1,
        "What a young person can say, in their own words, about how exploitation works.",
        sites=CITIES,
    ),
    Outcome(
        "risk",
        "cyp",
        "Young people’s risk of exploitation falls",
        2,
        "Workers’ structured judgement of risk; a lower score is better.",
        better="down",
        sites=CITIES,
    ),
    Outcome(
        "mental_health",
        "cyp",
        "Young people’s mental and emotional health improves",
        2,
        "Emotional wellbeing, scored where therapy or health work is part of the plan.",
        sites=CITIES,
    ),
    Outcome(
        "relationships",
        "cyp",
        "Relationships with family, carers and peers improve",
        2,
        "Whether there are people whom the young person can turn to.",
        sites=CITIES,
    ),
    Outcome(
        "practitioner_understanding",
        "practitioner",
        "Practitioners understand exploitation and its forms",
        1,
        "Staff of partner services know how exploitation of young people works.",
        claim="state",
    ),
    Outcome(
        "identification",
        "practitioner",
        "Practitioners identify young people at risk or exploited",
        1,
        "Young people are recognised earlier, and referred.",
    ),
    Outcome(
        "confidence",
        "practitioner",
        "Practitioners are confident to identify and support",
        1,
        "Confidence to recognise, to ask and to act.",
        claim="state",
    ),
    Outcome(
        "lasting_practice",
        "practitioner",
        "Practice changes and stays changed",
        2,
        "What people do differently months after they were trained.",
    ),
    Outcome(
        "pathways_consistent",
        "system",
        "Pathways are consistent across partners and areas",
        3,
        "The same concern leads to the same steps wherever it arises.",
        element="pathways",
        claim="state",
    ),
    Outcome(
        "pathways_understood",
        "system",
        "Practitioners understand the pathways",
        1,
        "People know what to do with a concern, and what happens next.",
        element="pathways",
        claim="state",
    ),
    Outcome(
        "pathways_suited",
        "system",
        "Pathways suit the complexity of exploitation",
        2,
        "Steps fit what young people face, and not only harm within the family.",
        element="pathways",
    ),
    Outcome(
        "structures_response",
        "system",
        "Policies, cultures and practice respond to exploitation, outside the family too",
        2,
        "What is written down, resourced and expected of people.",
        element="structures",
        claim="state",
    ),
    Outcome(
        "victims",
        "system",
        "Young people are seen as victims rather than offenders",
        3,
        "How young people are spoken of and dealt with.",
        element="structures",
        claim="state",
    ),
    Outcome(
        "joint_working",
        "system",
        "Organisations work together more",
        1,
        "Joint plans, joint visits, joint decisions.",
        element="collaboration",
    ),
    Outcome(
        "information_shared",
        "system",
        "More information is shared",
        1,
        "How much is shared between organisations.",
        element="collaboration",
    ),
    Outcome(
        "information_quality",
        "system",
        "Better information is shared",
        1,
        "Whether what is shared is timely, relevant and can be acted on.",
        element="collaboration",
    ),
)
OUTCOME: Final = {outcome.outcome_id: outcome for outcome in OUTCOMES}


@dataclass(frozen=True)
class Interview:
    """One interview, with its date and the interviewee's role but no name."""

    interview_id: str
    voice: str
    site: str
    year: int
    role: str
    sector: str
    seniority: str
    date: date
    source: str
    """The person's pseudonym; some are interviewed in both years."""
    consent: bool

    @property
    def file(self) -> str:
        """Return the file name of the transcript."""
        return f"{self.interview_id}.txt"


_STAFF_ROLES: Final = (
    ("project worker, casework and systems change", "operational"),
    ("therapist", "operational"),
    ("team manager", "management"),
)
_DETECTIVE: Final = ("detective sergeant, child exploitation team", "police", "operational")
_NEIGHBOURHOOD: Final = ("neighbourhood manager, housing association", "housing", "management")
_SERGEANT: Final = ("custody sergeant", "custody", "operational")
_PARTNER_ROLES: Final = {
    (1, LONDON): (
        _DETECTIVE,
        ("safeguarding lead", "education", "management"),
        ("head of early help", "social care", "senior"),
        ("specialist nurse", "health", "operational"),
    ),
    (1, BIRMINGHAM): (
        _NEIGHBOURHOOD,
        ("youth justice officer", "youth justice", "operational"),
        _SERGEANT,
    ),
    (1, MANCHESTER): (
        _SERGEANT,
        ("manager of a youth charity", "voluntary", "management"),
        ("head of year", "education", "operational"),
    ),
    (2, LONDON): (
        _DETECTIVE,
        ("magistrate in the youth court", "courts", "senior"),
        ("housing options officer", "housing", "operational"),
        ("youth justice team manager", "youth justice", "management"),
    ),
    (2, BIRMINGHAM): (
        _NEIGHBOURHOOD,
        ("safeguarding nurse", "health", "operational"),
        ("social work team manager", "social care", "management"),
    ),
    (2, MANCHESTER): (
        _SERGEANT,
        ("legal adviser in the youth court", "courts", "management"),
        ("detached youth worker", "voluntary", "operational"),
        ("safeguarding lead of a trust of schools", "education", "senior"),
    ),
}
"""Role, sector and seniority of each partner, by year and site. The first at each site is one person in both years."""
_NATIONAL_STAFF: Final = (("policy officer", "management"), ("national systems-change lead", "senior"))
_NATIONAL_PARTNERS: Final = (
    ("strategic lead for vulnerability", "police", "senior"),
    ("policy adviser", "government", "senior"),
)

HOW_MANY: Final[dict[tuple[int, str], dict[str, int]]] = {
    (1, "staff"): {LONDON: 3, BIRMINGHAM: 2, MANCHESTER: 3, NATIONAL: 2},
    (1, "stakeholder"): {LONDON: 4, BIRMINGHAM: 3, MANCHESTER: 3, NATIONAL: 2},
    (2, "staff"): {LONDON: 3, BIRMINGHAM: 2, MANCHESTER: 3, NATIONAL: 2},
    (2, "stakeholder"): {LONDON: 4, BIRMINGHAM: 3, MANCHESTER: 4, NATIONAL: 2},
}
"""Number of people interviewed, by year and voice, then by site: 45 interviews."""


def _roster() -> tuple[Interview, ...]:
    interviews: list[Interview] = []
    for (year, voice), sites in HOW_MANY.items():
        for site, count in sites.items():
            for place in range(count):
                number = len(interviews) + 1
                if voice == "staff":
                    role, seniority = (_NATIONAL_STAFF if site == NATIONAL else _STAFF_ROLES)[place]
                    sector = "the programme"
                else:
                    role, sector, seniority = (_NATIONAL_PARTNERS if site == NATIONAL else _PARTNER_ROLES[year, site])[
                        place
                    ]
                interviews.append(
                    Interview(
                        interview_id=f"int-{number:02d}",
                        voice=voice,
                        site=site,
                        year=year,
                        role=role,
                        sector=sector,
                        seniority=seniority,
                        # All interviews fall in the last three months of the year, when the evaluator was there.
                        date=date(2018 + year, 6 + number % 3, 1 + (number * 7) % 28),
                        # The first person of each site and voice is interviewed in both years.
                        source=f"{voice}-{site[:3]}-{place + 1}" + ("" if place == 0 else f"-y{year}"),
                        consent=number % 6 != 0,
                    )
                )
    return tuple(interviews)


INTERVIEWS: Final = _roster()
"""All 45 interviews. Within a year, voice and site, they have the same order as the letters in `truth.SPOKEN`."""

LEARNING_AGE: Final = "learn-01"
"""The learning point (Greater Manchester, early 2019) that exploitation there starts before the age of 14."""
LEARNING_BUY_IN: Final = "learn-02"
"""The learning point (2019-06) that partners must come to own a priority before anything is asked of them."""
LEARNING_QUALITY: Final = "learn-03"
"""The learning point (2020) that better information matters more than more of it."""
