"""What must hold of coefficients of agreement whatever was coded."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tideturn.methods.agreement import (
    Agreement,
    agreement_of_spans,
    agreement_of_units,
    by_character,
    coded,
    disagreements_on_text,
    from_long,
    from_wide,
    ratings,
)
from tideturn.methods.agreement.coefficients import alpha
from tideturn.methods.agreement.distances import Masi, masi, masi_distances
from tideturn.methods.agreement.tally import Tally

CODES = "abc"


@st.composite
def tables(draw: st.DrawFn, coders: tuple[int, int] = (2, 4), missing: bool = True) -> pl.DataFrame:
    width = draw(st.integers(*coders))
    cell = st.sampled_from([*CODES, None] if missing else [*CODES])
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=2, max_size=12))
    return pl.DataFrame(rows, schema={f"coder{i}": pl.String for i in range(width)}, orient="row")


def measured(frame: pl.DataFrame, **how: Any) -> Agreement:
    return agreement_of_units(from_wide(frame, frame.columns), draws=0, several=True, **how)


def overall(found: Agreement) -> list[float | None]:
    estimates = [found.percent, found.kappa, found.fleiss, found.ac1, *found.alpha.values()]
    return [estimate.value for estimate in estimates]


def same(a: list[float | None], b: list[float | None]) -> bool:
    return all(
        (x is None) == (y is None) and (x is None or y is None or abs(x - y) < 1e-9) for x, y in zip(a, b, strict=True)
    )


@settings(max_examples=40)
@given(tables(), st.permutations(list(CODES)), st.randoms(use_true_random=False))
def test_names_and_order_make_no_difference(frame: pl.DataFrame, renamed: list[str], dice: Any) -> None:
    found = measured(frame)
    order = list(range(frame.height))
    dice.shuffle(order)
    other = frame[order].select(pl.all().replace_strict(dict(zip(CODES, renamed, strict=True)), default=None))
    columns = list(other.columns)
    dice.shuffle(columns)
    again = measured(other.select(columns).rename({name: f"z{i}" for i, name in enumerate(columns)}))
    assert same(overall(found), overall(again))
    for code, name in zip(CODES, renamed, strict=True):
        if code in {one.code for one in found.codes}:
            ours, theirs = found.code(code).estimates(), again.code(name).estimates()
            assert same([e.value for e in ours.values()], [e.value for e in theirs.values()])


@settings(max_examples=40)
@given(tables())
def test_bounds(frame: pl.DataFrame) -> None:
    found = measured(frame)
    for value in overall(found):
        assert value is None or value <= 1 + 1e-12
    for one in found.codes:
        assert one.percent.value is None or 0 <= one.percent.value <= 1
        assert one.positive.value is None or 0 <= one.positive.value <= 1
        assert all(e.value is None or e.value <= 1 + 1e-12 for e in one.estimates().values())


@settings(max_examples=25)
@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=10), st.integers(2, 4))
def test_coders_who_all_say_the_same_agree_fully(said: list[str], coders: int) -> None:
    assume(len(set(said)) > 1)
    found = measured(pl.DataFrame({f"c{i}": said for i in range(coders)}))
    assert all(value == pytest.approx(1) for value in overall(found))
    for one in found.codes:
        assert all(e.value == pytest.approx(1) for e in one.estimates().values())


@settings(max_examples=40)
@given(tables(coders=(2, 2), missing=False))
def test_alpha_of_two_coders_is_scotts_pi_with_room_for_chance(frame: pl.DataFrame) -> None:
    found = measured(frame)
    assume(found.fleiss.value is not None)
    values = 2 * frame.height
    assert found.fleiss.value is not None
    assert found.alpha["nominal"].value is not None
    assert 1 - found.alpha["nominal"].value == pytest.approx((1 - found.fleiss.value) * (values - 1) / values)


@settings(max_examples=30)
@given(tables(coders=(2, 2)))
def test_kappa_of_two_from_its_table(frame: pl.DataFrame) -> None:
    pairs = frame.drop_nulls()
    assume(pairs.height > 0)
    first, second = pairs.to_numpy().T
    chance = sum((first == code).mean() * (second == code).mean() for code in CODES)
    found = measured(frame).kappa.value
    if chance == 1:
        assert found is None
    else:
        assert found == pytest.approx(((first == second).mean() - chance) / (1 - chance))
    for one in measured(frame).codes:
        a, b, c = (
            ((first == one.code) & (second == one.code)).sum(),
            ((first == one.code) & (second != one.code)).sum(),
            ((first != one.code) & (second == one.code)).sum(),
        )
        expected = None if a + b + c == 0 else pytest.approx(2 * a / (2 * a + b + c))
        assert one.positive.value == expected


SETS = st.frozensets(st.sampled_from(CODES), max_size=3)


@settings(max_examples=40)
@given(st.lists(st.lists(st.one_of(SETS, st.none()), min_size=3, max_size=3), min_size=2, max_size=6))
def test_masi_alpha_from_its_definition(rows: list[list[frozenset[str] | None]]) -> None:
    units = [[value for value in row if value is not None] for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    seen = sum(masi(a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2))
    chance = sum(masi(a, b) for a, b in permutations(values, 2)) / max(1, len(values) - 1)
    written = [[None if value is None else "|".join(sorted(value)) for value in row] for row in rows]
    frame = pl.DataFrame(written, schema=dict.fromkeys("xyz", pl.String), orient="row")
    told = from_wide(frame, list("xyz"), several="|")
    found = float(alpha(Tally(told, told.weights), Masi(told.values))[0])
    assert np.isnan(found) if chance == 0 else found == pytest.approx(1 - seen / chance)


@settings(max_examples=40)
@given(SETS, SETS, SETS)
def test_masi_is_a_symmetric_distance(a: frozenset[str], b: frozenset[str], c: frozenset[str]) -> None:
    assert masi(a, b) == masi(b, a)
    assert 0 <= masi(a, b) <= 1
    assert (masi(a, b) == 0) == (a == b)
    if not a:
        assert masi(a, b) == (1 if b else 0)
    apart = masi_distances([a, b, c])
    assert apart == pytest.approx(np.array([[masi(x, y) for y in (a, b, c)] for x in (a, b, c)]), abs=1e-15)


LENGTH = 14
ABSENT: list[str | None] = [None]


@st.composite
def laid(draw: st.DrawFn) -> pl.DataFrame:
    """Spans of two to three coders over two texts of 14 characters, of two codes that may overlap."""
    rows = []
    for document in ("one", "two"):
        for coder in draw(st.sampled_from([("x", "y"), ("x", "y", "z")])):
            rows += [
                (document, coder, start, min(LENGTH, start + size), code)
                for code in "ab"
                for start, size in draw(st.lists(st.tuples(st.integers(0, 13), st.integers(1, 6)), max_size=2))
            ]
    schema = {"document": pl.String, "coder": pl.String, "start": pl.Int64, "end": pl.Int64, "code": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


GIVEN = [(document, coder) for document in ("one", "two") for coder in "xyz"][:-1]


@settings(max_examples=40)
@given(laid())
def test_unitised_alpha_from_all_pairs_of_characters(spans: pl.DataFrame) -> None:
    """Two characters are a pair by chance unless they are of one piece, or are the same character of a gap."""
    texts = coded(spans, dict.fromkeys(("one", "two"), LENGTH), GIVEN)
    placed, seen = [], 0.0
    for text in texts.texts:
        for start, end, sets in text.sections():
            seen += sum(masi(a, b) for a, b in permutations(sets, 2)) / (len(sets) - 1) * (end - start)
        for coder in text.spans:
            for start, end, value in text.units(coder):
                placed += [(text.document, coder, start if value else at, value) for at in range(start, end)]
    chance = pairs = 0.0
    for a, b in combinations(placed, 2):
        if a[:3] != b[:3]:
            pairs += 1
            chance += masi(a[3], b[3])
    found = agreement_of_spans(texts, draws=0).unitised
    assert found is not None
    if chance == 0:
        assert found.value is None
    else:
        assert found.value == pytest.approx(1 - (seen / len(placed)) / (chance / pairs))


@settings(max_examples=40)
@given(laid())
def test_characters_are_the_units_of_spans(spans: pl.DataFrame) -> None:
    """The same as a table with a row for each character, those that nobody coded among them."""
    texts = coded(spans, dict.fromkeys(("one", "two"), LENGTH), GIVEN)
    sets = {(d, at, c): set[str]() for d, c in GIVEN for at in range(LENGTH)}
    for document, coder, start, end, code in spans.iter_rows():
        for at in range(start, end):
            if (document, at, coder) in sets:
                sets[document, at, coder].add(code)
    rows = [(d, f"{d}{at}", c, code) for (d, at, c), codes in sets.items() for code in (sorted(codes) or ABSENT)]
    schema = {"document": pl.String, "unit": pl.String, "coder": pl.String, "code": pl.String}
    long = from_long(pl.DataFrame(rows, schema=schema, orient="row"), unit="unit", coder="coder", code="code")
    ours, table = agreement_of_spans(texts, draws=0), agreement_of_units(long, several=True, draws=0)
    assert ours.units == table.units == 2 * LENGTH
    assert same(overall(ours), overall(table))
    for one, other in zip(ours.codes, table.codes, strict=True):
        assert one.given == other.given
        for name, estimate in other.estimates().items():
            assert same([estimate.value], [one.estimates()[name].value])


@settings(max_examples=40)
@given(laid())
def test_what_is_listed_as_disagreed_is_all_that_is(spans: pl.DataFrame) -> None:
    texts = coded(spans, dict.fromkeys(("one", "two"), LENGTH), GIVEN)
    listed = disagreements_on_text(texts, dict.fromkeys(("one", "two"), "abcdefghijklmn"))
    assert listed["text"].to_list() == ["abcdefghijklmn"[r["start"] : r["end"]] for r in listed.iter_rows(named=True)]
    for code in "ab":
        length = sum(row["end"] - row["start"] for row in listed.filter(code=code).iter_rows(named=True))
        own = by_character(texts).code(code)
        split = [len({value for value in row if value >= 0}) > 1 for row in own.rows]
        assert length == own.weights[0][split].sum()


@settings(max_examples=20)
@given(tables(), st.integers(0, 5))
def test_the_same_seed_gives_the_same_draws_whatever_the_block(frame: pl.DataFrame, seed: int) -> None:
    with_documents = frame.with_columns(pl.Series("d", [f"d{i % 3}" for i in range(frame.height)]))
    for told in (from_wide(frame, frame.columns), from_wide(with_documents, frame.columns, document="d")):
        assume(told.count.sum() > 0)
        whole = np.concatenate(list(told.drawn(11, seed)))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ratings, "_AT_ONCE", 1)
            parts = np.concatenate(list(told.drawn(11, seed)))
        assert np.array_equal(whole, parts)
        assert whole.shape == (11, len(told.rows))
