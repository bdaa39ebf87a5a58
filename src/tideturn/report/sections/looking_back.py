"""What people said when they looked back on their own start: beside the change in an outcome, and no part of it."""

from __future__ import annotations

from tideturn.evaluation.looking_back import LookedBack
from tideturn.methods.change import Change
from tideturn.report.blocks import Block, Bullets, Paragraph, Section, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import counted, number

APART = (
    "Some were asked afterwards how they had stood before (a then-test), since people may judge their own start "
    "otherwise once they know more. This is no evidence here: it enters no share, reading or verdict."
)


def looking_back(look: Lookup, outcome_id: str, level: int = 4) -> list[Block]:
    """The outcome's questions that were also answered looking back in the year; nothing where there are none."""
    asked = look.looked_back.get(outcome_id, ())
    if not asked:
        return []
    blocks = (Paragraph(words(APART), "quiet"), Bullets(tuple(words(_told(one)) for one in asked)))
    return [Section(f"{look.anchor(outcome_id)}.looking-back", "Looking back, apart from the evidence", level, blocks)]


def _told(one: LookedBack) -> str:
    return (
        f"“{one.label}”: {counted(one.people, 'person')} looked back. From what they had said before, "
        f"{_moved(one.found.pre_post)}; from what they now say it was, {_moved(one.found.then_post)}. {_shifted(one)}"
    )


def _moved(change: Change) -> str:
    if not change.pairs:
        return "nobody can be compared"
    return f"{number(change.better)} moved up, {number(change.same)} stayed and {number(change.worse)} moved down"


def _shifted(one: LookedBack) -> str:
    """How far the yardstick moved, in steps of the scale to one place."""
    shift = one.found.shift
    if shift is None:
        return "None of them had answered before, so whether their yardstick moved is not known."
    steps = f"{abs(shift):.1f}"
    if steps == "0.0":
        return "On average they place their start where they had placed it."
    way = "higher" if shift > 0 else "lower"
    return f"On average they now place their start {steps} {way} than they did, on a scale of {number(one.places)}."
