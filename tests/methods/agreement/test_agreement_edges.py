"""Agreement where coefficients are undefined, units unseen, spans overlapping; and intervals over documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest

from tideturn.methods.agreement import (
    agreement_of_spans,
    agreement_of_units,
    alpha_of_codes,
    by_character,
    coded,
    disagreements_on_text,
    disagreements_on_units,
    from_long,
    from_wide,
    misplaced,
)
from tideturn.methods.agreement.packing import COUNT, counted_rows


def laid(*rows: tuple[str, str, int, int, str]) -> pl.DataFrame:
    schema = {"document": pl.String, "coder": pl.String, "start": pl.Int64, "end": pl.Int64, "code": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def units(*columns: Sequence[Any], **how: Any) -> Any:
    frame = pl.DataFrame({f"c{i}": column for i, column in enumerate(columns, 1)})
    return agreement_of_units(from_wide(frame, frame.columns), **({"draws": 0} | how))


def test_one_category_only_is_undefined_and_never_0_or_1() -> None:
    found = units(["a"] * 5, ["a"] * 5)
    assert found.percent.value == 1
    assert [found.kappa.value, found.fleiss.value, found.ac1.value, found.alpha["nominal"].value] == [None] * 4
    code = found.code("a")
    assert [code.kappa.value, code.ac1.value, code.alpha.value] == [None] * 3
    assert code.positive.value == 1
    said = "everyone gave one and the same, so nothing tells how often they would agree by chance"
    assert f"kappa of a is undefined: {said}." in found.notes
    assert found.as_dict()["kappa"] is None


def test_no_unit_of_two_is_undefined() -> None:
    found = units(["a", "b", None, None], [None, None, "a", "b"])
    assert (found.units, found.percent.value, found.kappa.value, found.alpha["nominal"].value) == (0, None, None, None)
    assert "kappa of all codes is undefined: no unit was seen by two coders." in found.notes


def test_a_coder_who_coded_nothing_is_left_out_and_said() -> None:
    found = units(["a", "b", "a"], ["a", "b", "b"], [None, None, None])
    assert found.coders == ("c1", "c2")
    assert found.notes[0] == "c3 coded nothing, and is left out."
    assert found.kappa.value == units(["a", "b", "a"], ["a", "b", "b"]).kappa.value


def test_chance_is_a_sum_over_categories() -> None:
    # Both say a and b half the time each: Pe is ½·½ + ½·½ = ½, not the product of anything.
    assert units(["a", "a", "b", "b"], ["a", "b", "a", "b"]).kappa.value == pytest.approx(0)


def test_text_that_neither_coded_is_part_of_the_text() -> None:
    spans = laid(("t", "x", 0, 10, "k"), ("t", "y", 0, 5, "k"))
    short, long = (agreement_of_spans(coded(spans, {"t": size}), draws=0).code("k") for size in (12, 1200))
    assert short.percent.value == pytest.approx(7 / 12)
    assert long.percent.value == pytest.approx(1195 / 1200)
    assert short.kappa.value == pytest.approx((7 / 12 - 64 / 144) / (1 - 64 / 144))
    assert short.positive.value == long.positive.value == pytest.approx(10 / 15)


def test_spans_that_overlap_are_one_where_the_code_is_the_same_and_two_codes_else() -> None:
    spans = laid(("t", "x", 0, 6, "k"), ("t", "x", 4, 9, "k"), ("t", "x", 8, 12, "m"), ("t", "y", 0, 9, "k"))
    texts = coded(spans, {"t": 20})
    assert texts.notes == ("1 span overlapped another of the same code and coder: made one.",)
    assert texts.texts[0].spans["x"] == ((0, 9, "k"), (8, 12, "m"))
    sets = [(start, end, sorted(sets[0])) for start, end, sets in texts.texts[0].sections()]
    assert sets == [(0, 8, ["k"]), (8, 9, ["k", "m"]), (9, 12, ["m"]), (12, 20, [])]
    assert agreement_of_spans(texts, draws=0).code("k").kappa.value == 1


def test_spans_that_touch_stay_two_pieces() -> None:
    whole = coded(laid(("t", "x", 0, 8, "k"), ("t", "y", 0, 8, "k")), {"t": 20})
    parted = coded(laid(("t", "x", 0, 4, "k"), ("t", "x", 4, 8, "k"), ("t", "y", 0, 8, "k")), {"t": 20})
    a, b = (agreement_of_spans(texts, draws=0) for texts in (whole, parted))
    assert a.code("k").kappa.value == b.code("k").kappa.value == 1
    assert len(parted.texts[0].units("x")) == 3


def test_who_was_given_a_text_and_found_nothing_is_of_another_mind() -> None:
    spans = laid(("t", "x", 0, 5, "k"))
    lengths = {"t": 10}
    assert coded(spans, lengths).texts == ()
    texts = coded(spans, lengths, [("t", "x"), ("t", "y"), ("u", "y")])
    assert "y laid no code on any text that another coder was given too." in texts.notes
    found = agreement_of_spans(texts, draws=0)
    assert (found.units, found.code("k").percent.value) == (10, 0.5)
    assert found.code("k").given == {"x": 5, "y": 0}


def test_spans_in_a_text_not_given_are_left_out_and_said() -> None:
    spans = laid(("t", "x", 0, 5, "k"), ("t", "y", 0, 5, "k"), ("t", "z", 0, 9, "k"))
    texts = coded(spans, {"t": 10}, [("t", "x"), ("t", "y")])
    assert texts.coders == ("x", "y")
    assert texts.notes == ("z laid 1 span in texts that were not given to this coder: left out.",)


def test_spans_that_cannot_be_are_named() -> None:
    spans = laid(("t", "x", 0, 5, "k"), ("t", "x", -1, 5, "k"), ("t", "x", 5, 5, "k"), ("t", "x", 6, 11, "k"))
    assert misplaced(spans, {"t": 10}) == [
        (1, "a span of “t” begins at -1, before the text does"),
        (2, "a span of “t” ends at 5, not after its start at 5"),
        (3, "a span ends at 11, and “t” has only 10 characters"),
    ]


def test_several_codes_on_a_unit_by_several_rows() -> None:
    rows = [
        ("u1", "x", "k"),
        ("u1", "x", "m"),
        ("u1", "y", "k"),
        ("u2", "x", None),
        ("u2", "y", None),
        ("u3", "x", "m"),
    ]
    schema = {"unit": pl.String, "coder": pl.String, "code": pl.String}
    told = from_long(pl.DataFrame(rows, schema=schema, orient="row"), unit="unit", coder="coder", code="code")
    found = agreement_of_units(told, several=True, draws=0)
    assert found.units == 2
    assert found.percent.value == 0.5
    # {k, m} and {k}: ½ shared, ⅔ since one lies within the other. Values {k,m}, {k}, ∅, ∅ are 1 apart across, else.
    far = 1 - 1 / 2 * 2 / 3
    assert found.alpha["masi"].value == pytest.approx(1 - far * 2 / (2 * (far + 4) / 3))
    assert "1 unit was seen by one coder only: nothing to compare." in found.notes


def test_numbers_are_the_same_however_they_are_written() -> None:
    one = units([1, 2, 3, None], [1, 2, 4, 3])
    for first, second in (
        ([1.0, 2.0, 3.0, None], [1.0, 2.0, 4.0, 3.0]),
        (["1", "2.0", "3", None], ["1.0", "2", "4", "3"]),
    ):
        other = units(first, second)
        assert {level: e.value for level, e in other.alpha.items()} == {
            level: e.value for level, e in one.alpha.items()
        }
    assert [code.code for code in one.codes] == ["1", "2", "3", "4"]


def test_codes_of_many_digits_are_not_one_another() -> None:
    found = units(["9007199254740993", "1", "2"], ["9007199254740992", "1", "2.0"])
    assert [code.code for code in found.codes] == ["1", "2", "9007199254740992", "9007199254740993"]
    assert found.percent.value == pytest.approx(2 / 3)


def test_numbers_whose_squares_no_float_holds_have_no_interval_alpha() -> None:
    found = units(["1e308", "1", "-1e308"], ["1e308", "2", "1e308"])
    assert set(found.alpha) == {"nominal", "ordinal"}
    assert found.notes[0] == "Interval and ratio α are left out: squares of numbers above 1e+100 cannot be told."


def test_thirds_of_three_coders_do_not_hide_that_all_gave_one_code() -> None:
    assert units(["a", "a"], [None, "a"], [None, "a"]).code("a").ac1.value is None


@pytest.mark.parametrize("names", [["count", "row"], ["row", "_codes"], ["codes", "count"]])
def test_coders_may_be_called_anything(names: list[str]) -> None:
    frame = pl.DataFrame({names[0]: ["x", "y"], names[1]: ["x", "x"]})
    assert agreement_of_units(from_wide(frame, names), draws=0).percent.value == 0.5
    assert disagreements_on_units(frame, names).height == 1
    long = pl.DataFrame([("1", name, "x") for name in names], schema=["unit", "who", "code"], orient="row")
    assert from_long(long, unit="unit", coder="who", code="code").units == 1


def test_what_differs_in_writing_alone_is_no_disagreement() -> None:
    frame = pl.DataFrame({"a": ["1", "2", " ", "3"], "b": ["1.0", "3", "1", None]})
    assert disagreements_on_units(frame, ["a", "b"])["row"].to_list() == [3]
    frame = pl.DataFrame({"a": ["x; y", "x", ";", "x"], "b": ["y;x", "x;x", ";;", ";"]})
    assert disagreements_on_units(frame, ["a", "b"], several=";")["row"].to_list() == [5]
    assert from_wide(frame, ["a", "b"], several=";").differing == 1


def test_a_scale_of_words_gives_ordinal_alpha() -> None:
    words = {1: "low", 2: "mid", 3: "high", 4: "top"}
    first, second = [1, 2, 3, 4, 2], [1, 3, 3, 4, 1]
    numbers = units(first, second).alpha["ordinal"].value
    told = [[words[n] for n in column] for column in (first, second)]
    assert units(*told, scale=list(words.values())).alpha["ordinal"].value == numbers
    assert set(units(*told).alpha) == {"nominal"}
    assert units(*told, scale=["low"]).notes == (
        "Ordinal α is left out: units without a code, or with several, have no place on the scale.",
    )


def test_a_ratio_needs_no_numbers_below_nothing() -> None:
    found = units([-1, 2, 3], [-1, 2, 4])
    assert set(found.alpha) == {"nominal", "ordinal", "interval"}
    assert "Ratio α is left out: a ratio needs numbers of 0 or more." in found.notes


def test_three_coders_are_also_told_two_by_two() -> None:
    found = units(["a", "b", "a", None], ["a", "b", "b", "a"], ["a", "a", "b", "a"])
    assert [(pair.a, pair.b, pair.units) for pair in found.pairs] == [("c1", "c2", 3), ("c1", "c3", 3), ("c2", "c3", 4)]
    assert found.pairs[0].kappa == units(["a", "b", "a"], ["a", "b", "b"]).kappa.value


def test_alpha_of_an_outcomes_codes_is_nominal_for_one_and_masi_for_several() -> None:
    spans = laid(("t", "x", 0, 9, "k"), ("t", "y", 0, 5, "k"), ("t", "y", 5, 9, "m"), ("t", "y", 12, 15, "other"))
    told = by_character(coded(spans, {"t": 40}))
    assert alpha_of_codes(told, ["k"]) == pytest.approx(
        agreement_of_spans(coded(spans, {"t": 40}), draws=0).code("k").alpha.value
    )
    sets = alpha_of_codes(told, ["k", "m"])
    # Of 80 characters seen 9 + 5 under k and 4 under m; k against m and k against nothing are 1 apart: 4 differ of 40.
    assert sets == pytest.approx(1 - (2 * 4) / ((80**2 - 14**2 - 4**2 - 62**2) / 79))
    assert alpha_of_codes(told, ["nobody’s"]) is None


def test_intervals_are_drawn_over_documents() -> None:
    alike = pl.DataFrame({"d": list("aabb"), "c1": list("xyxy"), "c2": list("xxxx")})
    found = agreement_of_units(from_wide(alike, ["c1", "c2"], document="d"), draws=50)
    assert (found.documents, found.percent.low, found.percent.high) == (2, 0.5, 0.5)
    apart = pl.DataFrame({"d": list("aabb"), "c1": list("xyxy"), "c2": list("xyyx")})
    found = agreement_of_units(from_wide(apart, ["c1", "c2"], document="d"), draws=200)
    assert (found.percent.value, found.percent.low, found.percent.high) == (0.5, 0, 1)
    alone = agreement_of_units(from_wide(alike.with_columns(d=pl.lit("a")), ["c1", "c2"], document="d"), draws=50)
    assert (alone.percent.value, alone.percent.low) == (0.5, None)
    assert "No interval: they are drawn over documents, and there is only one." in alone.notes


def test_the_interval_of_units_is_that_of_the_binomial() -> None:
    # 40 of 100 pairs agree: drawing units anew makes their number binomial, with a standard deviation of √24.
    found = units(["a"] * 40 + ["b"] * 60, ["a"] * 100, draws=4000)
    assert found.percent.low == pytest.approx(0.4 - 1.96 * 0.049, abs=0.012)
    assert found.percent.high == pytest.approx(0.4 + 1.96 * 0.049, abs=0.012)


def test_an_interval_is_not_given_where_draws_leave_the_coefficient_undefined() -> None:
    found = units(["a"] * 30 + ["b"], ["a"] * 31, draws=200)
    assert found.code("b").positive.value == 0
    assert (found.code("b").positive.low, found.code("b").positive.why) == (
        None,
        "too few draws of documents define it for an interval",
    )


@pytest.mark.parametrize("kind", [pl.Int8, pl.Int64, pl.UInt16, pl.Float64, pl.String])
@pytest.mark.parametrize("low", [0, 90, -3])
def test_rows_are_counted_alike_whatever_they_are_made_of(kind: Any, low: int) -> None:
    if kind == pl.UInt16 and low < 0:
        low = 65_000
    rng = np.random.default_rng(1)
    frame = pl.DataFrame({c: rng.integers(low, low + 7, 500) for c in "xyz"})
    frame = frame.with_columns(pl.when(pl.Series(rng.random(500) < 0.2)).then(None).otherwise(pl.col("x")).alias("x"))
    plain = frame.group_by("x", "y", "z").len(COUNT).with_columns(pl.col(COUNT).cast(pl.Int64))
    found = counted_rows(frame.cast(kind)).with_columns(pl.col(COUNT).cast(pl.Int64))
    assert (
        found.with_columns(pl.col("x", "y", "z").cast(pl.Int64)).sort("x", "y", "z").rows()
        == plain.sort("x", "y", "z").rows()
    )


def test_rows_of_many_values_are_counted_too() -> None:
    frame = pl.DataFrame({"x": [0, 10**9, None, None], "y": [1, 2, 2, None]})
    assert sorted(counted_rows(frame).rows(), key=str) == [(0, 1, 1), (10**9, 2, 1), (None, 2, 1)]
    halves = pl.DataFrame({"x": [0.5, float("nan")], "y": [0.5, 1.0]})
    assert sorted(counted_rows(halves).rows(), key=str) == [(0.5, 0.5, 1), (None, 1.0, 1)]


def test_results_print_themselves_and_become_a_frame() -> None:
    found = units(["a", "b", "a", "b"], ["a", "b", "b", "b"], draws=20)
    text = str(found)
    assert text.startswith("4 units, 2 coders\na: percent 0.750 (")
    frame = found.frame()
    assert frame["code"].to_list() == ["a", "b"]
    assert frame["kappa"].to_list() == [found.code("a").kappa.value, found.code("b").kappa.value]
    with pytest.raises(KeyError):
        found.code("z")


def test_disagreements_say_who_said_what_where() -> None:
    spans = laid(("t", "x", 4, 9, "k"), ("t", "y", 4, 7, "k"), ("t", "y", 10, 12, "m"))
    found = disagreements_on_text(coded(spans, {"t": 12}), {"t": "The cat sat."})
    assert found.rows() == [("t", 7, 9, "k", "x", "y", " s"), ("t", 10, 12, "m", "y", "x", "t.")]
