"""What people said helps or gets in the way: the theory's links, what it lacks, and what they said of each outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.causal_map import CAME_ABOUT, UNCAUSED, told_as
from tideturn.evaluation.model import CutArrow, ProposedLink, SaidCause, TocLink
from tideturn.methods.causal_map import HELPS, HINDERS, LEAST
from tideturn.report.blocks import Block, Bullets, DataTable, Figure, Paragraph, Quotation, Section, Span, Words, words
from tideturn.report.charts.causal_map import Box, Causes, Line, told_weight
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.spoken import people, who_spoke
from tideturn.report.wording import capital, counted, listed, number, sentence

_CAUSES: Final = 5
"""How many causes of an outcome are told one by one, and how many further up."""
_QUOTES: Final = 2
"""How many people's words stand under what the theory lacks."""
_NOTE: Final = (
    "A link is as thick as many people say that it helps. What people say gets in the way is a broken line with a bar "
    "at its end and a minus before its number. A link’s robustness is what the map of their claims carries from its "
    "one end to its other by every way together (the maximum flow), one person’s word for one helpful step being one; "
    "it breaks where it is weakest. A way put together from different people’s claims may be nobody’s own account, so "
    "those who tell the whole of it are counted apart. That many say so does not make it so."
)
Nodes = Mapping[str, Mapping[str, Any]]
"""The parts of the theory by their code."""
_NOBODY: Final = "Nobody says that it helps."
_DOES: Final = {HELPS: "helps", HINDERS: "holds back"}
_CALLED: Final = {HELPS: "cause", HINDERS: "obstacle"}
_DOING: Final = {HELPS: "helping", HINDERS: "holding back"}
Step = tuple[str, Sequence[TocLink]]
"""A step of the theory by its title, with its links."""


def causal_map(look: Lookup, steps: Iterable[Step], nodes: Nodes) -> Section | None:
    """The map against the theory, step by step; None where nobody made a causal claim in the year."""
    evaluation = look.evaluation
    if not evaluation.causes and not evaluation.proposals and all(link.flow is None for link in evaluation.toc_links):
        return None
    titles = {code: str(row["title"]) for code, row in nodes.items()}
    blocks: list[Block] = [Paragraph(words(_NOTE), "quiet")]
    silent = []
    for place, (title, links) in enumerate(steps, start=1):
        if any(_spoken(link) for link in links):
            blocks.append(_figure(look, f"chart-map-{place}", title, links, titles))
        else:
            silent.append(f"{title[0].lower()}{title[1:]}")
    if silent:
        blocks.append(Paragraph(words(f"Nobody spoke of any link {listed(silent, 'or')}.")))
    for ring in evaluation.rings:
        way = " to ".join(f"“{titles.get(name, name)}”" for name in ring)
        blocks.append(Paragraph(words(f"The map leads back to where it began, as causes do: {way}."), "quiet"))
    holding_back = _holding_back(look, titles)
    blocks += [holding_back] if holding_back else []
    blocks += _lacking(look, titles)
    return Section("theory-map", "What people said helps, and what gets in the way", 3, tuple(blocks))


def _figure(look: Lookup, anchor: str, title: str, links: Sequence[TocLink], titles: Mapping[str, str]) -> Figure:
    """One step of the theory, from left to right."""
    starts = dict.fromkeys(link.from_node for link in links)
    ends = dict.fromkeys(link.to_node for link in links)
    chart = Causes(
        (
            tuple(Box(f"from {code}", titles.get(code, code)) for code in starts),
            tuple(Box(f"to {code}", titles.get(code, code)) for code in ends),
        ),
        tuple(line for link in links for line in _lines(look, link)),
    )
    against = any(link.hinders != 0 for link in links)
    named = f"{title}: what people said"
    return Figure(
        anchor=anchor,
        title=named,
        sentence=_told(look, links, titles),
        description=" ".join(
            f"{titles.get(link.from_node, link.from_node)} to {titles.get(link.to_node, link.to_node)}: "
            f"{look.said(link.helps)}{f', and {look.said(link.hinders)} against' if link.hinders != 0 else ''}."
            for link in links
        ),
        chart=chart,
        table=DataTable(
            f"{named}, in numbers",
            ("From", "To", "Say it helps", *(["Say it holds back"] if against else []), "How robust"),
            (
                *(_row(look, link, titles, against=against) for link in links if _spoken(link)),
                *_rest(links, against=against),
            ),
            frozenset({2, 3} if against else {2}),
        ),
        wide=replace(chart, wide=True),
    )


