"""The hashes of a dataset's files that a release gives: keyed, and the transcripts' as one that counts none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tideturn.report.release.unnamed import HEARD

_FOLDER: Final = f"{HEARD}/"

Hash = Callable[[str, bytes], str]
"""The hash of a file by its name and its content, as hex."""


def hashes_of(files: Mapping[str, bytes], hashed: Hash) -> dict[str, str]:
    """Each file's hash by its name, and one over all names and hashes of transcripts under `transcripts`.

    How many were interviewed is a count like any other, and the name of a file may be somebody's.
    """
    heard = [f"{hashed(name, files[name])}  {name}\n" for name in sorted(files) if name.startswith(_FOLDER)]
    told = {name: hashed(name, files[name]) for name in sorted(files) if not name.startswith(_FOLDER)}
    return told | ({HEARD: hashed(HEARD, "".join(heard).encode())} if heard else {})
