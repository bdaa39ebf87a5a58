"""What is true of the worked example by construction: every verdict that must come out, and the readings behind it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE as ALL
from tideturn.example.frame import (
    BIRMINGHAM,
    INTERVIEWS,
    LONDON,
    MANCHESTER,
    NATIONAL,
    OUTCOME,
    PROGRAMME,
    SITES,
    Interview,
)

LETTERS: Final = {
    "S": "supports",
    "C": "contradicts",
    "N": "no_change",
    "E": "too_early",
    "M": "mixed",
    "-": None,
}
"""What a letter of `SPOKEN` stands for: a polarity; `-` asked, and nothing said; `.` (not here) was not asked."""

_L, _B, _M, _N = LONDON, BIRMINGHAM, MANCHESTER, NATIONAL

SPOKEN: Final[dict[tuple[str, int, str], dict[str, str]]] = {
    ("safety", 1, "staff"): {_L: "SSS", _B: "SS", _M: "S-M"},
    ("safety", 1, "stakeholder"): {_L: "SE..", _B: "-E.", _M: "S-."},
    ("access", 1, "stakeholder"): {_L: "SSS.", _B: "SS.", _M: "SSN", _N: "-."},
    ("cyp_understanding", 1, "staff"): {_L: "S-.", _B: "E.", _M: "-.."},
    ("practitioner_understanding", 1, "stakeholder"): {_L: "SSSN", _B: "SSE", _M: "SS.", _N: "SS"},
    ("identification", 1, "staff"): {_L: "S..", _B: "S-", _M: "-.."},
    ("pathways_consistent", 1, "staff"): {_L: "..E", _B: ".E", _N: "CE"},
    ("pathways_understood", 1, "stakeholder"): {_L: ".CCC", _B: ".CS", _M: ".CC", _N: "E-"},
    ("structures_response", 1, "staff"): {_L: "S.S", _B: ".S", _M: ".S.", _N: "ES"},
    ("victims", 1, "stakeholder"): {_L: "E...", _B: "C..", _M: "E..", _N: "ES"},
    ("joint_working", 1, "staff"): {_L: "SN.", _B: "SE", _M: "SEN", _N: "M."},
    ("joint_working", 1, "stakeholder"): {_L: "SN.N", _B: "SE.", _M: "NES"},
    ("information_shared", 1, "staff"): {_L: ".SS", _B: "S.", _M: "S-S"},
    ("safety", 2, "staff"): {_L: "SS.", _B: "SS", _M: "SM."},
    ("safety", 2, "stakeholder"): {_L: "SSS.", _B: "SN.", _M: "SS-."},
    ("access", 2, "stakeholder"): {_L: "S.SS", _B: "CS.", _M: "S.S-"},
    ("cyp_understanding", 2, "staff"): {_L: "SE.", _B: "S.", _M: "M-."},
    ("risk", 2, "stakeholder"): {_L: "CC.C", _B: "CS.", _M: "C.-C"},
    ("mental_health", 2, "staff"): {_L: ".SC", _B: "SN", _M: ".SC"},
    ("mental_health", 2, "stakeholder"): {_L: "...S", _B: "..C", _M: "S.CE"},
    ("relationships", 2, "staff"): {_L: "S-.", _B: "-.", _M: "N-."},
    ("practitioner_understanding", 2, "stakeholder"): {_L: "SS..", _B: "SS.", _M: "SS..", _N: "SN"},
    ("identification", 2, "stakeholder"): {_L: "S.S.", _B: "S.E", _M: "S.S.", _N: "S."},
    ("confidence", 2, "staff"): {_L: "S..", _B: ".S", _M: "S..", _N: "S-"},
    ("lasting_practice", 2, "staff"): {_L: ".E.", _B: "-.", _M: ".S.", _N: "E."},
    ("lasting_practice", 2, "stakeholder"): {_L: ".SN.", _B: "S.E", _M: ".SN.", _N: "E."},
    ("pathways_consistent", 2, "staff"): {_L: "E..", _B: ".C", _M: "E..", _N: "SE"},
    ("pathways_understood", 2, "stakeholder"): {_L: "SSS.", _B: "CCC", _M: "SN..", _N: "E."},
    ("pathways_suited", 2, "stakeholder"): {_L: ".S.S", _B: ".S.", _M: "E.SS"},
    ("structures_response", 2, "staff"): {_L: "..S", _B: ".S", _M: "..E", _N: "SS"},
    ("structures_response", 2, "stakeholder"): {_L: "..SS", _B: "..N", _M: "..SS", _N: "SS"},
    ("victims", 2, "stakeholder"): {_L: ".C.C", _B: ".CC", _M: ".C.S", _N: "CE"},
    ("joint_working", 2, "staff"): {_L: ".SS", _B: "S.", _M: ".SM", _N: "SS"},
    ("joint_working", 2, "stakeholder"): {_L: "SSS.", _B: ".SS", _M: "SSN.", _N: "SS"},
    ("information_shared", 2, "staff"): {_L: "CC.", _B: "C.", _M: "CM.", _N: "C."},
    ("information_shared", 2, "stakeholder"): {_L: "CN.C", _B: "C.C", _M: "N.CC"},
    ("information_quality", 2, "staff"): {_L: ".S.", _B: ".S", _M: ".S.", _N: "ES"},
    ("information_quality", 2, "stakeholder"): {_L: "S.SS", _B: "SN.", _M: "S.S-"},
}
"""What each interviewee says of each outcome: by outcome, year and voice, then by site one letter for each interview.

