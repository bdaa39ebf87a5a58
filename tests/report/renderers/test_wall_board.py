"""The board for the wall says what the page's board says."""

from __future__ import annotations

from xml.etree import ElementTree

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.report.compose import compose
from tideturn.report.renderers.wall import wall_pages


def test_the_wall_says_what_the_page_says(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    report = compose(small_dataset, small_evaluation)
    pages = wall_pages(report)
    assert len(pages) == 1
    told = " ".join(element.text or "" for element in ElementTree.fromstring(pages[0]).iter())
    for said in (
        "London",
        "Greater Manchester",
        "Outcome that is contested",
        "Adverse",
        "overridden",
        "due in",
    ):
        assert said in told
    assert f"{report.programme} · {report.status}" in told
    assert b'role="img"' in pages[0]
    assert b"var(" not in pages[0]
    assert wall_pages(report) == pages


def test_a_report_without_a_board_has_no_wall(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    nothing = Evaluation("Empty", small_evaluation.year, small_evaluation.rules, (), ())
    assert wall_pages(compose(Dataset(small_dataset.programme, {}), nothing)) == ()
