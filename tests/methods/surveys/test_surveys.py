from __future__ import annotations

import random
import statistics
from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.intervals import wilson
from tideturn.methods.surveys import Item, response_rate, tabulate

SCALE = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
Q = Item("q", SCALE[3:], SCALE[:2], too_early=("Too soon",), opinion_none=("Don't know",), scale=SCALE)


def frame(**columns: list[object]) -> pl.DataFrame:
    return pl.DataFrame(columns, strict=False)


def test_every_kind_of_answer_is_counted_apart() -> None:
    answers = ["Agree"] * 9 + ["Strongly agree"] * 4 + ["Neither"] * 2 + ["Disagree"] * 2
    answers += ["Don't know"] * 3 + ["Too soon"] * 2 + [None] * 5 + ["  "]
    (result,) = tabulate(frame(q=answers), [Q])
    assert (result.responses, result.missing, result.dont_know, result.too_early) == (28, 6, 3, 2)
    assert (result.n, result.k, result.neutral, result.disagree) == (17, 13, 2, 2)
    assert result.counts == {
        "Strongly disagree": 0, "Disagree": 2, "Neither": 2, "Agree": 9, "Strongly agree": 4,
        "Don't know": 3, "Too soon": 2,
    }  # fmt: skip
    assert list(result.counts)[:5] == list(SCALE)
    assert result.share == 13 / 17
    assert (round(result.low or 0, 4), round(result.high or 0, 4)) == (0.5274, 0.9044)
    assert result.net == 11 / 17
    assert result.median == "Agree"


def test_below_ten_opinions_there_are_counts_and_nothing_else() -> None:
    (result,) = tabulate(frame(q=["Agree"] * 9 + ["Don't know"] * 30), [Q])
    assert (result.n, result.k, result.dont_know) == (9, 9, 30)
    told = (result.share, result.low, result.high, result.disagree_low, result.net, result.net_low, result.median)
    assert told == (None,) * 7
    (lower,) = tabulate(frame(q=["Agree"] * 9), [Q], min_n=5)
    assert lower.share == 1


def test_nobody_at_all() -> None:
    (result,) = tabulate(pl.DataFrame(schema={"q": pl.String}), [Q], min_n=0)
    assert (result.responses, result.n, result.share, result.median) == (0, 0, None, None)
    assert tabulate(pl.DataFrame(schema={"q": pl.String, "site": pl.String}), [Q], by=["site"]) == []


def test_groups_are_sorted_and_numbers_stay_numbers() -> None:
    table = frame(q=["Agree"] * 5, site=["b", "a", None, "a", "b"], year=[10, 2, 2, 10, 2])
    results = tabulate(table, [Q], by=["site", "year"])
    found = [(r.by["site"], r.by["year"]) for r in results]
    assert found == [("a", 2), ("a", 10), ("b", 2), ("b", 10), (None, 2)]
    assert all(r.responses == 1 for r in results)


def test_items_keep_their_order_and_one_may_stand_twice() -> None:
    table = frame(q=["Agree"] * 3, p=[1, 2, None])
    other = Item("q", ("Disagree",))
    results = tabulate(table, [Item("p", ("2",)), Q, other])
    assert [(r.item, r.k) for r in results] == [("p", 1), ("q", 3), ("q", 0)]


@pytest.mark.parametrize("kind", [pl.Int8, pl.Int64, pl.UInt16, pl.Float64, pl.String, pl.Categorical])
def test_answers_of_any_type_read_as_the_same_text(kind: type[pl.DataType]) -> None:
    values = pl.Series("q", [1, 5, 5, 3, None, -99] * 4)
    column = values.cast(pl.String).cast(kind) if kind in (pl.String, pl.Categorical) else None
    if column is None:
        column = values.replace(-99, 99).cast(kind) if kind == pl.UInt16 else values.cast(kind)
    odd = "99" if kind == pl.UInt16 else "-99"
    (result,) = tabulate(column.to_frame(), [Item("q", ("5",), ("1",), opinion_none=(odd,))])
    assert result.counts == {"1": 4, "3": 4, "5": 8, odd: 4}
    assert (result.n, result.k, result.disagree, result.missing, result.median) == (16, 8, 4, 4, 4.0)


