"""`tideturn publish FOLDER --year N --out DIR`: freeze a version that may be shared, and the archive that proves it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tideturn.dataset.problems import TideturnError, visible

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from tideturn.commands.evaluate import Tell
    from tideturn.dataset.model import Dataset
    from tideturn.evaluation.claims.model import Check, Claim
    from tideturn.evaluation.model import Evaluation, EvidenceItem
    from tideturn.evaluation.withholding import Withheld
    from tideturn.methods.disclosure import EarlierRelease
    from tideturn.report.release.key import HashKey

EXIT_REFUSED = 1


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "publish",
        help="freeze a version of a year's report that may leave",
        description="Publishes one year: refuses while any check of a finding fails, and otherwise writes DIR/release, "
        "in which small numbers of young people are hidden and cannot be worked out, and DIR/archive, which must not "
        "leave and by which `tideturn verify` proves the release. What was shown is kept in FOLDER/releases, so that "
        "the next release is held against it.",
        epilog="Example: tideturn publish our-programme --year 1 --out published/year-1",
    )
    sub.add_argument("folder", type=Path, metavar="FOLDER", help="the programme folder")
    sub.add_argument("--year", type=int, required=True, metavar="N", help="the programme year to publish")
    sub.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="where release and archive go: new or empty"
    )
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check everything, then write both folders complete, or nothing."""
    from tideturn.commands.evaluate import judged, progress
    from tideturn.commands.one_core import is_small
    from tideturn.commands.second_process import second_process
    from tideturn.dataset.storage import write_whole
    from tideturn.report.release.earlier import CELLS, RELEASES, earlier_releases, next_version
    from tideturn.report.release.freeze import ARCHIVE
    from tideturn.report.release.key import made_key

    if not args.folder.exists():
        raise TideturnError("There is no such folder.", place=str(args.folder), mend="Check the spelling.")
    if not args.folder.is_dir():
        raise TideturnError(
            "A release is made from a folder.",
            place=str(args.folder),
            mend="Name the folder; a workbook can lie in it.",
        )
    if args.folder.resolve() in (args.out.resolve(), *args.out.resolve().parents):
        raise TideturnError(
            "A release does not lie in the folder that it is made from.",
            place=str(args.out),
            mend="Name a place outside the folder.",
        )
    if args.out.exists() and (not args.out.is_dir() or any(args.out.iterdir())):
        raise TideturnError(
            "A release is never written over anything.", place=str(args.out), mend="Name a folder that is new or empty."
        )
    earlier = earlier_releases(args.folder)
    with progress(f"Year {args.year}") as tell, second_process(wanted=is_small(args.folder)) as other:
        dataset, evaluation, _ = judged(args.folder, args.year, tell, other)
        refused = _refused(evaluation.claims, evaluation.checks)
        if not refused:
            own = own_claims(dataset, evaluation, other)
            tell("Hiding small numbers")
            withheld, refused = withheld_of(dataset, evaluation, earlier)
        if refused:
            return _refuse(args.year, refused)
        version = next_version(args.folder, args.year)
        key = made_key(args.folder)
        files = frozen(dataset, evaluation, withheld, version, earlier, key, tell, own, other)
    kept = args.folder / RELEASES / version / CELLS
    write_whole({args.out / name: content for name, content in files.items()} | {kept: files[f"{ARCHIVE}/{CELLS}"]})
    _say(args, version, files, withheld, kept)
    return 0


def withheld_of(
    dataset: Dataset, evaluation: Evaluation, earlier: Sequence[EarlierRelease]
) -> tuple[Withheld, list[str]]:
    """Return what is hidden, and a sentence for each claim or count that would still expose it and so stops the
    release.
    """
    from tideturn.evaluation.claims.checks.exposure import hidden_counts_said, untold_verdicts_said
    from tideturn.evaluation.claims.signature import reason_of
    from tideturn.evaluation.withholding import withhold
    from tideturn.evaluation.withholding.published import never_released
    from tideturn.report.release.freeze import as_published

    withheld = withhold(dataset, evaluation, earlier)
    exposed = withheld.exposed(earlier)
    if exposed and withheld.limits:
        withheld = withheld.telling_less()
        exposed = withheld.exposed(earlier)
    shown = as_published(dataset, evaluation, withheld, earlier)
    pieces: dict[str, list[EvidenceItem]] = {}
    for item in (item for one in (shown, *shown.earlier) for item in one.evidence):
        pieces.setdefault(item.evidence_id, []).append(item)
    judged = {(verdict.outcome_id, verdict.scope): verdict for verdict in shown.outcomes}
    names = {site.code: site.name for site in dataset.programme.sites}
    refused = [
        f"{claim.claim_id}, disclosure: {where}{found.why} {found.mend}"
        for claim in evaluation.claims
        for said, where in ((claim, ""), (reason_of(claim), "in judged_reason, "))  # both are printed
        for found in (*hidden_counts_said(said, _as_shown(claim, pieces)), *untold_verdicts_said(said, judged, names))
    ]
    refused += [
        f"{claim.claim_id}, disclosure: it rests on {edge.evidence_id}, which no release holds. Leave it out."
        for claim in evaluation.claims
        for edge in claim.evidence
        if edge.evidence_id not in pieces and edge.item is not None and never_released(edge.item)
    ]
    refused += [f"{one.id}: a reader could work it out ({one.why})." for one in exposed]
    return withheld, list(dict.fromkeys(refused))


