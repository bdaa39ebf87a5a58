"""What stands under the title: for whom and by whom, its status, and who may see it."""

from __future__ import annotations

from typing import Final

from tideturn.report.blocks import Block, Facts, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, sentence

WORKING: Final = "Working copy, not for release"


def status(look: Lookup) -> str:
    """A release's version; else that it is a working copy, in the programme's own words where it has any."""
    if look.release is not None:
        return f"Released version {look.release.version}"
    own = str(look.dataset.programme.report.get("status") or "").strip().rstrip(".")
    return f"{capital(own)}, not for release" if own else WORKING


def setting(look: Lookup, name: str) -> str:
    """What `[report]` says of the commissioner, the evaluator or the classification; empty where it says nothing."""
    return str(look.dataset.programme.report.get(name) or "").strip()


def front(look: Lookup) -> tuple[Block, ...]:
    """Who commissioned and who evaluated, then status and classification."""
    pairs = (
        ("Commissioned by", setting(look, "commissioner")),
        ("Evaluated by", setting(look, "evaluator")),
        ("Status", status(look)),
        ("Classification", setting(look, "classification")),
    )
    return (Facts(tuple((name, words(sentence(text))) for name, text in pairs if text)),)
