"""The true answers, written next to the folder so that anyone can check whether an evaluation finds them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.example.frame import OUTCOMES, PROGRAMME
from tideturn.example.pathway import pathway_truth
from tideturn.example.truth import NETWORKS, SHARED
from tideturn.example.truth_readings import READINGS
from tideturn.example.truth_verdicts import PLANTED, Planted
from tideturn.example.words.causes import causal_truth
from tideturn.example.words.coding import coder_truth


def _verdict(planted: Planted) -> dict[str, Any]:
    """Return a verdict. For the whole programme, add its rule, confidence and everything else in its `Truth`."""
    told: dict[str, Any] = asdict(planted)
    truth: dict[str, Any] = told.pop("truth")
    if planted.truth is None or planted.scope != PROGRAMME_SCOPE:
        return told
    return told | truth | {"rule": planted.truth.rule}


def true_answers() -> dict[str, Any]:
    """Return every planted verdict with its reason, and the planted readings, coders, causal map and pathway."""
    return {
        "about": "The worked example is invented. Its records were built to give these verdicts, whatever the engine.",
        "programme": PROGRAMME.name,
        "claims": {outcome.outcome_id: outcome.claim for outcome in OUTCOMES},
        "verdicts": [_verdict(planted) for planted in PLANTED],
        "readings": [asdict(reading) for reading in READINGS],
        "readings_of_networks": [asdict(reading) for reading in NETWORKS],
        "what_organisations_share": [
            {"what": what, "scope": scope, "moves": way} for (what, scope), way in SHARED.items()
        ],
        "coders": coder_truth(),
        "causal_map": causal_truth(),
        "pathways": pathway_truth(),
    }
