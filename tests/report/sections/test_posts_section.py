"""Posts are told together, by place and kind of work, with how long it took to fill them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.annexed import whole

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import DataTable, Paragraph, Section, Words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.posts import posts

EARLY = date(2018, 9, 3)
"""Of a year that runs from 1 September 2018 to 31 August 2019."""


def plain(told: Words) -> str:
    return "".join(span.text for span in told)


@pytest.fixture
def section(
    small_dataset: Dataset, small_evaluation: Evaluation, recount: Callable[[Dataset, Evaluation], Evaluation]
) -> Callable[..., Section | None]:
    """`section({"site": "gm", …}, …)`: what the report says of these posts."""

    def of(*given: dict[str, object]) -> Section | None:
        dataset = with_posts(small_dataset, *given)
        return posts(Lookup(dataset, recount(dataset, small_evaluation)))

    return of


def with_posts(dataset: Dataset, *given: dict[str, object]) -> Dataset:
    numbered = [{"post_id": f"p{i}", **row} for i, row in enumerate(given)]
    rows = [{column: row.get(column) for column in TABLES["posts"].names} for row in numbered]
    frame = pl.DataFrame(rows, schema=TABLES["posts"].empty().schema)
    return replace(dataset, tables={**dataset.tables, "posts": frame})


def told(found: Section | None) -> tuple[str, list[list[str]]]:
    lead, table = whole(found).blocks
    assert isinstance(lead, Paragraph)
    assert isinstance(table, DataTable)
    return plain(lead.words), [[plain(cell) for cell in row] for row in table.rows]


def test_posts_of_one_kind_in_one_place_are_one_row(
    small_dataset: Dataset, section: Callable[..., Section | None]
) -> None:
    lead, rows = told(
        section(
            {"site": "gm", "role": "casework", "advertised": EARLY},
            {"site": "ldn", "role": "casework", "advertised": EARLY, "filled": date(2018, 11, 5)},  # 9 weeks
            {"site": "ldn", "role": "manager", "filled": EARLY},
            {"site": "ldn", "role": "casework", "advertised": EARLY, "filled": date(2019, 2, 11)}  # 23 weeks
            | {"left": date(2019, 6, 30)},
            {"site": "gm", "role": "casework", "advertised": EARLY, "filled": date(2019, 9, 2)},  # the next year
        )
    )
    assert re.fullmatch(
        r"Of 5 posts, 2 were filled at the end of the year\. During the year, 3 were filled, 9 to 23 weeks after they "
        r"were advertised; half were filled within 9 weeks \(known for 2 of them\) \(Evidence \d+\)\.",
        lead,
    )
    places = {site.code: site.name for site in small_dataset.programme.sites}
    assert sorted(rows) == sorted(
        [
            [places["ldn"], "Casework", "2", "1", "1", "2", "9 to 23"],
            [places["ldn"], "Manager", "1", "1", "0", "1", "Not recorded"],
            [places["gm"], "Casework", "2", "0", "0", "0", "–"],
        ]
    )


def test_a_post_filled_in_an_earlier_year_says_nothing_of_this_year_s_weeks(
    section: Callable[..., Section | None],
) -> None:
    before = {"site": "gm", "role": "casework", "advertised": date(2017, 1, 2), "filled": date(2018, 1, 1)}
    lead, rows = told(section(before))
    assert lead.startswith("Of 1 post, 1 was filled at the end of the year (")
    assert rows[0][-2:] == ["0", "–"]


def test_posts_before_and_after_the_year_are_not_counted(section: Callable[..., Section | None]) -> None:
    gone = {"site": "ldn", "role": "casework", "filled": date(2017, 1, 2), "left": date(2018, 8, 31)}
    later = {"site": "ldn", "role": "casework", "advertised": date(2019, 9, 1)}
    assert section(gone, later) is None
    lead, rows = told(section(gone, later, {"site": "gm", "role": "dual"}))
    assert lead.startswith("Of 1 post, none was filled at the end of the year (")
    assert len(rows) == 1
