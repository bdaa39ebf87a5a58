"""`tideturn verify DIR FOLDER`: check that every number, hash and verdict in DIR follows from FOLDER.

For a release, check that every file follows from the dataset in its own archive or from FOLDER.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tideturn.dataset.problems import TideturnError

SHOWN = 20
"""Maximum number of differences to print; one number alone can move many others."""


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "verify",
        help="prove an evaluation from its folder",
        description="Evaluates FOLDER again and compares the answer with what lies in DIR. Exit code 0 only if every "
        "number, hash and verdict is the same, and the report word for word. Where DIR holds what `publish` wrote, the "
        "whole release is made again: from the dataset in its archive, or from FOLDER if one is named.",
        epilog="Examples: tideturn verify year-1 our-programme; tideturn verify published/year-1",
    )
    sub.add_argument("dir", type=Path, metavar="DIR", help="where `evaluate` wrote evaluation.json and report.html")
    sub.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="the programme folder")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Recompute, compare, and print where the two differ."""
    from tideturn.commands.evaluate import beside, documents, judged, progress

    if (args.dir / "release").is_dir():
        return _prove(args)
    if not args.dir.is_dir():
        raise TideturnError("There is no such folder.", place=str(args.dir), mend="Check the spelling.")
    if (args.dir / "release.json").is_file():
        raise TideturnError(
            "This is a release by itself, without the folder that it lies in.",
            place=str(args.dir),
            mend="Name the folder that holds release and archive; or put it in a folder, under the name release.",
        )
    if args.folder is None:
        raise TideturnError(
            "The folder that it follows from is not named.", place=str(args.dir), mend="tideturn verify DIR FOLDER"
        )
    held = _held(args.dir / "evaluation.json")
    _same_rules(held, args.dir)
    with progress("Verifying") as tell, beside(args.folder, held["year"]) as other:
        dataset, evaluation, _ = judged(args.folder, held["year"], tell, other)
        # If only the page was made, make only the page again.
        page_only = not any(args.dir.glob("*.pdf")) and not (args.dir / "report.docx").exists()
        again = documents(dataset, evaluation, tell, other, page_only=page_only)
    differences = list(differing(held, json.loads(again["evaluation.json"]), "evaluation.json"))
    for name, content in again.items():
        path = args.dir / name
        if name == "evaluation.json":
            continue
        if not path.exists():
            differences.append(f"{name}: the file is not there")
        elif path.read_bytes() != content:
            differences.append(f"{name}: it is not what this folder and this version of Tideturn give")
    counted = f"{len(evaluation.outcomes)} verdicts and {len(evaluation.evidence)} pieces of evidence"
    return _told(differences, f"{counted} follow from the folder, to the last digit.")


def _prove(args: argparse.Namespace) -> int:
    """Make a release again from its archive or from a folder, and compare it with what was released."""
    from tideturn.commands.evaluate import judged, progress
    from tideturn.commands.one_core import is_small
    from tideturn.commands.publish import frozen, own_claims, withheld_of
    from tideturn.commands.second_process import second_process
    from tideturn.report.release.earlier import RELEASES, earlier_releases
    from tideturn.report.release.proof import SNAPSHOT, altered, key_for, manifest_of, unproved

    manifest = manifest_of(args.dir)
    if "hash_key" not in manifest:
        return _by_an_earlier_version(args.dir, manifest)
    _same_rules(manifest, args.dir)
    archived = args.dir / SNAPSHOT
    folder = args.folder or archived
    if not folder.is_dir():
        raise TideturnError(
            "The archive is not here, so the release cannot be proved.",
            place=str(archived),
            mend="Put the archive beside the release, or name the programme folder.",
        )
    past = archived if (archived / RELEASES).is_dir() or args.folder is None else folder
    key = key_for(manifest, archived, folder)
    differences = list(altered(args.dir, manifest, key))
    if differences:
        return _told(differences, "")
    with progress("Verifying") as tell, second_process(wanted=is_small(folder)) as other:
        dataset, evaluation, _ = judged(folder, manifest["year"], tell, other)
        own = own_claims(dataset, evaluation, other)
        earlier = [one for one in earlier_releases(past) if one.version in manifest["held_against"]]
        withheld, _ = withheld_of(dataset, evaluation, earlier)
        again = frozen(dataset, evaluation, withheld, manifest["version"], earlier, key, tell, own, other)
    count = len(manifest["files"]) + 1  # the manifest itself is one
    return _told(
        list(unproved(args.dir, again, manifest)), f"{count} files of {manifest['version']} follow from the dataset."
    )


def _same_rules(held: Mapping[str, Any], place: Path) -> None:
    """Raise TideturnError if other rules judged the year: verdicts that differ then are neither faults nor declines."""
    from tideturn.evaluation.model import JUDGEMENT

    by = held.get("judgement", 1)
    if by != JUDGEMENT:
        raise TideturnError(
            f"This evaluation used version {by} of the rules of judgement. This Tideturn has version {JUDGEMENT}.",
            place=str(place),
            mend="Evaluate the year again. Do not compare the verdicts of the two: they may differ only because the "
            "rules do.",
        )


def _by_an_earlier_version(place: Path, manifest: dict[str, Any]) -> int:
    """Print whether the files are whole and whether they give counts away; such a release is never made again."""
    from tideturn.report.release.proof import altered, plain_hashes

    differences = list(altered(place, manifest, None))
    _listed(differences)
    version, leaking = manifest["version"], plain_hashes(place, manifest)
    if not differences:
        print(f"All {len(manifest['files'])} files that its release.json names are as they were released.")
    if leaking:
        print(
            f"It leaks: {' and '.join(leaking)} {'holds' if len(leaking) == 1 else 'hold'} plain hashes of the "
            "dataset’s files, from which anyone with the release can work out numbers that it hides."
        )
    print(
        f"Not verified: an earlier version of Tideturn made {version}, and this one does not make it again. Publish "
        f"Year {manifest['year']} again, and replace this release wherever it went."
    )
    return 1


def _told(differences: list[str], verified: str) -> int:
    """Print the differences, or that there are none."""
    if not differences:
        print(f"Verified: {verified}")
        return 0
    _listed(differences)
    print(f"Not verified: {len(differences)} {'difference' if len(differences) == 1 else 'differences'}.")
    return 1


def _listed(differences: list[str]) -> None:
    for line in differences[:SHOWN]:
        print(line)
    if len(differences) > SHOWN:
        print(f"… and {len(differences) - SHOWN} more")


def differing(held: Any, again: Any, place: str) -> Iterator[str]:
    """Yield each place where two JSON values differ, as a line that names it and gives both values."""
    if isinstance(held, dict) and isinstance(again, dict):
        # Sentences differ where their evidence does, so the evidence is listed first.
        for key in sorted(held.keys() | again.keys(), key=lambda key: (key != "evidence", key)):
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
    """Return a name for a list's member by its content, so that a person can find it."""
    if isinstance(value, dict):
        for keys in (("evidence_id",), ("outcome_id", "scope"), ("kind", "voice", "about"), ("item",)):
            if all(isinstance(value.get(key), str) for key in keys):
                return ", ".join(value[key] for key in keys if value[key])
    return f"number {number}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
