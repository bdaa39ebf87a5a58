"""A small theory to begin from, which is altered to the programme: what the file beside this one says."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any, Final
from uuid import UUID, uuid5

from tideturn.hub.theory.shape import Arrow, Box, Theory
from tideturn.hub.theory.terms import Kind

_SAID: Final[dict[str, Any]] = tomllib.loads(
    files("tideturn.hub.theory").joinpath("template.toml").read_text(encoding="utf-8")
)
_NAMES: Final = UUID("6e0e0a52-5a39-4b0b-9c9e-7a6a0c6f2f11")
"""Within which a box of the template has an id: its drawing is always the same."""

BOXES: Final = {name: (Kind(box["kind"]), str(box["title"])) for name, box in _SAID["boxes"].items()}
"""Each box by a name of its own: its kind, and what it says."""
LINKS: Final = tuple(
    (str(link["from"]), str(link["to"]), str(link.get("assumption", "")), str(link.get("rivals", "")))
    for link in _SAID["links"]
)
"""From which box to which, on what assumption, and what else might explain it."""


def as_theory() -> Theory:
    """The template as it is drawn, before anything of it is written."""
    ids = {name: uuid5(_NAMES, name) for name in BOXES}
    arrows = []
    for start, end, assumption, rivals in LINKS:
        pk = uuid5(_NAMES, f"{start} {end}")
        arrows.append(Arrow(pk, pk, ids[start], ids[end], assumption, (rivals,) if rivals else ()))
    return Theory(tuple(Box(ids[name], ids[name], kind, title) for name, (kind, title) in BOXES.items()), tuple(arrows))
