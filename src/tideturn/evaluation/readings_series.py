"""Read a count over time: a year's total against what earlier years point to, and against the last of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.dataset.wording import listed
from tideturn.evaluation.movement import OPEN, TENFOLD, Movement
from tideturn.evaluation.readings import Reading
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, carrying, joined, needed, sentence, stated, stated_noun, told
from tideturn.evaluation.whole_years import FEWEST_COUNTED, PERIODS
from tideturn.methods.year_totals import FEWEST_YEARS

_NO_END: Final = 10
"""Multiple of the highest year; a range that ends beyond it has no meaningful end."""
_REGISTERED: Final = "a direction registered before the next year begins"


@dataclass(frozen=True)
class _Words:
    move: str
    moved: str
    moving: str
    more: str
    less: str


_WORDS: Final = {
    "up": _Words("rise", "rose", "rising", "more", "less"),
    "down": _Words("fall", "fell", "falling", "less", "more"),
}


def read_series(moved: Movement, rules: Rules) -> Reading:
    """Read a year's total against earlier whole years, or beside the same count elsewhere."""
    if moved.state:
        why = "A count over time shows change, but the outcome is a state, so it gives no reading."
        return Reading("insufficient", why, "answers that say how things are")
    if moved.expected is None:
        unread = _unread(moved) if moved.whole.why_not else None
        seen = unread.why if unread else _noted(_seen(moved), moved)
        why = told("No direction was registered before the year began, so it gives no reading. {seen}", seen=seen)
        needs = told("{first}, and {then}", first=_REGISTERED, then=unread.needs) if unread else _REGISTERED
        return Reading("insufficient", why, needs)
    if moved.whole.why_not:
        return _unread(moved)
    way = _WORDS[moved.expected]
    if moved.moved == way.moved:
        so = carrying(f"a {way.move}", way.moved)
        template = "{seen} That is {so}, the direction registered {when}."
        return Reading("positive", _noted(told(template, seen=_seen(moved), so=so, when=moved.registered), moved))
    needs = f"a {way.move} that earlier years do not explain, and that no {moved.whole.span} carries alone"
    if moved.elsewhere:
        needs = f"a {way.move} that was not seen elsewhere"
    if moved.moved != "neither":
        so = carrying("the opposite", moved.moved or "")
        template = "{seen} That is {so} of a {move}, which was registered {when}."
        why = told(template, seen=_seen(moved), so=so, move=way.move, when=moved.registered)
        return Reading("negative", _noted(why, moved), needs)
    if moved.same:
        why = told(
            "{seen} A rise of more than {margin}{beyond}, or a fall that only such a rise undoes, can be ruled out.",
            seen=_seen(moved),
            margin=stated("no_change_margin", rules.no_change_margin, "share", item="rules"),
            beyond=" beyond that elsewhere" if moved.elsewhere else "",
        )
        smallest = told("a {move} of {x}", move=way.move, x=_smallest(moved))
        return Reading("no_change", _noted(why, moved), needs, smallest)
    why = _unclear_beside(moved) if moved.elsewhere else _unclear(moved, way)
    return Reading("insufficient", _noted(why, moved), needs)


def _unread(moved: Movement) -> Reading:
    """Return a reading that says why no change can be read at all."""
    whole, span = moved.whole, moved.whole.span
    full = stated_noun("totals.full", len(whole.earlier), "full year") if whole.earlier else "no full year"
    if whole.why_not == "by_year":
        why, needs = "It is counted by year, so it is shown but gives no reading.", "counts by month or quarter"
    elif whole.why_not == "lengths":
        why, needs = "Its periods differ in length, so its years cannot be compared.", "periods of one length"
    elif whole.why_not == "mixed":
        why = "Some of its counts have a denominator and others have none, so its years cannot be compared."
        needs = "a denominator for every count"
    elif whole.why_not == "years":
        template = "It has {full} of counts before the year, and it takes {least} to compare."
        why = told(template, full=full, least=stated("years", FEWEST_YEARS, item="method"))
        more = needed(FEWEST_YEARS - len(whole.earlier), "more full year")
        needs = told("{more} of counts before the year", more=more)
    elif whole.why_not == "year":
        why = told(
            "It has counts for {n} in the year, and only whole years, of {size}, are compared.",
            n=stated_noun("totals.in_year", whole.in_year, span),
            size=stated(f"{span}s", PERIODS[span], item="method"),
        )
        needs = f"counts for every {span} of a year"
    elif whole.why_not == "before":
        why = f"The counts of {whole.before_name} are not complete, and the year must be compared with the one before."
        needs = f"counts for every {span} of the year before"
    else:
        why = told(
            "It has {counted} in the {full} before {then}; it takes {least} a year to read a change.",
            then="the year" if whole.ahead == 1 else "the programme began",
            counted=stated("totals.counted", whole.counted, "whole"),
            full=full,
            least=stated("counted", FEWEST_COUNTED, item="method"),
        )
        needs = "a count that comes more often"
    return Reading("insufficient", why, needs)


