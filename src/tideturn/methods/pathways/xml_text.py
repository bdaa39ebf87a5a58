"""Text as XML holds it between quotation marks, and checks for text that it cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import quoted

_ESCAPED: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold, not even escaped."""


def attribute(text: str) -> str:
    """Return the text as an attribute's value, quotation marks included; it is read back unchanged, blanks and all."""
    return f'"{text.translate(_ESCAPED)}"'


def check_writable(names: Iterable[str], place: str) -> None:
    """Raise TideturnError for the first name with a character that XML cannot hold."""
    for name in names:
        if found := _UNWRITABLE.search(name):
            raise TideturnError(
                f"{quoted(name)} holds the character U+{ord(found[0]):04X}, which XML cannot hold.",
                place=place,
                mend="Take it out of the name.",
            )
