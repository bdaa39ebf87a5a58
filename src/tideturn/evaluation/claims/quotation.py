"""What stands between quotation marks, double, single or angled: somebody else's words."""

from __future__ import annotations

import re
from typing import Final

QUOTED: Final = re.compile(
    r"“(?P<double>[^”]*)”"
    r"|\"(?P<straight>[^\"]+)\""
    r"|«(?P<angled>[^»]*)»"
    r"|‘(?P<single>(?:[^’]|’(?=\w))*)’(?!\w)"
    r"|(?<!\w)'(?=\w)(?P<typed>(?:[^']|'(?=\w))+)'(?!\w)"
)
"""An apostrophe within a word does not close a quotation in single marks."""


def words_of(found: re.Match[str]) -> str:
    """The words between the marks."""
    return next((words for words in found.groups() if words is not None), "").strip()


def without_quotations(text: str) -> str:
    """The text with each quotation left out and its marks kept."""
    return QUOTED.sub("“”", text)
