"""What people said when they looked back on their own start: shown next to an outcome's change, never part of it."""

from __future__ import annotations

from tideturn.evaluation.looking_back import LookedBack
from tideturn.evaluation.told import Told, quoted_from, stated, told
from tideturn.methods.change import Change
from tideturn.report.blocks import Block, Bullets, Paragraph, Section, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import plural

APART = (
    "Some were asked afterwards how they had stood before (a then-test), since people may judge their own start "
    "differently once they know more. It is not used as evidence: it is part of no share, reading or verdict."
)


def looking_back(look: Lookup, outcome_id: str, level: int = 4) -> list[Block]:
    """Return the outcome's questions that people also answered looking back in the year; empty if there are none."""
    asked = look.looked_back.get(outcome_id, ())
    if not asked:
        return []
    year = look.evaluation.year.number
    said = tuple(words(_told(one, f"looked_back/{outcome_id}/{one.survey}/{one.item}/{year}")) for one in asked)
    blocks = (Paragraph(words(APART), "quiet"), Bullets(said))
    return [Section(f"{look.anchor(outcome_id)}.looking-back", "Looking back, apart from the evidence", level, blocks)]


def _told(one: LookedBack, item: str) -> Told:
    return told(
        "“{label}”: {people} looked back{compared}. From what they had said before, {before}; from what they now say "
        "it was, {then}. {shifted}",
        label=one.label,
        people=_people("of.people", one.people, item),
        compared=_compared(one, item),
        before=_moved(one.found.pre_post, f"{item}:pre_post"),
        then=_moved(one.found.then_post, f"{item}:then_post"),
        shifted=_shifted(one, item),
    )


def _people(field: str, count: int, item: str) -> Told:
    return told("{n} {people}", n=stated(field, count, item=item), people=plural(count, "person"))


def _compared(one: LookedBack, item: str) -> str:
    if one.compared == one.people:
        return ""
    return told("; {n} of them also answered afterwards", n=stated("of.compared", one.compared, item=item))


def _moved(change: Change, item: str) -> Told:
    if not change.pairs:
        return Told("no one can be compared")
    counts = {way: stated(way, getattr(change, way), item=item) for way in ("better", "same", "worse")}
    return told("{better} moved up, {same} stayed and {worse} moved down", **counts)


def _shifted(one: LookedBack, item: str) -> Told:
    """Say how far people's yardstick moved, in steps of the scale, to one decimal place."""
    shift = one.found.shift
    if shift is None:
        return Told("None of them had answered before, so whether their yardstick moved is not known.")
    steps = stated("of.found.shift", shift, "size in tenths", item=item)
    if steps == "0.0":
        return Told("On average they place their start where they had placed it.", steps.bound)
    way = quoted_from(item, "way", "higher" if shift > 0 else "lower")
    return told(
        "On average they now place their start {steps} {way} than they did, on a scale {scale}.",
        steps=steps,
        way=way,
        scale=_scale(one, item),
    )


def _scale(one: LookedBack, item: str) -> Told:
    """Return `from 0 to 10`; if the answers are words, `of 5 answers`."""
    ends = (one.scale[0], one.scale[-1])
    if not all(end.isdigit() for end in ends):
        return told("of {n} answers", n=stated("of.scale.#", len(one.scale), item=item))
    low, high = sorted((0, -1), key=lambda at: int(one.scale[at]))
    return told(
        "from {low} to {high}",
        low=quoted_from(item, f"of.scale.{low % len(one.scale)}", one.scale[low]),
        high=quoted_from(item, f"of.scale.{high % len(one.scale)}", one.scale[high]),
    )
