"""Record, for each number in a sentence that the engine writes, the field of the evidence that it states.

A `Told` is plain text that remembers what its numbers and predicates are bound to, as long as `told` and `joined` build
it. Any other operation on it gives plain text, whose numbers are then bound to nothing. `claims.engine` checks what a
sentence says against its evidence, without reading the sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import chain
from string import Formatter
from typing import Any, Final, NamedTuple

from tideturn.dataset.vocabulary import READING
from tideturn.dataset.wording import capital, counted, in_words, listed, period
from tideturn.evaluation.rounding import decimal, in_points, in_ten, nearest, percent, points, round_half_up, said_p
from tideturn.evaluation.units import noun


def plain_number(value: float) -> str:
    """Return a number with a comma every three figures; at most two decimal places, and none if it is whole."""
    if isinstance(value, int):
        return f"{value:,}"
    rounded = round_half_up(value, 2)
    return f"{int(rounded):,}" if rounded == rounded.to_integral_value() else f"{rounded.normalize():,f}"


def figures(value: float, many: int = 3) -> str:
    """Return a rate to `many` significant figures, halves away from nought."""
    size = 0 if value == 0 else math.floor(math.log10(abs(value)))
    rounded = round_half_up(value, max(many - 1 - size, 0))
    whole = rounded == rounded.to_integral_value()
    return f"{int(rounded):,}" if whole else f"{rounded.normalize():,f}"


def charted(value: float) -> str:
    """Return a count or rate of a chart: whole where it is whole; small ones with the digits that tell them apart."""
    return plain_number(float(round_half_up(value, 1))) if abs(value) >= 1 or value == 0 else figures(value, 2)


OF_STRAND: Final = "~"
"""Prefix of an item's name while it names a strand without its outcome, scope and year."""

EXPLAINS: Final = "explains"
"""Predicate of a number that explains a method: it states nothing about the records."""

FORMS: Final[Mapping[str, Callable[[Any], str]]] = {
    "count": plain_number,
    "whole": lambda value: f"{nearest(value):,}",
    "period": period,
    "size": lambda value: plain_number(abs(value)),
    "share": percent,
    "in ten": in_ten,
    "points": points,
    "in points": in_points,
    "size of points": lambda value: points(abs(value)),
    "size in points": lambda value: in_points(abs(value)),
    "p": said_p,
    "rate": figures,
    "charted": charted,
    "charted from nought": lambda value: charted(max(0.0, value)),
    "in words": in_words,
    "In words": lambda value: capital(in_words(value)),
    "tenths": lambda value: decimal(value, 1),
    "size in tenths": lambda value: decimal(abs(value), 1),
    "hundredths": lambda value: decimal(value, 2),
    "thousandths": lambda value: decimal(value, 3),
    "ten thousandths": lambda value: decimal(value, 4),
    "words": str,
    "reading": lambda reading: capital(READING.terms[reading]),
}
"""Functions that print a value of each kind."""


