"""Say a count of the work, or of people who raised a theme, in words that can be proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tideturn.evaluation.drafting.phrases import lowered, people
from tideturn.evaluation.evidence_values import ThemeCounts
from tideturn.evaluation.ledger.counts.casework import IN_TIME, MADE, OPEN, SEEN
from tideturn.evaluation.ledger.counts.delivery import MILESTONES, POSTS, TRAINING
from tideturn.evaluation.ledger.counts.plan import PIECES
from tideturn.evaluation.ledger.counts.reach import REFERRED
from tideturn.evaluation.ledger.counts.sources import INTERVIEWS
from tideturn.evaluation.model import EvidenceItem

_SAID: Final[Mapping[str, str]] = {
    REFERRED.name: "{n} young people were referred in Year {year}, and {k} of them were accepted",
    OPEN.name: "{n} young people had a case open in Year {year}",
    SEEN.name: "{n} young people had a session that went ahead in Year {year}",
    "sessions_alone": "{k} of {n} sessions with a young person alone went ahead in Year {year}",
    MADE.name: "{k} of {n} onward referrals had been answered by the end of Year {year}",
    IN_TIME.name: "{k} of {n} onward referrals were made in time",
    TRAINING["professionals"].name: "{n} people were trained in Year {year}",
    MILESTONES.name: "{k} of {n} milestones were reached on time",
    POSTS.name: "{k} of {n} posts were filled at the end of Year {year}",
    PIECES.name: "{k} of {n} planned pieces of work were delivered in full",
    INTERVIEWS.name: "{n} interviews were held in Year {year}",
}
"""Sentence for each count; references to the count fill `k` and `n`."""


def counted(item: EvidenceItem) -> str:
    """Return a count of the work as a sentence without its full stop; empty if there is no sentence for it."""
    form, own = _SAID.get(item.evidence_id.split("/")[1], ""), item.evidence_id
    return form.format(k=f"{{k:{own}}}", n=f"{{n:{own}}}", year=item.year)


def raised(item: EvidenceItem) -> str:
    """Return how many people raised a theme, and how many of them said the opposite."""
    own = item.evidence_id
    who = "staff" if item.voice == "staff" else people(item.voice, item.n or 0)
    denied = f", and {{contradicts:{own}}} of them said the opposite" if item.value_as(ThemeCounts).contradicts else ""
    return f"{{k:{own}}} of {{n:{own}}} {who} raised {lowered(item.text)}{denied}"
