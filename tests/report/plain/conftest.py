"""Both years of the worked example, judged once and released once; and every text of a report in its order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.worked_example import built, example, judged, withheld

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld, released_dataset
from tideturn.methods.disclosure import EarlierRelease
from tideturn.report.blocks import Bullets, Facts, Key, Paragraph, Picture, Quotation, Report, Section, VerdictLine
from tideturn.report.release.freeze import as_published


@dataclass(frozen=True)
class Year:
    """One year of the example: as it is judged, and as it is released after the years before it."""

    dataset: Dataset
    evaluation: Evaluation
    withheld: Withheld
    released: Dataset
    published: Evaluation


@pytest.fixture(scope="session")
def bare_example() -> Dataset:
    """The example as it is before anybody has written a finding."""
    return built()[0]


@pytest.fixture(scope="session")
def years() -> tuple[Year, Year]:
    def year(number: int, *earlier: EarlierRelease) -> Year:
        evaluation, held = judged(number), withheld(number)
        shown = as_published(example(), evaluation, held, earlier)
        return Year(example(), evaluation, held, released_dataset(example(), held), shown)

    return year(1), year(2, withheld(1).as_release("year-1-1"))


def _texts(block):
    match block:
        case Section():
            yield f"{block.title}."
            for inner in block.blocks:
                yield from _texts(inner)
        case Paragraph():
            yield "".join(span.text for span in block.words)
        case Bullets():
            yield from ("".join(span.text for span in item) for item in block.items)
        case Facts():
            yield from (f"{name}: {''.join(span.text for span in text)}" for name, text in block.pairs)
        case Picture():
            yield f"{''.join(span.text for span in block.caption)}."
        case Quotation():
            yield block.text
        case Key():
            yield from (f"{mark.word}: {meaning}." for mark, meaning in block.entries)
        case VerdictLine():
            yield f"{block.mark.word}, {block.note}." if block.note else f"{block.mark.word}."
        case _:
            raise TypeError(f"a plain report holds no {type(block).__name__}")


@pytest.fixture(scope="session")
def texts_of():
    """Every text of a report, as it is read from the top: headings, verdicts, paragraphs, points."""

    def told(report: Report) -> list[str]:
        return [text for block in (*report.front, *report.sections) for text in _texts(block)]

    return told
