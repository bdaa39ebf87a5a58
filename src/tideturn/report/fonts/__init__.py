"""Our typefaces, which every version of a report carries within it; nothing of this machine's is ever used.

In the two files of Atkinson Hyperlegible Next that are typeset (`.ttf`) a blank is no part of a kerned pair: where it
was one, every line that a compiler tried out between two words had to be shaped anew, three times the work of setting
a paragraph. Pairs of letters are kerned as they were.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typst import Fonts

FOLDER: Final = Path(__file__).parent


@cache
def for_typesetting() -> Fonts:
    """Our own typefaces, and those that typst carries for letters which ours lack; none of this machine's."""
    import typst  # heavy: a compiler, which only what is typeset has to load

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FOLDER])
