"""Results of measuring agreement, which print themselves and convert to a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from tideturn.methods.agreement.distances import LEVELS


@dataclass(frozen=True)
class Estimate:
    """A coefficient with its 95 % bootstrap interval; None where it is undefined, with the reason in `why`.

    An estimate may have a value but no interval: `why` then says why there is none.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""

    def __str__(self) -> str:
        if self.value is None:
            return "undefined"
        return f"{self.value:.3f}" + (f" ({self.low:.3f} to {self.high:.3f})" if self.low is not None else "")


@dataclass(frozen=True)
class CodeAgreement:
    """How far coders agree on where one code belongs, over every unit that two or more saw, with or without the code.

    `given` is how many units each coder gave the code.
    """

    code: str
    given: Mapping[str, int]
    percent: Estimate
    kappa: Estimate
    ac1: Estimate
    positive: Estimate
    alpha: Estimate
    unitised: Estimate | None = None
    """uα of this code against all else; None where units are not stretches of text."""

    def estimates(self) -> dict[str, Estimate]:
        """Return each coefficient by its name, in the order of printing."""
        found = {
            "percent": self.percent,
            "kappa": self.kappa,
            "ac1": self.ac1,
            "positive": self.positive,
            "alpha": self.alpha,
        }
        return found | ({"unitised_alpha": self.unitised} if self.unitised is not None else {})


@dataclass(frozen=True)
class PairAgreement:
    """Two of the coders, over the units that both saw."""

    a: str
    b: str
    units: int
    percent: float | None
    kappa: float | None
    ac1: float | None


@dataclass(frozen=True)
class Agreement:
    """How far coders agree, code by code and overall.

    `units` are those that two or more coders saw: characters of text where `unit` says so. κ is Cohen's of two coders
    and Conger's of more. `alpha` has one entry for each level that was asked for and makes sense.
    """

    unit: str
    units: int
    documents: int
    """Number of documents that contain the units; 0 where the documents are not known."""
    coders: tuple[str, ...]
    codes: tuple[CodeAgreement, ...]
    percent: Estimate
    kappa: Estimate
    fleiss: Estimate
    ac1: Estimate
    alpha: Mapping[str, Estimate]
    unitised: Estimate | None
    unitised_1995: float | None
    pairs: tuple[PairAgreement, ...]
    draws: int
    seed: int
    notes: tuple[str, ...] = field(default=())
    """Notes on what was left out or joined, and what is undefined, each a sentence."""

    def code(self, code: str) -> CodeAgreement:
        """Return one code's agreement. Raise KeyError for a code that nobody gave."""
        for one in self.codes:
            if one.code == code:
                return one
        raise KeyError(code)

    def frame(self) -> pl.DataFrame:
        """Return one row per code: each coefficient with the ends of its interval, null where undefined."""
        rows = []
        for one in self.codes:
            row: dict[str, Any] = {"code": one.code}
            for name, estimate in one.estimates().items():
                row |= {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
            rows.append(row)
        names = list(rows[0]) if rows else ["code"]
        schema = {name: pl.String() if name == "code" else pl.Float64() for name in names}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def as_dict(self) -> dict[str, Any]:
        """Return the results for JSON: null where undefined or not asked for, with the reason under `notes`."""
        overall = {"percent": self.percent, "kappa": self.kappa, "fleiss": self.fleiss, "ac1": self.ac1}
        alphas = {level: self.alpha.get(level, Estimate(None)) for level in LEVELS}
        return {
            "unit": self.unit,
            "units": self.units,
            "documents": self.documents,
            "coders": len(self.coders),
            "coder_names": list(self.coders),
            "codes": [
                {
                    "code": one.code,
                    "given": dict(one.given),
                    **{name: estimate.value for name, estimate in one.estimates().items()},
                    "intervals": {name: _ends(estimate) for name, estimate in one.estimates().items()},
                }
                for one in self.codes
            ],
            **{name: estimate.value for name, estimate in overall.items()},
            "alpha": {level: estimate.value for level, estimate in alphas.items()},
            "unitised_alpha": self.unitised.value if self.unitised else None,
            "unitised_alpha_1995": self.unitised_1995,
            "intervals": {
                **{name: _ends(estimate) for name, estimate in overall.items()},
                "alpha": {level: _ends(estimate) for level, estimate in alphas.items()},
                "unitised_alpha": _ends(self.unitised) if self.unitised else None,
            },
            "pairs": [asdict(pair) for pair in self.pairs],
            "draws": self.draws,
            "seed": self.seed,
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        of = f" in {self.documents} documents" if self.documents else ""
        lines = [f"{self.units:,} {self.unit}{of}, {len(self.coders)} coders"]
        lines += [
            f"{one.code}: " + ", ".join(f"{name} {estimate}" for name, estimate in one.estimates().items())
            for one in self.codes
        ]
        alphas = ", ".join(f"{level} α {estimate}" for level, estimate in self.alpha.items())
        lines.append(f"all codes: percent {self.percent}, kappa {self.kappa}, ac1 {self.ac1}, {alphas}")
        if self.unitised is not None:
            lines.append(f"unitised α {self.unitised}")
        return "\n".join([*lines, *self.notes])


def _ends(estimate: Estimate) -> list[float] | None:
    return None if estimate.low is None or estimate.high is None else [estimate.low, estimate.high]
