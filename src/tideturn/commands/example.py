"""`tideturn example DIR`: write the worked example, and its true answers beside it."""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.programme_file import PROGRAMME_FILE
from tideturn.dataset.write import folder_files, write_folder

_NAMED: Final = 5
"""Maximum number of changed files to name; the rest are counted."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    sub = commands.add_parser(
        "example",
        help="write the worked example: an invented programme whose true answers are known",
        description="Writes a declared synthetic programme of two years as a programme folder, and beside it "
        "DIR-true-answers.json: every verdict that must come out, and why.",
    )
    sub.add_argument("folder", type=Path, metavar="DIR", help="where to write it: a new or empty folder, or an example")
    sub.add_argument("--force", action="store_true", help="write over an example that somebody has changed")
    sub.add_argument(
        "--before-review",
        action="store_true",
        help="as it stood before its findings were reviewed: two sentences say more than their evidence",
    )
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the folder and its true answers.

    Raises TideturnError if DIR holds anything but an earlier example, or an example that was changed since.
    """
    from tideturn.example import build_example  # other commands need not load it
    from tideturn.example.findings import with_findings

    folder = _named(args.folder)
    held = _holds_an_example(folder)
    dataset, truth = build_example()
    dataset = with_findings(dataset, before_review=args.before_review)
    answers = true_answers_path(folder)
    beside = {answers: (json.dumps(truth, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()}
    if not args.force:
        ours = {folder / name: data for name, data in folder_files(dataset).items()} if held else {}
        _refuse_what_was_changed(folder, ours | (beside if answers.exists() else {}))
    write_folder(dataset, folder, beside=beside)
    print(f"The worked example is in {folder}; its true answers are in {answers}.")
    print(f"Next: tideturn evaluate {folder} --year 1 --out {folder.with_name(folder.name + '-year-1')}")
    return 0


def true_answers_path(folder: Path) -> Path:
    """Return the path of the true answers: beside the example's `folder`, so that they are no part of it."""
    return folder.with_name(f"{folder.name}-true-answers.json")


def _named(folder: Path) -> Path:
    """Return the resolved path where the folder was given as `.` or `..`, so that it has a name."""
    return folder.resolve() if folder.name in ("", "..") else folder


def _holds_an_example(folder: Path) -> bool:
    """Return True if the folder already holds an example, and False if it is new or empty.

    Raises TideturnError if the path is a file or the folder holds anything else.
    """
    if folder.exists() and not folder.is_dir():
        raise TideturnError("That is a file.", place=str(folder), mend="Name a folder that is new or empty.")
    if not folder.is_dir() or not any(folder.iterdir()):
        return False
    try:
        written = tomllib.loads((folder / PROGRAMME_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        written = {}
    if "example" not in written:
        raise TideturnError(
            "The folder is not empty, and what is in it is not the worked example.",
            place=str(folder),
            mend="Name a folder that is new or empty; nothing has been touched.",
        )
    return True


def _refuse_what_was_changed(folder: Path, files: Mapping[Path, bytes]) -> None:
    changed = []
    for path, data in files.items():
        name = path.relative_to(folder if path.is_relative_to(folder) else folder.parent).as_posix()
        if not path.is_file():
            changed.append(f"{name} (which is missing)")
        elif path.read_bytes() != data:
            changed.append(name)
    if changed:
        further = f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
        raise TideturnError(
            "The worked example lies here already and was changed since, by hand or by another version of Tideturn: "
            f"{', '.join(changed[:_NAMED])}{further}.",
            place=str(folder),
            mend="Nothing has been touched. Name another folder, or give --force to write over what was changed.",
        )
