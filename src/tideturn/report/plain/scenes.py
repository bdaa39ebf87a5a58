"""Choose the pictures on young people's pages: ten people, two levels, people who talk, or a sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.rounding import tens
from tideturn.evaluation.told import Told, stated, told
from tideturn.evaluation.waves import Wave
from tideturn.report.blocks import Picture, words
from tideturn.report.charts.pictures import Levels, Sign, Talking, Ten

_MOST_TALKING: Final = 12
"""Maximum number of people drawn one by one."""


@dataclass(frozen=True)
class Scene:
    """A drawing, the words below it, and what it shows for a reader who cannot see it, with bound numbers."""

    drawing: Ten | Levels | Talking | Sign
    caption: Told
    alt: Told

    def picture(self, prefix: str) -> Picture:
        """Return the block, with its numbers bound to the outcome, scope and year in `prefix`."""
        return Picture(self.drawing, words(self.caption.under(prefix)), words(self.alt.under(prefix)))


def of_ten(item: EvidenceItem, field: str, *, did: str) -> Scene:
    """Draw ten people and fill the share that answered or did so; `did` is the verb phrase."""
    part = known(item.number(field)) / (item.n or 1)  # by name, because the printed number is bound to it
    said = about(part, f"{field}/n", item.evidence_id)
    caption = told("{said} {did}", said=said, did=did)
    return Scene(Ten(tens(part), worse=field == "worse"), caption, told("Ten people: {said} are filled in.", said=said))


def two_levels(item: EvidenceItem, at: int, wave: Wave) -> Scene:
    """Draw two levels, how many said so then and how many do now, with an arrow from one to the other."""
    was, is_now = wave.k / wave.n, known(item.k) / (item.n or 1)
    before = about(was, f"waves.{at}.k/waves.{at}.n", item.evidence_id)
    now = about(is_now, "k/n", item.evidence_id)
    caption = told("from {before} to {now}", before=before, now=now)
    return Scene(Levels(was, is_now), caption, told("Two bars and an arrow, {caption}.", caption=caption))


def talking(said: int, of: int, k: Told, n: Told) -> Scene | None:
    """Draw a speech mark for each person asked, filled if they said so; None for too many people.

    `k` and `n` give the counts in words.
    """
    if of > _MOST_TALKING:
        return None
    caption = told("{k} of {n} said so", k=k, n=n)
    return Scene(Talking(said, of), caption, told("Speech marks. {k} of {n} are filled in.", k=k, n=n))


def about(share: float, field: str, item: str) -> Told:
    """Say a share as a number out of ten. Say nobody or everybody only where that is exact."""
    some = stated(field, share, "in ten", item=item)
    exact = abs(share * 10 - tens(share)) < 1e-9
    how = "fewer than" if 0 < share < 0.05 else "more than" if 0.95 <= share < 1 else "" if exact else "about"
    return told("{how} {some}", how=how, some=some) if how else some


def sign(verdict: Verdict) -> Scene:
    """Draw a sign for the verdict, where no number may be drawn."""
    return Scene(Sign(verdict), Told(verdict.says.sign), Told(verdict.says.drawn))
