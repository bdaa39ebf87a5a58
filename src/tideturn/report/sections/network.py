"""How organisations work together: the picture, each measure and what it can say, what is shared, and each place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.recounted import ties
from tideturn.evaluation.networks import NetworkAt
from tideturn.evaluation.readings import ALPHA
from tideturn.evaluation.readings_networks import FEWEST_ORGANISATIONS
from tideturn.evaluation.rounding import decimal, in_points, points, said_p
from tideturn.evaluation.told import (
    Told,
    explained,
    joined,
    quoted_from,
    stated,
    stated_of,
    told,
    told_list,
)
from tideturn.methods.networks import MEANING, Change, External, Moved, WaveMeasures
from tideturn.report.blocks import Annex, Block, Bullets, DataTable, Figure, Paragraph, Section, Words, words
from tideturn.report.charts.network import MOST, against, drawn_organisations, of_network
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.ties_by_place import places_pull_apart
from tideturn.report.wording import counted, day, listed, month, number, percent

_CARRIED: Final = {
    "share_amount": "How much information is shared",
    "share_quality": "How good that information is",
    "trust": "How far they trust them",
    "value": "How much they value them",
}
_DIGITS: Final = re.compile(r"(\d+)")
_TITLE: Final = "Organisations that work together, wave by wave"


def working_together(look: Lookup) -> Section | None:
    """Return the section, from the year's last wave and the one before it; None if no wave is of the year."""
    whole = next((at for at in look.evaluation.networks if at.scope == PROGRAMME_SCOPE), None)
    if whole is None or not whole.result.waves:
        return None
    item = ties(whole, look.evaluation.year.number)
    blocks: list[Block] = [Paragraph(words(_lead(whole, item)))]
    if whole.change is not None:
        blocks.append(Paragraph(words(_changed(whole.change, item))))
    figure = _figure(look, whole)
    if figure is not None:
        blocks.append(figure)
    blocks += [Paragraph(words(one)) for one in places_pull_apart(look)]
    detail: list[Block] = [_measures(whole, named=look.release is None), *_shared(whole), *_places(look)]
    if whole.result.notes:
        detail.append(Paragraph(words("What was left out, and why:"), "quiet"))
        notes = (quoted_from(item, f"of.result.notes.{at}", note) for at, note in enumerate(whole.result.notes))
        detail.append(Bullets(tuple(words(note) for note in notes)))
    return Section("network", "How organisations work together", 3, (*blocks, Annex(tuple(detail))))


def _figure(look: Lookup, at: NetworkAt) -> Figure | None:
    """Chart the waves side by side, with each organisation at the same place in both, and the table behind them."""
    order = _ordered(look, at.result.waves)
    if not order:
        return None
    rows = {row["organisation_id"]: row for row in look.dataset.table("organisations").to_dicts()}
    narrow = of_network(
        at.result.waves,
        order=order,
        names={code: rows[code]["name"] for code in order if code in rows},
        groups={code: rows[code]["sector"] for code in order if code in rows},
        titles={wave: f"Wave {wave}, {month(when)}" for wave, when in at.days},
    )
    steps = [against(one, other) for one, other in zip((None, *narrow.waves), narrow.waves, strict=False)]
    shown = len(drawn_organisations(narrow))
    described = []
    for wave, step in zip(narrow.waves, steps, strict=True):
        said = f"{wave.title}: {counted(len(wave.ties), 'pair')} of organisations that work together"
        if wave is not narrow.waves[0]:
            new, ended = counted(len(step.new), "pair"), number(len(step.lost))
            said += f"; among those that answered in both waves, {new} began and {ended} ended"
        described.append(f"{said}. {_silent(len(wave.silent))}")
    sentence = "A line joins two organisations if either says that they work together; who says so is not drawn."
    if look.release is not None:
        sentence = "A line joins two that both answered, if either says that they work together."
    if shown < len(order):
        sentence = told(
            "{sentence} Drawn are the {most} of {all} organisations with the most ties.",
            sentence=sentence,
            most=explained(str(MOST)),
            all=stated("organisations", len(order), item=ties(at, look.evaluation.year.number)),
        )
    return Figure(
        anchor="chart-network",
        title=_title(look, at),
        sentence=sentence,
        description=" ".join(described),
        chart=narrow,
        wide=replace(narrow, beside=True),
        table=_behind(look, at, order, rows, f"{_TITLE}, by organisation"),
    )


