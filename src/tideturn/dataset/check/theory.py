"""Check the theory of change: that it is a graph without rings, its parts are joined, and its versions fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

import polars as pl

from tideturn.dataset.check.casework import span
from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.wording import quoted

Edge = tuple[str, str, int]
"""The node where it starts, the node where it ends, and its row."""


@error(
    "theory_in_a_ring",
    looks_for="links that lead from a part of the theory back to itself, within one version",
    why="what is its own cause explains nothing, and no flow can be reckoned through it",
)
def theory_in_a_ring(folder: Folder) -> Iterator[Found]:
    """Find each ring of links once."""
    sheet = folder.sheet("toc_links")
    told: set[frozenset[str]] = set()
    for _version, edges in sorted(_links_by_version(folder).items()):
        for ring, row in rings(edges):
            if frozenset(ring) not in told:
                told.add(frozenset(ring))
                what = f"The links run in a ring: {' → '.join((*ring, ring[0]))}."
                yield Found(sheet.file, row, "to_node", what, "Take out or turn round the link that runs backwards.")


@error(
    "codes_in_a_ring",
    looks_for="codes of the codebook that fall under one another in a ring",
    why="no code would then be the topmost",
)
def codes_in_a_ring(folder: Folder) -> Iterator[Found]:
    """Find each ring of parents once."""
    sheet = folder.sheet("codebook")
    edges = [
        (found["code"], found["parent"], found[ROW])
        for found in sheet.where(pl.col("code").is_not_null() & pl.col("parent").is_not_null(), "code", "parent")
    ]
    for ring, row in rings(edges):
        what = f"The codes fall under one another in a ring: {' → '.join((*ring, ring[0]))}."
        yield Found(sheet.file, row, "parent", what, "Leave the parent of the topmost code empty.")


@query(
    "node_without_link",
    looks_for="a part of the theory that no link leads to or from",
    why="a part that nothing leads to, and that leads nowhere, is not yet part of a theory",
)
def node_without_link(folder: Folder) -> Iterator[Found]:
    """Find nodes that no link joins."""
    if folder.in_part("toc_links"):
        return
    sheet = folder.sheet("toc_nodes")
    links = folder.sheet("toc_links").frame
    joined = pl.concat([links["from_node"], links["to_node"]]).drop_nulls().unique().to_list()
    for found in sheet.where(pl.col("node_id").is_not_null() & ~pl.col("node_id").is_in(joined), "node_id", "title"):
        what = f"No link leads to or from {quoted(found['node_id'])} ({quoted(found['title'])})."
        yield Found(sheet.file, found[ROW], "node_id", what, "Join it to the theory in toc_links.csv, or take it out.")


@query(
    "outcome_without_node",
    looks_for="an outcome that no part of the theory of change stands for, where there is a theory",
    why="the theory cannot then say what should lead to it, nor be tested on it",
)
def outcome_without_node(folder: Folder) -> Iterator[Found]:
    """Find outcomes that the theory leaves out."""
    nodes = folder.sheet("toc_nodes").frame
    if nodes.is_empty() or folder.in_part("toc_nodes"):
        return
    sheet = folder.sheet("outcomes")
    shown = nodes["outcome_id"].drop_nulls().unique().to_list()
    for found in sheet.where(pl.col("outcome_id").is_not_null() & ~pl.col("outcome_id").is_in(shown), "outcome_id"):
        what = f"No node of the theory of change stands for the outcome {quoted(found['outcome_id'])}."
        yield Found(sheet.file, found[ROW], "outcome_id", what, "Give a node this outcome_id in toc_nodes.csv.")


@error(
    "versions_upside_down",
    looks_for="a node or link whose last version comes before its first",
    why="it would belong to no version of the theory",
)
def versions_upside_down(folder: Folder) -> Iterator[Found]:
    """Find nodes and links whose last version comes before their first."""
    for name in ("toc_nodes", "toc_links"):
        sheet = folder.sheet(name)
        for found in sheet.where(pl.col("to_version") < pl.col("from_version"), "from_version", "to_version"):
            what = f"to_version ({found['to_version']}) comes before from_version ({found['from_version']})."
            yield Found(sheet.file, found[ROW], "to_version", what, "Correct one of the two.")


@error(
    "link_without_its_node",
    looks_for="a link that holds in a version in which one of its ends does not",
    why="in that version it would lead from or to nothing",
)
def link_without_its_node(folder: Folder) -> Iterator[Found]:
    """Find links that hold in a version where one of their ends does not."""
    sheet = folder.sheet("toc_links")
    nodes = folder.sheet("toc_nodes").frame.unique("node_id", keep="first")
    first, last = pl.col("from_version").fill_null(0), pl.col("to_version").fill_null(2**31)
    held = nodes.select("node_id", first.alias("first"), last.alias("last"), begin="from_version", end="to_version")
    for end in ("from_node", "to_node"):
        beside = sheet.numbered().join(held, left_on=end, right_on="node_id", how="inner").sort(ROW)
        for found in beside.filter((first < pl.col("first")) | (last > pl.col("last"))).iter_rows(named=True):
            what = (
                f"The link holds {_versions(found['from_version'], found['to_version'])}, and its end "
                f"{quoted(found[end])} {_versions(found['begin'], found['end'])}."
            )
            yield Found(sheet.file, found[ROW], end, what, "Let the link begin and end with the parts that it joins.")


@query(
    "versions_out_of_order",
    looks_for="a version of the theory dated before an earlier one",
    why="it cannot then be said which version held in which year",
)
def versions_out_of_order(folder: Folder) -> Iterator[Found]:
    """Find versions dated before an earlier version."""
    sheet = folder.sheet("toc_versions")
    rows = sheet.numbered().drop_nulls(["version", "date"]).sort("version", maintain_order=True)
    before = rows.with_columns(pl.col("date").shift().alias("before"))
    for found in before.filter(pl.col("date") < pl.col("before")).iter_rows(named=True):
        what = f"Version {found['version']} is dated {found['date']}, and the one before it {found['before']}."
        yield Found(sheet.file, found[ROW], "date", what, "Correct one of the two dates.")


def rings(edges: Iterable[Edge]) -> list[tuple[list[str], int]]:
    """Return the rings that edges close, each as its nodes in order with the row of the closing edge; empty if there
    are none.
    """
    onward: dict[str, list[tuple[str, int]]] = {}
    for start, end, row in edges:
        onward.setdefault(start, []).append((end, row))
    found: list[tuple[list[str], int]] = []
    done: set[str] = set()
    for root in onward:
        if root in done:
            continue
        path, places = [root], {root: 0}
        waiting = [iter(onward[root])]
        while waiting:
            step = next(waiting[-1], None)
            if step is None:
                waiting.pop()
                left = path.pop()
                del places[left]
                done.add(left)
            elif step[0] in places:
                found.append((path[places[step[0]] :], step[1]))
            elif step[0] not in done:
                path.append(step[0])
                places[step[0]] = len(path) - 1
                waiting.append(iter(onward.get(step[0], ())))
    return found


def _links_by_version(folder: Folder) -> Mapping[int, list[Edge]]:
    versions = folder.sheet("toc_versions").frame["version"].drop_nulls().unique().sort().to_list() or [1]
    links = folder.sheet("toc_links")
    columns = ("from_node", "to_node", "from_version", "to_version")
    rows = list(links.where(pl.col("from_node").is_not_null() & pl.col("to_node").is_not_null(), *columns))
    return {
        version: [
            (row["from_node"], row["to_node"], row[ROW])
            for row in rows
            if (row["from_version"] or version) <= version <= (row["to_version"] or version)
        ]
        for version in versions
    }


def _versions(first: int | None, last: int | None) -> str:
    if first is None and last is None:
        return "in every version"
    return span(*(None if number is None else f"version {number}" for number in (first, last)))


@error(
    "almost_the_same_work",
    looks_for="two rows of a year's plan whose component or measure are spelled alike but for capitals, spaces or "
    "signs written as in an address (`%20`)",
    why="they count as two pieces of work, with evidence that readers cannot tell apart",
)
def almost_the_same_work(folder: Folder) -> Iterator[Found]:
    """Find each row that spells a component, or a measure of one component, differently from an earlier row."""
    sheet = folder.sheet("plan")
    spelled: dict[tuple[object, ...], tuple[str, int]] = {}
    filled = pl.all_horizontal(pl.col("component", "measure", "year").is_not_null())
    for found in sheet.where(filled, "component", "measure", "year"):
        name: tuple[object, ...] = (found["year"],)
        for column in ("component", "measure"):
            name = (*name, _alike(found[column]))
            first, row = spelled.setdefault(name, (found[column], found[ROW]))
            if first != found[column]:
                one, other = quoted(found[column]), quoted(first)
                but = "spaces" if one == other else "capitals, spaces or signs"
                what = f"{one} is {other} in row {row} but for its {but}."
                mend = "Spell both alike if they are one; otherwise give them names that differ in their words."
                yield Found(sheet.file, found[ROW], column, what, mend)


def _alike(name: str) -> str:
    """Return a name without the differences that the eye, or an address, does not show."""
    return " ".join(normalize("NFKC", unquote(name)).casefold().split())


RULES: Final = (
    theory_in_a_ring,
    codes_in_a_ring,
    node_without_link,
    outcome_without_node,
    versions_upside_down,
    link_without_its_node,
    versions_out_of_order,
    almost_the_same_work,
)