def _as_shown(claim: Claim, pieces: Mapping[str, Sequence[EvidenceItem]]) -> dict[str, EvidenceItem]:
    """Return a claim's evidence as the release shows it; for a question under several outcomes, use the
    same outcome's.
    """
    from tideturn.evaluation.claims.model import own_first

    edges = ((edge.evidence_id, edge.item) for edge in claim.evidence if edge.evidence_id in pieces)
    return {name: own_first(pieces[name], item.outcome_id if item else "")[0] for name, item in edges}


def own_claims(
    dataset: Dataset, evaluation: Evaluation, meanwhile: Executor | None
) -> Callable[[], Sequence[Mapping[str, Any]]]:
    """Return a function that gives the working copy's own sentences; `meanwhile` starts composing them now."""
    composed = partial(_own_claims, dataset, evaluation)
    return meanwhile.submit(composed).result if meanwhile else composed


def _own_claims(dataset: Dataset, evaluation: Evaluation) -> list[Mapping[str, Any]]:
    from tideturn.report import said

    return [claim.as_dict() for claim in said(dataset, evaluation).claims]


def frozen(
    dataset: Dataset,
    evaluation: Evaluation,
    withheld: Withheld,
    version: str,
    earlier: Sequence[EarlierRelease],
    key: HashKey,
    tell: Tell,
    own: Callable[[], Sequence[Mapping[str, Any]]],
    meanwhile: Executor | None,
) -> dict[str, bytes]:
    """Return every file of the release and of its archive; `own` gives the engine's sentences in the working copy."""
    from tideturn.report import release_documents
    from tideturn.report.release.freeze import freeze

    tell("Drawing the documents")
    return freeze(
        dataset,
        evaluation,
        withheld,
        version=version,
        earlier=earlier,
        documents=partial(release_documents, meanwhile=meanwhile),
        engine=own(),
        key=key,
    )


def _refused(claims: Sequence[Claim], checks: Iterable[Check]) -> list[str]:
    """Return why a year may not be published: each stopped sentence, then every check that it fails."""
    from tideturn.evaluation.claims.model import FAIL

    if not claims:
        return ["There is no finding of this year: write some, or begin with `tideturn draft`."]
    failed = [check for check in checks if check.status == FAIL]
    lines = []
    for claim in claims:
        own = [check for check in failed if check.claim_id == claim.claim_id]
        if any(check.check != "unreviewed" for check in own):
            lines.append(f"“{claim.text}”")
        lines += [f"{check.claim_id}, {check.check}: {check.why} {check.mend}" for check in own]
    return lines


def _refuse(year: int, refused: Sequence[str]) -> int:
    for line in refused:
        print(visible(line))
    count = sum(not line.startswith("“") for line in refused)  # the sentences themselves are no faults
    things = "1 thing stands" if count == 1 else f"{count} things stand"
    print(f"Year {year} was not published: {things} in its way. Nothing was written.")
    return EXIT_REFUSED


def _say(args: argparse.Namespace, version: str, files: dict[str, bytes], withheld: Withheld, kept: Path) -> None:
    documents = [name.partition("/")[2] for name in files if name.startswith("release/")]
    print(f"Published {version}: {len(documents)} files in {args.out / 'release'}.")
    told = withheld.told()
    hidden = sum(count is None for count in told.values())
    said = f"Of {len(told)} counts of young people and families, {hidden} are hidden"
    print(f"{said}, so that none below the threshold shows.")
    print(f"What was shown is kept in {kept.parent}, for the next release to be held against.")
    print(f"{args.out / 'archive'} holds what proves it, and must not leave: tideturn verify {args.out}")
