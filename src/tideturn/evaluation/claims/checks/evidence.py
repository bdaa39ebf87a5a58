"""Check that a claim has evidence, that the evidence is unchanged, and that somebody reviewed the claim.

The checks are `orphan_claim`, `stale_evidence` and `unreviewed`; the last also reads a judged finding's signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from tideturn.dataset.wording import listed
from tideturn.evaluation.claims.checks.finding import Finding, fail, query
from tideturn.evaluation.claims.grade import JUDGED, Grading
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.signature import not_covered, part_to_sign, stray_parts

SHOWS_WHICH: Final = "`tideturn explain FOLDER --year N --claim CLAIM` shows which"
UNSIGNED: Final = "unreviewed"
"""Name of the check that a judged finding fails until somebody signs it."""


def orphan_claim(claim: Claim) -> Iterator[Finding]:
    """Yield a fault for a claim with no evidence, or with evidence that the ledger does not have.

    Context alone is not enough either, unless the claim is descriptive or its verdict could not be judged.
    """
    edges = claim.evidence
    known = [edge for edge in edges if edge.items]
    if not edges:
        yield fail(
            "no evidence is given for it.", "Add its evidence to finding_evidence.csv, or leave the sentence out."
        )
        return
    if not known:
        yield fail("none of its evidence is in the ledger.", "Correct the evidence ids in finding_evidence.csv.")
        return
    for edge in edges:
        if not edge.items:
            yield fail(
                f"the evidence {edge.evidence_id} is not in the ledger of this or an earlier year.",
                "Correct the id, or take the row out of finding_evidence.csv.",
            )
    unjudged = claim.verdict is not None and not claim.verdict.standing.judged
    if claim.type != "descriptive" and not unjudged and all(edge.edge == "context" for edge in known):
        yield fail(
            "all its evidence is context; nothing supports or contradicts it.",
            "Add the evidence that it rests on, or leave the sentence out.",
        )


def stale_evidence(claim: Claim) -> Iterator[Finding]:
    """Yield a fault for evidence that reads differently from when its edge was drawn; skip an edge without a hash."""
    bare = [edge.evidence_id for edge in claim.edges if edge.items and not edge.sha256]
    for edge in claim.edges:
        if edge.items and edge.sha256 and edge.sha256.lower() not in {item.provenance.sha256 for item in edge.items}:
            yield fail(
                f"the evidence {edge.evidence_id} has changed since the sentence was held against it.",
                "Read the sentence again beside the evidence, mend it, and then renew the hash: "
                "`tideturn draft FOLDER --year N --renew CLAIM`.",
            )
    if bare:
        several = f"{bare[0]} and {len(bare) - 1} more" if len(bare) > 1 else bare[0]
        yield query(
            f"no hash is kept of {several}, so a later change would not be seen.",
            "Keep it with `tideturn draft FOLDER --year N --renew CLAIM`.",
        )


def unreviewed(claim: Claim) -> Iterator[Finding]:
    """Yield a fault if nobody reviewed the claim, or if its author did."""
    if not claim.reviewer:
        yield fail(
            "nobody has reviewed it.",
            "Ask somebody other than its author to read it, and to write their role code under reviewer.",
        )
    elif same_role(claim.reviewer, claim.author):
        yield fail(f"its author, {claim.author}, also reviewed it.", "Let somebody else read it.")


def unsigned(claim: Claim, grading: Grading, of_reason: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what is missing or wrong in a judged finding's signature; `of_reason` are the faults of its reason."""
    if grading.grade != JUDGED:
        return
    mend = (
        "Ask somebody other than its author to sign it (`tideturn check FOLDER --ask`): the part under judged_part, "
        "why it is right all the same under judged_reason, and their own role code under reviewer. Or use words that "
        f"the evidence proves ({SHOWS_WHICH})."
    )
    whole = listed([f"“{part}”" for part in part_to_sign(claim, grading.clauses)])
    for part in stray_parts(claim):
        yield fail(
            f"judged_part gives “{part}”, but these words are not in the sentence.",
            "Copy the words from the sentence as the report prints it, and separate several parts with |.",
        )
    if not claim.judged_part:
        yield fail(f"it is judged, but nobody has signed it; these words are not proved: {whole}.", mend)
    elif missing := not_covered(claim, grading.clauses):
        words = " … ".join(dict.fromkeys(missing))
        yield fail(f"it is judged, but judged_part leaves out words that are not proved: {words}.", mend)
    if claim.judged_part and not (claim.judged_reason or "").strip():
        yield fail(
            "it is judged, but judged_reason is empty.", "Write why the part is right all the same, and what shows it."
        )
    for found in of_reason:
        yield fail(f"the report cannot print its judged_reason as it is: {found.why}", found.mend)


def reviewed(claim: Claim) -> bool:
    """Return whether somebody other than its author reviewed it."""
    return bool(claim.reviewer) and not same_role(claim.reviewer or "", claim.author)


def same_role(one: str, other: str) -> bool:
    """Return whether two role codes are the same, ignoring capitals, spaces and punctuation."""
    return _role(one) == _role(other)


def _role(code: str) -> str:
    """Return a role code for comparison, without its case and with one separator between its parts."""
    return re.sub(r"[\W_]+", "-", code.strip()).casefold()
