"""A theory's links compared with the map: who mentions each, how robust it is, and which effects the theory lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import listed, quoted
from tideturn.methods.causal_map.flow import ArrowGraph, reached
from tideturn.methods.causal_map.model import HELPS, HINDERS, Arrow, Link, Part, Proposal

Ends = tuple[Part, Part]


def links_of(links: pl.DataFrame) -> dict[str, Ends]:
    """Return each link's ends by its code.

    Raise TideturnError for a link without an end, or two links with one code.
    """
    found: dict[str, Ends] = {}
    for place, row in enumerate(links.iter_rows(named=True)):
        link_id, start, end = row["link_id"], row["from_node"], row["to_node"]
        if not link_id or not start or not end:
            raise TideturnError(
                f"row {place + 2} lacks its code, its start or its end.", place="links", mend="Fill the cell in."
            )
        if link_id in found:
            raise TideturnError(
                f"the link {quoted(link_id)} is there twice.", place="links", mend="Give each link a code of its own."
            )
        found[link_id] = (Part(start, in_theory=True), Part(end, in_theory=True))
    return found


def tested(links: Mapping[str, Ends], arrows: Sequence[Arrow], graph: ArrowGraph) -> tuple[Link, ...]:
    """Return every link with what people say about it, in the theory's order."""
    direct = {(arrow.start, arrow.end, arrow.effect): arrow for arrow in arrows}
    out = []
    for link_id, (start, end) in links.items():
        arrow = direct.get((start, end, HELPS))
        opposite = direct.get((start, end, HINDERS))
        hinders = opposite.sources if opposite else ()
        flow = graph.flow(start, end)
        out.append(
            Link(
                link_id=link_id,
                from_node=start.name,
                to_node=end.name,
                sources=arrow.sources if arrow else (),
                unprompted=arrow.unprompted if arrow else (),
                against=arrow.against if arrow else hinders,
                hinders=hinders,
                sites=arrow.sites if arrow else (),
                voices=arrow.voices if arrow else (),
                flow=flow.flow,
                cut=flow.cut,
                people=flow.people,
                threads=graph.threads(start, end),
            )
        )
    return tuple(out)


def proposed(links: Mapping[str, Ends], arrows: Sequence[Arrow], least: int) -> tuple[Proposal, ...]:
    """Return arrows of at least `least` sources that are not links of the theory: most sources first, then by name."""
    held = set(links.values())
    after: dict[Part, list[Part]] = defaultdict(list)
    for start, end in sorted(held):
        after[start].append(end)
    found = [
        Proposal(
            arrow,
            _by_way_of(arrow.start, arrow.end, after),
            reverse=(arrow.end, arrow.start) in held,
            opposed=(arrow.start, arrow.end) in held,
        )
        for arrow in arrows
        # Every link of a theory says that its one end helps its other.
        if arrow.capacity >= least and (arrow.effect == HINDERS or (arrow.start, arrow.end) not in held)
    ]
    return tuple(sorted(found, key=lambda one: (-one.arrow.capacity, one.arrow.start, one.arrow.end, one.arrow.effect)))


def _by_way_of(start: Part, end: Part, after: Mapping[Part, Sequence[Part]]) -> tuple[Part, ...]:
    """Return the parts between the two along the theory's shortest way; empty where it has none."""
    away = reached(start, after)
    if end not in away:
        return ()
    way, part = [], end
    while away[part] > 1:
        part = min(one for one in away if away[one] == away[part] - 1 and part in after.get(one, ()))
        way.append(part)
    return tuple(reversed(way))


def oddities(links: Mapping[str, Ends], stands: Mapping[str, Part], nodes: set[str] | None) -> Iterator[str]:
    """Yield a sentence for each thing that keeps a link from having any claims at all."""
    spoken = {part.name for part in stands.values() if part.in_theory}
    of_part: dict[str, list[str]] = defaultdict(list)
    for link_id, (start, end) in links.items():
        if start == end:
            yield f"The link {quoted(link_id)} leads from {quoted(start.name)} to itself, so nothing can be said of it."
        else:
            of_part[start.name].append(link_id)
            of_part[end.name].append(link_id)
    for part, own in of_part.items():
        named = listed([quoted(link_id) for link_id in own])
        if nodes is not None and part not in nodes:
            yield f"{quoted(part)} is no node of the theory, and {named} {'ends' if len(own) == 1 else 'end'} there."
        elif part not in spoken:
            yield f"No factor stands for {quoted(part)}, so no claim can be of {named}."
