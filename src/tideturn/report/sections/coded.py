"""What was coded and where it went: an outcome, a link of the theory, a theme, the causal map, or nowhere."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

import polars as pl

from tideturn.dataset.coded import SPAN, led_nowhere
from tideturn.dataset.vocabulary import THEME
from tideturn.dataset.wording import capital
from tideturn.evaluation.ledger.interviews import OPEN_ANSWER, settled, talks_of
from tideturn.report.blocks import DataTable, Paragraph, Section, Words, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import number

_TITLE: Final = "What was coded and where it went"
_LEAD: Final = (
    "Every code of the codebook: how often the coders used it in the year, for how many people, and what the report "
    "made of it. A person counts once for each code. Answers that somebody wrote in a survey count among the "
    "codings, and their writers are not counted as people interviewed."
)
_RELEASED: Final = (
    "Every code of the codebook, and what the report made of it. How often each was used stays with the programme, "
    "because small numbers of young people could be worked out from it."
)
_NOWHERE: Final = "Nothing: it leads to no outcome, link or theme"


def coded(look: Lookup) -> Section | None:
    """Return one table of all codes; None without a codebook."""
    codebook = look.dataset.table("codebook")
    if codebook.is_empty():
        return None
    rows = codebook.sort("code").to_dicts()
    if look.release is not None:
        table = DataTable(
            "What was coded", ("Code", "Where it went"), tuple((_name(r), _end(look, r, {})) for r in rows)
        )
        return Section("coded", _TITLE, 2, (Paragraph(words(_RELEASED)), table))
    used = _used(look)
    idle = led_nowhere(codebook, _of_year(look), look.dataset.table("causal_claims"))
    table = DataTable(
        "What was coded",
        ("Code", "Codings", "People interviewed", "Where it went"),
        tuple((_name(row), *_counted(used.get(row["code"], [])), _end(look, row, idle)) for row in rows),
        frozenset({1, 2}),
    )
    return Section("coded", _TITLE, 2, (Paragraph(words(_LEAD)), table))


def _name(row: dict[str, Any]) -> Words:
    return words(row["title"] or row["code"])


def _of_year(look: Lookup) -> pl.DataFrame:
    """Return the year's codings that count: the settled ones."""
    codings = settled(look.dataset)
    talks = talks_of(look.dataset, look.evaluation.year, (coding["interview_id"] for coding in codings))
    kept = [coding for coding in codings if coding["interview_id"] in talks]
    return pl.DataFrame(kept, schema=look.dataset.table("codings").schema)


def _used(look: Lookup) -> dict[str, list[str]]:
    """Return for each code the source of every passage that has it; an empty string for a written survey answer."""
    codings = _of_year(look).select(*SPAN, "code").unique()
    talks = talks_of(look.dataset, look.evaluation.year, codings["interview_id"].to_list())
    used: dict[str, list[str]] = defaultdict(list)
    for coding in codings.to_dicts():
        name = coding["interview_id"]
        used[coding["code"]].append("" if name.startswith(OPEN_ANSWER) else talks[name].source)
    return used


def _counted(sources: list[str]) -> tuple[Words, Words]:
    return words(number(len(sources))), words(number(len({*sources} - {""})))


def _end(look: Lookup, row: dict[str, Any], idle: Any) -> Words:
    """Say where a code's codings went."""
    if row["outcome_id"]:
        return words("Outcome: ", look.title(row["outcome_id"]))
    if row["theme"]:
        return words(f"Theme: {THEME.terms[row['theme']]}")
    if row["link_id"]:
        return words(_link(look, row["link_id"]))
    return words(capital(_NOWHERE) if row["code"] in idle else "The causal map")


def _link(look: Lookup, link_id: str) -> str:
    """Return the two ends of a link; if the year's theory does not have it yet, say that it was added later."""
    links = {row["link_id"]: row for row in look.dataset.table("toc_links").to_dicts()}
    titles = {row["node_id"]: row["title"] for row in look.dataset.table("toc_nodes").to_dicts()}
    own = links.get(link_id)
    if own is None:
        return "A link that came into the theory later"
    return f"Link of the theory: {titles[own['from_node']]} → {titles[own['to_node']]}"
