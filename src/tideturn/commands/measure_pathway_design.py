"""Read the design for `tideturn measure pathway`, and compare a log with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tideturn.commands.measure_pathway_log import begins
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    from tideturn.methods.pathways import EventLog
    from tideturn.methods.pathways.conformance import Conformance
    from tideturn.methods.pathways.constraints import Checked
    from tideturn.methods.pathways.design import Designed


@dataclass(frozen=True, eq=False)
class Held:
    """A design's name, how far cases followed it, and how its rules were met."""

    name: str
    following: Conformance
    checked: tuple[Checked, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Return everything worth noting, in sentences."""
        return tuple(dict.fromkeys(note for checked in self.checked for note in checked.notes))


def read_design(path: Path) -> tuple[str, Designed]:
    """Return a design's name and the design: from a drawing in BPMN 2.0, else from a file like `pathways/P.toml`."""
    if begins(path).startswith(b"<"):
        from tideturn.methods.pathways.bpmn import read_bpmn
        from tideturn.methods.pathways.drawn_design import design_of

        model = read_bpmn(path)
        return model.name or path.stem, design_of(model)
    from tideturn.dataset.programme_file import parse_toml
    from tideturn.methods.pathways.design import Design

    said, problems = parse_toml(path.read_bytes(), str(path))
    if said is None:
        raise TideturnError(problems[0].what, place=problems[0].place, mend=problems[0].mend)
    return str(said.get("name") or path.stem), Design.from_mapping(said, place=str(path))


def hold(log: EventLog, name: str, design: Designed, until: date | None = None) -> Held:
    """Compare the log with the design, and with its rules if it has any: a drawing has none."""
    from tideturn.methods.pathways.conformance import conformance
    from tideturn.methods.pathways.constraints import check
    from tideturn.methods.pathways.design import Design
    from tideturn.methods.pathways.groups import by_site

    rules = design.constraints if isinstance(design, Design) else ()
    checked = check(log, rules, cutoff=until, closing=endings(design), groups=by_site(log))
    return Held(name, conformance(log, design), checked)


def endings(design: Designed | None) -> tuple[str, ...]:
    """Return the activities that end a case, as the design's file names them; a drawing names none."""
    from tideturn.methods.pathways.design import Design

    return design.closing if isinstance(design, Design) else ()
