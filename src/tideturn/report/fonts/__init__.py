"""Our typefaces, which every version of a report carries within it; nothing of this machine's is ever used.

In the two files of Atkinson Hyperlegible Next that are typeset (`.ttf`) a blank is no part of a kerned pair: where it
was one, every line that a compiler tried out between two words had to be shaped anew, three times the work of setting
a paragraph. Pairs of letters are kerned as they were.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typst import Fonts

FOLDER: Final = Path(__file__).parent
WEB: Final = FOLDER / "web"
"""Those that a browser reads; the hub serves this folder."""
SANS: Final = (
    ("Atkinson Hyperlegible Next", "atkinson-hyperlegible-next-latin-400-normal", "400", "normal"),
    ("Atkinson Hyperlegible Next", "atkinson-hyperlegible-next-latin-600-normal", "600 700", "normal"),
)
SERIF: Final = (
    ("Source Serif 4", "source-serif-4-latin-wght-normal", "200 900", "normal"),
    ("Source Serif 4", "source-serif-4-latin-wght-italic", "200 900", "italic"),
)
"""Family, file, weights and slope of each face."""


@cache
def embedded(faces: tuple[tuple[str, str, str, str], ...]) -> str:
    """Return the rules of a style sheet that hold these faces, so that a file needs none beside itself."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slope};font-display:swap;'
        f"src:url(data:font/woff2;base64,{b64encode((WEB / f'{file}.woff2').read_bytes()).decode()}) "
        "format('woff2')}\n"
        for family, file, weight, slope in faces
    )


@cache
def for_typesetting() -> Fonts:
    """Return our typefaces, and those that typst carries for letters that ours lack; use none of this machine's."""
    import typst  # heavy: a compiler, which only what is typeset has to load

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FOLDER])
