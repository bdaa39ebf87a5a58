"""What people said helps or gets in the way: the theory's links, what it lacks, and what they said of each outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from tideturn.dataset.wording import in_words
from tideturn.evaluation.claims.recounted_theory import links as links_by
from tideturn.evaluation.theory_records import CutArrow, ProposedLink, SaidCause, TocLink
from tideturn.evaluation.told import Told, explained, joined, stated, stated_noun, told
from tideturn.methods.causal_map import HELPS, HINDERS, LEAST
from tideturn.report.blocks import Annex, Block, DataTable, Figure, Paragraph, Quotation, Section, Span, Words, words
from tideturn.report.charts.causal_map import Box, Causes, Line, told_weight
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.spoken import people, who_spoke
from tideturn.report.wording import capital, listed, number, sentence

_QUOTES: Final = 2
"""Maximum number of quotations under each link that the theory lacks."""
_NOTE: Final = (
    "The more people say that a link helps, the thicker its line. A broken line with a bar at its end, and a minus "
    "before its number, shows what people say gets in the way. A link’s robustness is how much of what people said "
    "connects its two ends, over all routes together (the maximum flow; one person’s word for one step that helps "
    "counts one). It is no stronger than its weakest point. Different people may describe different steps of a route, "
    "so people who describe the whole route are counted separately. Something is not true just because "
    "many people say it."
)
Nodes = Mapping[str, Mapping[str, Any]]
"""Parts of the theory, by code."""
_NOT_SAID: Final = "Not said to help."
_DOES: Final = {HELPS: "helps", HINDERS: "gets in the way of"}
CALLED: Final = {HELPS: "cause", HINDERS: "obstacle"}
_DOING: Final = {HELPS: "helping", HINDERS: "getting in the way of"}
Step = tuple[str, Sequence[TocLink]]
"""Title of a step of the theory, and its links."""


def causal_map(look: Lookup, steps: Iterable[Step], nodes: Nodes) -> Section | None:
    """Compare what people said with the theory, step by step; None if nobody made a causal claim in the year."""
    evaluation = look.evaluation
    if not evaluation.causes and not evaluation.proposals and all(link.flow is None for link in evaluation.toc_links):
        return None
    titles = {code: str(row["title"]) for code, row in nodes.items()}
    blocks: list[Block] = [Paragraph(words(_NOTE), "quiet")]
    silent: dict[str, Sequence[TocLink]] = {}
    for place, (title, links) in enumerate(steps, start=1):
        if any(_spoken(link) for link in links):
            blocks.append(_figure(look, f"chart-map-{place}", title, links, titles))
        else:
            silent[f"{title[0].lower()}{title[1:]}"] = links
    if silent:
        ids = (link.link_id for links in silent.values() for link in links)
        none = stated("spoken", 0, item=links_by(*ids))
        blocks.append(Paragraph(words(Told(f"No link {listed(list(silent), 'or')} was mentioned.", none.bound))))
    for ring in evaluation.rings:
        way = " to ".join(f"“{titles.get(name, name)}”" for name in ring)
        blocks.append(Paragraph(words(f"These causes form a loop: {way}."), "quiet"))
    holding_back = _holding_back(look, titles)
    blocks += [holding_back] if holding_back else []
    blocks += _lacking(look, titles)
    return Section("theory-map", "What people said helps, and what gets in the way", 3, (Annex(tuple(blocks)),))


def _figure(look: Lookup, anchor: str, title: str, links: Sequence[TocLink], titles: Mapping[str, str]) -> Figure:
    """Chart one step of the theory, from left to right."""
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
            ("From", "To", "Say it helps", *(["Say it gets in the way"] if against else []), "How robust"),
            (
                *(_row(look, link, titles, against=against) for link in links if _spoken(link)),
                *_rest(links, against=against),
            ),
            frozenset({2, 3} if against else {2}),
        ),
        wide=replace(chart, wide=True),
    )


def _spoken(link: TocLink) -> bool:
    """Return whether anybody mentioned the link, or described another way round."""
    return link.sources != 0 or bool(link.flow)


def _lines(look: Lookup, link: TocLink) -> list[Line]:
    """Return a line for how many say that a link helps and, if any say that it gets in the way, a line for them."""
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
    """Return one row for all the links that nobody mentioned; empty if there are none."""
    silent = sum(not _spoken(link) for link in links)
    if not silent:
        return ()
    told = "The other link" if silent == 1 else f"The {number(silent)} others"
    none = (words("0"), words("0")) if against else (words("0"),)
    return ((words(told), words("as drawn"), *none, words("Not mentioned.")),)


def _weight(look: Lookup, sources: int | None) -> tuple[int, str]:
    """Return how thick a link is and what is written on it; a hidden count is drawn thin."""
    return (1, look.said(None)) if sources is None else (sources, told_weight(sources))


def _told(look: Lookup, links: Sequence[TocLink], titles: Mapping[str, str]) -> Told:
    spoken = [link for link in links if link.sources != 0]
    if len(links) == 1:
        return told("{people} mentioned this link.", people=people(look, links[0]))
    item = links_by(*(link.link_id for link in links))
    many = stated("spoken", len(spoken), item=item)
    lead = told(
        "People mentioned {many} of these {links}.",
        many=Told("all", many.bound) if len(spoken) == len(links) else many,
        links=stated_noun("all", len(links), "link", item=item),
    )
    shown = [link for link in spoken if link.helps and link.helps > 1]
    # The hidden number may be the largest, so name no link as the most mentioned.
    if not shown or any(link.helps is None for link in spoken):
        return lead
    most = max(shown, key=lambda link: link.helps or 0)
    start, end = (titles.get(node, node) for node in (most.from_node, most.to_node))
    template = "{lead} The link most often said to help is from “{start}” to “{end}” ({people})."
    if sum(link.helps == most.helps for link in shown) > 1:
        template = "{lead} One of the links most often said to help is from “{start}” to “{end}” ({people})."
    return told(
        template,
        lead=lead,
        people=joined([people(look, most, "helps"), Told("", stated("most", most.helps, item=item).bound)]),
        start=start,
        end=end,
    )


def _robust(look: Lookup, link: TocLink, titles: Mapping[str, str]) -> str:
    """Say in words how robust a link is and where it would break."""
    if link.flow is None:
        return "Not shown."
    if link.flow == 0:
        return "It comes from coding alone; it was not named as a cause." if link.helps else _NOT_SAID
    if [(arrow.start, arrow.end) for arrow in link.cut] == [(link.from_node, link.to_node)]:
        if link.people == 1:
            return "This rests on one person’s account."
        those = "these" if link.people == link.helps else "the"
        lead_there = "" if link.people == link.helps else " whose claims lead there"
        return f"This rests on the accounts of {those} {number(link.people)} people{lead_there}."
    ways = listed([_arrow(look, arrow, titles) for arrow in link.cut])
    whole = f" {people(look, link, 'threads')} {'describes' if link.threads == 1 else 'describe'} the whole route."
    return (
        f"Its flow is {number(link.flow)}, over all routes. It rests on the {people(look, link, 'people')} who named "
        f"{ways}.{whole if link.threads else ' No one describes the whole route.'}"
    )


def _arrow(look: Lookup, arrow: CutArrow, titles: Mapping[str, str]) -> str:
    start, end = (titles.get(name, name) for name in (arrow.start, arrow.end))
    return f"“{start}” as helping “{end}” ({look.said(arrow.sources)})"


def _lacking(look: Lookup, titles: Mapping[str, str]) -> list[Block]:
    """Return a figure of what people named and the theory lacks, then each such link in words with quotations."""
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
    title = "What people named that is not in the theory"
    missing = stated_noun("all", len(proposals), "link", item=f"proposals/{look.evaluation.year.number}")
    many = explained(f"{capital(in_words(LEAST))} or more people")
    said = told("{many} named {missing} that the theory of change does not include.", many=many, missing=missing)
    each = "It is proposed" if len(proposals) == 1 else "Each is proposed"
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
        sentence=told("{said} {each} for its next version.", said=said, each=each),
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
    """Say what the theory says about a proposed link."""
    if one.opposed:
        return "The theory says that it helps."
    if one.reverse and one.effect == HINDERS:
        return "The theory links the two the other way round."
    if one.reverse:
        return "The theory has it the other way round."
    if one.by_way_of:
        way = listed([f"“{titles.get(name, name)}”" for name in one.by_way_of])
        return f"The theory {'has it only' if one.effect == HELPS else 'says that it helps,'} through {way}."
    if not one.start_in_theory:
        return f"This {CALLED[one.effect]} is not in the theory of change."
    return "The theory does not link the two." if one.end_in_theory else "This effect is not in the theory of change."


def _name(name: str, held: bool, titles: Mapping[str, str]) -> str:
    return titles.get(name, name) if held else name


def _holding_back(look: Lookup, titles: Mapping[str, str]) -> Figure | None:
    """Chart what people said gets directly in the way of outcomes; None if nobody named anything."""
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
    item = f"obstacles/{look.evaluation.year.number}"
    named = told(
        "People named {things} as getting in the way of {outcomes}.",
        things=stated_noun("things", len(starts), "thing", item=item),
        outcomes=stated_noun("outcomes", len(ends), "outcome", item=item),
    )
    return Figure(
        anchor="chart-map-hindering",
        title=title,
        sentence=named,
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
