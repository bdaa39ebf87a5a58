"""Finds our two typefaces where the report keeps them, so that they are shipped once; nothing else there is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

import tideturn

_FOLDER: Final = Path(tideturn.__file__).parent / "report" / "fonts"
_PLACE: Final = "ui/fonts"


class Typefaces(BaseFinder):
    """The files of the typefaces, below the style sheets that name them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._storage = FileSystemStorage(location=_FOLDER)
        self._storage.prefix = _PLACE  # type: ignore[attr-defined]  # as the framework's own finders say where it is
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        """There is nothing that could be set wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file, where it is one of them."""
        place, _, name = path.rpartition("/")
        found = _FOLDER / name
        if place != _PLACE or found.suffix != ".woff2" or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """All of them."""
        for found in sorted(_FOLDER.glob("*.woff2")):
            yield found.name, self._storage