def test_numbers_far_apart_do_not_overflow() -> None:
    table = pl.DataFrame({"q": pl.Series([-128, 127, 127], dtype=pl.Int8), "g": [-(2**60), 2**60, 2**60]})
    low, high = tabulate(table, [Item("q", ("127",))], by=["g"])
    assert (low.by, low.counts) == ({"g": -(2**60)}, {"-128": 1})
    assert (high.by, high.counts) == ({"g": 2**60}, {"127": 2})


def test_many_groups_by_many_answers_are_still_counted() -> None:
    size = 3000
    table = pl.DataFrame({"g": [f"g{i}" for i in range(size)], "q": [f"a{i}" for i in range(size)]})
    results = tabulate(table, [Item("q", ("a7",))], by=["g"])
    assert len(results) == size
    assert sum(r.k for r in results) == 1
    assert {r.by["g"]: r.counts for r in results}["g42"] == {"a42": 1}


def test_few_answers_in_many_groups_are_still_counted() -> None:
    size = 5000
    table = pl.DataFrame({"g": list(range(size)) * 2, "q": ["Agree"] * size + [None] * size})
    results = tabulate(table, [Q], by=["g"])
    assert len(results) == size
    assert all((r.responses, r.k, r.missing) == (2, 1, 1) for r in results)


