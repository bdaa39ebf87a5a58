"""The causal map: what people say helps or hinders what, who says so, and how a theory of change compares with it.

After Powell, Copestake & Remnant (2024), *Causal mapping for evaluators*, Evaluation 30:100-119,
https://doi.org/10.1177/13563890231196601, and the guide to their software (https://guide.causalmap.app): factors and
links from quotes, sources counted rather than mentions, paths traced, robustness as maximum flow. A map shows what
people say: a link with many sources is well attested, but that does not make it true.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import polars as pl

from tideturn.dataset.wording import quoted
from tideturn.methods.causal_map.causes import causes_of as causes_of
from tideturn.methods.causal_map.claims import DENIES as DENIES
from tideturn.methods.causal_map.claims import STATES as STATES
from tideturn.methods.causal_map.claims import arrows_of, parts_of
from tideturn.methods.causal_map.flow import ArrowGraph as ArrowGraph
from tideturn.methods.causal_map.flow import reached as reached
from tideturn.methods.causal_map.model import HELPS as HELPS
from tideturn.methods.causal_map.model import HINDERS as HINDERS
from tideturn.methods.causal_map.model import Arrow as Arrow
from tideturn.methods.causal_map.model import CausalMap as CausalMap
from tideturn.methods.causal_map.model import Cause as Cause
from tideturn.methods.causal_map.model import Link as Link
from tideturn.methods.causal_map.model import Part as Part
from tideturn.methods.causal_map.model import Proposal as Proposal
from tideturn.methods.causal_map.rings import rings
from tideturn.methods.causal_map.theory import links_of, oddities, proposed, tested

LEAST: Final = 3
"""Minimum distinct sources for proposing a claim that is not a link of the theory."""


def causal_map(
    claims: pl.DataFrame,
    *,
    interviews: pl.DataFrame | None = None,
    factors: pl.DataFrame | None = None,
    links: pl.DataFrame | None = None,
    nodes: pl.DataFrame | None = None,
    least: int = LEAST,
) -> CausalMap:
    """Return the map that the claims make, and what it says about the theory's links.

    claims: `interview_id, from_factor, to_factor`, with `effect` (helps, hinders; null: helps), `prompted` (bool) and
    `polarity` where they are known: a claim that contradicts, or saw no change, denies the arrow. interviews:
    `interview_id`, with `source`, `site`, `voice`; without them each interview is a source. factors: `factor, node_id`;
    factors of one node are one part, and a factor without a node is a separate part. links: `link_id, from_node,
    to_node`. nodes: `node_id`. least: the minimum distinct sources for a proposal. Raise TideturnError for an effect
    that is neither, a factor of two nodes, an interview of two people, a link without an end, or two links with one
    code.
    """
    stands = parts_of(factors)
    arrows, odd = arrows_of(claims, interviews, stands, named=factors is not None)
    graph = ArrowGraph(arrows)
    theory = links_of(links) if links is not None else {}
    known = {node for node in nodes["node_id"].to_list() if node} if nodes is not None else None
    after: dict[Part, list[Part]] = defaultdict(list)
    for arrow in arrows:
        if arrow.sources:
            after[arrow.start].append(arrow.end)
    round_about = rings(after)
    return CausalMap(
        arrows=arrows,
        links=tested(theory, arrows, graph),
        proposals=proposed(theory, arrows, least) if theory else (),
        sources=tuple(sorted({source for arrow in arrows for source in (*arrow.sources, *arrow.against)})),
        rings=round_about,
        notes=(*odd, *oddities(theory, stands, known), *(_told(ring) for ring in round_about)),
        least=least,
    )


def _told(ring: tuple[Part, ...]) -> str:
    way = " → ".join(quoted(part.name) for part in ring)
    return f"The map leads back to where it began: {way}. Nothing is left out for it."
