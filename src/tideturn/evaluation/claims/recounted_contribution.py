"""Check what the engine says of a contribution against the rivals, the tests and who said so, found a second time.

A sentence is bound to `contribution/OUTCOME/YEAR`; what it says is one of `PREDICATES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tideturn.dataset.cells import split_many
from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset
from tideturn.dataset.wording import plain
from tideturn.evaluation.model import Evaluation

Record = Mapping[str, Any]
_LIGHTER: Final = {"weaker", "ruled_out"}


def _seen(record: Record, kinds: set[str], seen: str) -> bool:
    return any(kind in kinds and how == seen for kind, how, _ in record["tests"])


def _decided(record: Record) -> bool:
    decisive = {"smoking_gun", "doubly_decisive"}
    return any(kind in decisive and how == "yes" and before for kind, how, before in record["tests"])


PREDICATES: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "rival stronger": lambda record, _: "stronger" in record["weights"],
    "rival as strong": lambda record, _: "as_strong" in record["weights"],
    "rivals lighter": lambda record, _: bool(record["weights"]) and set(record["weights"]) <= _LIGHTER,
    "rival not weighed": lambda record, _: bool({"", "unknown"} & set(record["weights"])),
    "no rival": lambda record, _: not record["weights"],
    "test failed": lambda record, _: _seen(record, {"hoop", "doubly_decisive"}, "no"),
    "test decides": lambda record, _: _decided(record),
    "no test decides": lambda record, _: not _decided(record),
    "few said": lambda record, _: record["sources"] < 3,
    "one voice said": lambda record, _: record["voices"] < 2,
}
"""Predicates of a contribution, and tests of whether its record supports them."""


def recounted_contribution(evaluation: Evaluation, dataset: Dataset | None) -> dict[str, Record]:
    """Return the record behind each contribution by its name; empty without the folder that was judged."""
    if dataset is None:
        return {}
    year = evaluation.year
    known = known_by(dataset, year.as_of)
    nodes = {row["node_id"]: row["outcome_id"] for row in known.table("toc_nodes").to_dicts()}
    weight = {(row["outcome_id"], plain(row["rival"])): row["weighed"] for row in known.table("rivals").to_dicts()}
    in_force = {link.link_id for link in evaluation.toc_links}
    holding: set[tuple[str, str]] = set()
    written: set[tuple[str, str]] = set()
    for row in known.table("toc_links").to_dicts():
        named = {(nodes.get(row["to_node"]) or "", plain(rival)) for rival in split_many(row["rivals"])}
        written |= named
        holding |= named if row["link_id"] in in_force else set()
    for row in known.table("context").to_dicts():
        named = {(row["outcome_id"] or "", plain(row["description"]))}
        over = (row["from"] and row["from"] > year.end) or (row["to"] and row["to"] < year.start)
        written |= named
        holding |= set() if over else named
    holding |= {key for key in weight if key not in written}
    found: dict[str, Record] = {}
    for one in evaluation.contributions:
        own = one.outcome_id
        said = [who for link in evaluation.toc_links if nodes.get(link.to_node) == own for who in link.helped_by]
        found[f"contribution/{own}/{year.number}"] = {
            "weights": [weight.get(key, "") for key in holding if key[0] == own],
            "tests": [(test.kind, test.seen, test.beforehand) for test in one.tests],
            "sources": len({source for source, _ in said}),
            "voices": len({voice for _, voice in said}),
        }
    return found
