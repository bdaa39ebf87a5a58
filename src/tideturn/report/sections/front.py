"""The lines under the title: who commissioned and evaluated, the status, and who may see the report."""

from __future__ import annotations

from typing import Final

from tideturn.report.blocks import Block, Facts, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, sentence

WORKING: Final = "Working copy, not for release"


def status(look: Lookup) -> str:
    """Return a release's version, or else say that this is a working copy.

    Use the programme's own words for a working copy if it has any.
    """
    if look.release is not None:
        return f"Released version {look.release.version}"
    own = str(look.dataset.programme.report.get("status") or "").strip().rstrip(".")
    return f"{capital(own)}, not for release" if own else WORKING


def setting(look: Lookup, name: str) -> str:
    """Return what `[report]` says about the commissioner, evaluator or classification; empty if it says nothing."""
    return str(look.dataset.programme.report.get(name) or "").strip()


def front(look: Lookup) -> tuple[Block, ...]:
    """Return who commissioned and who evaluated, then status and classification."""
    pairs = (
        ("Commissioned by", setting(look, "commissioner")),
        ("Evaluated by", setting(look, "evaluator")),
        ("Status", status(look)),
        ("Classification", setting(look, "classification")),
    )
    return (Facts(tuple((name, words(sentence(text))) for name, text in pairs if text)),)
