"""What a release says of the theory of change: no small number of young people, nor of the few at one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.model import Evaluation, TocLink
from tideturn.evaluation.withholding.released import released_plan
from tideturn.evaluation.withholding.withhold import Withheld
from tideturn.methods.disclosure import DisclosureRule
from tideturn.methods.fidelity import Fidelity, fidelity


def released_fidelity(dataset: Dataset, evaluation: Evaluation, withheld: Withheld) -> tuple[Fidelity, ...]:
    """The fidelity of the work without what is hidden; nothing where none was reckoned."""
    if not evaluation.fidelity:
        return ()
    return fidelity(released_plan(dataset.table("plan"), withheld), evaluation.year.number)


def released_links(links: Iterable[TocLink], work: Iterable[Fidelity], rule: DisclosureRule) -> tuple[TocLink, ...]:
    """The links with the counts hidden that would show how few young people or families spoke of one.

    Places are named only where as many people spoke as a place must have for its adults to be counted: of fewer, a
    place and a count would say how many spoke there.
    """
    known = {(one.component, one.site, one.node_id): one for one in work}
    return tuple(
        replace(
            _released(link, rule),
            fidelity=tuple(known[one.component, one.site, one.node_id] for one in link.fidelity),
        )
        for link in links
    )


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
