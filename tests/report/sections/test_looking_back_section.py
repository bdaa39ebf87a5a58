"""What the report says of people who looked back: beside the evidence, and only where there are any."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tideturn.dataset.model import Dataset, Survey
from tideturn.dataset.tables import SURVEY_TABLES
from tideturn.evaluation.looking_back import LookedBack
from tideturn.evaluation.model import Evaluation
from tideturn.methods.change import then_test
from tideturn.report import render_html
from tideturn.report.blocks import Bullets, Section
from tideturn.report.sections.looking_back import looking_back
from tideturn.report.sections.lookup import Lookup


def told(look: Lookup, *found: LookedBack) -> str:
    look.__dict__["looked_back"] = {"supported": found}
    (section,) = looking_back(look, "supported")
    assert isinstance(section, Section)
    bullets = section.blocks[1]
    assert isinstance(bullets, Bullets)
    return " ".join(str(span.text) for item in bullets.items for span in item)


@pytest.mark.parametrize(
    ("before", "then", "sentence"),
    [
        ([3.0, 3.0, None], [2.0, 3.0, 1.0], "On average they now place their start 0.5 lower than they did"),
        ([3.0, 3.0, None], [4.0, 4.0, 1.0], "On average they now place their start 1.0 higher than they did"),
        ([3.0, 3.0, None], [3.0, 3.0, 1.0], "On average they place their start where they had placed it."),
        ([None, None, None], [3.0, 3.0, 1.0], "whether their yardstick moved is not known"),
    ],
)
def test_both_ways_of_measuring_stand_side_by_side(
    before: list[float | None], then: list[float], sentence: str, small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    found = LookedBack("s", "q", "How sure?", 4, 3, ("1", "2", "3", "4", "5"), then_test(before, then, [4.0, 2.0, 2.0]))
    said = told(Lookup(small_dataset, small_evaluation), found)
    assert said.startswith("“How sure?”: 4 people looked back; 3 of them also answered afterwards.")
    assert sentence in said
    assert ("no one can be compared" in said) == (before == [None] * 3)


def test_the_page_has_a_part_for_them_only_where_there_are_any(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    schema = SURVEY_TABLES["responses"].empty().schema | {"q": pl.String()}
    common = {"voice": "stakeholder", "site": "ldn", "year": 1, "person_id": "a"}
    rows = [
        {**common, "response_id": str(number), "stage": stage, "q": answer}
        for number, (stage, answer) in enumerate((("before", "3"), ("after", "4"), ("then_test", "2")))
    ]
    item = {
        "item": "q",
        "outcome_id": "supported",
        "label": "How sure?",
        "measures": "level",
        "scale": "1|2|3|4|5",
        "agree": "4|5",
    }
    items = pl.DataFrame([item], schema=SURVEY_TABLES["items"].empty().schema)
    pages = []
    for answered in (rows[:2], rows):
        responses = pl.DataFrame(answered, schema=schema)
        survey = Survey("s", responses, items, SURVEY_TABLES["invited"].empty())
        dataset = replace(small_dataset, surveys={"s": survey})
        pages.append(render_html(dataset, small_evaluation).decode())
    assert ["Looking back, apart from the evidence" in page for page in pages] == [False, True]
    assert "1.0 lower than they did, on a scale from 1 to 5." in pages[1]
    assert pages[1].count("(a then-test)") == 1


@pytest.mark.parametrize(
    ("scale", "sentence"),
    [
        (("0", "1", "2", "10"), "on a scale from 0 to 10."),
        (("5", "4", "1"), "on a scale from 1 to 5."),
        (("never", "at times", "always"), "on a scale of 3 answers."),
    ],
)
def test_a_scale_is_called_by_its_ends(
    scale: tuple[str, ...], sentence: str, small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    found = LookedBack("s", "q", "How sure?", 1, 1, scale, then_test([3.0], [2.0], [4.0]))
    assert told(Lookup(small_dataset, small_evaluation), found).endswith(sentence)
