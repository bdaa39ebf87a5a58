"""Read a plain report from its PDF: what it says of each outcome, and every other paragraph."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .folder import Year
from .reading import Document, Passage

VERDICTS = (
    r"(?:Seems (?:true|untrue|better|worse)|First good signs|People don’t agree|Mixed|No change seen|Too early to tell"
    r"|Can’t say yet|Not asked yet)\b"
)
_FOOT = re.compile(r"^.+, not for release +\d+$")
_SPLIT = re.compile(r"^(?P<left>\S.*?)?(?:^ {8,}|  +)(?P<right>\S.*)$")


@dataclass
class Entry:
    """An outcome's title, in the left column, and what is said of it, in the right."""

    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return " ".join(self.left)


def lines_of(path: Path) -> list[str]:
    """Return a PDF's lines as poppler's pdftotext lays them out, without the foot of each page."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    lines = done.stdout.replace("\f", "\n").splitlines()
    return [each for each in lines if not _FOOT.match(each.strip())]


def read_plain(path: Path, year: Year) -> Document:
    """Return a plain report: a passage for each outcome, and one for each other paragraph."""
    names = {row["title"]: outcome for outcome, row in year.outcomes.items()}
    names |= {name: each for each, name in plain_words(year).items() if each in year.outcomes}
    entries: list[Entry] = []
    others: list[list[str]] = [[]]
    entry: Entry | None = None
    for line in lines_of(path):
        split = _SPLIT.match(line)
        if split and re.match(VERDICTS, split["right"]) and not re.match(VERDICTS, split["left"] or ""):
            entry = Entry([split["left"]] if split["left"] else [], [split["right"]])
            entries.append(entry)
        elif entry and split and (split["left"] is None or entry.title not in names):
            entry.left += [split["left"]] if split["left"] else []
            entry.right.append(split["right"])
        elif entry and line.strip() and entry.title not in names:
            entry.left.append(line.strip())
        elif line.strip():
            entry = None
            if line.lstrip().startswith("•"):
                others.append([])
            others[-1].append(line.strip())
        elif not entry:
            others.append([])
    made = [
        _passage(path, (f"outcome-{names[each.title]}",) if each.title in names else (), " ".join(each.right))
        for each in entries
    ]
    made += [_passage(path, (), " ".join(each)) for each in others if each]
    return Document(path.stem, tuple(made), (), frozenset(), " ".join(each.text for each in made))


def _passage(path: Path, about: tuple[str, ...], text: str) -> Passage:
    kind = "bullet" if text.startswith("•") else "paragraph"
    return Passage(path.stem, "plain", (path.stem, *about), ("plain", *about), kind, " ".join(text.split()))


def plain_words(year: Year) -> dict[str, str]:
    """Return the programme's own words for young people, by code."""
    found: dict[str, str] = year.folder.settings.get("report", {}).get("plain", {})
    return found
