"""What poppler says of a PDF, as fixtures: another reader than the maker."""

from __future__ import annotations

import re
import subprocess
import unicodedata

import pytest


def _compact(text: str) -> str:
    """Without blanks, so that where lines break does not matter."""
    return re.sub(r"[\s\u200b\u2060]+", "", unicodedata.normalize("NFC", text))


def _asked(tool: str, *options: str, of: bytes) -> str:
    """What a tool of poppler writes about a file that it is handed."""
    done = subprocess.run([tool, *options, "-", *(["-"] if tool == "pdftotext" else [])], input=of, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(errors="replace")


def _text_of(file: bytes, *, pages: bool = False):
    """The text in the order in which it was set, without blanks, running heads and numbers of pages."""
    told = _asked("pdftotext", "-raw", of=file).split("\f")[:-1]
    bare = [_compact(told[0])]
    for page in told[1:]:
        lines = page.strip().split("\n")
        bare.append(_compact("\n".join(lines[1:-1])))
    return bare if pages else "".join(bare)


@pytest.fixture(scope="session")
def compact():
    """A text without blanks."""
    return _compact


@pytest.fixture(scope="session")
def asked():
    """A tool of poppler, its options and the file: what it writes."""
    return _asked


@pytest.fixture(scope="session")
def text_of():
    """The text of a file without blanks, running heads and page numbers."""
    return _text_of
