"""Who said that one thing led to another: how many people, how many of them unprompted, whose voice, and where."""

from __future__ import annotations

from tideturn.dataset.vocabulary import VOICE
from tideturn.evaluation.model import ProposedLink, SaidCause, TocLink
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import listed, number, plural


def people(look: Lookup, count: int | None) -> str:
    """`3 people`, `1 person`; with the sign for a number that a release hides, `c people`."""
    return f"{look.said(count)} {plural(2 if count is None else count, 'person')}"


def who_spoke(look: Lookup, said: TocLink | SaidCause | ProposedLink, *, prompted: str = "") -> str:
    """`4 people, 3 of them unprompted: outside professionals and partners (London and Birmingham)`.

    `prompted` is what stands in the place of how many were unprompted where none is known to have been.
    """
    told = f"{people(look, said.sources)}{_unprompted(said, prompted)}"
    told += f": {listed([VOICE.terms.get(voice, voice) for voice in said.voices])}"
    return f"{told} ({listed([look.place(site) for site in said.sites])})" if said.sites else told


def _unprompted(said: TocLink | SaidCause | ProposedLink, none: str) -> str:
    if said.sources is None or said.unprompted is None:
        return ""
    if said.unprompted == said.sources:
        return {1: ", unprompted", 2: ", both unprompted"}.get(said.sources, ", all unprompted")
    return f", {number(said.unprompted)} of them unprompted" if said.unprompted else none
