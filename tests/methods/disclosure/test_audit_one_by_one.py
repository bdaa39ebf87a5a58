"""The audit keeps every table that it met as a witness for all counts: asked one by one and anew, it says the same."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure import AtMost, DisclosureRule, EarlierRelease, Relation, audit
from tideturn.methods.disclosure.system import as_matrix

RULE = DisclosureRule(small_count=3)
LEAVES = [f"c{number}" for number in range(7)]


class OneByOne:
    """Hidden counts of which each question is a programme in whole numbers of its own; nothing is kept."""

    def __init__(self, names: Sequence[str], rows: Sequence[dict[str, int]], sums: Sequence[int]) -> None:
        self.place = {name: number for number, name in enumerate(names)}
        self.known = LinearConstraint(as_matrix(rows, names), sums, sums)

    def first(self) -> bool:
        return self._value({}, 0, 0) is not None

    def shake(self, *_: Any) -> None:
        """Nothing is met by lot."""

    def ends(self, terms: Mapping[str, int], low: int, high: int) -> tuple[int, int] | None:
        value = self._value(terms, low, high)
        if value is None:
            return None
        others = [self._value(terms, low, value - 1), self._value(terms, value + 1, high)]
        values = [value, *(other for other in others if other is not None)]
        return min(values), max(values)

    def fixed(self, terms: Mapping[str, int]) -> int | None:
        value = self._value(terms, -np.inf, np.inf)
        assert value is not None
        others = (self._value(terms, -np.inf, value - 1), self._value(terms, value + 1, np.inf))
        return value if others == (None, None) else None

    def _value(self, terms: Mapping[str, int], least: float, most: float) -> int | None:
        form = np.zeros(len(self.place))
        for name, times in terms.items():
            form[self.place[name]] += times
        if least > most:
            return None
        rows = [self.known, LinearConstraint(form[None, :], least, most)]
        found = milp(np.zeros(len(form)), integrality=np.ones(len(form)), constraints=rows)
        return None if found.x is None else round(float(form @ found.x))


Held = tuple[dict[str, int], list[Relation], list[AtMost]]


def held(dice: random.Random, leaves: Mapping[str, int]) -> Held:
    """Counts of which some are sums of others, some hang together in odd ways, and some are at most what others are."""
    counts, relations = dict(leaves), []
    for number in range(dice.randint(2, 4)):
        parts = dice.sample(sorted(counts), dice.randint(2, 4))
        counts[f"t{number}"] = sum(counts[part] for part in parts)
        relations.append(Relation.total(f"t{number}", parts))
    for _ in range(dice.randint(0, 2)):
        terms = [(name, dice.choice([1, 1, 2, 3, -1])) for name in dice.sample(sorted(counts), 3)]
        relations.append(Relation(tuple(terms), sum(counts[name] * times for name, times in terms)))
    bounds = []
    for _ in range(dice.randint(0, 5)):
        smaller, larger = dice.choices(sorted(counts), k=dice.randint(1, 2)), dice.choices(sorted(counts), k=1)
        if sum(counts[name] for name in smaller) <= sum(counts[name] for name in larger):
            bounds.append(AtMost(tuple(smaller), tuple(larger)))
    return counts, relations, bounds


def shown(dice: random.Random, counts: Mapping[str, int]) -> dict[str, int | None]:
    share = dice.choice([0.3, 0.6, 0.9])
    return {name: None if RULE.small(count) or dice.random() < share else count for name, count in counts.items()}


def question(seed: int) -> tuple[dict[str, int | None], list[Relation], dict[str, Any]]:
    """A release, sometimes one that came before, and which of its counts are small: what an audit is asked."""
    dice = random.Random(seed)
    leaves = {name: min(int(dice.expovariate(1 / 5)), 30) for name in LEAVES}
    shape = dice.random()
    counts, relations, bounds = held(random.Random(shape), leaves)
    earlier = []
    if dice.random() < 0.5:
        before = leaves | {name: leaves[name] + dice.choice([0, 0, 1]) for name in dice.sample(LEAVES, 2)}
        then, said, most = held(random.Random(shape), before)
        earlier.append(EarlierRelease("year-1-1", shown(dice, then), tuple(said), tuple(most)))
    asked = {
        "bounds": bounds,
        "earlier": earlier,
        "rule": RULE,
        "small": [name for name, count in counts.items() if RULE.small(count)],
        "protected": list(counts),
        "counts": counts if dice.random() < 0.5 else None,
    }
    return shown(dice, counts), relations, asked


@pytest.mark.parametrize("first", range(0, 60, 15))
def test_what_is_exposed_is_the_same_where_each_count_is_asked_for_by_itself(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = [question(seed) for seed in range(first, first + 15)]
    quick = [audit(seen, relations, **asked) for seen, relations, asked in questions]
    monkeypatch.setattr(import_module("tideturn.methods.disclosure.audit"), "Group", OneByOne)
    slow = [audit(seen, relations, **asked) for seen, relations, asked in questions]
    assert quick == slow
    assert any(one.why.startswith("what is shown leaves it one") for found in quick for one in found)
    assert not all(quick), "some are safe"


def test_a_value_that_only_fractions_would_fit_is_none() -> None:
    """Of 2a + 3b = 12 whole numbers leave a = 3 as the only one from 1 to 5; fractions would leave all of them."""
    row = [Relation((("a", 2), ("b", 3)), 12)]
    (exposed,) = audit({"a": None, "b": None}, row, small=["a"])
    assert (exposed.id, exposed.low, exposed.high) == ("a", 3, 3)
    with pytest.raises(TideturnError, match="cannot be true"):
        audit({"a": None, "b": None}, [Relation((("a", 2), ("b", 2)), 7)], small=["a"])
