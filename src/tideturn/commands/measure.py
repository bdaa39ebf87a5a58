"""`tideturn measure METHOD FILE …`: run one method on one plain table, for analysts and to compare with published
answers.
"""

from __future__ import annotations

import argparse
from typing import Any

from tideturn.commands import (
    measure_agreement,
    measure_causal,
    measure_change,
    measure_disclose,
    measure_network,
    measure_pathway,
    measure_series,
    measure_survey,
)


def add_to(commands: Any) -> None:
    """Declare the command and its methods."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "measure",
        help="run one method on a CSV or Parquet file",
        description="Runs one method on one plain CSV or Parquet file. `tideturn measure METHOD --help` says more.",
    )
    methods = sub.add_subparsers(dest="method", metavar="METHOD", required=True)
    for method in (
        measure_survey,
        measure_change,
        measure_agreement,
        measure_network,
        measure_pathway,
        measure_causal,
        measure_series,
        measure_disclose,
    ):
        method.add_to(methods)
