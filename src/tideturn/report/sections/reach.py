"""Who was reached: referred, accepted and reached by place, then by group, and compared with the population."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from tideturn.dataset.characteristics import CHARACTERISTICS, Characteristic
from tideturn.dataset.vocabulary import AGE_BAND, PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.casework import SEEN
from tideturn.evaluation.ledger.counts.reach import (
    NOT_RECORDED,
    POPULATION_BY,
    REACHED_BY,
    REFERRED,
    REFERRED_BY,
    WITH,
    BesideCounts,
    beside_measure,
)
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.own_word import ALPHA
from tideturn.evaluation.told import Told, carrying, explained, stated, told, told_list
from tideturn.evaluation.withholding.counts import tells_all
from tideturn.methods.holm import holm
from tideturn.report.blocks import Block, Bullets, DataTable, Paragraph, Section, Words, spaced, verbatim, words
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import capital, day, listed

BELOW: Final = "below the population"
"""Predicate for a group whose share of those reached is lower than its share of the population."""
_MOST: Final = 5
"""Maximum number of groups that the report names in sentences; the table has all."""
_PARTS: Final = ((REFERRED.name, "referred"), (REFERRED.name, "accepted"), (SEEN.name, "seen"))
_COLUMNS: Final = ("Referred", "Accepted", "Reached")
_MANY: Final = {"girl": "girls", "boy": "boys"}
_NOTHING: Final = "–"
_ALONE: Final = ("Group", "Referred", "Reached")
_BESIDE: Final = (*_ALONE, "In the population", "Difference, of those recorded (95%)")
_CLOSED: Final = "\N{NO-BREAK SPACE}"
"""Space that keeps a count and its share, or a year and its number, on one line."""
_SHARES: Final = (
    "Shares are of everyone referred or reached, recorded or not. A group without a row “not "
    "recorded” is recorded for everyone. A young person may have several types of exploitation, so these overlap."
)


def reach(look: Lookup) -> Section | None:
    """Return who was referred and reached; None if no young person was either."""
    if look.count(REFERRED.name) is None and look.count(SEEN.name) is None:
        return None
    note = Paragraph(words(_SHARES), "quiet")
    blocks = (Paragraph(_lead(look)), _by_place(look), *_groups(look, PROGRAMME_SCOPE), note, *_missing(look))
    return Section("reach", "Who was reached", 3, blocks)


def reach_by_place(look: Lookup) -> Section | None:
    """Return the same groups at each site, for the evidence document; None if no site has any."""
    found = [
        Section(f"reach.at.{safe(site.code)}", site.name, 3, tables)
        for site in look.sites
        if (tables := _groups(look, site.code))
    ]
    note = Paragraph(words(_SHARES), "quiet")
    return Section("reach-by-place", "Who was referred and reached, by place", 2, (note, *found)) if found else None


def _lead(look: Lookup) -> Words:
    """Say who was referred, accepted and reached, in this year and the year before."""
    parts: list[Words] = []
    referred, seen = look.count(REFERRED.name), look.count(SEEN.name)
    if referred is not None:
        said = told(
            "In the year, {referred} were referred to the programme; it had accepted {accepted}{share} by {day}.",
            referred=look.field(referred, "referred", referred.unit),
            accepted=look.field(referred, "accepted"),
            share=look.share(referred),
            day=day(referred.as_of),
        )
        parts.append(look.traced(said, referred))
    if seen is not None:
        said = told(
            "It reached {seen}: each had a session in the year that went ahead, whenever they were referred.",
            seen=look.field(seen, "seen", seen.unit),
        )
        parts.append(look.traced(said, seen))
    before = [look.year_before(name) for name in (REFERRED.name, SEEN.name)]
    if all(item is not None and tells_all(item) for item in before):
        then_referred, then_seen = (item for item in before if item is not None)
        said = told(
            "In {year}, {referred} were referred and {seen} reached.",
            year=f"Year {then_seen.year}",
            referred=look.field(then_referred, "referred"),
            seen=look.field(then_seen, "seen"),
        )
        parts.append(words(said))
    return spaced(*parts)


def _by_place(look: Lookup) -> DataTable:
    scopes = [PROGRAMME_SCOPE, *(site.code for site in look.sites)]
    now = {scope: [look.count(name, scope) for name, _ in _PARTS] for scope in scopes}
    then = {scope: [look.year_before(name, scope) for name, _ in _PARTS] for scope in scopes}
    # A release shows nothing of a year that was never released.
    told_before = any(tells_all(item) for items in then.values() for item in items if item is not None)
    columns = ["Where", *_COLUMNS]
    if told_before:
        past = look.evaluation.earlier[-1].year.number
        columns += [f"{name} in Year{_CLOSED}{past}" for name in _COLUMNS]
    rows = []
    for scope in scopes:
        items = [*now[scope], *(then[scope] if told_before else ())]
        if any(item is not None for item in items):
            fields = [field for _, field in _PARTS] * 2
            cells = (words(_cell(look, item, field)) for item, field in zip(items, fields, strict=False))
            rows.append((words(look.place(scope)), *cells))
    caption = "Young people referred, accepted and reached, by place"
    return DataTable(caption, tuple(columns), tuple(rows), frozenset(range(1, len(columns))))


def _cell(look: Lookup, item: EvidenceItem | None, field: str) -> Told | str:
    return _NOTHING if item is None else look.field(item, field)


def _groups(look: Lookup, scope: str) -> tuple[DataTable, ...]:
    """Return every group at a place; for the whole programme, groups of the population have their own table."""
    counted = {name for name, measure in POPULATION_BY.items() if look.count(measure.name)}
    beside = [one for one in CHARACTERISTICS if scope == PROGRAMME_SCOPE and one.name in counted]
    others = [one for one in CHARACTERISTICS if one not in beside]
    caption = "Who was referred and reached, by group"
    where = "" if scope == PROGRAMME_SCOPE else f": {look.place(scope)}"
    tables = ((beside, f"{caption}, beside the population", _BESIDE), (others, f"{caption}{where}", _ALONE))
    return tuple(
        DataTable(told_of, columns, rows, frozenset(range(1, len(columns))))
        for groups, told_of, columns in tables
        if (rows := tuple(row[: len(columns)] for one in groups for row in _rows(look, one, scope)))
    )


def _rows(look: Lookup, one: Characteristic, scope: str) -> Iterator[tuple[Words, ...]]:
    referred, reached = (look.count(by[one.name].name, scope) for by in (REFERRED_BY, REACHED_BY))
    fields = dict.fromkeys(
        name for item in (referred, reached) if item for name in item.by_name
    )  # values of the folder
    values = [name for name in fields if name.startswith(WITH)]
    for field in values if _all_recorded(referred, reached) else (*values, NOT_RECORDED):
        value = field.removeprefix(WITH) if field != NOT_RECORDED else "not recorded"
        beside = look.count(beside_measure(one.name, value).name, scope) if field != NOT_RECORDED else None
        yield (
            words(f"{capital(one.called)}: {value}"),
            words(_of_all(look, referred, field, "referred")),
            words(_of_all(look, reached, field, "reached")),
            words(_NOTHING if beside is None else stated("population_share", _share(beside), "share")),
            words(_NOTHING if beside is None or not _comparable(look, beside) else _difference(beside)),
        )


def _all_recorded(*items: EvidenceItem | None) -> bool:
    """Return whether a group is recorded for everyone; False if that is hidden."""
    return all(item is None or item.number(NOT_RECORDED) == 0 for item in items)  # by name, as the values are


def _of_all(look: Lookup, item: EvidenceItem | None, field: str, whole: str) -> Told | str:
    """Return a count with its share of all at the place, including those without a record."""
    if item is None:
        return _NOTHING
    count, of = item.number(field), item.number(whole)  # by name: a value of the folder
    said = look.field(item, field)
    if count is None or of is None or of < look.evaluation.rules.small_denominator:
        return said
    return told("{count}{space}({share})", count=said, space=_CLOSED, share=stated("", count / of, "share"))


def _share(item: EvidenceItem) -> float:
    return known(_beside(item).population_share)


def _difference(item: EvidenceItem) -> Told:
    value = item.by_name  # by name, since what is printed is bound to it
    points, low, high = (stated(name, value[name], form, item=item.evidence_id) for name, form in _ENDS)
    said = told("{points} ({low} to {high})", points=points, low=low, high=high)
    return Told(said.replace(" ", _CLOSED), said.bound)


_ENDS: Final = (("difference", "in points"), ("low", "points"), ("high", "points"))


def _comparable(look: Lookup, item: EvidenceItem) -> bool:
    """Return whether a share may be compared with the population's: nothing is hidden, and neither is based on few."""
    value, least = _beside(item), look.evaluation.rules.small_denominator
    return tells_all(item) and min(known(value.recorded), known(value.population)) >= least


