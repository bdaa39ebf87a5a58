"""The thresholds by which a folder is judged: its own, else those of docs/reference/judgement.md."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .folder import Folder

DEFAULTS: dict[str, Any] = {
    "min_n": 10,
    "min_pairs": 10,
    "no_change_margin": Fraction(1, 4),
    "level_margin": Fraction(15, 100),
    "density_margin": Fraction(1, 20),
    "share_width": Fraction(3, 10),
    "difference_width": Fraction(2, 5),
    "attrition_mixed": Fraction(3, 5),
    "series_years": 5,
    "interview_sources": 3,
    "interview_share": Fraction(2, 3),
    "interview_supported": 5,
    "interview_supported_share": Fraction(3, 4),
    "asked_share": Fraction(1, 2),
    "item_share": Fraction(2, 3),
    "response_rate": Fraction(1, 2),
    "attrition_concern": Fraction(2, 5),
    "agreement_concern": Fraction(67, 100),
    "coherence": Fraction(2, 3),
    "small_count": 5,
    "small_denominator": 10,
    "draws": 2000,
    "permutations": 1000,
    "seed": 1,
}


def rule(folder: Folder, name: str) -> Any:
    """Return the folder's own threshold, else the default."""
    return folder.settings.get("rules", {}).get(name, DEFAULTS[name])
