"""Check the options that several methods of `tideturn measure` share, before anything is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tideturn.dataset.problems import TideturnError

MOST_DRAWS: Final = 100_000
"""Maximum number of bootstrap draws or relabellings, so that a typing slip costs minutes and not days."""


def check_chart(path: Path | None) -> None:
    """Raise TideturnError if `--chart` does not end in .svg; None means no chart."""
    if path is not None and path.suffix.lower() != ".svg":
        raise TideturnError("the chart is an SVG.", place=str(path), mend="Give it a name that ends in .svg.")


def check_seed(seed: int) -> None:
    """Raise TideturnError if `--seed` cannot start a random generator."""
    if seed < 0:
        raise TideturnError(f"--seed {seed} is below 0.", mend="Give a whole number, 0 or more.")
