import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from tideturn.methods.surveys.counting_views import count_views
from tideturn.methods.surveys.slots import ROWS, SAMPLE, SLOTS
from tideturn.methods.surveys.views import ViewsError, chunks

LIKERT = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree", "Don't know", None]


def counted(texts: pl.Series, groups: int = 3) -> Counter[tuple[str | None, int]]:
    """How often each answer stands in each group, where the groups follow one another row by row."""
    numbers = np.arange(len(texts)) % groups
    counts = count_views(texts, (numbers * SLOTS).astype(np.uint16), groups)
    return Counter(
        {(said, group): int(rows) for said, table in counts.items() for group, rows in enumerate(table) if rows}
    )


def by_hand(texts: Sequence[str | None], groups: int = 3) -> Counter[tuple[str | None, int]]:
    return Counter(((text or "").strip() or None, row % groups) for row, text in enumerate(texts))


def as_read(texts: Sequence[str | None], folder: object, row_group: int = 100_000) -> pl.Series:
    """As they come from a file with a dictionary, where what is missing has any view at all."""
    path = f"{folder}/answers.parquet"
    pl.DataFrame({"q": texts}, schema={"q": pl.String}).write_parquet(path, row_group_size=row_group)
    return pl.scan_parquet(path).collect()["q"]


def shuffled(answers: Sequence[str | None], rows: int) -> list[str | None]:
    return random.Random(rows).choices(answers, k=rows)


@pytest.mark.parametrize("rows", [1, 7, SAMPLE, ROWS, ROWS + 1, 3 * ROWS + 5])
def test_answers_read_from_a_file_are_counted(rows: int, tmp_path: object) -> None:
    answers = shuffled(LIKERT, rows)
    assert counted(as_read(answers, tmp_path, 20_000)) == by_hand(answers)


def test_what_is_missing_has_the_view_of_some_answer_and_is_none_all_the_same(tmp_path: object) -> None:
    answers = shuffled(LIKERT, 2 * ROWS)
    texts = as_read(answers, tmp_path)
    missing = [row for row, answer in enumerate(answers) if answer is None]
    assert any(chunk.words[row - chunk.start].any() for chunk in chunks(texts) for row in missing[:50])
    assert counted(texts)[None, 0] == by_hand(answers)[None, 0] > 0


@pytest.mark.parametrize("first", [1, 3, 8, ROWS - 1])
@pytest.mark.parametrize("left", [ROWS // 2, 2 * ROWS + 3])
def test_rows_from_the_middle_of_a_column(first: int, left: int, tmp_path: object) -> None:
    answers = shuffled(LIKERT, 4 * ROWS)
    assert counted(as_read(answers, tmp_path)[first : first + left]) == by_hand(answers[first : first + left])


@pytest.mark.parametrize("late", [-1, ROWS, ROWS - 1, 101])
@pytest.mark.parametrize("said", ["Too early", "Far too early to say anything", "", "  Agree ", None])
def test_an_answer_given_once_is_counted_wherever_it_stands(late: int, said: str | None, tmp_path: object) -> None:
    answers: list[str | None] = ["Agree", "Strongly disagree"] * ROWS
    answers[late] = said
    assert counted(as_read(answers, tmp_path)) == by_hand(answers)


@pytest.mark.parametrize(
    "answers",
    [
        ["2019-Q1", "2019-Q2", "2020-Q1", "2020-Q2"],
        ["Very much like us", "Very much unlike us", "Very much as before", None],
        ["a", "a\0", "a\0\0", "\0a", "", "\0"],
        [str(number) for number in range(12)],
        ["ja", "nein", "weiß nicht", "überhaupt nicht einverstanden", "völlig einverstanden"],
    ],
)
def test_answers_alike_in_length_or_beginning_are_told_apart(answers: list[str | None], tmp_path: object) -> None:
    given = shuffled(answers, 2 * ROWS)
    assert counted(as_read(given, tmp_path)) == by_hand(given)


def test_answers_one_after_another_as_in_a_sorted_column(tmp_path: object) -> None:
    answers = [answer for answer in LIKERT for _ in range(ROWS // 3)]
    assert counted(as_read(answers, tmp_path)) == by_hand(answers)


def test_an_answer_that_has_other_views_in_other_chunks_is_counted_in_one_place(tmp_path: object) -> None:
    answers = shuffled(LIKERT, 32_768)
    texts = as_read(answers, tmp_path, 1_000)
    views = {chunk.words[:100].tobytes() for chunk in chunks(texts)}
    assert texts.n_chunks() == len(views) == 33
    assert counted(texts) == by_hand(answers)


def test_a_view_that_stands_for_another_text_in_the_next_chunk_is_not_taken_for_the_last_ones(tmp_path: object) -> None:
    some, others = ["Agree", "Strongly agree indeed"] * 500, ["Agree"] * 1_000
    others[101] = "Strongly against them"
    texts = pl.concat([as_read(some, tmp_path), as_read(others, tmp_path)], rechunk=False)
    one, other = chunks(texts)
    assert one.words[1].tobytes() == other.words[101].tobytes()
    assert counted(texts) == by_hand(some + others)


def test_a_chunk_without_rows_among_others(tmp_path: object) -> None:
    some = as_read(["Agree", None, "Strongly agree"], tmp_path)
    texts = pl.concat([some, some, some], rechunk=False).filter([True] * 3 + [False] * 3 + [True] * 3)
    assert [len(chunk) for chunk in texts.get_chunks()] == [3, 0, 3]
    assert counted(texts) == by_hand(texts.to_list())


@pytest.mark.parametrize("empty", [pl.Series(["", None, " "] * 9), pl.Series([None] * 9, dtype=pl.String)])
def test_nobody_answered(empty: pl.Series) -> None:
    assert counted(empty) == by_hand(empty.to_list())


def test_no_rows_at_all() -> None:
    assert count_views(pl.Series([], dtype=pl.String), np.zeros(0, dtype=np.uint16), 1) == {}


def test_many_answers_are_left_to_another_way() -> None:
    texts = pl.Series([f"answer {number}" for number in range(SLOTS + 1)] * 3)
    with pytest.raises(ViewsError):
        count_views(texts, np.zeros(len(texts), dtype=np.uint16), 1)


def test_what_is_no_text_has_no_views() -> None:
    with pytest.raises(ViewsError):
        list(chunks(pl.Series([1, 2])))
