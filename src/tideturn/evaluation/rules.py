"""The numbers that a judgement depends on: their defaults, and what a programme may set in `[rules]`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from tideturn.dataset.headings import nearest
from tideturn.dataset.model import Programme
from tideturn.dataset.problems import Problem, Severity, TideturnError
from tideturn.evaluation.rounding import percent

_OF_A_THIRD: Final = 0.001
"""Maximum difference from a third, for `0.667` and `0.6667` to count as thirds."""
_SLACK: Final = 1e-12
WITHDRAWN: Final = {
    "series_baseline": "A count over time is now compared with whole years before it",
    "adequacy_sources": "Confidence now starts from how the evidence compares",
    "adequacy_answers": "Confidence now starts from how the evidence compares",
}
"""Rules that a programme may have set earlier and that have no effect any more, with what replaced them."""


@dataclass(frozen=True)
class Rules:
    """Every threshold by its name in `[rules]`; shares lie between 0 and 1."""

    min_n: int = 10
    min_pairs: int = 10
    no_change_margin: float = 0.25
    level_margin: float = 0.15
    attrition_mixed: float = 0.6
    series_years: int = 5
    interview_sources: int = 3
    interview_share: float = 2 / 3
    density_margin: float = 0.05
    interview_supported: int = 5
    interview_supported_share: float = 0.75
    asked_share: float = 0.5
    item_share: float = 2 / 3
    response_rate: float = 0.5
    attrition_concern: float = 0.4
    agreement_concern: float = 0.67
    coherence: float = 2 / 3
    share_width: float = 0.3
    difference_width: float = 0.4
    small_count: int = 5
    small_denominator: int = 10
    show_zero: bool = True
    draws: int = 2000
    permutations: int = 1000
    seed: int = 1

    @classmethod
    def of(cls, overrides: Mapping[str, Any]) -> Rules:
        """Return the defaults, overridden by a programme's own settings.

        Raise TideturnError for a name that is not a rule, or for a value that makes no sense.
        """
        kinds = {f.name: type(f.default) for f in fields(cls)}
        accepted: dict[str, Any] = {}
        for name, value in overrides.items():
            if name in WITHDRAWN:
                continue
            kind = kinds.get(name)
            if kind is None:
                like = nearest(name, list(kinds))
                raise TideturnError(
                    f"“{name}” is not a rule.",
                    place=f"[rules] {name}",
                    mend=f"{f'Perhaps “{like}” is meant. ' if like else ''}The rules are {', '.join(kinds)}.",
                )
            accepted[name] = _fitting(name, value, kind)
        return cls(**accepted)

    def as_dict(self) -> dict[str, Any]:
        """Return every rule by name, for the report and `evaluation.json`."""
        return asdict(self)


def _fitting(name: str, value: Any, kind: type) -> Any:
    place = f"[rules] {name}"
    if kind is bool:
        if isinstance(value, bool):
            return value
        raise TideturnError(f"{value!r} is neither true nor false.", place=place, mend="Write true or false.")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TideturnError(f"{value!r} is not a number.", place=place, mend="Write a number, without quotes.")
    if kind is int:
        if not math.isfinite(value) or value != int(value) or value < 0:
            raise TideturnError(f"{value!r} is not a count.", place=place, mend="Write a whole number, 0 or more.")
        return int(value)
    if not 0 <= value <= 1:
        raise TideturnError(f"{value!r} is not a share.", place=place, mend="Write a number between 0 and 1.")
    if not _as_printed(float(value)):
        printed = percent(float(value))
        raise TideturnError(
            f"{value!r} would be printed as {printed}, which is another share.",
            place=place,
            mend=f"Write two decimals at most, such as {float(printed.rstrip('%')) / 100:g}. Thirds may have more.",
        )
    return float(value)


def _as_printed(share: float) -> bool:
    """Return whether a whole percentage gives the share as it is, or is the usual form of a third.

    A report prints whole percentages.
    """
    thirds = (abs(share - part / 3) < _OF_A_THIRD for part in (1, 2))
    return any(thirds) or abs(share - round(share, 2)) < _SLACK


def rule_problems(programme: Programme) -> list[Problem]:
    """Return the problems in `[rules]`, which only this layer can find; a withdrawn rule is a query."""
    withdrawn = [
        Problem(
            "programme.toml",
            None,
            name,
            Severity.QUERY,
            "rule_withdrawn",
            f"“{name}” has no effect any more. {WITHDRAWN[name]}.",
            "Take the line out.",
        )
        for name in programme.rules
        if name in WITHDRAWN
    ]
    try:
        Rules.of(programme.rules)
    except TideturnError as error:
        name = error.place.partition("[rules] ")[2]
        return [Problem("programme.toml", None, name, Severity.ERROR, "rules", error.what, error.mend), *withdrawn]
    return withdrawn
