"""`tideturn draft FOLDER --year N`: write a first draft of the findings, or renew the hashes of reread claims."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tideturn.dataset.problems import TideturnError, visible
from tideturn.evaluation.units import of_unit

if TYPE_CHECKING:
    from tideturn.evaluation.claims.model import Claim, Edge
    from tideturn.evaluation.model import Evaluation

ALL = "all"
"""Name for every claim whose evidence has changed."""
_SHOWN = 12
"""Maximum number of sentences to print; the others are in the file."""


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "draft",
        help="write a first draft of a year's findings",
        description="Writes sentences from the verdicts of one year into findings.csv and finding_evidence.csv of "
        "FOLDER, each linked to its evidence and marked as a draft. It only adds: an outcome that somebody has written "
        "about is left alone. With --renew it keeps the hashes of the evidence of a claim that was read again.",
        epilog="Example: tideturn draft our-programme --year 1",
    )
    sub.add_argument("folder", type=Path, metavar="FOLDER", help="the programme folder")
    sub.add_argument("--year", type=int, required=True, metavar="N", help="the programme year to write about")
    sub.add_argument(
        "--renew",
        action="append",
        default=[],
        metavar="CLAIM",
        help="after reading this claim again beside its evidence, keep the evidence's hashes as they are now; "
        "`all` shows each claim whose evidence has changed, and asks",
    )
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Draft or renew, and print what was written where."""
    from tideturn.commands.evaluate import judged, progress

    if not args.folder.is_dir():
        raise TideturnError(
            "A draft is written into a folder of CSV files.",
            place=str(args.folder),
            mend="Name the folder; a workbook can lie in it.",
        )
    with progress(f"Year {args.year}") as tell:
        dataset, evaluation, _ = judged(args.folder, args.year, tell)
    if args.renew:
        return _renew(args, evaluation)
    return _draft(args, dataset, evaluation)


def _draft(args: argparse.Namespace, dataset: Any, evaluation: Evaluation) -> int:
    from tideturn.dataset.storage import write_whole
    from tideturn.evaluation.drafting import draft, not_yet_written
    from tideturn.evaluation.drafting.file import added

    drafted = not_yet_written(dataset, args.year, draft(dataset, evaluation))
    if not drafted:
        if draft(dataset, evaluation):
            told = f"Every outcome of Year {args.year} that anything is known of has been written about"
        else:
            told = f"Nothing is known of any outcome of Year {args.year} yet: the report lists what to collect"
        print(f"{told}; nothing was added.")
        return 0
    write_whole(added(args.folder, dataset, drafted))
    for sentence in drafted[:_SHOWN]:
        print(f"  {sentence.claim_id}: {_filled(sentence.text, sentence.outcome_id, evaluation)}")
    if len(drafted) > _SHOWN:
        print(f"  … and {len(drafted) - _SHOWN} more")
    sentences = "1 sentence" if len(drafted) == 1 else f"{len(drafted)} sentences"
    print(f"Added {sentences} to {args.folder / 'findings.csv'}, by the author “draft”.")
    print(
        "Edit them, put your role code as the author, and let somebody else review them; until then none is published."
    )
    return 0


def _renew(args: argparse.Namespace, evaluation: Evaluation) -> int:
    from tideturn.dataset.storage import write_whole
    from tideturn.evaluation.drafting.file import renewed

    known = {claim.claim_id: claim for claim in evaluation.claims}
    wanted = [name for name in args.renew if name != ALL]
    if ALL in args.renew and ALL not in known:
        wanted += [claim.claim_id for claim in evaluation.claims if _reads_otherwise(claim) and _confirmed(claim)]
    elif ALL in args.renew:
        wanted.append(ALL)
    for claim_id in wanted:
        if claim_id not in known:
            raise TideturnError(
                f"There is no claim “{claim_id}” in Year {args.year}.",
                place="findings.csv",
                mend=f"Its claims are {', '.join(list(known)[:10]) or 'none'}.",
            )
    files, count = renewed(args.folder, [known[claim_id] for claim_id in wanted])
    write_whole(files)
    print(f"{count} {'hash was' if count == 1 else 'hashes were'} renewed in {args.folder / 'finding_evidence.csv'}.")
    return 0


def _reads_otherwise(claim: Claim) -> list[Edge]:
    """Return the claim's edges whose evidence has changed since they were drawn, or whose hash was never kept."""
    return [edge for edge in claim.edges if edge.items and edge.items[0].provenance.sha256 != edge.sha256]


def _confirmed(claim: Claim) -> bool:
    """Show a claim with how its evidence was drawn and what it says now; return whether the user keeps the claim as it
    is.

    Without a terminal nobody can be asked, so nothing is renewed.
    """
    from tideturn.dataset.vocabulary import POLARITY

    print(f"{claim.claim_id}: {visible(claim.text)}")
    for edge in _reads_otherwise(claim):
        item = edge.items[0]
        was = "changed since it was drawn" if edge.sha256 else "never kept"
        now = POLARITY.terms.get(item.polarity, "says neither")
        of = f", of {of_unit(item.n, item.unit)}" if item.n is not None else ""
        print(f"  {edge.evidence_id} ({was}): drawn as {edge.edge}; now it {now}{of}.")
    if not sys.stdin.isatty():
        print(f"  Not renewed. To keep it as it is: --renew {claim.claim_id}")
        return False
    return input("  Is the sentence still right? Type yes to keep it: ").strip().lower() in ("y", "yes")


def _filled(text: str, outcome_id: str, evaluation: Evaluation) -> str:
    """Return the sentence with its numbers filled in, to print in a terminal.

    Where a question belongs to several outcomes, use the numbers under the sentence's own outcome.
    """
    from tideturn.evaluation.claims.references import REFERENCE, spoken

    own_last = sorted(evaluation.evidence, key=lambda item: item.outcome_id == outcome_id)
    known = {item.evidence_id: item for item in own_last}
    return visible(REFERENCE.sub(lambda found: spoken(known[found["evidence"]], found["field"]) or found[0], text))
