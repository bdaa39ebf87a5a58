"""How the changes of posts, circumstances, criteria, baselines and requests for data are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from tideturn.hub.forms.cells import number_cell
from tideturn.hub.forms.histories import Telling
from tideturn.hub.history.reading import Past
from tideturn.hub.learning.api import codes_of
from tideturn.hub.local_context.terms import Asked, Kind, Role
from tideturn.hub.outcomes.api import outcomes_named

POST: Final = Telling(
    labels={
        "role": "What it does",
        "advertised_on": "Advertised on",
        "filled_on": "Filled on",
        "left_on": "Last day",
        "fte": "Of a full-time post",
        "is_over": "Nobody is to follow",
    },
    told={"role": lambda role: str(Role(role).label), "fte": number_cell},
    what="The post",
)
BASELINE: Final = Telling(
    labels={
        "measure": "Measure",
        "value": "Value",
        "on": "True on",
        "agreed_with": "Agreed with",
        "source": "Source",
    },
    told={"value": number_cell},
    what="The baseline",
)
ASK: Final = Telling(
    labels={"state": "How far it has come", "note": "Note"},
    told={"state": lambda state: str(Asked(state).label)},
    what="The request",
)


def of_criteria(past: Sequence[Past]) -> Telling:
    """How changes of a criterion are told, with the learning points that these versions name."""
    codes = codes_of({pk for one in past if (pk := one.values.get("learning_id"))})
    return Telling(
        labels={
            "text": "Criterion",
            "begins_on": "First day",
            "ends_on": "Last day",
            "reason": "Why",
            "ended_because": "Why it went",
            "learning_id": "Learning point",
        },
        told={"learning_id": lambda pk: codes.get(pk, "One that is there no more")},
        what="The criterion",
    )


def of_circumstances(past: Sequence[Past]) -> Telling:
    """How changes of a circumstance are told, with the outcomes that these versions name."""
    named = outcomes_named({pk for one in past if (pk := one.values.get("outcome_id"))})
    titles: Mapping[UUID, str] = {pk: one.title for pk, one in named.items()}
    return Telling(
        labels={
            "kind": "What it is",
            "description": "Description",
            "begins_on": "First day",
            "ends_on": "Last day",
            "outcome_id": "May explain",
        },
        told={
            "kind": lambda kind: str(Kind(kind).label),
            "outcome_id": lambda pk: titles.get(pk, "An outcome that is there no more"),
        },
        what="What it is like",
    )