def _spoken(link: TocLink) -> bool:
    """Whether anybody speaks of it, or tells a way round."""
    return link.sources != 0 or bool(link.flow)


def _lines(look: Lookup, link: TocLink) -> list[Line]:
    """How many say that a link helps, and beside it how many say that it holds back, if any."""
    ends = f"from {link.from_node}", f"to {link.to_node}"
    lines = [Line(*ends, *_weight(look, link.helps))]
    if link.hinders != 0:
        lines.append(Line(*ends, *_weight(look, link.hinders), hinders=True))
    return lines


def _row(look: Lookup, link: TocLink, titles: Mapping[str, str], *, against: bool) -> tuple[Words, ...]:
    start, end = (titles.get(node, node) for node in (link.from_node, link.to_node))
    counts = [link.helps, link.hinders] if against else [link.helps]
    return (
        *(words(start), words(end)),
        *(words(look.said(count)) for count in counts),
        words(_robust(look, link, titles)),
    )


def _rest(links: Sequence[TocLink], *, against: bool) -> tuple[tuple[Words, ...], ...]:
    """The links that nobody mentions in one row."""
    silent = sum(not _spoken(link) for link in links)
    if not silent:
        return ()
    told = "The other link" if silent == 1 else f"The {number(silent)} others"
    none = (words("0"), words("0")) if against else (words("0"),)
    return ((words(told), words("as drawn"), *none, words(_NOBODY)),)


def _weight(look: Lookup, sources: int | None) -> tuple[int, str]:
    """How thick a link is, and what stands on it; one that is hidden is drawn thin."""
    return (1, look.said(None)) if sources is None else (sources, told_weight(sources))


def _told(look: Lookup, links: Sequence[TocLink], titles: Mapping[str, str]) -> str:
    spoken = [link for link in links if link.sources != 0]
    if len(links) == 1:
        return f"{capital(people(look, links[0].sources))} spoke of this link."
    many = "all" if len(spoken) == len(links) else number(len(spoken))
    told = f"People spoke of {many} of these {counted(len(links), 'link')}"
    shown = [link for link in spoken if link.helps and link.helps > 1]
    if not shown:
        return f"{told}."
    most = max(shown, key=lambda link: link.helps or 0)
    start, end = (titles.get(node, node) for node in (most.from_node, most.to_node))
    return f"{told}; the most, {people(look, most.helps)}, named “{start}” as helping “{end}”."


def _robust(look: Lookup, link: TocLink, titles: Mapping[str, str]) -> str:
    """Where it would break, in words."""
    if link.flow is None:
        return "Not shown."
    if link.flow == 0:
        return "It was found by coding alone; no causal claim leads there." if link.helps else _NOBODY
    if [(arrow.start, arrow.end) for arrow in link.cut] == [(link.from_node, link.to_node)]:
        those = "that person" if link.people == 1 else f"these {number(link.people)} people"
        if link.people != link.helps:
            those = f"the {number(link.people)} whose claims lead there"
        return f"It would break if {those} were wrong."
    ways = listed([_arrow(look, arrow, titles) for arrow in link.cut])
    whole = f" {capital(people(look, link.threads))} {'tells' if link.threads == 1 else 'tell'} the whole way."
    return (
        f"It carries {number(link.flow)} by every way together. It would break if {people(look, link.people)} were "
        f"wrong: those who named {ways}.{whole if link.threads else ' Nobody tells the whole way.'}"
    )


def _arrow(look: Lookup, arrow: CutArrow, titles: Mapping[str, str]) -> str:
    start, end = (titles.get(name, name) for name in (arrow.start, arrow.end))
    return f"“{start}” as helping “{end}” ({look.said(arrow.sources)})"


