"""The theory of change: how it was altered and why, what supports each link, and how faithfully it was followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from tideturn.evaluation.model import TocLink
from tideturn.report.blocks import Block, Bullets, DataTable, Paragraph, Section, Span, Words, words
from tideturn.report.sections.causal_map import Nodes, Step, causal_map
from tideturn.report.sections.fidelity import faithfulness, fidelity
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.spoken import who_spoke
from tideturn.report.wording import counted, day, number, sentence

_STEPS: Final = (
    ("activity", "From the work to what it brings about first"),
    ("output", "From there to the outcomes"),
    ("outcome", "From one outcome to another"),
)
_TO_IMPACT: Final = "From the outcomes to the impact"
_NONE: Final = {
    "What it assumes": "Nothing is written down.",
    "What else may explain it": "Nothing else was considered.",
    "The work itself": "Nothing was planned.",
}
_NEVER: Final = {
    "What it assumes": "What these links assume is not written down.",
    "What else may explain it": "What else may explain these links was not considered.",
    "The work itself": "Nothing was planned for any of this work.",
}


def theory(look: Lookup) -> Section | None:
    """The theory tested on the year; None where the folder holds neither a theory nor a plan."""
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
    spoken = [link for link in links if link.sources != 0]
    silent = len(links) - len(spoken)
    told = f"The theory of change held {counted(len(links), 'link')} in this year. "
    if not spoken:
        told += "Nobody spoke of any of them."
    elif not silent:
        told += "People spoke of every one of them."
    else:
        told += f"People spoke of {number(len(spoken))} of them, and nobody of the other {number(silent)}."
    note = (
        "Whoever spoke of a link counts once, however often they did. That people see a link supports it; that nobody "
        "spoke of it is not evidence against it."
    )
    return (Paragraph(words(told), "lede"), Paragraph(words(note), "quiet"))


def _versions(look: Lookup) -> Section | None:
    """The versions up to the year's end in their order; None where none is told apart."""
    year = look.evaluation.year
    rows = look.dataset.table("toc_versions").filter(pl.col("date") <= year.end).sort("date", "version").to_dicts()
    if not rows:
        return None
    learnt = {row["learning_id"]: row for row in look.dataset.table("learning").to_dicts()}
    later = sum(year.holds(row["date"]) for row in rows[1:])
    lead = (
        f"It was altered {_times(later)} in this year."
        if len(rows) > 1
        else "It stands as it was first written; it has not been altered."
    )
    bullets = Bullets(tuple(_version(look, row, learnt.get(row["learning_id"])) for row in rows))
    return Section("theory-versions", "How it was altered, and why", 3, (Paragraph(words(lead)), bullets))


def _times(count: int) -> str:
    return {0: "not once", 1: "once", 2: "twice"}.get(count, f"{number(count)} times")


def _version(look: Lookup, row: dict[str, Any], learnt: dict[str, Any] | None) -> Words:
    said = f", from {day(row['date'])}. {sentence(row['reason'])}"
    if learnt is not None:
        where = look.place(learnt["site"])
        said += f" Behind it stands what was learnt ({where}, {day(learnt['date'])}): {sentence(learnt['point'])}"
    elif row["learning_id"]:
        said += f" The learning point behind it ({row['learning_id']}) is not in the record."
    return words(Span(f"Version {row['version']}", strong=True), said)


def _links(look: Lookup, steps: Sequence[Step], nodes: Nodes) -> Section | None:
    """Each link in force, by the step of the theory at which it stands."""
    if not steps:
        return None
    assumed = {row["link_id"]: row["assumption"] for row in look.dataset.table("toc_links").to_dicts()}
    blocks: list[Block] = []
    for title, own in steps:
        blocks += _step(look, title, own, nodes, assumed)
    return Section("theory-links", "Each link, and what supports it", 3, tuple(blocks))


def _step(
    look: Lookup,
    title: str,
    links: Sequence[TocLink],
    nodes: Nodes,
    assumed: Mapping[str, str | None],
) -> Iterator[Block]:
    """The links of one step as a table; a column that would be empty is a sentence instead."""
    said: dict[str, list[str]] = {
        "What it assumes": [sentence(assumed.get(link.link_id) or "") for link in links],
        "What else may explain it": [" ".join(sentence(rival) for rival in link.rivals) for link in links],
    }
    if title == _STEPS[0][1] and look.evaluation.fidelity:
        said["The work itself"] = [faithfulness(look, link.fidelity) for link in links]
    shown = {column: cells for column, cells in said.items() if any(cells)}
    yield DataTable(
        title,
        ("From", "To", "Who spoke of it", *shown),
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
    """The links by the kind of part that they start from; those that lead to the impact by themselves."""

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
    """A part of the theory by its title, which leads to its outcome where it stands for one."""
    row = nodes.get(node, {})
    if row.get("outcome_id") in look.outcomes:
        return words(Span(row["title"], target=look.anchor(row["outcome_id"])))
    return words(row.get("title") or node)


def spoken_of(look: Lookup, link: TocLink) -> str:
    """`3 people, 2 of them unprompted: outside professionals and partners (London and Birmingham).`"""
    if link.sources == 0:
        return "Nobody spoke of it."
    return f"{who_spoke(look, link, prompted=', prompted or not known to be unprompted')}.{_against(link)}"


def _against(link: TocLink) -> str:
    """Who does not bear it out, and who of them says that it holds back."""
    if not link.against or link.sources is None:
        return ""
    if link.hinders == link.against:
        who = f"{number(link.hinders)} of them {'says' if link.hinders == 1 else 'say'}"
        if link.hinders == link.sources:
            who = "They all say" if link.sources > 1 else "They say"
        return f" {who} that the first holds back the second."
    if link.against == link.sources:
        return " None of them bears it out." if link.sources > 1 else " It is not borne out."
    return f" {number(link.against)} of them {'does' if link.against == 1 else 'do'} not bear it out."
