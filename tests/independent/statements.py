"""Register what recomputes each sentence and table: every module here that is called `says_…`."""

import importlib
from pathlib import Path

for each in sorted(Path(__file__).parent.glob("says_*.py")):
    importlib.import_module(f"{__package__}.{each.stem}")
