import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import polars as pl
import pytest

from tideturn.methods.surveys import codes, counting_views
from tideturn.methods.surveys.codes import ROWS, SLOTS
from tideturn.methods.surveys.counting import Counts, Group, count_answers
from tideturn.methods.surveys.views import Chunk, ViewsError


def by_group(counts: Counts) -> tuple[dict[Group, int], dict[str, dict[Group, dict[str | None, int]]]]:
    """The size of each group, and how often it gave each answer to each question."""
    assert len(set(counts.groups)) == len(counts.groups) == len(counts.sizes)
    tallies: dict[str, dict[Group, dict[str | None, int]]] = {}
    for column, tally in counts.tallies.items():
        found = tallies.setdefault(column, {})
        for group, answer, rows in zip(tally.group, tally.answer, tally.rows, strict=True):
            given = found.setdefault(counts.groups[group], {})
            assert tally.answers[answer] not in given, "counted in two places"
            given[tally.answers[answer]] = int(rows)
    return dict(zip(counts.groups, counts.sizes.tolist(), strict=True)), tallies


def counted(
    answers: Sequence[str | None], groups: Sequence[str | int | None]
) -> tuple[dict[Group, int], dict[Group, dict[str | None, int]]]:
    """What is counted of one question in the groups of one column, by the way that many rows take."""
    frame = pl.DataFrame({"q": answers, "g": groups}, schema_overrides={"q": pl.String}, strict=False)
    sizes, tallies = by_group(count_answers(frame.lazy(), ["q"], ["g"]))
    return sizes, tallies["q"]


def by_hand(
    answers: Sequence[str | None], groups: Sequence[str | int | None]
) -> tuple[dict[Group, int], dict[Group, dict[str | None, int]]]:
    """The same, one row after another."""
    sizes: dict[Group, int] = dict(Counter((group,) for group in groups))
    tallies: dict[Group, dict[str | None, int]] = {(group,): {} for group in groups}
    for answer, group in zip(answers, groups, strict=True):
        said = (answer or "").strip() or None
        tallies[group,][said] = tallies[group,].get(said, 0) + 1
    return sizes, tallies


def sharing_a_slot() -> tuple[str, str]:
    """Two texts whose hashes end alike, as any few hundred texts hold."""
    met: dict[int, str] = {}
    texts = pl.Series([f"answer {number}" for number in range(5_000)])
    for text, code in zip(texts, texts.hash().to_list(), strict=True):
        other = met.setdefault(code % SLOTS, text)
        if other != text:
            return other, text
    raise AssertionError("five thousand texts, and each has a slot of its own")


