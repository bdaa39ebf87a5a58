"""The reading of every strand of the whole programme, worked out by hand.

The sources are the quotas of the survey and the scores, the counts of the series and what each interviewee says. See
`truth_verdicts` for the numbers.
"""

from __future__ import annotations

from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE as ALL
from tideturn.example.truth import NETWORKS, WORDS, Reading

POSITIVE, NEGATIVE, MIXED, NO_CHANGE, INSUFFICIENT = "positive", "negative", "mixed", "no_change", "insufficient"
UNCOMPARED, MEASURED, COMPARED = "uncompared", "measured", "compared"

_STAFF: Final = ("survey", "staff", "staff")
_PARTNERS: Final = ("survey", "stakeholder", "partners")
_TRAINED: Final = ("survey", "stakeholder", "people trained")
_STAFF_SAY: Final = ("interview", "staff", "sources")
_PARTNERS_SAY: Final = ("interview", "stakeholder", "sources")
_SCORES: Final = ("monitoring", "record", "young people")
_OWN: Final = ("monitoring", "young_person", "young people")
_PLACES: Final = ("monitoring", "record", "places and groups")
_COUNTS: Final = ("monitoring", "record", "records")
_CUSTODY: Final = ("monitoring", "record", "cases")

_Strands = tuple[tuple[tuple[str, str, str], str, str], ...]