def _lacking(look: Lookup, titles: Mapping[str, str]) -> list[Block]:
    """What people named and the theory lacks: a picture of it, and each with words."""
    proposals = look.evaluation.proposals
    if not proposals:
        return []
    starts = dict.fromkeys((one.start, one.start_in_theory) for one in proposals)
    ends = dict.fromkeys((one.end, one.end_in_theory) for one in proposals)
    chart = Causes(
        (
            tuple(Box(f"from {name}", _name(name, held, titles), foreign=not held) for name, held in starts),
            tuple(Box(f"to {name}", _name(name, held, titles), foreign=not held) for name, held in ends),
        ),
        tuple(
            Line(
                *(f"from {one.start}", f"to {one.end}", *_weight(look, one.sources)),
                lacking=True,
                hinders=one.effect == HINDERS,
            )
            for one in proposals
        ),
    )
    title = "What people named and the theory lacks"
    told = (
        f"{counted(len(proposals), 'link')} that the theory does not hold {'was' if len(proposals) == 1 else 'were'} "
    )
    told += f"named by {number(LEAST)} people or more; each is proposed for its next version."
    rows = tuple(
        (
            words(_name(one.start, one.start_in_theory, titles)),
            words(_DOES[one.effect]),
            words(_name(one.end, one.end_in_theory, titles)),
            words(who_spoke(look, one)),
        )
        for one in proposals
    )
    figure = Figure(
        anchor="chart-map-lacking",
        title=title,
        sentence=told,
        description=" ".join(sentence(_plainly(one, titles)) for one in proposals),
        chart=chart,
        table=DataTable(f"{title}, in words", ("From", "What it does", "To", "Who said so"), rows),
        wide=replace(chart, wide=True),
    )
    blocks: list[Block] = [figure]
    for one in proposals:
        blocks.append(Paragraph(words(Span(f"{capital(_plainly(one, titles))}. ", strong=True), _kept(one, titles))))
        blocks += [Quotation(quote.text, quote.speaker) for quote in one.quotes[:_QUOTES]]
    return blocks


def _plainly(one: ProposedLink, titles: Mapping[str, str]) -> str:
    start, end = _name(one.start, one.start_in_theory, titles), _name(one.end, one.end_in_theory, titles)
    start = f"“{start}”" if one.start_in_theory else start
    return f"people named {start} as {_DOING[one.effect]} “{end}”"


def _kept(one: ProposedLink, titles: Mapping[str, str]) -> str:
    """How the theory stands to it."""
    if one.opposed:
        return "The theory says that it helps."
    if one.reverse and one.effect == HINDERS:
        return "The theory joins the two the other way round."
    if one.reverse:
        return "The theory has it the other way round."
    if one.by_way_of:
        way = listed([f"“{titles.get(name, name)}”" for name in one.by_way_of])
        return f"The theory {'has it only' if one.effect == HELPS else 'says that it helps'} by way of {way}."
    if not one.start_in_theory:
        return f"The theory does not have this {_CALLED[one.effect]}."
    return "The theory does not join the two." if one.end_in_theory else "The theory does not have this effect."


def _name(name: str, held: bool, titles: Mapping[str, str]) -> str:
    return titles.get(name, name) if held else name


def _holding_back(look: Lookup, titles: Mapping[str, str]) -> Figure | None:
    """What people said gets directly in the way of outcomes; None where nobody named anything."""
    causes = [one for one in look.evaluation.causes if (one.distance, one.effect) == (1, HINDERS) and one.sources != 0]
    if not causes:
        return None
    starts = {cause.cause: Box(f"from {cause.cause}", _cause(cause, titles), not cause.in_theory) for cause in causes}
    ends = {cause.outcome_id: Box(f"to {cause.outcome_id}", look.title(cause.outcome_id)) for cause in causes}
    chart = Causes(
        (tuple(starts.values()), tuple(ends.values())),
        tuple(
            Line(starts[one.cause].key, ends[one.outcome_id].key, *_weight(look, one.sources), hinders=True)
            for one in causes
        ),
    )
    title = "What people said gets in the way"
    told = f"People named {counted(len(starts), 'thing')} as getting in the way of {counted(len(ends), 'outcome')}."
    return Figure(
        anchor="chart-map-hindering",
        title=title,
        sentence=told,
        description=" ".join(
            f"{capital(_cause(one, titles))}, of {look.title(one.outcome_id)}: {look.said(one.sources)}."
            for one in causes
        ),
        chart=chart,
        table=DataTable(
            f"{title}, in words",
            ("What", "In the way of", "Who said so"),
            tuple(
                (words(capital(_cause(one, titles))), words(look.title(one.outcome_id)), words(who_spoke(look, one)))
                for one in causes
            ),
        ),
        wide=replace(chart, wide=True),
    )