def test_an_answer_that_first_appears_late_is_counted() -> None:
    answers = ["Agree", "Disagree", None, "Agree"] * (ROWS // 2)
    answers[-3] = "Neither"
    answers[ROWS] = "Too early"
    groups = ["north", "south"] * ROWS
    groups[-1] = "west"
    assert counted(answers, groups) == by_hand(answers, groups)


def test_blanks_around_an_answer_are_nothing_wherever_they_stand() -> None:
    answers = ["Agree"] * ROWS + [" Agree", "Agree\t", "  ", "", None, "Agree"]
    sizes, tally = counted(answers, [1] * len(answers))
    assert sizes == {(1,): ROWS + 6}
    assert tally == {(1,): {"Agree": ROWS + 3, None: 3}}


@pytest.mark.parametrize("apart", [1, ROWS - 1, ROWS, 2 * ROWS])
def test_two_answers_whose_hashes_share_a_slot_are_told_apart(apart: int) -> None:
    one, other = sharing_a_slot()
    answers = [one] * apart + [other, "Agree", None, one]
    groups = [number % 3 for number in range(len(answers))]
    assert counted(answers, groups) == by_hand(answers, groups)


@pytest.mark.parametrize("rare", [1, 40])
def test_many_answers_that_come_after_few_are_told_apart(rare: int) -> None:
    answers = ["Agree", "Disagree", None] * ROWS + [f"answer {number}" for number in range(rare)] * 3
    groups = [number % 5 for number in range(len(answers))]
    assert counted(answers, groups) == by_hand(answers, groups)


def test_groups_whose_hashes_share_a_slot_are_told_apart() -> None:
    one, other = sharing_a_slot()
    groups = [one] * ROWS + [other] * 3 + [None]
    sizes, tally = counted(["Agree"] * len(groups), groups)
    assert sizes == {(one,): ROWS, (other,): 3, (None,): 1}
    assert tally == {group: {"Agree": rows} for group, rows in sizes.items()}


@pytest.mark.parametrize(
    ("different", "groups"), [(1, 1), (300, 700), (ROWS + 5, 1), (ROWS + 5, 700), (7, 70_000), (ROWS + 5, 70_000)]
)
def test_however_many_answers_and_groups_there_are(different: int, groups: int) -> None:
    dice = random.Random(different * groups)
    answers = [f"answer {dice.randrange(different)}" for _ in range(ROWS + 9)]
    into = [f"group {dice.randrange(groups)}" for _ in answers]
    assert counted(answers, into) == by_hand(answers, into)


@pytest.mark.parametrize("groups", [2_047, 2_048, 65_535, 65_536, 70_000])
def test_each_row_may_be_a_group_of_its_own(groups: int) -> None:
    answers = [["Agree", "Disagree", None][number % 3] for number in range(groups)]
    assert counted(answers, range(groups)) == by_hand(answers, range(groups))


def test_a_file_of_several_row_groups_and_categories_count_as_text_does() -> None:
    answers = [["Agree", "Disagree ", None][number % 3] for number in range(ROWS + 100)]
    groups = [number % 7 for number in range(len(answers))]
    text = pl.DataFrame({"q": answers, "g": groups})
    in_parts = pl.concat([text[:100], text[100:40_000], text[40_000:]], rechunk=False)
    assert in_parts["q"].n_chunks() == 3
    expected = by_hand(answers, groups)
    for frame in (text, in_parts, in_parts.with_columns(pl.col("q").cast(pl.Categorical))):
        sizes, tallies = by_group(count_answers(frame, ["q"], ["g"]))
        assert (sizes, tallies["q"]) == expected


@pytest.mark.parametrize("way", [pl.DataFrame.clone, pl.DataFrame.lazy])
def test_only_groups_that_there_are_have_a_size(way: Callable[[pl.DataFrame], pl.DataFrame | pl.LazyFrame]) -> None:
    frame = pl.DataFrame({"site": ["a", "b", "a"], "year": [1, 4, 1], "q": ["x", None, "y"]})
    sizes, tallies = by_group(count_answers(way(frame), ["q"], ["site", "year"]))
    assert sizes == {("a", 1): 2, ("b", 4): 1}
    assert tallies == {"q": {("a", 1): {"x": 1, "y": 1}, ("b", 4): {None: 1}}}


@pytest.mark.parametrize("way", [pl.DataFrame.clone, pl.DataFrame.lazy])
def test_groups_that_differ_by_blanks_alone_are_one_size(
    way: Callable[[pl.DataFrame], pl.DataFrame | pl.LazyFrame],
) -> None:
    frame = pl.DataFrame({"site": ["a", " a", "", None], "q": ["x", "x ", "x", None]})
    sizes, tallies = by_group(count_answers(way(frame), ["q"], ["site"]))
    assert sizes == {("a",): 2, (None,): 2}
    assert tallies == {"q": {("a",): {"x": 2}, (None,): {"x": 1, None: 1}}}


@pytest.mark.parametrize("way", [pl.DataFrame.clone, pl.DataFrame.lazy])
def test_without_groups_or_rows(way: Callable[[pl.DataFrame], pl.DataFrame | pl.LazyFrame]) -> None:
    frame = pl.DataFrame({"q": ["x", None]})
    assert by_group(count_answers(way(frame), ["q"], [])) == ({(): 2}, {"q": {(): {"x": 1, None: 1}}})
    assert by_group(count_answers(way(frame[:0]), ["q"], [])) == ({}, {"q": {}})
    assert by_group(count_answers(way(frame[:0]), ["q"], ["q"])) == ({}, {"q": {}})


def test_texts_that_are_kept_without_views_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(texts: pl.Series) -> Iterator[Chunk]:
        raise ViewsError

    for module in (codes, counting_views):
        monkeypatch.setattr(module, "chunks", none)
    answers = ["Agree", "Strongly disagree", None, " Agree"] * 100
    groups = ["north", None, "south", "north", "east"] * 80
    assert counted(answers, groups) == by_hand(answers, groups)
