"""Name the engines in `programme.toml` and on the command line: this machine, or a master of Apache Spark."""

from __future__ import annotations

import re
from typing import Final

LOCAL: Final = "local"
"""Name of the engine of this machine, without Spark."""
KINDS: Final = "Write local, local[2], local[*], spark://HOST:PORT, yarn or k8s://…."
_MASTER: Final = re.compile(r"spark://[^\s,]+:\d+(,[^\s,]+:\d+)*|local\[([1-9]\d*|\*)\]|yarn|k8s://\S+")


def is_engine(name: object) -> bool:
    """Return whether there is such an engine; `local[2]` is Spark on two cores of this machine."""
    return isinstance(name, str) and (name == LOCAL or _MASTER.fullmatch(name) is not None)
