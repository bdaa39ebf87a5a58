"""What several methods of `tideturn measure` refuse of their options, before anything is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tideturn.dataset.problems import TideturnError

MOST_DRAWS: Final = 100_000
"""Draws of a bootstrap or relabellings, so that a slip of the finger takes minutes and not days."""


def check_chart(path: Path | None) -> None:
    """Raises TideturnError for a `--chart` whose name is no SVG's; None is no chart."""
    if path is not None and path.suffix.lower() != ".svg":
        raise TideturnError("the chart is an SVG.", place=str(path), mend="Give it a name that ends in .svg.")


def check_seed(seed: int) -> None:
    """Raises TideturnError for a `--seed` from which chance cannot begin."""
    if seed < 0:
        raise TideturnError(f"--seed {seed} is below 0.", mend="Give a whole number, 0 or more.")
