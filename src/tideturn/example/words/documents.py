"""The documents that the evaluator read, with extracts word for word. Every document is invented."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER
from tideturn.example.rows import table

_DOCUMENTS: Final = (
    ("doc-01", "Systems-change priorities, first draft", "the programme", date(2018, 10, 15)),
    ("doc-02", "Minutes of the exploitation panel, winter", "Birmingham safeguarding partnership", date(2019, 2, 14)),
    ("doc-03", "Behaviour and exclusion policy, revised", "education partnership A", date(2019, 5, 20)),
    ("doc-04", "Custody procedure: children and young people", "Greater Manchester police", date(2019, 6, 3)),
    ("doc-05", "Board report on the first year", "the programme", date(2019, 7, 29)),
    ("doc-06", "Exploitation strategy, three years", "London safeguarding partnership", date(2019, 11, 4)),
    ("doc-07", "Guidance on harm outside the home, revised", "central government", date(2020, 2, 10)),
    ("doc-08", "Licensing conditions for private hire", "Birmingham council", date(2020, 1, 20)),
    ("doc-09", "Review of the custody pilot", "Greater Manchester police", date(2020, 5, 11)),
    ("doc-10", "Protocol for children placed across boundaries", "London councils", date(2020, 3, 2)),
    (
        "doc-11",
        "Common referral form: notes for users",
        "Greater Manchester safeguarding partnership",
        date(2020, 4, 6),
    ),
    ("doc-12", "Inspection of services for vulnerable children", "an inspectorate", date(2020, 6, 22)),
    ("doc-13", "Training plan for the year", "Birmingham health trust", date(2019, 12, 9)),
    (
        "doc-14",
        "Minutes of the partnership's operational group",
        "Birmingham safeguarding partnership",
        date(2020, 2, 27),
    ),
)

_EXTRACTS: Final = (
    (
        "doc-03",
        4,
        "Before any exclusion for carrying a weapon or drugs, the school will ask whether the pupil may be being "
        "exploited, will record the answer, and will speak to the safeguarding lead.",
        "structures_response",
        "supports",
        LONDON,
    ),
    (
        "doc-06",
        7,
        "Harm outside the home is a responsibility of all partners. Places and peer groups may be the subject of a "
        "referral, and a lead is named for each.",
        "structures_response",
        "supports",
        LONDON,
    ),
    (
        "doc-06",
        19,
        "Each partner will meet a share of the cost of the post that brings schools, transport and police together, "
        "in this year’s budget and the two that follow.",
        "structures_response",
        "supports",
        LONDON,
    ),
    (
        "doc-07",
        31,
        "Children may be at risk of harm from beyond their families. Assessments should look at the places and the "
        "groups in which a child spends time, and not at parents’ capacity alone.",
        "structures_response",
        "supports",
        None,
    ),
    (
        "doc-08",
        2,
        "A licence is conditional on the driver having completed training on the exploitation of children and on "
        "knowing how to report a concern while on shift.",
        "structures_response",
        "supports",
        BIRMINGHAM,
    ),
    (
        "doc-09",
        5,
        "The steps allow for a young person who declines support at first: it is offered at booking-in, after "
        "interview and on release, and by somebody who is not a police officer.",
        "pathways_suited",
        "supports",
        MANCHESTER,
    ),
    (
        "doc-10",
        3,
        "Where a child is placed by one authority in another, the placing authority leads, and the receiving authority "
        "holds a first meeting within five working days. All signatories follow the same steps.",
        "pathways_consistent",
        "supports",
        LONDON,
    ),
    (
        "doc-11",
        1,
        "This form replaces the nine in use until now. Every area will use it, and will send it to one address.",
        "pathways_consistent",
        "supports",
        MANCHESTER,
    ),
    (
        "doc-12",
        14,
        "We found that what happened next depended on the area in which a child was found. In files of similar "
        "seriousness the first response ranged from the same day to five weeks.",
        "pathways_consistent",
        "contradicts",
        None,
    ),
    (
        "doc-13",
        6,
        "Since last year’s sessions, staff can describe criminal as well as sexual exploitation; the plan for this "
        "year turns to boys and to children who bring in other children.",
        "practitioner_understanding",
        "supports",
        BIRMINGHAM,
    ),
)


def document_tables() -> dict[str, pl.DataFrame]:
    """Return the `documents` and `extracts` tables."""
    documents = [dict(zip(("document_id", "title", "origin", "date"), row, strict=True)) for row in _DOCUMENTS]
    names = ("document_id", "page", "text", "outcome_id", "polarity", "site")
    extracts = [dict(zip(names, row, strict=True)) for row in _EXTRACTS]
    return {"documents": table("documents", documents), "extracts": table("extracts", extracts)}
