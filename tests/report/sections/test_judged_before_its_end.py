"""A year judged before it ends: its sentences name the last day with known records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from tests.annexed import whole
from tests.worked_example import second, second_judged

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Year
from tideturn.dataset.wording import at_end_of
from tideturn.report.blocks import Block, DataTable, Facts, Paragraph, Section, Words
from tideturn.report.sections.delivery import delivery
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.posts import posts
from tideturn.report.sections.programme import programme


@pytest.mark.parametrize(
    ("collected", "said"),
    [
        (None, "at the end of the year"),
        (date(2022, 3, 31), "at the end of the year"),
        (date(2022, 4, 23), "at the end of the year"),
        (date(2022, 3, 11), "as of 11 March 2022"),
    ],
)
def test_the_end_is_the_last_day_that_is_known(collected: date | None, said: str) -> None:
    assert at_end_of(Year(1, date(2021, 4, 1), date(2022, 3, 31), collected)) == said


@pytest.fixture(scope="module")
def look() -> Lookup:
    """Year 1 of the second programme runs to 31 March 2022, and its records to 11 March."""
    judged = second_judged(1)
    return Lookup(known_by(second(), judged.year.as_of), judged)


def test_posts_criteria_and_milestones_are_told_as_of_that_day(look: Lookup) -> None:
    told = [*texts(whole(posts(look))), *texts(whole(delivery(look)))]
    assert any(text.startswith("Of 9 posts, 9 were filled as of 11 March 2022.") for text in told)
    assert any(text.startswith("3 referral criteria were in force as of 11 March 2022;") for text in told)
    assert "not by 11 March 2022" in told
    assert not any("31 March 2022" in text or "end of the year" in text for text in told)
    assert not any("end of the year" in item.text for item in look.evaluation.evidence)


def test_the_report_says_by_what_day_it_judges(look: Lookup) -> None:
    (when,) = [text for text in texts(whole(programme(look))) if "this report judges" in text]
    assert "1 April 2021 to 31 March 2022, which this report judges by what was known on 11 March 2022." in when


def texts(found: Block | None) -> Iterator[str]:
    """Every paragraph, fact and cell of a section and of those in it."""
    if isinstance(found, Section):
        for block in found.blocks:
            yield from texts(block)
    elif isinstance(found, Paragraph):
        yield plain(found.words)
    elif isinstance(found, DataTable):
        yield from (plain(cell) for row in found.rows for cell in row)
    elif isinstance(found, Facts):
        yield from (plain(words) for _, words in found.pairs)


def plain(words: Words) -> str:
    return "".join(span.text for span in words)
