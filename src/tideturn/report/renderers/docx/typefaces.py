"""Embed our typefaces in the Word file, so that it looks the same everywhere; their licence allows it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tideturn.report import fonts

_KEY: Final = UUID("8c1f6f0e-3a52-4d27-9a5e-0b7d54c2e913")
"""Key that the template's font table names beside each typeface."""
_FACES: Final = (
    "atkinson-hyperlegible-next-latin-400-normal",
    "atkinson-hyperlegible-next-latin-600-normal",
    "source-serif-4-latin-400-normal",
    "source-serif-4-latin-600-normal",
    "source-serif-4-latin-400-italic",
)
_HIDDEN: Final = 32


def embedded() -> dict[str, bytes]:
    """Return each typeface by its name in the archive."""
    return {f"word/fonts/{face}.odttf": hidden((fonts.FOLDER / f"{face}.ttf").read_bytes()) for face in _FACES}


def hidden(font: bytes) -> bytes:
    """Return a font with its first bytes obfuscated by the key (ECMA-376, part 4, §2.8.1); a second call undoes it."""
    key = _KEY.bytes[::-1] * (_HIDDEN // 16)
    return bytes(byte ^ other for byte, other in zip(font[:_HIDDEN], key, strict=True)) + font[_HIDDEN:]
