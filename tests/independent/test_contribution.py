"""Every line on how far the programme is a cause says what the folder gives, also where it holds no number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .conftest import YEARS
from .contributed import Contribution
from .known import KNOWN_WRONG, SECOND_WRONG, known
from .placing import Failure
from .printed import Printed
from .says_contribution import LINE
from .standing import standing

REASONS = ("Another explanation is stronger.", "Every other explanation is weaker or ruled out.")


def wrong_lines(printed: Printed) -> Iterator[Failure]:
    for passage in printed.report.passages:
        at = standing(printed.year, passage)
        if at and passage.kind == "paragraph" and (told := LINE.match(passage.text)):
            wrong = Contribution(printed.year, at.outcome, printed.report).fits(told["line"])
            if wrong:
                yield Failure(passage, wrong, passage.text)


@pytest.mark.parametrize("number", YEARS)
@pytest.mark.parametrize("which", ["printed", "second"])
def test_every_line_on_the_contribution(which: str, number: int, request: pytest.FixtureRequest) -> None:
    table = KNOWN_WRONG if which == "printed" else SECOND_WRONG
    found = list(wrong_lines(request.getfixturevalue(which)[number]))
    told = [each for each in found if known(each, number, table) is None]
    assert not told, "\n\n".join(map(str, told))


@pytest.mark.parametrize("number", YEARS)
def test_another_rating_or_reason_is_noticed(printed: dict[int, Printed], number: int) -> None:
    year, report = printed[number].year, printed[number].report
    for outcome in year.outcomes:
        found = Contribution(year, outcome, report)
        assert found.fits("certain. It was the programme.")
        true = [reason for reason in REASONS if not found.fits(f"{found.rating}. {reason}")]
        assert len(true) < len(REASONS), f"{outcome}: both {true}"