_READ: Final[dict[tuple[str, int], _Strands]] = {
    ("safety", 1): (
        (_SCORES, POSITIVE, UNCOMPARED),
        (_STAFF_SAY, POSITIVE, UNCOMPARED),
        (_PARTNERS_SAY, MIXED, ""),
        (_PLACES, INSUFFICIENT, ""),
    ),
    ("safety", 2): (
        (_SCORES, POSITIVE, COMPARED),
        (_OWN, POSITIVE, UNCOMPARED),
        (_STAFF, POSITIVE, UNCOMPARED),
        (_PARTNERS, POSITIVE, UNCOMPARED),
        (_STAFF_SAY, POSITIVE, UNCOMPARED),
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
        (_PLACES, INSUFFICIENT, ""),
    ),
    ("access", 1): (
        (_SCORES, POSITIVE, UNCOMPARED),
        (_PARTNERS, POSITIVE, MEASURED),
        (_STAFF, INSUFFICIENT, ""),  # a first wave cannot show a change
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
    ),
    ("access", 2): (
        (_SCORES, POSITIVE, UNCOMPARED),
        (_PARTNERS, POSITIVE, MEASURED),
        (_STAFF, POSITIVE, MEASURED),  # since Year 1
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
    ),
    ("cyp_understanding", 1): ((_OWN, INSUFFICIENT, ""), (_STAFF_SAY, INSUFFICIENT, "")),
    ("cyp_understanding", 2): ((_OWN, POSITIVE, UNCOMPARED), (_STAFF_SAY, MIXED, "")),
    ("risk", 1): ((_SCORES, POSITIVE, UNCOMPARED), (_COUNTS, INSUFFICIENT, "")),  # only one full year before it
    ("risk", 2): (
        (_SCORES, POSITIVE, UNCOMPARED),
        (_STAFF, POSITIVE, UNCOMPARED),
        (_PARTNERS, MIXED, ""),
        (_PARTNERS_SAY, NEGATIVE, UNCOMPARED),
        (_COUNTS, INSUFFICIENT, ""),  # 366 where 436 and 451 point to 467: in line; most of the fall is one quarter
    ),
    ("mental_health", 1): ((_SCORES, INSUFFICIENT, ""),),
    ("mental_health", 2): (
        (_SCORES, MIXED, ""),
        (_STAFF, MIXED, ""),
        (_PARTNERS, MIXED, ""),
        (_STAFF_SAY, MIXED, ""),
        (_PARTNERS_SAY, MIXED, ""),
    ),
    ("relationships", 1): ((_SCORES, NO_CHANGE, ""),),
    ("relationships", 2): ((_SCORES, NO_CHANGE, ""), (_STAFF_SAY, INSUFFICIENT, "")),
    ("practitioner_understanding", 1): (
        (_PARTNERS, POSITIVE, ""),
        (_STAFF, MIXED, ""),
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
    ),
    ("practitioner_understanding", 2): (
        (_PARTNERS, POSITIVE, ""),
        (_STAFF, POSITIVE, ""),
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
    ),
    ("identification", 1): (
        (_PARTNERS, POSITIVE, MEASURED),
        (_STAFF, INSUFFICIENT, ""),
        (_STAFF_SAY, INSUFFICIENT, ""),
        (_COUNTS, INSUFFICIENT, ""),
    ),
    ("identification", 2): (
        (_PARTNERS, POSITIVE, MEASURED),
        (_STAFF, POSITIVE, MEASURED),
        (_STAFF_SAY, INSUFFICIENT, ""),
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
        (_COUNTS, POSITIVE, COMPARED),
    ),
    ("confidence", 1): ((_PARTNERS, POSITIVE, ""),),
    ("confidence", 2): ((_PARTNERS, MIXED, ""), (_STAFF_SAY, MIXED, "")),
    ("lasting_practice", 1): (),
    ("lasting_practice", 2): (
        (_TRAINED, POSITIVE, UNCOMPARED),
        (_STAFF_SAY, MIXED, ""),
        (_PARTNERS_SAY, MIXED, ""),
    ),
    ("pathways_consistent", 1): ((_STAFF_SAY, INSUFFICIENT, ""),),  # 3 of 4: too soon to tell
    ("pathways_consistent", 2): (
        (_STAFF_SAY, MIXED, ""),
        (_STAFF, INSUFFICIENT, ""),  # 11 say that it is too early, 5 agree
        (_PARTNERS, INSUFFICIENT, ""),  # 24 and 15
    ),
    ("pathways_understood", 1): (
        (_STAFF, POSITIVE, ""),
        (_PARTNERS, NEGATIVE, ""),
        (_PARTNERS_SAY, NEGATIVE, UNCOMPARED),
    ),
    ("pathways_understood", 2): ((_STAFF, MIXED, ""), (_PARTNERS, MIXED, ""), (_PARTNERS_SAY, MIXED, "")),
    ("pathways_suited", 1): ((_CUSTODY, INSUFFICIENT, ""),),
    ("pathways_suited", 2): (
        (_CUSTODY, POSITIVE, COMPARED),
        (_STAFF, INSUFFICIENT, ""),
        (_PARTNERS, INSUFFICIENT, ""),
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
    ),
    ("structures_response", 1): (
        (_STAFF, MIXED, ""),
        (_PARTNERS, INSUFFICIENT, ""),  # 25 say that it is too early, 15 agree
        (_STAFF_SAY, POSITIVE, UNCOMPARED),
    ),
    ("structures_response", 2): (
        (_STAFF, POSITIVE, ""),
        (_PARTNERS, POSITIVE, ""),
        (_STAFF_SAY, POSITIVE, UNCOMPARED),
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
    ),
    ("victims", 1): ((_STAFF, MIXED, ""), (_PARTNERS, INSUFFICIENT, ""), (_PARTNERS_SAY, MIXED, "")),
    ("victims", 2): ((_STAFF, MIXED, ""), (_PARTNERS, MIXED, ""), (_PARTNERS_SAY, NEGATIVE, UNCOMPARED)),
    ("joint_working", 1): (
        (_STAFF, INSUFFICIENT, ""),
        (_PARTNERS, INSUFFICIENT, ""),
        (_STAFF_SAY, MIXED, ""),
        (_PARTNERS_SAY, MIXED, ""),
    ),
    ("joint_working", 2): (
        (_STAFF, MIXED, ""),
        (_PARTNERS, POSITIVE, MEASURED),
        (_STAFF_SAY, POSITIVE, UNCOMPARED),
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
    ),
    ("information_shared", 1): (
        (_STAFF, POSITIVE, UNCOMPARED),
        (_PARTNERS, MIXED, ""),
        (_STAFF_SAY, POSITIVE, UNCOMPARED),
    ),
    ("information_shared", 2): (
        (_STAFF, NEGATIVE, UNCOMPARED),
        (_PARTNERS, NEGATIVE, UNCOMPARED),
        (_STAFF_SAY, NEGATIVE, UNCOMPARED),
        (_PARTNERS_SAY, NEGATIVE, UNCOMPARED),
    ),
    ("information_quality", 1): (),
    ("information_quality", 2): (
        (_STAFF, INSUFFICIENT, ""),
        (_PARTNERS, INSUFFICIENT, ""),
        (_STAFF_SAY, POSITIVE, UNCOMPARED),
        (_PARTNERS_SAY, POSITIVE, UNCOMPARED),
    ),
}
"""Strands of each outcome and year, each with its reading and, if the reading goes one way, its design (empty: any)."""

READINGS: Final = (
    *(
        Reading(outcome, year, kind, voice, ALL, reading, unit, design)
        for (outcome, year), strands in _READ.items()
        for (kind, voice, unit), reading, design in strands
    ),
    *WORDS,
    *(one for one in NETWORKS if one.scope == ALL),
)
"""All readings as records: those in `_READ` and those of documents, changes and networks."""
