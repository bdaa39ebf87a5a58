"""Write the log, or the design, in another form, for `tideturn measure pathway --write`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    from tideturn.methods.pathways import EventLog
    from tideturn.methods.pathways.design import Designed

XES: Final = (".xes", ".xes.gz")
OCEL: Final = (".json", ".json.gz", ".jsonocel")
BPMN: Final = (".bpmn",)
_UNSPLIT: Final = "\0"
"""Separator that no name holds, so that every name is of one object."""


def check_write(path: Path, design: Path | None) -> None:
    """Raise TideturnError for a file that cannot be written, before anything is read."""
    if not path.name.lower().endswith((*XES, *OCEL, *BPMN)):
        mend = "Give it a name that ends in .xes, .xes.gz, .json, .json.gz or .bpmn."
        raise TideturnError("its name does not say in which form to write.", place=str(path), mend=mend)
    if path.name.lower().endswith(BPMN) and design is None:
        mend = "Give --design, or a name that ends in .xes or .json for the log."
        raise TideturnError("a drawing is of a design.", place=str(path), mend=mend)
    if path.is_dir() or not path.parent.is_dir():
        raise TideturnError("it cannot be written there.", place=str(path), mend="Name a file in a folder that exists.")


def write(path: Path, log: EventLog, design: Designed | None) -> None:
    """Write the log as counted, in XES or OCEL 2.0, or the design as BPMN: the whole file or none.

    Raises TideturnError for a name that the form cannot hold, OSError if the folder takes no file.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".tideturn-", dir=path.parent) as apart:
            unfinished = Path(apart) / path.name.lower()  # the ending says whether it is packed
            if path.name.lower().endswith(BPMN):
                _write_design(unfinished, design)
            else:
                _write_log(unfinished, log)
            os.replace(unfinished, path)
    except OSError as fault:
        fault.filename = str(path)  # by the name that its reader knows
        raise
    except TideturnError as fault:
        raise TideturnError(fault.what, place=str(path), mend=fault.mend) from None


def _write_log(path: Path, log: EventLog) -> None:
    if path.name.endswith(XES):
        from tideturn.methods.pathways.xes_writing import write_xes

        write_xes(log, path)
        return
    from tideturn.methods.pathways.object_log import object_log
    from tideturn.methods.pathways.ocel import write_ocel

    types = [name for name in ("case", "site", "agency") if name in log.frame.columns]
    write_ocel(object_log(log.named(), types, separator=_UNSPLIT, zone=log.zone), path)


def _write_design(path: Path, design: Designed | None) -> None:
    from tideturn.methods.pathways.bpmn_writing import write_bpmn
    from tideturn.methods.pathways.design import Design
    from tideturn.methods.pathways.drawn_design import DrawnDesign

    assert isinstance(design, Design | DrawnDesign), "asked for before anything was read"
    write_bpmn(design.model if isinstance(design, DrawnDesign) else design, path)