def _cause(cause: SaidCause, titles: Mapping[str, str]) -> str:
    return _name(cause.cause, cause.in_theory, titles)


def causes_named(look: Lookup, outcome_id: str, level: int) -> list[Block]:
    """What people said helped an outcome, and apart from it what they said held it back; each with who said so."""
    verdict = look.verdicts[outcome_id, PROGRAMME_SCOPE].standing
    blocks: list[Block] = []
    for effect in (HELPS, HINDERS):
        own = [one for one in look.evaluation.causes if (one.outcome_id, one.effect) == (outcome_id, effect)]
        told = _told_of(look, own, outcome_id)
        if not told:
            continue
        if effect == HELPS and verdict not in CAME_ABOUT:
            told.append(Paragraph(words(UNCAUSED), "quiet"))
        anchor = f"{look.anchor(outcome_id)}.{effect}"
        blocks.append(Section(anchor, told_as(effect, verdict), level, tuple(told)))
    return blocks


def _told_of(look: Lookup, own: Sequence[SaidCause], outcome_id: str) -> list[Block]:
    """Causes of one effect: the direct ones one by one, then those further up, and those that people said are none."""
    direct = [cause for cause in own if cause.distance == 1 and cause.sources != 0]
    further = [cause for cause in own if cause.distance > 1][:_CAUSES]
    blocks: list[Block] = []
    if direct:
        held = _held(look, outcome_id)
        blocks.append(Bullets(tuple(_direct(look, cause, held) for cause in direct[:_CAUSES])))
    if len(direct) > _CAUSES:
        rest = listed([_called(cause) for cause in direct[_CAUSES:]])
        blocks.append(Paragraph(words(f"They also named {rest}.")))
    if further:
        blocks.append(Paragraph(words(f"Further up: {listed([_further(look, cause) for cause in further])}."), "quiet"))
    blocks += [
        Paragraph(words(f"{capital(people(look, cause.against))} said that {_called(cause)} did not."), "quiet")
        for cause in own
        if cause.sources == 0
    ]
    return blocks


def _held(look: Lookup, outcome_id: str) -> frozenset[str]:
    """The parts that the theory joins to the outcome directly."""
    ends = {row["node_id"] for row in look.dataset.table("toc_nodes").to_dicts() if row["outcome_id"] == outcome_id}
    return frozenset(link.from_node for link in look.evaluation.toc_links if link.to_node in ends)


def _direct(look: Lookup, cause: SaidCause, held: frozenset[str]) -> Words:
    lacks = f" The theory does not have this {_CALLED[cause.effect]}."
    if cause.in_theory and cause.effect == HELPS:
        lacks = "" if cause.cause in held else " The theory does not join the two directly."
    elif cause.in_theory:
        lacks = " The theory says that it helps." if cause.cause in held else ""
    called = Span(capital(_called(cause)), strong=True)
    return words(called, f": {who_spoke(look, cause)}.{_denied(look, cause)}{lacks}")


def _denied(look: Lookup, cause: SaidCause) -> str:
    if cause.against == 0:
        return ""
    if cause.against is None:
        return " How many said otherwise is not shown."
    return f" {capital(people(look, cause.against))} said otherwise."


def _further(look: Lookup, cause: SaidCause) -> str:
    """`training, 2 steps away (4 people; 1 tells the whole way)`."""
    told = f"{_called(cause)}, {counted(cause.distance, 'step')} away ({people(look, cause.sources)}"
    if cause.threads:
        told += f"; {number(cause.threads)} {'tells' if cause.threads == 1 else 'tell'} the whole way"
    return f"{told})"


def _called(cause: SaidCause) -> str:
    """The cause in people's own words."""
    return listed(cause.factors, "or")
