"""The theory of change: how it was altered and why, what supports each link, and how faithfully it was followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from tideturn.evaluation.claims.recounted_theory import links as links_by
from tideturn.evaluation.theory_records import TocLink
from tideturn.evaluation.told import Told, stated, stated_noun, told
from tideturn.report.blocks import Annex, Block, Bullets, DataTable, Paragraph, Section, Span, Words, verbatim, words
from tideturn.report.sections.causal_map import Nodes, Step, causal_map
from tideturn.report.sections.fidelity import faithfulness, fidelity
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.spoken import count_of, who_spoke
from tideturn.report.wording import at_end_of, day, number, sentence

_STEPS: Final = (
    ("activity", "From the work to what it brings about first"),
    ("output", "From there to the outcomes"),
    ("outcome", "From one outcome to another"),
)
_TO_IMPACT: Final = "From the outcomes to the impact"
_NONE: Final = {
    "Assumptions": "None recorded.",
    "Other explanations": "Not considered.",
    "The work itself": "No plan is recorded.",
}
_NEVER: Final = {
    "Assumptions": "No assumptions are recorded for these links.",
    "Other explanations": "No other explanations were considered for these links.",
    "The work itself": "No plan is recorded for this work.",
}


def theory(look: Lookup) -> Section | None:
    """Return the theory tested on the year; None if the folder has neither a theory nor a plan."""
    nodes = {row["node_id"]: row for row in look.dataset.table("toc_nodes").to_dicts()}
    steps = _by_step(look.evaluation.toc_links, nodes)
    every = (_versions(look), _links(look, steps, nodes), causal_map(look, steps, nodes), fidelity(look))
    parts = [part for part in every if part is not None]
    if not parts:
        return None
    return Section("theory-of-change", "The theory of change", 2, (*_lead(look), *parts))


def _lead(look: Lookup) -> tuple[Block, ...]:
    links = look.evaluation.toc_links
    if not links:
        why = "No theory of change was recorded for this year, so no link of it can be tested."
        return (Paragraph(words(why)),)
    item = links_by(*(link.link_id for link in links))
    spoken = stated("spoken", sum(link.sources != 0 for link in links), item=item)
    silent = stated("silent", sum(link.sources == 0 for link in links), item=item)
    mentioned = told(
        "People mentioned {spoken} of them; the other {silent} were not mentioned.", spoken=spoken, silent=silent
    )
    if spoken == "0":
        mentioned = Told("None of them was mentioned.", spoken.bound)
    elif silent == "0":
        mentioned = Told("People mentioned all of them.", silent.bound)
    elif silent == "1":
        mentioned = told(
            "People mentioned {spoken} of them; the other one was not mentioned.", spoken=spoken, silent=silent
        )
    lead = told(
        "The theory of change had {links} {then}. {mentioned}",
        links=stated_noun("all", len(links), "link", item=item),
        then=at_end_of(look.evaluation.year),
        mentioned=mentioned,
    )
    note = (
        "Each person counts once for a link, however often they mentioned it. A link that people describe has "
        "some support; one that was not mentioned is not contradicted."
    )
    return (Paragraph(words(lead), "lede"), Paragraph(words(note), "quiet"))


def _versions(look: Lookup) -> Section | None:
    """Return the versions up to the year's end in their order; None if the folder does not list any."""
    year = look.evaluation.year
    rows = look.dataset.table("toc_versions").filter(pl.col("date") <= year.end).sort("date", "version").to_dicts()
    if not rows:
        return None
    learnt = {row["learning_id"]: row for row in look.dataset.table("learning").to_dicts()}
    later = sum(year.holds(row["date"]) for row in rows[1:])
    item = f"versions/{year.number}"
    lead = Told(f"It was changed {_times(later)} in this year.", stated("changed", later, item=item).bound)
    if len(rows) == 1:
        lead = Told("It has not been changed since it was first written.", stated("all", 1, item=item).bound)
    bullets = Bullets(tuple(_version(look, row, learnt.get(row["learning_id"])) for row in rows))
    return Section("theory-versions", "How it was changed, and why", 3, (Paragraph(words(lead)), bullets))


def _times(count: int) -> str:
    return {0: "not once", 1: "once", 2: "twice"}.get(count, f"{number(count)} times")


