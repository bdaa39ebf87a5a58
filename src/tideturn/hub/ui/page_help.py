"""Help that stands at the foot of a page, written by the room that the page is of."""

from __future__ import annotations

from typing import Final

HELP: Final[dict[str, tuple[str, ...]]] = {}
"""Paragraphs by the name of a page's address."""


def helps(url_name: str, *paragraphs: str) -> None:
    """Say what helps on a page. Raises ValueError where it was said already, or where nothing is."""
    if not paragraphs:
        raise ValueError(f"nothing is said to help on {url_name}")
    if HELP.setdefault(url_name, paragraphs) != paragraphs:
        raise ValueError(f"there is help for {url_name} already")