def _title(look: Lookup, at: NetworkAt) -> str:
    """Return `95 ties in wave 1 and 174 in wave 2, among 30 organisations`, counting those that answered both."""
    change, item = at.change, ties(at, look.evaluation.year.number)
    if change is None or change.density is None:
        return _TITLE
    names = ("after", "later", "before", "earlier")
    return told(
        "{before} ties in wave {earlier} and {after} in wave {later}, among {both}",
        both=stated_of("of.change.organisations", change.organisations, "organisations", item=item),
        **{name: stated(f"of.change.{name}", getattr(change, name), item=item) for name in names},
    )


def _behind(
    look: Lookup, at: NetworkAt, order: Sequence[str], rows: Mapping[str, Mapping[str, str]], caption: str
) -> DataTable:
    """List every organisation by its number; in a release, with how many it works with but not which ones it named."""
    open_ = look.release is None
    columns = ["Organisation, by its number", "Sector and place"]
    for wave, _ in at.days:
        columns += [f"Named by, wave {wave}", f"Names, wave {wave}"] if open_ else [f"Works with, wave {wave}"]
    last = at.result.waves[-1].wave
    columns += [f"Betweenness, wave {last}"] if open_ else []
    nodes = [{node.id: node for node in wave.nodes} for wave in at.result.waves]
    table = []
    for position, code in enumerate(order, start=1):
        row = rows.get(code, {})
        known_as = ", ".join(filter(None, (row.get("sector"), look.place(row.get("site")))))
        cells = [f"{position}. {row.get('name') or code}", known_as]
        for seen in nodes:
            node = seen.get(code)
            if node is None:
                cells += ["not asked"] + ([""] if open_ else [])
            elif open_:
                cells += [number(node.indegree), number(node.outdegree) if node.answered else "did not answer"]
            else:
                cells.append(number(node.degree) if node.answered else "did not answer")
        if open_:
            node = nodes[-1].get(code)
            cells.append("" if node is None or node.betweenness is None else decimal(node.betweenness, 3))
        table.append(tuple(words(cell) for cell in cells))
    return DataTable(caption, tuple(columns), tuple(table), frozenset(range(2, len(columns))))


def _ordered(look: Lookup, waves: Sequence[WaveMeasures]) -> tuple[str, ...]:
    """Return every organisation of any wave: place by place, then by code, 2 before 10."""
    sites = {site.code: at for at, site in enumerate(look.sites)}
    where = dict(look.dataset.table("organisations").select("organisation_id", "site").iter_rows())

    def key(code: str) -> tuple[int, list[tuple[int, str]]]:
        parts = [(int(part), "") if part.isdigit() else (-1, part) for part in _DIGITS.split(code)]
        return sites.get(where.get(code) or "", len(sites)), parts

    return tuple(sorted({node.id for wave in waves for node in wave.nodes}, key=key))


def _lead(at: NetworkAt, item: str) -> Told:
    days = dict(at.days)
    waves = [
        told(
            "in wave {wave} ({day}), {answered} of {asked} answered",
            wave=stated(f"of.result.waves.{place}.wave", wave.wave, item=item),
            day=day(days[wave.wave]),
            answered=stated(f"of.result.waves.{place}.respondents", wave.respondents, item=item),
            asked=stated_of(f"of.result.waves.{place}.organisations", wave.organisations, "organisations", item=item),
        )
        for place, wave in enumerate(at.result.waves)
    ]
    return told(
        "Partner organisations were asked which others they work with: {waves}. The ties of those who did not answer "
        "are not known, and are not counted as none.",
        waves=told_list(waves),
    )


