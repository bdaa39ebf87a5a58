"""Hash a dataset's files for a release, with a key. All transcripts share one hash, which hides their number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tideturn.report.release.unnamed import HEARD

_FOLDER: Final = f"{HEARD}/"

Hash = Callable[[str, bytes], str]
"""Function that returns the hash of a file, as hex, from its name and content."""


def hashes_of(files: Mapping[str, bytes], hashed: Hash) -> dict[str, str]:
    """Return each file's hash by its name, and under `transcripts` one hash over all names and hashes of transcripts.

    The number of people interviewed is a count like any other, and a file's name may be somebody's name.
    """
    heard = [f"{hashed(name, files[name])}  {name}\n" for name in sorted(files) if name.startswith(_FOLDER)]
    told = {name: hashed(name, files[name]) for name in sorted(files) if not name.startswith(_FOLDER)}
    return told | ({HEARD: hashed(HEARD, "".join(heard).encode())} if heard else {})
