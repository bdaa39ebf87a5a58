"""Write files completely or not at all: to a temporary place beside the target, then renamed over it."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

completed = 0
"""Number of times `write_whole` has written everything; a fault after that leaves the new files and not
the old ones.
"""


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write every file or none: all are on disk under temporary names before the first gets its own name.

    Whatever stops it (no space, no permission, a folder where a file should be: OSError; Ctrl-C: KeyboardInterrupt) is
    raised, and then the old files are as they were and folders that it made are gone.
    """
    global completed
    tag = secrets.token_hex(4)
    made: list[Path] = []
    waiting: list[tuple[Path, Path]] = []
    try:
        for target, content in files.items():
            if target.is_dir():
                raise IsADirectoryError(21, "a folder lies where the file should go", str(target))
            _make_folder(target.parent, made)
            if not target.parent.is_dir():
                raise NotADirectoryError(20, "a file lies where the folder should be", str(target.parent))
            temporary = target.with_name(f"{target.name}.partial-{tag}")
            waiting.append((temporary, target))
            try:
                with temporary.open("wb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
            except OSError as fault:
                fault.filename = str(target)  # by the name that its reader knows
                raise
        _take_their_names(waiting, tag)
        completed += 1
    except BaseException:
        for temporary, _ in waiting:
            with suppress(OSError):  # a disk that refuses writing refuses this too; report what stopped us
                temporary.unlink(missing_ok=True)
        for folder in reversed(made):
            if not any(folder.iterdir()):
                folder.rmdir()
        raise


def _make_folder(folder: Path, made: list[Path]) -> None:
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(exist_ok=True)
        made.append(place)


def _take_their_names(waiting: list[tuple[Path, Path]], tag: str) -> None:
    """Rename each file over its target; if that stops half-way, restore the old ones."""
    kept: list[Path] = []
    replaced: list[tuple[Path, Path]] = []
    try:
        for temporary, target in waiting:
            old = target.with_name(f"{target.name}.before-{tag}")
            kept.append(old)
            if target.exists():
                _second_name(target, old)
            replaced.append((old, target))
            temporary.replace(target)
    except BaseException:
        for old, target in reversed(replaced):
            if old.exists():
                old.replace(target)
            else:
                target.unlink(missing_ok=True)
        raise
    finally:
        for old in kept:
            old.unlink(missing_ok=True)


def _second_name(target: Path, name: Path) -> None:
    try:
        os.link(target, name)
    except OSError:  # a disk without hard links
        try:
            shutil.copy2(target, name)
        except OSError as fault:
            fault.filename = str(target)
            raise
