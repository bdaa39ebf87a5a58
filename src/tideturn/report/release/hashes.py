"""The hashes of a dataset's files that a release gives: the transcripts' as one, so that nobody can count them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from tideturn.report.release.unnamed import HEARD

_FOLDER: Final = f"{HEARD}/"


def hashes_of(files: Mapping[str, str]) -> dict[str, str]:
    """Each file's SHA-256 by its name, and one over all names and hashes of transcripts under `transcripts`.

    How many were interviewed is a count like any other, and the name of a file may be somebody's.
    """
    heard = [f"{files[name]}  {name}\n" for name in sorted(files) if name.startswith(_FOLDER)]
    told = {name: files[name] for name in sorted(files) if not name.startswith(_FOLDER)}
    return told | ({HEARD: sha256("".join(heard).encode()).hexdigest()} if heard else {})
