"""Take the styles of the programme's own Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tideturn.dataset.word_file import WORD, styles_of

if TYPE_CHECKING:
    from docx.document import Document


def restyle(document: Document, template: bytes) -> None:
    """Replace the document's styles by the template's of the same id and type, and its defaults by the template's.

    Styles that only the document has stay, so that no style that a report uses is missing.
    """
    given = styles_of(template)
    if given is None:
        return
    own = document.styles.element
    known = {style.get(f"{WORD}styleId"): style for style in own.findall(f"{WORD}style")}
    for style in given.findall(f"{WORD}style"):
        # The first of several styles with one id counts, as in Word.
        same = known.pop(style.get(f"{WORD}styleId"), None)
        if same is not None and same.get(f"{WORD}type") == style.get(f"{WORD}type"):
            own.replace(same, style)
    defaults, old = given.find(f"{WORD}docDefaults"), own.find(f"{WORD}docDefaults")
    if defaults is not None and old is not None:
        own.replace(old, defaults)
