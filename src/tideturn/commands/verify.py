"""`tideturn verify DIR FOLDER`: whether every number, hash and verdict in DIR follows from FOLDER."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tideturn.dataset.problems import TideturnError

SHOWN = 20
"""How many differences are printed; one number alone can move many others."""


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "verify",
        help="prove an evaluation from its folder",
        description="Evaluates FOLDER again and compares the answer with what lies in DIR. Exit code 0 only if every "
        "number, hash and verdict is the same, and the report word for word.",
        epilog="Example: tideturn verify year-1 our-programme",
    )
    sub.add_argument("dir", type=Path, metavar="DIR", help="where `evaluate` wrote evaluation.json and report.html")
    sub.add_argument("folder", type=Path, metavar="FOLDER", help="the programme folder")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Recompute, compare, and say where the two differ."""
    from tideturn.commands.evaluate import documents, judged, progress

    held = _held(args.dir / "evaluation.json")
    with progress("Verifying") as tell:
        dataset, evaluation, _ = judged(args.folder, held["year"], tell)
        again = documents(dataset, evaluation, tell)
    differences = list(differing(held, json.loads(again["evaluation.json"]), "evaluation.json"))
    report = args.dir / "report.html"
    if report.exists():
        if report.read_bytes() != again["report.html"]:
            differences.append(
                "report.html: the page is not the one that this folder and this version of Tideturn give"
            )
    else:
        differences.append("report.html: the file is not there")
    if not differences:
        counted = f"{len(evaluation.outcomes)} verdicts and {len(evaluation.evidence)} pieces of evidence"
        print(f"Verified: {counted} follow from the folder, to the last digit.")
        return 0
    for line in differences[:SHOWN]:
        print(line)
    if len(differences) > SHOWN:
        print(f"… and {len(differences) - SHOWN} more")
    print(f"Not verified: {len(differences)} {'difference' if len(differences) == 1 else 'differences'}.")
    return 1


def differing(held: Any, again: Any, place: str) -> Iterator[str]:
    """Each place where two JSON values differ, as a line that names it and gives both values."""
    if isinstance(held, dict) and isinstance(again, dict):
        for key in sorted(held.keys() | again.keys()):
            inner = f"{place} › {key}"
            if key not in again:
                yield f"{inner}: held, but it does not follow from the folder"
            elif key not in held:
                yield f"{inner}: follows from the folder, but is not held"
            else:
                yield from differing(held[key], again[key], inner)
    elif isinstance(held, list) and isinstance(again, list):
        if len(held) != len(again):
            yield f"{place}: {len(held)} held, {len(again)} follow from the folder"
        for number, (one, other) in enumerate(zip(held, again, strict=False), start=1):
            yield from differing(one, other, f"{place} › {_named(one, number)}")
    elif held != again or type(held) is not type(again):
        yield f"{place}: held {_short(held)}, but the folder gives {_short(again)}"


def _held(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise TideturnError(
            "there is no evaluation here.", place=str(path), mend="Name the folder that `tideturn evaluate` wrote."
        ) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise TideturnError(
            f"this is not the JSON that `tideturn evaluate` writes ({error}).",
            place=str(path),
            mend="Evaluate again, or fetch an unbroken copy.",
        ) from None
    if not isinstance(held, dict) or not isinstance(held.get("year"), int):
        raise TideturnError(
            "it does not say which year it is about.",
            place=str(path),
            mend="Evaluate again, or fetch an unbroken copy.",
        )
    return held


def _named(value: Any, number: int) -> str:
    """A list's member by what it is about, so that a person can find it."""
    if isinstance(value, dict):
        for keys in (("evidence_id",), ("outcome_id", "scope"), ("kind", "voice", "about"), ("item",)):
            if all(isinstance(value.get(key), str) for key in keys):
                return ", ".join(value[key] for key in keys if value[key])
    return f"number {number}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
