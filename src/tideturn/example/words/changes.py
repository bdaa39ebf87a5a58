"""The harvested changes, from discussed to reversed, and what people who know about them say."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from tideturn.example.rows import table
from tideturn.example.words.passages import bank

_ANSWERS: Final = {"f": "fully", "p": "partly", "d": "disagree", "c": "cannot_say", "-": "no_reply"}
_AS_THEY_ARE: Final = (
    "site",
    "date",
    "description",
    "element",
    "who_changed",
    "significance",
    "contribution",
    "anticipated",
    "direction",
    "stage",
    "sustained_by",
    "reversed_on",
)


def change_tables() -> dict[str, pl.DataFrame]:
    """Return the `changes` and `substantiations` tables."""
    changes: list[dict[str, Any]] = []
    substantiations: list[dict[str, Any]] = []
    for number, told in enumerate(bank("changes")["change"], start=1):
        change_id = f"chg-{number:02d}"
        changes.append(
            {
                "change_id": change_id,
                **{name: told.get(name) for name in _AS_THEY_ARE},
                "level": told.get("level", "national" if told["site"] == "national" else "local"),
                "outcome_id": told.get("outcome"),
                "other_contributors": "|".join(told["others"]) or None,
                "stage_date": told.get("stage_date", told["date"]),
            }
        )
        for place, answer in enumerate(told["answers"], start=1):
            independent = answer[0] == "i"
            description, significance, contribution = (_ANSWERS[letter] for letter in answer[1:])
            substantiations.append(
                {
                    "change_id": change_id,
                    "substantiator": f"sub-{number:02d}-{place}",
                    "independent": independent,
                    "description": description,
                    "significance": significance,
                    "contribution": contribution,
                    "voice": "stakeholder" if independent else "staff",
                }
            )
    return {"changes": table("changes", changes), "substantiations": table("substantiations", substantiations)}
