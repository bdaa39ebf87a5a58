"""Facts that are true of the worked example by construction.

They are what every interviewee says, and the readings of documents, harvested changes and networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE as ALL
from tideturn.example.frame import (
    BIRMINGHAM,
    INTERVIEWS,
    LONDON,
    MANCHESTER,
    NATIONAL,
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
"""Polarity of each letter in `SPOKEN`. `-` means asked, but nothing said; `.` (not listed here) means not asked."""

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
    ("identification", 2, "staff"): {_B: ".S"},
    ("identification", 2, "stakeholder"): {_L: "S.S.", _B: "S.E", _M: "S.S.", _N: "S."},
    ("confidence", 2, "staff"): {_L: "S..", _B: ".E", _M: "E..", _N: "S-"},
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
"""Polarity of each interviewee on each outcome: by outcome, year and voice, then by site one letter per interview.

The letters follow the order of `INTERVIEWS` within that year, voice and site. A site that is left out was not asked.
"""


def spoken(interview: Interview) -> dict[str, str | None]:
    """Return the outcomes this interview asked about, each with the polarity of the answer (None: nothing said)."""
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
    """One reading planted in one strand."""

    outcome_id: str
    year: int
    kind: str
    voice: str
    scope: str
    reading: str
    unit: str = ""
    """Unit that the strand counts; empty if that is obvious."""
    design: str = ""
    """Design of the strand: `uncompared`, `measured` or `compared`; empty if it is not planted."""


WORDS: Final = (
    # Documents: a positive reading needs two supporting documents of different origin and none that contradicts.
    Reading("structures_response", 1, "document", "record", ALL, "insufficient"),  # one supporting document
    Reading("structures_response", 2, "document", "record", ALL, "positive"),
    Reading("pathways_suited", 2, "document", "record", ALL, "insufficient"),  # one supporting document
    Reading("pathways_consistent", 2, "document", "record", ALL, "mixed"),  # two support, one contradicts
    Reading("practitioner_understanding", 2, "document", "record", ALL, "insufficient"),
    # Harvested changes: every strand has the stakeholder's voice. An outcome and year not listed here has no strand.
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
"""Readings of documents and harvested changes.

An outcome and year that is neither here nor in `SPOKEN` has no strand of words. Above all, `information_quality` has
nothing at all in Year 1, so that it is not measured.
"""


NETWORKS: Final = (
    Reading("joint_working", 2, "monitoring", "record", ALL, "positive"),
    Reading("joint_working", 2, "monitoring", "record", _L, "positive"),  # most work with three times as many others
    Reading("joint_working", 2, "monitoring", "record", _M, "no_change"),  # as many ties as before, one of them new
    Reading("joint_working", 2, "monitoring", "record", _B, "insufficient"),  # fewer than ten organisations are asked
    Reading("joint_working", 2, "monitoring", "record", _N, "insufficient"),
)
"""Readings of ties between organisations. Year 1 has none, because it holds only the first wave."""

SHARED: Final[dict[tuple[str, str], str]] = {
    ("amount", _L): "down",
    ("amount", _M): "down",
    ("quality", _L): "up",
    ("quality", _M): "down",
}
"""Direction of change in what is shared, along ties that are in both waves.

The amount falls in both cities. The quality rises only in London.
"""