def _unclear(moved: Movement, way: _Words) -> Told:
    """Say why the year shows neither a change nor that there was none: the first reason that fits."""
    read, tested, sign = moved.read, moved.tested, moved.sign
    far, near = (read.high, read.low) if sign > 0 else (read.low, read.high)
    beyond, behind = sign * (read.year - far) > 0, sign * (read.year - near) < 0
    parts = {
        "it": _it(moved),
        "year": _total(moved, "year", read.year),
        "expected": _total(moved, "expected", tested.expected),
        "range": _range(moved),
        "last": _total(moved, "last", read.last),
        "of_them": _last_of_them(moved),
        **vars(way),
    }
    if tested.one_period:
        # Without its excess the year may still be a little beyond the trend, or most of the rise may be in other
        # months.
        most = abs(read.year - tested.total) > abs(read.year - tested.expected) / 2
        template = (
            "Most of the {move} comes from {when}; without it the year is in line with earlier years."
            if most and not tested.passes_trend and read.low <= tested.total <= read.high
            else "The {move} rests on {when}; without it the year is not clearly {more} than earlier years."
        )
        when = stated("totals.extreme", moved.held().extreme, "period")
        return told(template, when=when, move=way.move, more=way.more)
    if tested.passes_last and not tested.passes_trend:
        return _explained_by_trend(moved, parts, beyond=beyond, behind=behind)
    # Do not say that a year outside the range is in line, whatever one period does to the tests.
    if not tested.passes_last and (tested.passes_trend or beyond):
        past = sign * (read.year - read.last) > 0
        template = (
            "{it} of {year} is {more} than earlier years point to ({expected}), but not clearly {more} than {of_them} "
            "({last})."
            if past
            else "{it} of {year} is {more} than earlier years point to ({expected}), but no {more} than {of_them} "
            "({last})."
        )
        return _filled(template, parts)
    if tested.passes_trend and moved.unpassed:
        name, total = moved.unpassed
        return told(
            "{it} of {year} is {more} than earlier years point to, but {than} in {name} ({total}).",
            it=parts["it"],
            year=parts["year"],
            more=way.more,
            than=f"no {way.more} than" if total == read.year else f"{way.less} than",
            name=name,
            total=_total(moved, "unpassed", total),
        )
    if behind or moved.opposite.passes_trend:
        end = "low" if sign > 0 else "high"
        where = f"{way.less} than" if behind else f"at the {end} end of what"
        template = "{it} of {year} is {where} earlier years point to ({range}); {of_them} had {last}."
        return _filled(template, {**parts, "where": where, "of_them": _last_of_them(moved, ",")})
    if moved.hides(OPEN):
        template = (
            "{it} was {year}. The earlier years ({range}) have too few counts, or differ too much, to say whether it "
            "{moved}: {least}."
        )
    else:
        template = "{it} of {year} is in line with earlier years ({range}). {Least}"
    return _filled(template, {**parts, "least": least_seen(moved), "Least": sentence(least_seen(moved))})


def _explained_by_trend(moved: Movement, parts: dict[str, object], *, beyond: bool, behind: bool) -> Told:
    """Say that the year is clearly beyond the last of the earlier years, but not beyond where they were going."""
    sign, expected = moved.sign, moved.tested.expected
    going = moved.read.trending == sign and sign * (expected - moved.read.last) > 0
    already = going or sign * (expected - moved.read.year) >= 0
    template = (
        "{it} {moved} to {year}, but it was already {moving}: earlier years alone point to {further}{expected}{within}."
        if already
        else "{it} {moved} to {year}, but earlier years leave that open: they point to {expected}{within}."
    )
    # A count close to nought may pass the range by the half that the tests add to each count.
    within = "" if beyond else told(" ({range})", range=parts["range"])
    return _filled(template, {**parts, "further": f"{parts['more']}, " if behind else "", "within": within})