def _missing(look: Lookup) -> Iterator[Block]:
    """Yield blocks that say which groups are less common among those reached than in the population, if any."""
    if not any(look.count(measure.name) for measure in POPULATION_BY.values()):
        nothing = "No comparison population covers the whole programme, so this report cannot say who is missing."
        yield Paragraph(words(nothing))
        return
    fewer = _less_common(look)
    whence = ("Source of the population: ", verbatim(listed([f"“{source}”" for source in _sources(look)])))
    caution = (
        ". The programme gave these numbers. Differences leave out young people with nothing recorded. We name "
        "a group only where the difference holds after Holm’s correction for many comparisons. It does not show why."
    )
    if not fewer:
        none = f"No group of the population was clearly less common among the young people reached.{_unseen(look)} "
        yield Paragraph(words(none, *whence, caution))
        return
    yield Paragraph(words("Some groups were less common among the young people reached than in the population:"))
    yield Bullets(tuple(look.traced(_fewer(look, *each), each[2]) for each in fewer[:_MOST]))
    if unseen := _unseen(look):
        yield Paragraph(words(unseen.strip()))
    yield Paragraph(words(*whence, caution), "quiet")


def _unseen(look: Lookup) -> str:
    """Say that a release cannot compare groups with a hidden number, so groups may be missing without being named."""
    measures = (beside_measure(group.name, value) for group in CHARACTERISTICS for value in _values(look, group))
    beside = (look.count(measure.name) for measure in measures)
    if look.release is None or all(item is None or tells_all(item) for item in beside):
        return ""
    return " Groups with a hidden number are not compared."


