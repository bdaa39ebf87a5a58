"""Read all questions about one outcome together: at least two thirds of them must read one way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tideturn.evaluation.readings import Reading, at_least
from tideturn.evaluation.readings_surveys import (
    EARLY,
    FEW,
    FIRST_WAVE,
    OF_CHANGE,
    SHOWN,
    UNCLEAR,
    UNPLACED,
    UNSAID,
    ItemReading,
)
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import MEASURED, UNCOMPARED
from tideturn.evaluation.told import Told, joined, stated, stated_noun, told

_ALIKE: Final[Mapping[str, str]] = {
    FEW: "{has} too few answers",
    UNPLACED: "{has} answers that items.csv gives no meaning",
    EARLY: "got more answers of “too early” than agreement",
    UNSAID: "may ask how things are or whether they changed: items.csv does not say",
    OF_CHANGE: "{asks} about change, and the outcome is a state",
    FIRST_WAVE: "{has} no earlier wave to compare with, and a single wave cannot show a change",
    UNCLEAR: "{shows} neither a rise nor a fall",
}
"""Words for what questions have in common that read insufficient for the same reason."""
_VERBS: Final = ({"has": "has", "asks": "asks", "shows": "shows"}, {"has": "have", "asks": "ask", "shows": "show"})
"""Verbs for one question, and for several."""


@dataclass(frozen=True)
class Together(Reading):
    """What several questions read as one strand, with how they compare and moved."""

    design: str = UNCOMPARED
    rose: bool = False
    fell: bool = False
    carried: tuple[int, ...] = ()
    """Indexes of the questions that carry the reading."""


def read_questions(
    items: Sequence[ItemReading], rules: Rules, *, counts: Sequence[str] = (), called: str = "question"
) -> Together:
    """Read several questions as one strand: at least two thirds of those with enough answers must read one way.

    A question with enough answers counts whatever it reads: leaving out those that show nothing would let one chance
    rise carry the others. `called` is `result` where one of them is a comparison of answers, not a question. `counts`
    says, for each question with enough answers, how many agree of how many. The sentence names no question, since they
    are listed below it.
    """
    read = [(place, item) for place, item in enumerate(items) if item.cause != SHOWN]
    enough = [(place, item) for place, item in read if item.enough]
    speaking = [(place, item) for place, item in read if item.reading != "insufficient"]
    fell = any(item.fell for _, item in read)
    rose = (
        bool(enough)
        and at_least(rules.item_share, sum(item.rose for _, item in enough), len(enough))
        and any(item.rose for _, item in enough)
    )
    if not speaking:
        return replace(_nothing_read(read, called), rose=rose, fell=fell)
    ways = Counter(item.reading for _, item in enough)
    told_of = told(
        f"{{positive}} of {{enough}} with enough answers {'reads' if ways['positive'] == 1 else 'read'} positive",
        positive=stated("read.positive", ways["positive"]),
        enough=stated_noun("read.enough", len(enough), called),
    )
    others = (
        told(", {n} {way}", n=stated(f"read.{code}", ways[code]), way=way)
        for code, way in (
            ("negative", "negative"),
            ("no_change", "no change"),
            ("mixed", "mixed"),
            ("insufficient", "neither way"),
        )
        if ways[code]
    )
    parts = [told_of, *others]
    if counts:
        parts.append(told(" ({counts})", counts=joined(counts, ", ")))
    said = joined(parts)
    # If a programme asks for half or less, two ways may have enough: then the questions do not read one way.
    carried = [
        way
        for way in ("positive", "negative", "no_change")
        if ways[way] and at_least(rules.item_share, ways[way], len(enough))
    ]
    if len(carried) == 1:
        carrying_it = [(place, item) for place, item in enough if item.reading == carried[0]]
        return replace(_together(carried[0], told("{said}.", said=said), carrying_it), rose=rose, fell=fell)
    least = stated("item_share", rules.item_share, "share", item="rules")
    why = told("{said}; {least} of them must read the same way.", said=said, least=least)
    return replace(_together("mixed", why, speaking), rose=rose, fell=fell)


def _together(reading: str, why: Told, carried: Sequence[tuple[int, ItemReading]]) -> Together:
    measured = all(item.design != UNCOMPARED for _, item in carried)
    places = tuple(place for place, _ in carried)
    return Together(reading, why, design=MEASURED if measured else UNCOMPARED, carried=places)


def _nothing_read(read: Sequence[tuple[int, ItemReading]], called: str) -> Together:
    causes = Counter(item.cause for _, item in read)
    each = [
        told("{n} {what}", n=stated(f"read.cause.{cause}", many), what=_ALIKE[cause].format(**_VERBS[many > 1]))
        for cause, many in causes.items()
        if cause in _ALIKE
    ]
    of_all = stated_noun("read.all", len(read), called)
    why = told(
        "None of {of_all} reads either way{each}.",
        of_all=of_all,
        each=told(": {e}", e=joined(each, "; ")) if each else "",
    )
    fullest = next((item for _, item in read if item.needs and item.enough), None)
    needs = fullest.needs if fullest else next((item.needs for _, item in read if item.needs), "")
    if fullest and len(read) > 1 and fullest.cause in (FIRST_WAVE, UNCLEAR):
        # Each question could show a rise of a different size, and most of them are needed.
        needs = f"{'another' if fullest.cause == FIRST_WAVE else 'a further'} wave of its questions"
    waves = bool(read) and all(item.enough and item.design != UNCOMPARED for _, item in read)
    return Together("insufficient", why, needs, design=MEASURED if waves else UNCOMPARED)
