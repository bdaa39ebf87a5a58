"""Check whether a release follows from a dataset: make every file again and compare it with the released one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tideturn import __version__
from tideturn.dataset.problems import TideturnError
from tideturn.report.release.earlier import RELEASES
from tideturn.report.release.freeze import ARCHIVE, MANIFEST, RELEASE
from tideturn.report.release.hashes import hashes_of
from tideturn.report.release.key import KEY, HashKey, key_of

SNAPSHOT: Final = f"{ARCHIVE}/dataset"
_BROKEN: Final = "Fetch an unbroken copy of what `tideturn publish` wrote."


def manifest_of(place: Path) -> dict[str, Any]:
    """Return the content of `release.json` of a frozen version. Raise TideturnError if it cannot be read."""
    path = place / RELEASE / MANIFEST
    try:
        held = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise TideturnError("There is no release here.", place=str(path), mend=_BROKEN) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise TideturnError(
            f"This is not what `tideturn publish` writes ({error}).", place=str(path), mend=_BROKEN
        ) from None
    wanted = {"year": int, "version": str, "files": dict, "held_against": list, "dataset": dict, "software": dict}
    for name, kind in wanted.items():
        if not isinstance(held, dict) or not isinstance(held.get(name), kind):
            raise TideturnError(f"It does not say its {name.replace('_', ' ')}.", place=str(path), mend=_BROKEN)
    return dict(held)


def key_for(manifest: Mapping[str, Any], *folders: Path) -> HashKey:
    """Return the key that a release was made with, from the first of these folders that holds it.

    Raise TideturnError if none of them does.
    """
    held = [key for key in map(key_of, folders) if key is not None]
    for key in held:
        if key.mark == manifest["hash_key"]:
            return key
    raise TideturnError(
        "This is another key than the one that the release was made with, so its hashes cannot be proved."
        if held
        else "The key that the release was made with is not here, so its hashes cannot be proved.",
        place=str(folders[-1] / RELEASES / KEY),
        mend="Put the archive of this release beside it: the key lies in it, under dataset/releases.",
    )


def plain_hashes(place: Path, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the files of a release that hold plain hashes of the dataset's files. New ones hold keyed hashes only."""
    graph = place / RELEASE / "provenance.json"
    leaking = [MANIFEST] if "hash_key" not in manifest and manifest["dataset"] else []
    leaking += [graph.name] if graph.is_file() and b'"tideturn:sha256"' in graph.read_bytes() else []
    return tuple(leaking)


def altered(place: Path, manifest: Mapping[str, Any], key: HashKey | None) -> Iterator[str]:
    """Yield files of the release, or of the archive's dataset, that no longer match their recorded hash.

    Also yield files missing from either, and files that were not part of the release. `key` is the release's key, or
    None if it was made by a version that gave plain hashes.
    """
    keyed = _plain if key is None else partial(key.of, manifest["version"])
    for folder, files in ((RELEASE, manifest["files"]), (SNAPSHOT, manifest["dataset"])):
        if not (place / folder).is_dir():
            continue
        content = _found(place / folder)
        found = hashes_of(content, keyed) if folder == SNAPSHOT else {n: _plain(n, held) for n, held in content.items()}
        for name, kept in files.items():
            if name not in found:
                yield f"{folder}/{name}: the file is not there"
            elif found[name] != kept:
                yield f"{folder}/{name}: the file has been altered since it was frozen"
    there = {entry.relative_to(place / RELEASE).as_posix() for entry in (place / RELEASE).rglob("*") if entry.is_file()}
    for name in sorted(there - set(manifest["files"]) - {MANIFEST}):
        yield f"{RELEASE}/{name}: the file was not part of the release"


def _found(folder: Path) -> dict[str, bytes]:
    """Return the content of each file of a folder, by its path within the folder."""
    files = (entry for entry in folder.rglob("*") if entry.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _plain(_: str, content: bytes) -> str:
    return sha256(content).hexdigest()


def unproved(place: Path, again: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield files of the release that do not follow from the dataset; `again` holds every file made again."""
    software = manifest["software"].get("version")
    note = f" (it was made with version {software}, and this is {__version__})" if software != __version__ else ""
    for name, content in again.items():
        folder, _, rest = name.partition("/")
        if folder != RELEASE:
            continue
        path = place / name
        if not path.is_file():
            yield f"{name}: it follows from the dataset, but is not there"
        elif path.read_bytes() != content:
            yield f"{name}: it is not what the dataset gives{note}{_where(rest, path, content)}"
    for name in manifest["files"]:
        if f"{RELEASE}/{name}" not in again:
            yield f"{RELEASE}/{name}: it does not follow from the dataset{note}"


def _where(name: str, path: Path, content: bytes) -> str:
    """Say which line of a JSON or CSV file differs first; nothing for other files."""
    if not name.endswith((".json", ".csv")):
        return ""
    held, made = (data.decode("utf-8", "replace").splitlines() for data in (path.read_bytes(), content))
    for number, (one, other) in enumerate(zip(held, made, strict=False), start=1):
        if one != other:
            return f"; line {number} holds {one.strip()[:60]!r}, and the dataset gives {other.strip()[:60]!r}"
    return f"; it has {len(held)} lines, and the dataset gives {len(made)}"
