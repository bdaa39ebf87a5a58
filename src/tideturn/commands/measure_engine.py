"""Where `tideturn measure` counts: on this machine, or on the engine that is asked for."""

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
"""A survey's answers lie in DIR/surveys/S, and no table lies deeper."""


def add_engine(sub: argparse.ArgumentParser) -> None:
    """Declare the option."""
    sub.add_argument(
        "--engine", metavar="ENGINE", help="local, or Spark: local[2], spark://HOST:PORT (default: programme.toml's)"
    )


def place(text: str) -> Path | str:
    """A file of this machine as its path, and one that lies elsewhere as its address."""
    return text if ADDRESS in text else Path(text)


def chosen(args: argparse.Namespace) -> str:
    """The engine of `--engine`, else of the programme's folder that the file lies in, else this machine.

    Raises TideturnError for one that there is not, and for a file that this machine cannot reach.
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
    """Raises TideturnError where one of these options, which go beyond the counts, is given."""
    given = [f"--{name.replace('_', '-')}" for name in options if getattr(args, name)]
    if given:
        raise TideturnError(
            f"{listed(given)} cannot be had from {engine}, which counts and does nothing else.",
            place=str(args.file),
            mend=f"Leave {'it' if len(given) == 1 else 'them'} out, or say --engine {LOCAL}.",
        )


def address(file: Path | str, engine: str) -> str:
    """The file as the engine is told of it; Spark on this machine is told only of what is here."""
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