def _changed(change: Change, item: str) -> Told:
    if change.density is None or change.allowed is None:
        return Told("Too few organisations answered both waves to compare the two.")

    def said(field: str, value: float, form: str = "count") -> Told:
        return stated(field, value, form, item=item)

    earlier, later = (said(f"of.change.{name}", getattr(change, name)) for name in ("earlier", "later"))
    parts = [
        told(
            "Among the {both} that answered both, {before} of {possible} possible ties were reported in wave {earlier} "
            "and {after} in wave {later}: {kept} stayed, {new} {were} new and {lost} ended.",
            both=stated_of("of.change.organisations", change.organisations, "organisations", item=item),
            before=said("of.change.before", change.before),
            possible=said("possible", change.organisations * (change.organisations - 1)),
            earlier=earlier,
            after=said("of.change.after", change.after),
            later=later,
            kept=said("of.change.kept", change.kept),
            new=said("new", change.new),
            were="was" if change.new == 1 else "were",
            lost=said("lost", change.lost),
        ),
        told(
            "Density changed by {density} ({low} to {high}).",
            density=said("of.change.density", change.density, "in points"),
            low=said("of.change.allowed.low", change.allowed.low, "points"),
            high=said("of.change.allowed.high", change.allowed.high, "points"),
        ),
    ]
    if change.jaccard is not None:
        share = said("of.change.jaccard", change.jaccard, "share")
        parts.append(told("Of all ties in either wave, {share} are in both.", share=share))
    if change.qap is not None and change.qap_p is not None:
        alike = change.qap_p < ALPHA and change.qap > 0
        parts.append(
            told(
                "The two patterns are {chance} alike than chance gives (QAP correlation {qap}, {p}).",
                chance=quoted_from(item, "alike", "more" if alike else "no more"),
                qap=said("of.change.qap", change.qap, "hundredths"),
                p=said("of.change.qap_p", change.qap_p, "p"),
            )
        )
    return joined(parts, " ")


def _measures(at: NetworkAt, *, named: bool) -> DataTable:
    """Return each measure with what it can say; betweenness only if organisations may be `named`."""
    waves = at.result.waves
    rows: list[tuple[str, Callable[[WaveMeasures], str]]] = [
        ("density", lambda w: _share(w.density)),
        ("mean_level", lambda w: "–" if w.mean_level is None else decimal(w.mean_level, 1)),
        ("reciprocity", lambda w: _share(w.reciprocity)),
        ("confirmed", lambda w: f"{number(w.confirmed)} of {number(w.either)}"),
        ("in_centralisation", lambda w: _plain(w.in_centralisation)),
        ("out_centralisation", lambda w: _plain(w.out_centralisation)),
    ]
    table = [
        tuple(words(cell) for cell in (MEANING[name].name, *(said(wave) for wave in waves), MEANING[name].sentence))
        for name, said in rows
    ]
    for by, found in (("sector", tuple(wave.external for wave in waves)), ("place", at.across_places)):
        if any(found):
            cells = (f"{MEANING['ei'].name}, by {by}", *map(_external, found), MEANING["ei"].sentence)
            table.append(tuple(words(cell) for cell in cells))
    change = at.change
    if change is not None:
        for name in ("jaccard", "density_change", "qap"):
            between = _below(waves, _between(change, name))
            table.append((words(MEANING[name].name), *between, words(MEANING[name].sentence)))
    if named:
        stands = MEANING["betweenness"]
        where = _below(waves, "in the table behind the picture")
        table.append((words(stands.name), *where, words(stands.sentence)))
    columns = ("Measure", *(f"Wave {wave.wave}" for wave in waves), "What it says, and what it does not")
    return DataTable("Measures of the network, with what each can say", columns, tuple(table))


def _below(waves: Sequence[WaveMeasures], said: str) -> tuple[Words, ...]:
    """Put what is said about two waves together, or about the later alone, under the later one."""
    return (*(words("–") for _ in waves[1:]), words(said))


def _between(change: Change, name: str) -> str:
    match name:
        case "jaccard":
            return _share(change.jaccard)
        case "density_change":
            return "–" if change.density is None else in_points(change.density)
        case _:
            return _plain(change.qap)


