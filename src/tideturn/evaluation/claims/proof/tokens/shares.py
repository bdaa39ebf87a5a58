"""Read counts out of counts over time as tokens: each count of its whole, or its share, with its time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.patterns import same_share
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.series import count_at, years_before
from tideturn.evaluation.claims.proof.times import Time
from tideturn.evaluation.claims.proof.tokens import AMOUNT, NUMBER, SHARE, SPAN, TOPIC, Token
from tideturn.evaluation.claims.proof.words import stem, stems_of
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts

if TYPE_CHECKING:
    from tideturn.evaluation.claims.proof.tokens.stretches import Stretch

_SAYS: Final = (NUMBER, SHARE, AMOUNT)
_LIKE: Final = 0.08
"""Tolerance, as a part of a share, for another share that is much the same."""
_NEAR: Final = 0.05
"""Tolerance, as a part of a share, of `about one in ten`."""
_SIZES: Final = {"H": (0, 0.05), "S": (0, 0.15), "W": (0.25, 1)}
"""Difference of two numbers, as a part of the larger, for `hardly`, `slightly` and `well`."""
_ONE_WAY: Final = ("more", "less")
_MANY: Final = 100_000
_OF: Final = Gated(r"\b(?:of|among|out of) (?:(?:the|all) )*$")


def read(stretch: Stretch, tokens: Sequence[Token], own: Time | None) -> str:
    """Return the field of the year's rate, if each number is right at the time beside it or the one before it."""
    item = stretch.item
    if not stretch.last and not _is_headed(stretch):
        return ""
    tokens, like = _without_time_alike(item, _without_whole(stretch, tokens))
    said = _dated(tokens, own)
    if said is None or any(one.kind not in (*_SAYS, *"tEUDSHW") for one in tokens):
        return ""
    rates: list[Fact] = []
    for number, time in said:
        fact = _at(item, time)
        if fact is None or not (_is(number, fact) or _counted(item, number, time)):
            return ""
        if fact.k / (fact.n or 1) not in [one.k / (one.n or 1) for one in rates]:
            rates.append(fact)
    for amount in (one for one in tokens if one.kind == AMOUNT):
        if not all(_is(amount, one) for one in rates):
            return ""
    return "rate_year" if rates and like and _ways(item, tokens, rates) else ""


