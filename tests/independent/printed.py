"""Hold what the command wrote for a year, beside the folder that it read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .folder import Folder, Year
from .placing import Placing
from .reading import Document, read

TIDETURN = Path(sys.executable).parent / "tideturn"
DOCUMENTS = ("report", "evidence")


@dataclass(eq=False)
class Printed:
    """What the command wrote for a year, and the folder that it read."""

    year: Year
    out: Path

    @cached_property
    def report(self) -> Document:
        return read(self.out / "report.html", "report")

    @cached_property
    def evidence(self) -> Document:
        return read(self.out / "evidence.html", "evidence")

    @cached_property
    def placing(self) -> Placing:
        """What places its numbers, made once; `statements` must have been imported before."""
        return Placing(self.year)

    def document(self, name: str) -> Document:
        return self.report if name == "report" else self.evidence


def tideturn(*words: object) -> None:
    """Run the command, and show what it said where it fails."""
    done = subprocess.run([TIDETURN, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def printed_for(folder: Folder, outs: Mapping[int, Path]) -> dict[int, Printed]:
    """Return what was printed for each year, and let the folder know it: a later report repeats an earlier one."""
    found = {number: Printed(folder.year(number), out) for number, out in outs.items()}
    folder.documents = {number: (lambda each=each: (each.report, each.evidence)) for number, each in found.items()}
    return found