class Bound(NamedTuple):
    """What one number or word of a sentence is bound to: a field of a piece of evidence, or of a strand.

    An empty `item` means the strand that the sentence is about; it is filled in where the strand is known. A year has
    tens of thousands of bindings; tuples are created and compared in compiled code.
    """

    field: str
    printed: str
    form: str = "count"
    """Form in which the value is printed, a key of `FORMS`."""
    unit: str = ""
    """Noun that is counted, where the sentence says so; a key of `units.NOUNS`."""
    predicate: str = ""
    """What the sentence says, a key of `claims.bindings.PREDICATES`; empty where it only gives the number."""
    item: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the binding for `evaluation.json`."""
        return {
            "item": self.item,
            "field": self.field,
            "printed": self.printed,
            "predicate": self.predicate,
            "unit": self.unit,
        }


class Told(str):
    """Text that knows what its numbers are bound to."""

    __slots__ = ("bound",)
    bound: tuple[Bound, ...]

    def __new__(cls, text: str, bound: Iterable[Bound] = ()) -> Told:
        """Create the text with its bindings."""
        new = super().__new__(cls, text)
        new.bound = tuple(bound)
        return new

    def __getnewargs__(self) -> tuple[str, tuple[Bound, ...]]:  # type: ignore[override]  # so that copies keep them
        """Return the arguments for a copy."""
        return str(self), self.bound

    def of(self, item: str) -> Told:
        """Return the text with `item` as the item of its bindings that do not yet name one."""
        return Told(self, (b if b.item else b._replace(item=item) for b in self.bound))

    def at(self, place: str) -> Told:
        """Return the text with the prefix `place`, such as `items.0.`, on the fields of bindings that name no item."""
        return Told(self, (b if b.item else b._replace(field=f"{place}{b.field}") for b in self.bound))

    def under(self, prefix: str) -> Told:
        """Return the text with every binding named in full, for the outcome, scope and year in `prefix`.

        A strand becomes `strand/OUTCOME/SCOPE/YEAR/…`; a binding of no strand belongs to the verdict.
        """
        return Told(self, (_named_in_full(b, prefix) for b in self.bound))


def _named_in_full(bound: Bound, prefix: str) -> Bound:
    if bound.item.startswith(OF_STRAND):
        return bound._replace(item=f"strand/{prefix}/{bound.item.removeprefix(OF_STRAND)}")
    return bound if bound.item else bound._replace(item=f"verdict/{prefix}")


def bound_in(*parts: object) -> tuple[Bound, ...]:
    """Return the bindings of several texts, each once, in their order."""
    kept = [part.bound for part in parts if isinstance(part, Told)]
    return kept[0] if len(kept) == 1 else tuple(dict.fromkeys(chain.from_iterable(kept)))


def told(template: str, /, **parts: object) -> Told:
    """Return the filled template, with the bindings of all that fills it; ignore a part that it does not name."""
    named = _names(template)
    return Told(template.format(**parts), bound_in(*(part for name, part in parts.items() if name in named)))


@cache
def _names(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def joined(parts: Iterable[object], between: str = "") -> Told:
    """Return texts one after another, with all their bindings."""
    kept = list(parts)
    return Told(between.join(str(part) for part in kept), bound_in(*kept))


def told_list(parts: Iterable[object]) -> Told:
    """Return texts as a list in a sentence, `a, b and c`, with all their bindings."""
    kept = list(parts)
    return Told(listed(kept), bound_in(*kept))


def stated(field: str, value: Any, form: str = "count", *, item: str = "", predicate: str = "") -> Told:
    """Return a value as it is printed, bound to its field."""
    printed = FORMS[form](value)
    return Told(printed, (Bound(field, printed, form, predicate=predicate, item=item),))


def stated_noun(field: str, value: int, one: str, many: str | None = None, *, item: str = "") -> Told:
    """Return a count with a noun that is given, `3 questions`, bound to its field."""
    return Told(counted(value, one, many), (Bound(field, f"{value:,}", item=item),))


def stated_of(field: str, value: int, unit: str, *, item: str = "") -> Told:
    """Return a count with its noun, `43 young people`, bound to its field and unit."""
    return Told(f"{value:,} {noun(unit, value)}", (Bound(field, f"{value:,}", unit=unit, item=item),))


def carrying(words: str, predicate: str, *, item: str = "") -> Told:
    """Return words that say something about the evidence without a number, `a rise`, bound to what they say."""
    return Told(words, (Bound("", words, predicate=predicate, item=item),))


def explained(constant: str) -> Told:
    """Return a number that belongs to a method and to no record, `a 95% Wilson interval`, bound as an explanation."""
    return Told(constant, (Bound("", constant, predicate=EXPLAINS),))


def quoted_from(item: str, field: str, text: str) -> Told:
    """Return somebody's own words, or a method's own note, bound to the field of the record that holds them."""
    return Told(text, (Bound(field, text, "words", item=item),))


def needed(count: int, one: str, many: str | None = None) -> Told:
    """Return how many more are needed to read otherwise, `3 more sources`: a step of the search, not a record."""
    return Told(counted(count, one, many), (Bound("needed", f"{count:,}", predicate="would take"),))


_COUNT_FIRST: Final = re.compile(r"[1-9](?= [a-z][^\d.]*(?:\.|$))")
"""The only count of a sentence, below ten.

`5 of 6` and `1 reported: 1 confirmed` are measures, and stay in figures.
"""


def sentence(text: str) -> Told:
    """Return the text as a sentence, with a capital first, a full stop last, and its bindings.

    A sentence of the engine's that holds one count does not begin with a numeral below ten: `One verdict was
    overridden.`
    """
    plain = text.strip()
    if not plain:
        return Told("")
    if isinstance(text, Told):
        first = _COUNT_FIRST.match(plain)
        plain = f"{in_words(int(first[0]))}{plain[1:]}" if first else plain
    stop = "" if plain[-1] in ".!?…" or plain[-2:] in (".”", "?”", "!”") else "."
    return Told(f"{capital(plain)}{stop}", bound_in(text))
