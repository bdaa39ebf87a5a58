"""Every answer to every question in every group in a few arrays, so that thousands of results are computed at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tideturn.methods.surveys.codes import Whole
from tideturn.methods.surveys.counting import Counts

Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Said:
    """What was answered. A result is one question in one group; results are numbered question by question.

    `question`, `texts`, `number` and `on_scale` have an entry for each different answer to a question: the question's
    number, the answer's text, its value as a number (NaN for words), and whether it is on the scale. A question's
    answers are together: those on its scale in its order, then the others, numbers before words, and last None for no
    answer. `result`, `answer` and `rows` have an entry for each answer of each result, in the order of both; `rows`
    counts how often it was given.
    """

    results: int
    question: Whole
    texts: tuple[str | None, ...]
    number: npt.NDArray[np.float64]
    on_scale: Marks
    result: Whole
    answer: Whole
    rows: Whole

    def times(self, which: Marks) -> Whole:
        """Return how often the marked answers were given in each result."""
        given = which[self.answer]
        return np.bincount(self.result[given], weights=self.rows[given], minlength=self.results).astype(np.int64)

    def counts(self) -> Iterator[dict[str, int]]:
        """Yield how often each answer was given in each result, in the answers' order, without missing answers."""
        texts, rows = [self.texts[answer] for answer in self.answer.tolist()], self.rows.tolist()
        start = 0
        for end in np.searchsorted(self.result, np.arange(self.results), side="right").tolist():
            some = zip(texts[start:end], rows[start:end], strict=True)
            yield {text: times for text, times in some if text is not None}
            start = end

    def medians(self, opinion: Marks) -> list[float | str | None]:
        """Return the median of the marked answers in each result: a number, or for words an answer on the scale.

        If the two middle words differ, both are given. None without an answer, or with a word that is not on the scale.
        """
        n = self.times(opinion)
        numbers = self.times(opinion & np.isnan(self.number)) == 0
        ordered = (n > 0) & (numbers | (self.times(opinion & ~self.on_scale) == 0))
        counted = np.flatnonzero(opinion[self.answer] & ordered[self.result])
        result, answer = self.result[counted], self.answer[counted]
        order = np.lexsort((np.where(numbers[result], self.number[answer], answer), result))
        reached = np.cumsum(self.rows[counted][order])
        n = n[ordered]
        before = np.cumsum(n) - n
        lower, upper = (
            answer[order[np.searchsorted(reached, before + middle, side="right")]].tolist()
            for middle in ((n - 1) // 2, n // 2)
        )
        numbers_of = self.number.tolist()
        medians: list[float | str | None] = [None] * self.results
        for place, low, high in zip(np.flatnonzero(ordered).tolist(), lower, upper, strict=True):
            middle = (numbers_of[low] + numbers_of[high]) / 2
            if math.isnan(middle):
                medians[place] = self.texts[low] if low == high else f"{self.texts[low]} to {self.texts[high]}"
            else:
                medians[place] = middle
        return medians


def what_was_said(questions: Sequence[tuple[str, Sequence[str]]], counts: Counts) -> Said:
    """Return what was answered to each question; a question is given by its column and its scale."""
    texts: list[str | None] = []
    asked: list[int] = []
    on_scale: list[bool] = []
    parts: list[tuple[Whole, Whole, Whole]] = []
    for question, (column, scale) in enumerate(questions):
        tally = counts.tallies[column]
        place = {text: number for number, text in enumerate(scale)}
        order = sorted(range(len(tally.answers)), key=lambda code: _order(tally.answers[code], place))
        result, answer = tally.group + question * len(counts.groups), np.argsort(order)[tally.answer] + len(texts)
        parts.append((result, answer, tally.rows))
        texts += [tally.answers[code] for code in order]
        asked += [question] * len(order)
        on_scale += [tally.answers[code] in place for code in order]
    result, answer, rows = np.hstack(parts) if parts else np.zeros((3, 0), dtype=np.int64)
    by_result = np.lexsort((answer, result))
    return Said(
        results=len(questions) * len(counts.groups),
        question=np.array(asked, dtype=np.int64),
        texts=tuple(texts),
        number=np.array([number_of(text) for text in texts], dtype=np.float64),
        on_scale=np.array(on_scale, dtype=bool),
        result=result[by_result],
        answer=answer[by_result],
        rows=rows[by_result],
    )


def _order(text: str | None, scale: Mapping[str, int]) -> tuple[int, float, str]:
    """Return the sort key of an answer: first those on the scale, then numbers, then words; no answer is last."""
    if text is None:
        return 3, 0.0, ""
    if text in scale:
        return 0, scale[text], ""
    number = number_of(text)
    return (2, 0.0, text) if number is None else (1, number, text)


@lru_cache(maxsize=1024)  # the same few answers are given to many questions
def number_of(text: str | None) -> float | None:
    """Return an answer as a finite number; None for words and for no answer."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
