"""What a release says of who spoke of the theory's links: no small number of young people, and no few at one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.model import TocLink
from tideturn.methods.disclosure import DisclosureRule


def released_links(links: Iterable[TocLink], rule: DisclosureRule) -> tuple[TocLink, ...]:
    """The links with the counts hidden that would show how few young people or families spoke of one.

    Places are named only where as many people spoke as a place must have for its adults to be counted: of fewer, a
    place and a count would say how many spoke there.
    """
    return tuple(_released(link, rule) for link in links)


def _released(link: TocLink, rule: DisclosureRule) -> TocLink:
    sources = link.sources or 0
    sites = link.sites if sources >= rule.small_denominator else ()
    young = PROTECTED & set(link.voices)
    if young and rule.small(sources):
        return replace(link, sources=None, unprompted=None, against=None, sites=sites)
    if young == set(link.voices):
        return replace(
            link,
            unprompted=_part(link.unprompted, sources, rule),
            against=_part(link.against, sources, rule),
            sites=sites,
        )
    return replace(link, sites=sites)


def _part(part: int | None, whole: int, rule: DisclosureRule) -> int | None:
    """Part of a number of young people; None where it, or what it leaves of the whole, is small."""
    return None if part is None or rule.small(part) or rule.leaves_few(whole - part) else part