def _without_whole(stretch: Stretch, tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens without the number that is the whole of all others: `Of the 3,042 renewals …, 294 …`."""
    first = next((one for one in tokens if one.kind in _SAYS), None)
    held = stretch.item.value_as(SeriesCounts)
    if first is None or first.kind != NUMBER or first.whole is not None or first.value != held.exposure_year:
        return tokens
    times = {one.time.number for one in tokens if one.time is not None}
    fronted = _OF.search(stretch.reading.text, 0, first.start) and times <= {stretch.item.year}
    return [one for one in tokens if one is not first] if fronted else tokens


def _without_time_alike(item: EvidenceItem, tokens: Sequence[Token]) -> tuple[Sequence[Token], bool]:
    """Return the tokens without `much as in Year 1` at their end, and whether that is true."""
    if not "".join(one.kind for one in tokens).endswith("Et"):
        return tokens, True
    time = tokens[-1].time
    fact = _at(item, time) if time is not None else None
    if fact is None or not fact.share or not _is_unmoved(item):
        return tokens, False
    rate = item.value_as(SeriesCounts).rate_year
    return tokens[:-2], rate is not None and abs(rate / fact.share - 1) <= _LIKE


def _is_unmoved(item: EvidenceItem) -> bool:
    held = item.value_as(SeriesCounts)
    return held.moved in (None, "neither") and held.signals == []


def _is_headed(stretch: Stretch) -> bool:
    """Return whether the words name all that is counted, and the first number is of its head: `of badge renewals`."""
    label = [*stems_of(stretch.item.text)]
    topics = [(at, stem(one.text)) for at, one in enumerate(stretch.tokens) if one.kind == TOPIC]
    if not {*label} <= {name for _, name in topics}:
        return False
    first = next(at for at, one in enumerate(stretch.tokens) if one.kind in _SAYS)
    after = [
        name for at, name in topics if at > first and all(one.kind == TOPIC for one in stretch.tokens[first + 1 : at])
    ]
    return after[0] in label[:2] if after else topics[0][1] == label[0]


def _dated(tokens: Sequence[Token], own: Time | None) -> list[tuple[Token, Time]] | None:
    """Return each number with its time: the one after it, else the one before it, else the year; None if unclear."""
    found: list[tuple[Token, Time]] = []
    times = [at for at, one in enumerate(tokens) if one.time is not None]
    numbers = [at for at, one in enumerate(tokens) if one.kind in _SAYS]
    if times and numbers and times[0] < numbers[0]:  # `In Year 2 …, and in Year 1 …`
        parts = [[at for at in numbers if a < at < b] for a, b in zip(times, [*times[1:], len(tokens)], strict=True)]
    elif times:
        starts = [-1, *times[:-1]]
        parts = [[at for at in numbers if a < at < b] for a, b in zip(starts, times, strict=True)]
        parts[-1] += [at for at in numbers if at > times[-1]]
    else:
        return [(tokens[at], own) for at in numbers] if own is not None else None
    for at, held in zip(times, parts, strict=True):
        time = tokens[at].time
        if not held or time is None:
            return None
        found += [(tokens[one], time) for one in held]
    return found


def _at(item: EvidenceItem, time: Time) -> Fact | None:
    """Return how many of how many there were at a time."""
    held = item.value_as(SeriesCounts)
    totals = held.totals
    if time.kind == "now" or (time.kind == "year" and time.number == item.year):
        return _part(item, "rate_year", held.count_year, held.exposure_year)
    if time.kind == SPAN:
        fits = time.number == years_before(item)
        return _part(item, "rate_before", held.count_before, held.exposure_before) if fits else None
    last = time.kind == "last" or (time.kind == "year" and time.number == item.year - 1)
    if not last or totals is None or totals.last is None or totals.ahead != 1:
        return None
    return Fact(item, "", "totals.last", totals.last * _MANY, _MANY)


def _part(item: EvidenceItem, field: str, k: float | None, n: float | None) -> Fact | None:
    return None if k is None or not n else Fact(item, "", field, k, int(n))


def _is(number: Token, fact: Fact) -> bool:
    """Return whether a number, a share or an amount is true of how many of how many."""
    if number.rest or number.every:
        return False
    if number.kind == AMOUNT:
        return tells(number, fact)
    if number.kind == SHARE:
        return number.whole is None and same_share(number.text, fact.k, fact.n or 0)
    return fact.field != "totals.last" and number.value == fact.k and number.whole in (None, fact.n)


def _counted(item: EvidenceItem, number: Token, time: Time) -> bool:
    """Return whether a number alone is the count at a time."""
    found = count_at(item, time) if number.kind == NUMBER and number.whole is None else None
    return found is not None and found[1] == number.value and not number.rest and not number.every


def tells(amount: Token, fact: Fact) -> bool:
    """Return whether an amount such as `about one in ten` is true of how many of how many, and near it."""
    share, said = fact.k / (fact.n or 1), amount.said
    if said is None or amount.whole is not None:
        return False
    return (said.kind != "part" or abs(said.value - share) <= _NEAR * share or said.bound in _ONE_WAY) and holds(
        said, fact
    )


def sized(tokens: Sequence[Token], numbers: Sequence[float]) -> bool:
    """Return whether `hardly`, `slightly` and `well` fit the gap between two numbers; true without such a word."""
    sizes = {one.kind for one in tokens if one.kind in _SIZES}
    if not sizes:
        return True
    if len(sizes) > 1 or len(numbers) != len(("then", "now")) or not all(numbers):
        return False
    least, most = _SIZES[sizes.pop()]
    return least <= abs(numbers[0] - numbers[1]) / max(numbers) <= most


def _ways(item: EvidenceItem, tokens: Sequence[Token], rates: Sequence[Fact]) -> bool:
    """Return whether `up from`, `down from` and `much as before` are true of the shares."""
    ways = [one.kind for one in tokens if one.kind in "UDE"]
    shares = [one.k / (one.n or 1) for one in rates]
    if not sized(tokens, shares if {"U", "D"} & {*ways} else []):
        return False
    if not ways:
        return True
    first = next(at for at, one in enumerate(tokens) if one.kind in _SAYS)
    if len(ways) > 1 or any(one.kind in "UDE" for one in tokens[:first]):
        return False
    if ways == ["E"]:
        before = item.value_as(SeriesCounts).rate_before
        if len(shares) == 1 and before is None:
            return False
        others = shares[1:] or [
            one for one in (before, (item.totals and item.totals.last) or before) if one is not None
        ]
        return _is_unmoved(item) and all(abs(shares[0] / one - 1) <= _LIKE for one in others)
    return len(shares) > 1 and (shares[0] > shares[1] if ways == ["U"] else shares[0] < shares[1])