def _version(look: Lookup, row: dict[str, Any], learnt: dict[str, Any] | None) -> Words:
    version = Span(f"Version {row['version']}", strong=True, verbatim=True)
    said = words(version, f", from {day(row['date'])}. ", verbatim(sentence(row["reason"])))
    if learnt is not None:
        where = look.place(learnt["site"])
        follows = f" It follows from what was learnt ({where}, {day(learnt['date'])}): "
        return words(said, follows, verbatim(sentence(learnt["point"])))
    if row["learning_id"]:
        missing = verbatim(row["learning_id"])
        return words(said, " The learning point that it follows from (", missing, ") is not in the record.")
    return said


def _links(look: Lookup, steps: Sequence[Step], nodes: Nodes) -> Section | None:
    """Return each link in force, under its step of the theory."""
    if not steps:
        return None
    assumed = {row["link_id"]: row["assumption"] for row in look.dataset.table("toc_links").to_dicts()}
    blocks: list[Block] = []
    for title, own in steps:
        blocks += _step(look, title, own, nodes, assumed)
    return Section("theory-links", "Each link, and what supports it", 3, (Annex(tuple(blocks)),))


def _step(
    look: Lookup,
    title: str,
    links: Sequence[TocLink],
    nodes: Nodes,
    assumed: Mapping[str, str | None],
) -> Iterator[Block]:
    """Yield the links of one step as a table; a sentence replaces a column that would be empty."""
    said: dict[str, list[str]] = {
        "Assumptions": [sentence(assumed.get(link.link_id) or "") for link in links],
        "Other explanations": [" ".join(sentence(rival) for rival in link.rivals) for link in links],
    }
    if title == _STEPS[0][1] and look.evaluation.fidelity:
        said["The work itself"] = [faithfulness(look, link.fidelity) for link in links]
    shown = {column: cells for column, cells in said.items() if any(cells)}
    yield DataTable(
        title,
        ("From", "To", "Who mentioned it", *shown),
        tuple(
            (
                _part(look, nodes, link.from_node),
                _part(look, nodes, link.to_node),
                words(spoken_of(look, link)),
                *(words(cells[i] or _NONE[column]) for column, cells in shown.items()),
            )
            for i, link in enumerate(links)
        ),
    )
    missing = [_NEVER[column] for column in said if column not in shown]
    if missing:
        yield Paragraph(words(" ".join(missing)), "quiet")


def _by_step(links: Iterable[TocLink], nodes: Nodes) -> list[Step]:
    """Group the links by the kind of part that they start from; those that lead to the impact are separate."""

    def kind(node: str) -> str:
        return str(nodes[node]["kind"]) if node in nodes else "outcome"

    left = list(links)
    found = []
    for start, title in _STEPS:
        own = [link for link in left if kind(link.from_node) == start and kind(link.to_node) != "impact"]
        found.append((title, own))
    found.append((_TO_IMPACT, [link for link in left if link not in [one for _, own in found for one in own]]))
    return [(title, own) for title, own in found if own]


def _part(look: Lookup, nodes: Nodes, node: str) -> Words:
    """Return a part of the theory by its title, as a link to its outcome if it has one."""
    row = nodes.get(node, {})
    if row.get("outcome_id") in look.outcomes:
        return words(Span(row["title"], target=look.anchor(row["outcome_id"])))
    return words(row.get("title") or node)


def spoken_of(look: Lookup, link: TocLink) -> Told:
    """Say who mentioned a link.

    For example: `3 people, 2 of them unprompted: outside professionals and partners (London and Birmingham).`
    """
    if link.sources == 0:
        return Told("Not mentioned.", count_of(look, link, "sources").bound)
    who = who_spoke(look, link, prompted=", who may have been prompted")
    return told("{who}.{against}", who=who, against=_against(look, link))


def _against(look: Lookup, link: TocLink) -> Told:
    """Say how many do not confirm the link, and how many of them say that it gets in the way."""
    if not link.against or link.sources is None:
        return Told("")
    against = count_of(look, link, "against")
    if link.hinders == link.against:
        who = told("{n} of them {say}", n=count_of(look, link, "hinders"), say="says" if link.hinders == 1 else "say")
        if link.hinders == link.sources:
            who = Told("They all say" if link.sources > 1 else "They say", who.bound)
        return told(" {who} that the first gets in the way of the second.", who=who)
    if link.against == link.sources:
        return Told(" None of them confirms it." if link.sources > 1 else " They do not confirm it.", against.bound)
    return told(" {n} of them {do} not confirm it.", n=against, do="does" if link.against == 1 else "do")
