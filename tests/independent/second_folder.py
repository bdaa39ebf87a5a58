"""Write the second programme folder, in words of its own: `python -m tests.independent.second_folder`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.independent.second.casework import write_casework
from tests.independent.second.interviews import write_interviews
from tests.independent.second.judgements import write_judgements
from tests.independent.second.programme import write_programme
from tests.independent.second.readme import write_readme
from tests.independent.second.surveys import write_surveys
from tests.independent.second.system import write_system

HERE = Path(__file__).parent / "second_folder"


def write_folder(folder: Path) -> None:
    """Write every file of the folder; the same bytes on every machine."""
    for part in (write_programme, write_casework, write_surveys, write_system, write_interviews, write_judgements):
        part(folder)
    write_readme(folder)


if __name__ == "__main__":
    write_folder(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