def _values(look: Lookup, group: Characteristic) -> list[str]:
    item = look.count(REACHED_BY[group.name].name)
    return [name.removeprefix(WITH) for name in (item.by_name if item else ()) if name.startswith(WITH)]


def _less_common(look: Lookup) -> list[tuple[Characteristic, str, EvidenceItem]]:
    """Return the groups whose share of those reached is below their share of the population, the furthest first."""
    compared = _compared(look)
    adjusted = holm([known(_beside(item).p) for _, _, item in compared])
    fewer = [each for each, p in zip(compared, adjusted, strict=True) if p < ALPHA and known(_beside(each[2]).high) < 0]
    return sorted(fewer, key=lambda each: known(_beside(each[2]).difference))


def _beside(item: EvidenceItem) -> BesideCounts:
    return item.value_as(BesideCounts)


def missing_in_short(look: Lookup) -> Words:
    """Name the groups reached less often than their share of the population, at most five.

    For example: `Less common among those reached than in the population: girls (40%, against 54%)`
    """
    fewer = _less_common(look)[:_MOST]
    if not fewer:
        return ()
    groups = [_in_short(*each) for each in fewer]
    said = told(
        "Less common among the young people reached than in the population: {groups}.{others}",
        groups=told_list(groups),
        others=_unseen(look),
    )
    return words(said)


def _in_short(one: Characteristic, value: str, item: EvidenceItem) -> Told:
    own = item.by_name  # by name, since what is printed is bound to it
    share, theirs = (stated(name, own[name], "share", item=item.evidence_id) for name in ("share", "population_share"))
    called = _called(one, value)
    return told(
        "{group} ({share}, against {theirs})",
        group=Told(f"{called[0].lower()}{called[1:]}", called.bound),
        share=share,
        theirs=theirs,
    )


def _sources(look: Lookup) -> Sequence[str]:
    rows = look.dataset.table("population").filter(pl.col("year") == look.evaluation.year.number)
    return list(rows["source"].drop_nulls().unique(maintain_order=True))


def _compared(look: Lookup) -> list[tuple[Characteristic, str, EvidenceItem]]:
    """Return every value that may be compared with the population."""
    found = []
    for one in CHARACTERISTICS:
        item = look.count(REACHED_BY[one.name].name)
        for field in item.by_name if item else ():  # values of the folder
            value = field.removeprefix(WITH)
            beside = look.count(beside_measure(one.name, value).name) if field.startswith(WITH) else None
            if beside is not None and _comparable(look, beside):
                found.append((one, value, beside))
    return found


def _fewer(look: Lookup, one: Characteristic, value: str, item: EvidenceItem) -> Told:
    own = item.by_name  # by name, since what is printed is bound to it

    def share(name: str) -> Told:
        return stated(name, own[name], "share", item=item.evidence_id)

    everyone = look.count(SEEN.name)
    recorded = everyone is None or everyone.n != item.n
    least, most = (stated(end, own[end], "size of points", item=item.evidence_id) for end in ("high", "low"))
    return told(
        "{group} were {share} of the young people reached{recorded} ({k} of {n}) and {theirs} of the population "
        "({count} of {all}). That is {points} {lower} ({interval} {least} to {most}).",
        interval=explained("95% interval"),
        group=_called(one, value),
        share=share("share"),
        recorded=f" whose {one.called} is recorded" if recorded else "",
        k=look.field(item, "reached"),
        n=look.field(item, "recorded"),
        theirs=share("population_share"),
        count=look.field(item, "of_population"),
        all=look.field(item, "population"),
        points=stated("difference", own["difference"], "size in points", item=item.evidence_id),
        lower=carrying("lower", BELOW, item=item.evidence_id),
        least=least,
        most=most,
    )


def _called(one: Characteristic, value: str) -> Told:
    """Return the people with a value, as the subject of a sentence."""
    if one.name == "age_band":
        return told("Young people {aged}", aged=explained(AGE_BAND.terms[value]))
    return Told(capital(_MANY[value]) if value in _MANY else f"Young people recorded as “{value}”")