@pytest.mark.parametrize("different", [2, 40, 300, 5000])
def test_texts_are_told_apart_however_many_there_are(different: int) -> None:
    answers = [f"answer {i % different}" for i in range(5000)]
    (result,) = tabulate(frame(q=answers), [Item("q", ("answer 1",))])
    assert len(result.counts) == different
    assert set(result.counts.values()) <= {5000 // different, 5000 // different + 1}


def test_groups_that_differ_by_blanks_alone_are_one() -> None:
    (result,) = tabulate(frame(q=["Agree", "Agree "], site=["a", " a"]), [Q], by=["site"])
    assert (result.by["site"], result.responses, result.counts["Agree"]) == ("a", 2, 2)


@pytest.mark.parametrize(
    ("answers", "scale", "median"),
    [
        (["Disagree"] * 5 + ["Agree"] * 5, SCALE, "Disagree to Agree"),
        (["Disagree"] * 5 + ["Agree"] * 6, SCALE, "Agree"),
        (["Yes"] * 10, (), None),
        (["1"] * 5 + ["4"] * 5, (), 2.5),
        (["10"] * 6 + ["9"] * 5, (), 10.0),
        (["Other"] + ["Agree"] * 10, SCALE, None),
    ],
)
def test_median_over_the_order_of_the_scale(answers: list[str], scale: tuple[str, ...], median: object) -> None:
    (result,) = tabulate(frame(q=answers), [Item("q", ("Agree",), scale=scale)])
    assert result.median == median


def test_population_narrows_and_a_census_is_the_point() -> None:
    answers = frame(q=["Agree"] * 12 + ["Disagree"] * 8)
    (sample,), (part,), (all_of_them,) = (tabulate(answers, [Q], population=size) for size in (None, 40, 20))
    assert (all_of_them.low, all_of_them.high, all_of_them.net_low, all_of_them.net_high) == (0.6, 0.6, 0.2, 0.2)
    assert sample.low is not None
    assert part.low is not None
    assert sample.low < part.low < 0.6
    # n(N-1)/(N-n) with n = 20, N = 40 is 39: the interval of 39 answers at the same share.
    wider, narrower = wilson(23, 39), wilson(24, 39)
    assert wider is not None
    assert narrower is not None
    assert wider.low < part.low < narrower.low


def test_what_cannot_be_tabulated_is_said() -> None:
    with pytest.raises(TideturnError, match=r"no column “site”.*The columns are q"):
        tabulate(frame(q=["Agree"]), [Q], by=["site"])
    with pytest.raises(TideturnError, match="population of only 2"):
        tabulate(frame(q=["Agree"] * 3), [Q], population=2)
    with pytest.raises(TideturnError, match="cannot be split"):
        tabulate(frame(q=["Agree"] * 3, site=["a"] * 3), [Q], by=["site"], population=20)


def test_a_lazy_parquet_file_gives_what_the_frame_gives(tmp_path: Path) -> None:
    table = frame(q=["Agree", "Disagree", None] * 20, site=["a", "b"] * 30, year=[1, 1, 2] * 20)
    table.write_parquet(tmp_path / "t.parquet")
    lazy = pl.scan_parquet(tmp_path / "t.parquet")
    assert tabulate(lazy, [Q], by=["site", "year"]) == tabulate(table, [Q], by=["site", "year"])


@given(
    st.lists(st.tuples(st.sampled_from([*SCALE, "Don't know", "Too soon", None]), st.sampled_from(["a", "b", None]))),
    st.randoms(),
)
def test_row_order_is_nothing_and_every_response_is_somewhere(
    rows: list[tuple[str | None, str | None]], dice: random.Random
) -> None:
    def of(some: list[tuple[str | None, str | None]]) -> pl.DataFrame:
        return pl.DataFrame(some, schema={"q": pl.String, "site": pl.String}, orient="row")

    shuffled = rows[:]
    dice.shuffle(shuffled)
    results = tabulate(of(rows), [Q], by=["site"])
    assert results == tabulate(of(shuffled), [Q], by=["site"])
    expected = Counter(rows)
    for r in results:
        assert r.responses == r.missing + r.dont_know + r.too_early + r.n
        assert r.n == r.k + r.neutral + r.disagree
        assert r.counts == {a: expected[a, r.by["site"]] for a in r.counts}
        if r.share is not None and r.low is not None and r.high is not None:
            assert 0 <= r.low <= r.share <= r.high <= 1
    assert sum(r.responses for r in results) == len(rows)


answers_of_all_kinds = st.sampled_from(
    ["1", "2", "2.0", "10", "Disagree", "Neither", "Agree", " Agree", "Other", "Don't know", "", None]
)


@given(st.lists(st.tuples(answers_of_all_kinds, answers_of_all_kinds, st.integers(0, 4)), max_size=80))
def test_a_group_among_others_is_what_it_is_alone(rows: list[tuple[str | None, str | None, int]]) -> None:
    table = pl.DataFrame(rows, schema={"q": pl.String, "p": pl.String, "site": pl.Int64}, orient="row")
    items = [Q, Item("p", ("2", "10"), ("1",), scale=("10", "2", "1")), Item("p", ("Agree",), ("Other",))]
    for way in (table, table.lazy()):
        together = tabulate(way, items, by=["site"], min_n=3)
        for site in sorted({row[2] for row in rows}):
            alone = tabulate(table.filter(pl.col("site") == site), items, min_n=3)
            assert [replace(result, by={"site": site}) for result in alone] == [
                result for result in together if result.by["site"] == site
            ]


@given(st.lists(answers_of_all_kinds, max_size=30), st.booleans())
def test_the_median_is_the_middle_of_all_opinions_in_order(answers: list[str | None], scaled: bool) -> None:
    scale = ("Disagree", "Neither", "Agree", "1", "10", "2") if scaled else ()
    (result,) = tabulate(frame(q=answers), [Item("q", (), opinion_none=("Don't know",), scale=scale)], min_n=1)
    opinions = [said.strip() for said in answers if said and said.strip() and said != "Don't know"]
    if not opinions:
        middle: float | str | None = None
    elif all(said.replace(".", "").isdigit() for said in opinions):
        middle = statistics.median(float(said) for said in opinions)
    elif set(opinions) <= set(scale):
        low, high = (
            pick([scale.index(said) for said in opinions]) for pick in (statistics.median_low, statistics.median_high)
        )
        words = scale[low] if low == high else f"{scale[low]} to {scale[high]}"
        both = {scale[low], scale[high]} <= {"1", "2", "10"}
        middle = (float(scale[low]) + float(scale[high])) / 2 if both else words
    else:
        middle = None
    assert result.median == middle


def test_response_rate() -> None:
    assert response_rate(45, 90) == 0.5
    assert response_rate(0, 0) is None
    with pytest.raises(ValueError, match="only 3 invited"):
        response_rate(4, 3)
