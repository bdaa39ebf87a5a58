"""Files written whole or not at all: to a temporary place beside the target, then renamed over it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write every file, or none: all are on disk under temporary names before the first takes its own.

    Raises OSError (no space, no permission, a folder where a file should be); the old files are then as they were.
    """
    tag = f".partial-{secrets.token_hex(4)}"
    waiting: list[tuple[Path, Path]] = []
    try:
        for target, content in files.items():
            if target.is_dir():
                raise IsADirectoryError(21, "a folder lies where the file should go", str(target))
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f"{target.name}{tag}")
            waiting.append((temporary, target))
            with temporary.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for temporary, target in waiting:
            temporary.replace(target)
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