def _shared(at: NetworkAt) -> list[Block]:
    """Return what ties carry: each number by itself, in each wave and along the ties that stayed; then the kinds."""
    waves = at.result.sharing
    names = [name for name in _CARRIED if any(wave.mean(name) is not None for wave in waves)]
    blocks: list[Block] = []
    if names:
        moved = {(one.what, one.kept): one for one in (at.change.moved if at.change else ())}
        columns = ["What ties carry", *(f"Mean, wave {wave.wave}" for wave in waves)]
        columns += ["Along ties that stayed", "Difference (95%)"] if at.change else []
        rows = []
        for name in names:
            cells = [_CARRIED[name], *(_mean(wave.mean(name)) for wave in waves)]
            cells += _kept(moved.get((name, True))) if at.change else []
            rows.append(tuple(words(cell) for cell in cells))
        blocks.append(Paragraph(words(f"{MEANING['sharing'].name}: {MEANING['sharing'].sentence}")))
        blocks.append(DataTable("What is shared, apart from how many share it", tuple(columns), tuple(rows)))
    kinds = sorted({kind for wave in waves for kind, _ in wave.kinds})
    if kinds:
        counts = [dict(wave.kinds) for wave in waves]
        rows = [
            (
                words(kind),
                *(
                    words(f"{number(own.get(kind, 0))} of {number(wave.told)}")
                    for own, wave in zip(counts, waves, strict=True)
                ),
            )
            for kind in kinds
        ]
        columns = ["Kind of information", *(f"Ties that name it, wave {wave.wave}" for wave in waves)]
        blocks.append(DataTable("What kinds of information are shared", tuple(columns), tuple(rows)))
    return blocks


def _kept(moved: Moved | None) -> list[str]:
    if moved is None:
        return ["–", "–"]
    ties = counted(moved.ties_before, "tie")
    span = "" if moved.low is None or moved.high is None else f" ({_signed(moved.low)} to {_signed(moved.high)})"
    return [f"{_mean(moved.before)} to {_mean(moved.after)} ({ties})", f"{_signed(moved.change)}{span}"]


def _places(look: Lookup) -> list[Block]:
    """Return each site's own network, from the ties among its own organisations."""
    sites = [at for at in look.evaluation.networks if at.scope != PROGRAMME_SCOPE and at.change is not None]
    if not sites:
        return []
    rows = []
    for at in sites:
        change = at.change
        assert change is not None
        if change.organisations < FEWEST_ORGANISATIONS:
            rows.append((look.place(at.scope), number(change.organisations), "too few to read", "–", "–", "–"))
            continue
        kept = {one.what: one for one in change.moved if one.kept}
        span = "" if change.allowed is None else f" ({points(change.allowed.low)} to {points(change.allowed.high)})"
        rows.append(
            (
                look.place(at.scope),
                number(change.organisations),
                "–" if change.density is None else f"{_share(change.density_before)} to {_share(change.density_after)}",
                "–" if change.density is None else f"{in_points(change.density)}{span}",
                _kept(kept.get("share_amount"))[1],
                _kept(kept.get("share_quality"))[1],
            )
        )
    columns = ("Place", "Answered both", "Density", "Change of density (95%)", "Amount shared", "Its quality")
    table = DataTable(
        "Ties among each place’s own organisations, and what is shared along those that stayed",
        columns,
        tuple(tuple(words(cell) for cell in row) for row in rows),
        frozenset({1}),
    )
    left = [site.name for site in look.sites if site.code not in {at.scope for at in sites}]
    if look.release is None or not left:
        return [table]
    why = f"Left out {'is' if len(left) == 1 else 'are'} {listed(left)}: too few organisations answered to be shown."
    return [table, Paragraph(words(why), "quiet")]


def _external(found: External | None) -> str:
    if found is None:
        return "–"
    return f"{decimal(found.value, 2)}; by chance {decimal(found.expected, 2)} ({said_p(found.p)})"


def _silent(count: int) -> str:
    return "Everyone answered." if not count else f"{counted(count, 'organisation')} did not answer."


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _plain(value: float | None) -> str:
    return "–" if value is None else decimal(value, 2)


def _mean(value: float | None) -> str:
    return "–" if value is None else decimal(value, 1)


def _signed(value: float) -> str:
    said = decimal(value, 1)
    return said if said.startswith("−") or float(said) == 0 else f"+{said}"