def _unclear_beside(moved: Movement) -> Told:
    assert moved.elsewhere is not None
    read, beside = moved.read, moved.elsewhere.beside
    if moved.sign * (read.year - read.last) > 0 and moved.sign * beside.difference > beside.least:
        return told("{seen} But the two were drawing apart already, and that could explain it.", seen=_seen(moved))
    open_ = " The earlier years have too few counts, or differ too much, to say." if moved.hides(OPEN) else ""
    least = sentence(least_seen(moved, " beyond that elsewhere"))
    return told("{seen}{open_} {least}", seen=_seen(moved), open_=open_, least=least)


def _filled(template: str, parts: dict[str, object]) -> Told:
    """Fill the template with only the parts that it names: what it does not state binds nothing."""
    return told(template, **{name: part for name, part in parts.items() if f"{{{name}}}" in template})


def _seen(moved: Movement) -> Told:
    """Say what the year had, and what it is compared with."""
    year, last = (_total(moved, name, one) for name, one in (("year", moved.read.year), ("last", moved.read.last)))
    if moved.elsewhere:
        there = moved.elsewhere
        then, now = (
            stated(f"totals.elsewhere.{name}", one / there.per, _form(there.rated))
            for name, one in (("last", there.totals.last), ("year", there.totals.year))
        )
        return told(
            "{it} went from {last} in {name} to {year} in the year; elsewhere (“{title}”), from {then} to {now}.",
            it=_it(moved),
            last=last,
            name=moved.whole.earlier[-1].name,
            year=year,
            title=there.title,
            then=then,
            now=now,
        )
    return told(
        "{it} was {year} in the year; earlier years point to {expected} ({range}), and {of_them} had {last}.",
        it=_it(moved),
        year=year,
        expected=_total(moved, "expected", moved.tested.expected),
        range=_range(moved),
        of_them=_last_of_them(moved, ","),
        last=last,
    )


def _noted(why: Told, moved: Movement) -> Told:
    """Return the sentence, with what must be known of the years that it compares with."""
    notes = []
    if moved.whole.of_programme:
        notes.append(f"The earlier years include {listed(moved.whole.of_programme)} of the programme.")
    if moved.incomparable:
        notes.append(
            f"The count elsewhere (“{moved.incomparable}”) cannot be used: it is small, or lacks some of these years."
        )
    return joined((why, *notes), " ")


def _it(moved: Movement) -> str:
    return "The rate (the count divided by its denominator)" if moved.rated else "The count"


def _form(rated: bool) -> str:
    return "rate" if rated else "whole"


def _total(moved: Movement, name: str, total: float) -> Told:
    return stated(f"totals.{name}", total / moved.per, _form(moved.rated))


def _range(moved: Movement) -> Told:
    read, low = moved.read, _total(moved, "low", moved.read.low)
    if read.high > _NO_END * max(read.year, *read.totals):
        return told("{low} or more", low=low)
    return told("{low} to {high}", low=low, high=_total(moved, "high", read.high))


def _last_of_them(moved: Movement, stop: str = "") -> str:
    """Name the last of the earlier years where it is not the year just before."""
    return "the last of them" + (f", {moved.whole.earlier[-1].name}{stop}" if moved.whole.ahead > 1 else "")


def least_seen(moved: Movement, beyond: str = "", *, item: str = "") -> Told:
    """Return how large a change in the registered direction would not have shown."""
    fall = moved.expected == "down"
    if moved.hides(TENFOLD):
        least = "not even a fall to a tenth" if fall else "not even a rise to ten times as many"
        so = carrying(least, "a tenfold one hides", item=item)
        return told("{so}{beyond} would have shown", so=so, beyond=beyond)
    least = stated("totals.smallest", moved.smallest, "share", item=item)
    move = "fall" if fall else "rise"
    return told("a {move} of less than {x}{beyond} would not have shown", move=move, x=least, beyond=beyond)


def _smallest(moved: Movement) -> Told:
    return stated("totals.smallest", moved.smallest, "share")
