"""Outcomes to begin from, which a programme puts into its own words: what the file beside this one says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

MARK: Final = "From a template: put it into your own words. "
"""Begins what is meant by each of them, until somebody does."""


@dataclass(frozen=True)
class Suggested:
    """An outcome that most programmes hope for."""

    code: str
    area: str
    title: str
    definition: str
    element: str = ""
    better: str = ""


@cache
def suggested() -> tuple[Suggested, ...]:
    """All of them, in the order of the areas."""
    said = tomllib.loads(files("tideturn.hub.outcomes").joinpath("template.toml").read_text(encoding="utf-8"))
    return tuple(Suggested(**one) for one in said["outcomes"])
