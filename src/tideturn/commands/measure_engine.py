"""Choose where `tideturn measure` counts: on this machine, or on the engine that the user names."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tideturn.commands import measure_table as table
from tideturn.dataset.engine import KINDS, LOCAL, is_engine
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.programme_file import PROGRAMME_FILE, parse_toml
from tideturn.dataset.wording import listed, quoted

ADDRESS: Final = "://"
PATTERN: Final = re.compile(r"[*?\[\]{}\\]")
DEEPEST: Final = 3
"""Number of folders to search upwards for `programme.toml`: a survey's answers are in DIR/surveys/S, and no table is
deeper.
"""


def add_engine(sub: argparse.ArgumentParser) -> None:
    """Declare the option."""
    sub.add_argument(
        "--engine", metavar="ENGINE", help="local, or Spark: local[2], spark://HOST:PORT (default: programme.toml's)"
    )


def place(text: str) -> Path | str:
    """Return the path of a file on this machine, or the address of a file elsewhere."""
    return text if ADDRESS in text else Path(text)


def chosen(args: argparse.Namespace) -> str:
    """Return the engine of `--engine`, else of the programme's folder that contains the file, else this machine.

    Raises TideturnError for an unknown engine, and for a file that this machine cannot reach.
    """
    engine = args.engine if args.engine is not None else _of_folder(args.file)
    if not is_engine(engine):
        raise TideturnError(f"there is no engine {quoted(str(engine))}.", mend=KINDS)
    if engine == LOCAL and not isinstance(args.file, Path):
        raise TideturnError(
            "it lies elsewhere.", place=args.file, mend="Copy it here, or say with --engine which Spark reads it."
        )
    return str(engine)


def only_counts(args: argparse.Namespace, engine: str, options: Sequence[str]) -> None:
    """Raise TideturnError if one of these options is given, since they go beyond counts."""
    given = [f"--{name.replace('_', '-')}" for name in options if getattr(args, name)]
    if given:
        raise TideturnError(
            f"{listed(given)} cannot be had from {engine}, which counts and does nothing else.",
            place=str(args.file),
            mend=f"Leave {'it' if len(given) == 1 else 'them'} out, or say --engine {LOCAL}.",
        )


def address(file: Path | str, engine: str) -> str:
    """Return the file's name as the engine needs it.

    For Spark on this machine, check first that the file can be opened. Raises TideturnError for a name that Spark would
    read as a pattern.
    """
    if isinstance(file, Path) and engine.startswith("local["):
        if not file.is_dir():
            file.open("rb").close()
        whole = str(file.resolve())
        if PATTERN.search(whole):
            raise TideturnError(
                "Spark takes a name with any of * ? [ ] { } or \\ for several files.",
                place=str(file),
                mend="Give the file and its folders names without them.",
            )
        return f"file:{whole}"
    return str(file)


def _of_folder(file: Path | str) -> object:
    if isinstance(file, str):
        return LOCAL
    for folder in file.resolve().parents[:DEEPEST]:
        programme = folder / PROGRAMME_FILE
        if programme.is_file():
            said, _ = parse_toml(programme.read_bytes(), PROGRAMME_FILE)
            if said is None:
                table.note(f"{programme} cannot be read, and so names no engine.")
            return (said or {}).get("engine", LOCAL)
    return LOCAL