The letters follow the order of `INTERVIEWS` within that year, voice and site; a site left out was not asked.
"""


def spoken(interview: Interview) -> dict[str, str | None]:
    """The outcomes that this interview asked about, each with the polarity of what is said (None: nothing said)."""
    alike = [
        other
        for other in INTERVIEWS
        if (other.year, other.voice, other.site) == (interview.year, interview.voice, interview.site)
    ]
    place = alike.index(interview)
    said: dict[str, str | None] = {}
    for (outcome, year, voice), sites in SPOKEN.items():
        letters = sites.get(interview.site, "")
        if (year, voice) == (interview.year, interview.voice) and letters and letters[place] != ".":
            said[outcome] = LETTERS[letters[place]]
    return said


@dataclass(frozen=True)
class Reading:
    """The reading planted in one strand."""

    outcome_id: str
    year: int
    kind: str
    voice: str
    scope: str
    reading: str


WORDS: Final = (
    # Documents: positive needs two documents of different origin that support, and none that contradicts.
    Reading("structures_response", 1, "document", "record", ALL, "insufficient"),  # one supporting document
    Reading("structures_response", 2, "document", "record", ALL, "positive"),
    Reading("pathways_suited", 2, "document", "record", ALL, "insufficient"),  # one supporting document
    Reading("pathways_consistent", 2, "document", "record", ALL, "mixed"),  # two support, one contradicts
    Reading("practitioner_understanding", 2, "document", "record", ALL, "insufficient"),
    # Harvested changes: every strand has the stakeholder's voice. Nothing for an outcome and year not listed here.
    Reading("joint_working", 1, "change", "stakeholder", ALL, "insufficient"),  # reported, nobody independent yet
    Reading("structures_response", 1, "change", "stakeholder", ALL, "insufficient"),  # discussed and piloted only
    Reading("victims", 1, "change", "stakeholder", ALL, "insufficient"),
    Reading("access", 2, "change", "stakeholder", ALL, "positive"),
    Reading("identification", 2, "change", "stakeholder", ALL, "insufficient"),
    Reading("lasting_practice", 2, "change", "stakeholder", ALL, "insufficient"),  # depends on one person; piloted
    Reading("pathways_consistent", 2, "change", "stakeholder", ALL, "insufficient"),
    Reading("pathways_suited", 2, "change", "stakeholder", ALL, "positive"),  # Greater Manchester's custody pilot
    Reading("structures_response", 2, "change", "stakeholder", ALL, "positive"),  # London and national, substantiated
    Reading("victims", 2, "change", "stakeholder", ALL, "mixed"),  # one substantiator disagrees
    Reading("joint_working", 2, "change", "stakeholder", ALL, "positive"),
    Reading("information_shared", 2, "change", "stakeholder", ALL, "negative"),  # direction negative, substantiated
    Reading("information_quality", 2, "change", "stakeholder", ALL, "positive"),
)
"""The readings of documents and harvested changes. No strand of words exists for an outcome and year that is neither
here nor in `SPOKEN`; above all `information_quality` has nothing at all in Year 1, so that it is not measured."""


NETWORKS: Final = (
    Reading("joint_working", 2, "monitoring", "record", ALL, "positive"),
    Reading("joint_working", 2, "monitoring", "record", _L, "positive"),  # most work with three times as many others
    Reading("joint_working", 2, "monitoring", "record", _M, "no_change"),  # as many ties as before, one of them new
    Reading("joint_working", 2, "monitoring", "record", _B, "insufficient"),  # fewer than ten organisations are asked
    Reading("joint_working", 2, "monitoring", "record", _N, "insufficient"),
)
"""The readings of ties between organisations. None stands in Year 1, which holds the first wave alone."""

SHARED: Final[dict[tuple[str, str], str]] = {
    ("amount", _L): "down",
    ("amount", _M): "down",
    ("quality", _L): "up",
    ("quality", _M): "down",
}
"""Which way what is shared moves along ties that are in both waves: less of it in either city, better in one alone."""


@dataclass(frozen=True)
class Planted:
    """A verdict that must come out, and why it is so."""

    outcome_id: str
    scope: str
    year: int
    verdict: str
    why: str


VERDICTS: Final[dict[tuple[str, str, int], tuple[str, str]]] = {
    ("safety", ALL, 1): (
        "emerging",
        "Workers’ scores and staff interviews agree, but both are the programme’s own; partners are in two minds.",
    ),
    ("safety", ALL, 2): (
        "supported",
        "Workers’ scores, young people’s own ratings and partners’ interviews all say so.",
    ),
    ("access", ALL, 1): (
        "supported",
        "Workers’ scores rise, and partners say so in the survey and in interviews.",
    ),
    ("access", ALL, 2): (
        "supported",
        "As in Year 1, with a change that somebody independent confirmed.",
    ),
    ("cyp_understanding", ALL, 1): (
        "insufficient",
        "Young people rated themselves in too few cases for a reading, and only two workers spoke to it.",
    ),
    ("cyp_understanding", ALL, 2): (
        "emerging",
        "Young people’s own ratings rise, and nothing independent stands beside them.",
    ),
    ("risk", ALL, 1): (
        "too_early",
        "Due in Year 2.",
    ),
    ("risk", ALL, 2): (
        "contested",
        "Workers’ scores of risk fall; partners say that risk has moved to where it is harder to see.",
    ),
    ("mental_health", ALL, 1): (
        "too_early",
        "Due in Year 2.",
    ),
    ("mental_health", ALL, 2): (
        "mixed",
        "Those who stayed did better, but too many were lost to follow-up; interviews and the survey are divided.",
    ),
    ("relationships", ALL, 1): (
        "too_early",
        "Due in Year 2.",
    ),
    ("relationships", ALL, 2): (
        "no_change_observed",
        "As many scores fell as rose, in enough cases to rule out a change that matters; hardly anyone spoke to it.",
    ),
    ("practitioner_understanding", ALL, 1): (
        "supported",
        "Ratings rise over training days, and partners say so in the survey and in interviews.",
    ),
    ("practitioner_understanding", ALL, 2): (
        "supported",
        "As in Year 1.",
    ),
    ("identification", ALL, 1): (
        "emerging",
        "Partners say so in the survey alone; NRM referrals have but one whole year before, where it takes two.",
    ),
    ("identification", ALL, 2): (
        "supported",
        "NRM referrals rise as was registered beforehand, and partners say so in the survey and in interviews.",
    ),
    ("confidence", ALL, 1): (
        "emerging",
        "Professionals say so of themselves, in two surveys, and nothing of another kind or voice stands beside them.",
    ),
    ("confidence", ALL, 2): (
        "supported",
        "Professionals say so of themselves, and staff see it.",
    ),
    ("lasting_practice", ALL, 1): (
        "too_early",
        "Due in Year 2.",
    ),
    ("lasting_practice", ALL, 2): (
        "emerging",
        "13 of 17 who answered the follow-up report a lasting effect; interviews are divided.",
    ),
    ("lasting_practice", LONDON, 2): ("insufficient", "Too few answered the follow-up here, and too few were asked."),
    ("lasting_practice", BIRMINGHAM, 2): (
        "insufficient",
        "Too few answered the follow-up here, and too few were asked.",
    ),
    ("pathways_consistent", ALL, 1): (
        "too_early",
        "Due in Year 3.",
    ),
    ("pathways_consistent", ALL, 2): (
        "too_early",
        "Due in Year 3; what is said so far is divided.",
    ),
    ("pathways_understood", ALL, 1): (
        "contested",
        "Staff say that practitioners understand the pathways; partners say that they do not.",
    ),
    ("pathways_understood", ALL, 2): (
        "contested",
        "Partners in London say that they do, partners in Birmingham that they do not.",
    ),
    ("pathways_understood", LONDON, 2): (
        "supported",
        "Partners in London say so in the survey and in interviews.",
    ),
    ("pathways_understood", BIRMINGHAM, 2): (
        "adverse",
        "Partners in Birmingham deny it in the survey and in interviews.",
    ),
    ("pathways_suited", ALL, 1): (
        "too_early",
        "Due in Year 2.",
    ),
    ("pathways_suited", ALL, 2): (
        "supported",
        "Partners say so in the survey and in interviews, somebody independent confirmed the custody pilot, and more "
        "children met the whole pathway since.",
    ),
    ("structures_response", ALL, 1): (
        "too_early",
        "Due in Year 2.",
    ),
    ("structures_response", ALL, 2): (
        "supported",
        "Documents of different origin, confirmed changes, the survey and interviews agree.",
    ),
    ("victims", ALL, 1): (
        "too_early",
        "Due in Year 3.",
    ),
    ("victims", ALL, 2): (
        "too_early",
        "Due in Year 3; partners’ early sign is negative, and must be flagged.",
    ),
    ("joint_working", ALL, 1): (
        "mixed",
        "Staff and partners are divided, in the survey and in interviews.",
    ),
    ("joint_working", ALL, 2): (
        "supported",
        "Staff and partners say so in the survey and in interviews, and a change was confirmed independently.",
    ),
    ("information_shared", ALL, 1): (
        "emerging",
        "Staff say so in the survey and in interviews; partners are divided.",
    ),
    ("information_shared", ALL, 2): (
        "adverse",
        "Staff and partners alike say that less is shared since joint meetings stopped.",
    ),
    ("information_shared", LONDON, 2): ("adverse", "Staff and partners in London deny it."),
    ("information_shared", BIRMINGHAM, 2): ("adverse", "Staff and partners in Birmingham deny it."),
    ("information_shared", MANCHESTER, 2): ("adverse", "Staff and partners in Greater Manchester deny it."),
    ("information_quality", ALL, 1): (
        "not_measured",
        "Nobody was asked, and nothing was recorded.",
    ),
    ("information_quality", ALL, 2): (
        "supported",
        "Asked at last, as Year 1 recommended: partners say so in the survey and in interviews; a change is confirmed.",
    ),
}
"""Every verdict that the example is built to give, and why it is so, by outcome, scope and year."""

AT_EVERY_SITE: Final = frozenset(
    {
        *((outcome, year) for (outcome, _, year), (verdict, _) in VERDICTS.items() if verdict == "too_early"),
        ("information_quality", 1),
        ("safety", 1),
        ("safety", 2),
        ("access", 2),
        ("cyp_understanding", 1),
        ("cyp_understanding", 2),
        ("mental_health", 2),
        ("relationships", 2),
    }
)
"""The outcomes and years in which every site that the outcome applies to was built to the programme's own verdict."""


def _planted() -> tuple[Planted, ...]:
    planted: list[Planted] = []
    for (outcome, scope, year), (verdict, why) in VERDICTS.items():
        planted.append(Planted(outcome, scope, year, verdict, why))
        if (outcome, year) in AT_EVERY_SITE:
            sites = OUTCOME[outcome].sites or SITES
            planted += [Planted(outcome, site, year, verdict, f"As in the whole programme. {why}") for site in sites]
    return tuple(planted)


PLANTED: Final = _planted()
"""The same as records, a site's beside the programme's where they are planted alike."""


def true_answers() -> dict[str, Any]:
    """What is written beside the folder: every planted verdict with its reason, and the planted readings of words."""
    return {
        "about": "The worked example is invented. Its records were built to give these verdicts, whatever the engine.",
        "programme": PROGRAMME.name,
        "verdicts": [asdict(planted) for planted in PLANTED],
        "readings_of_documents_and_changes": [asdict(reading) for reading in WORDS],
        "readings_of_networks": [asdict(reading) for reading in NETWORKS],
        "what_organisations_share": [
            {"what": what, "scope": scope, "moves": way} for (what, scope), way in SHARED.items()
        ],
    }
