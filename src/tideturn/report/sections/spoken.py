"""Who said that one thing led to another: how many people, how many of them unprompted, whose voice, and where."""

from __future__ import annotations

from tideturn.dataset.vocabulary import VOICE
from tideturn.evaluation.theory_records import ProposedLink, SaidCause, TocLink
from tideturn.evaluation.told import Bound, Told, told
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import listed, plural

Said = TocLink | SaidCause | ProposedLink


def called(said: Said) -> str:
    """Return the name that sentences about it are bound to."""
    match said:
        case TocLink():
            return f"toc_links/{said.link_id}"
        case SaidCause():
            return f"causes/{said.outcome_id}/{said.cause}/{said.effect}"
        case ProposedLink():
            return f"proposals/{said.start}/{said.end}/{said.effect}"


def count_of(look: Lookup, said: Said, field: str) -> Told:
    """Return how many said so in figures, bound to its field; if a release hides it, the sign for that."""
    printed = look.said(getattr(said, field))
    return Told(printed, (Bound(field, printed, item=called(said)),))


def people(look: Lookup, said: Said, field: str = "sources") -> Told:
    """Return `3 people` or `1 person`; with the sign for a number that a release hides, `c people`."""
    count = getattr(said, field)
    return told("{n} {people}", n=count_of(look, said, field), people=plural(2 if count is None else count, "person"))


def who_spoke(look: Lookup, said: Said, *, prompted: str = "") -> Told:
    """Say who spoke, how many of them unprompted, whose voices they are, and where.

    For example: `4 people, 3 of them unprompted: outside professionals and partners (London and Birmingham)`. If nobody
    is known to have been unprompted, `prompted` is printed instead of the number.
    """
    return told(
        "{people}{unprompted}: {voices}{sites}",
        people=people(look, said),
        unprompted=_unprompted(look, said, prompted),
        voices=listed([VOICE.terms.get(voice, voice) for voice in said.voices]),
        sites=f" ({listed([look.place(site) for site in said.sites])})" if said.sites else "",
    )


def _unprompted(look: Lookup, said: Said, none: str) -> str:
    if said.sources is None or said.unprompted is None:
        return ""
    count = count_of(look, said, "unprompted")
    if said.unprompted == said.sources:
        all_of_them = {1: ", unprompted", 2: ", both unprompted"}.get(said.sources, ", all unprompted")
        return Told(all_of_them, count.bound)
    return told(", {n} of them unprompted", n=count) if said.unprompted else none
