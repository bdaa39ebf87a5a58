"""Who goes without a step of a pathway more often than others: by hour, by place, before a pilot and since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tideturn.evaluation.claims.recounted import along
from tideturn.evaluation.pathways import PathwayAt
from tideturn.evaluation.rounding import said_p
from tideturn.evaluation.told import Told, explained, quoted_from, stated, told
from tideturn.methods.pathways.skipped import BY_HOUR, Skipped, largest_first
from tideturn.report.blocks import Block, Bullets, DataTable, Paragraph, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import counted, day, number

_NONE: Final = "–"


def skipped_more(look: Lookup, at: PathwayAt) -> Iterator[Block]:
    """Yield each difference beyond chance, in either direction, the largest first; in a release, the words alone."""
    found = largest_first(at.skipped)
    if found:
        steps = "This step was" if len(found) == 1 else "These steps were"
        lead = f"{steps} missing more often in one group of cases than in another, beyond what chance explains."
        lead += " The largest difference comes first." if look.release is None and len(found) > 1 else ""
        yield Paragraph(words(f"{lead} The records cannot say why."))
        yield Bullets(tuple(words(_said(look, at, one)) for one in found))
    if look.release is None:
        yield from _by_hour(at)


def _said(look: Lookup, at: PathwayAt, one: Skipped) -> Told:
    """Say one difference.

    For hours, describe the group that skips the step more often; otherwise describe the site's own cases.
    """
    first, own, other = _groups(look, one)
    side = 0 if first else 1
    often = "more" if one.more == one.cut.sides[side] else "less"
    if not all(one.cases):  # a release, which reports differences by hour only
        template = "“{step}” was missing {often} often {own} than in those that began {other}."
        return told(template, step=one.step, often=often, own=own, other=other)
    item, place = along(at), at.skipped.index(one)
    return told(
        "“{step}” was missing {often} often {own}: {these}, against {those} {other}.",
        step=quoted_from(item, f"of.skipped.{place}.step", one.step),
        often=quoted_from(item, f"skips.{place}.often.{side}", often),
        own=own,
        these=_part(item, place, one, side, noun=" cases"),
        those=_part(item, place, one, 1 - side),
        other=other,
    )


def _part(item: str, place: int, one: Skipped, side: int, *, noun: str = "") -> Told:
    """Return `16 of 20 cases (80%)`."""
    k, n = (f"of.skipped.{place}.{what}.{side}" for what in ("skipped", "cases"))
    return told(
        "{k} of {n}{noun} ({share})",
        k=stated(k, one.skipped[side], item=item),
        n=stated(n, one.cases[side], item=item),
        noun=noun,
        share=stated(f"{k}/{n}", one.skipped[side] / one.cases[side], "share", item=item),
    )


def _groups(look: Lookup, one: Skipped) -> tuple[bool, str, str]:
    """Return whether the sentence is about the cut's first group, that group in words, and the other group."""
    place = f"in {look.place(one.cut.site)}"
    match one.cut.by:
        case "hour":
            first = one.more == one.cut.sides[0]
            night = told("at night ({hours})", hours=explained("22:00 to 6:00"))
            more, less = (night, "by day")[:: 1 if first else -1]
            return first, told("in cases that began {more}", more=more), less
        case "site":
            return True, place, "elsewhere"
        case _:
            began = f" on {day(one.cut.day)}" if one.cut.day else ""
            return False, f"{place} since the pilot began{began}", "before"


def _by_hour(at: PathwayAt) -> Iterator[Block]:
    tests = sum(one.p is not None for one in at.skipped)
    rows = [
        (
            one.step,
            *(f"{number(k)} of {number(n)}" for k, n in zip(one.skipped, one.cases, strict=True)),
            _NONE if one.adjusted is None else said_p(one.adjusted),
        )
        for one in at.skipped
        if one.cut.by == BY_HOUR
    ]
    if any(one.cases[0] for one in at.skipped if one.cut.by == BY_HOUR):
        compared = f" (Holm, {counted(tests, 'comparison')})" if tests else ""
        test = f"Fisher’s exact test{compared}"
        columns = ("Step", "Missing, began at night", "Missing, began by day", test)
        cells = tuple(tuple(words(cell) for cell in row) for row in rows)
        yield DataTable("Steps missing by night (22:00 to 6:00) and by day", columns, cells, frozenset({1, 2, 3}))
