"""Each page for young people is read at eleven: Flesch and Kincaid's grade 6.0 or under, by two calculations."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import types
from importlib import resources

import pytest
from tests.worked_example import second, second_judged

from tideturn.report.plain import plain
from tideturn.report.plain.phrases import PARTNERS, YOUNG_PEOPLE
from tideturn.report.plain.reading_age import HIGHEST, easy, grade, syllables
from tideturn.report.renderers.typst.pdf import pdf
from tideturn.report.sections.released import Release


@pytest.fixture(scope="module")
def textstat():
    """The readability formulas; the library reads its list of easy words through a module that is no longer made."""
    stand_in = types.ModuleType("pkg_resources")
    stand_in.resource_stream = lambda package, name: io.BytesIO((resources.files(package) / name).read_bytes())
    kept = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = stand_in
    try:
        from textstat import textstat

        yield textstat
    finally:
        if kept is None:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = kept


def reports(years, audience):
    """Both years of the example, as working copies and as they are released, and the second folder's."""
    for one in years:
        yield plain(one.dataset, one.evaluation, audience)
        yield plain(one.released, one.published, audience, release=Release("v", one.withheld.shown()))
    for number in (1, 2):
        yield plain(second(), second_judged(number), audience)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def on_each_page(report, texts_of) -> list[list[str]]:
    """The report's texts by the page on which each begins, as poppler reads the PDF; each is on one."""
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf(report), capture_output=True, check=True).stdout
    pages = [bare(page) for page in told.decode().split("\f")[:-1]]
    texts = [report.title + ".", *texts_of(report)]
    found: list[list[str]] = [[] for _ in pages]
    for text in texts:
        begins = bare(text).rstrip(".")[:30]
        page = next(at for at, page in enumerate(pages) if begins in page)
        found[page].append(text)
    return found


@pytest.mark.pdf
def test_every_page_for_young_people_is_read_at_eleven(years, texts_of, textstat):
    pages = 0
    for report in reports(years, YOUNG_PEOPLE):
        for texts in on_each_page(report, texts_of):
            # Headings and captions alone would make a page look easier than its sentences are.
            sentences = " ".join(text for text in texts if len(text.split()) > 7)
            for text in (" ".join(texts), sentences):
                assert grade(text) <= HIGHEST == 6.0
                assert textstat.flesch_kincaid_grade(text) <= HIGHEST
            pages += bool(len(sentences.split()) > 20)
    assert pages >= 12


def test_partners_read_at_fourteen(years, texts_of, textstat):
    for report in reports(years, PARTNERS):
        sentences = " ".join(text for text in texts_of(report) if len(text.split()) > 7)
        assert textstat.flesch_kincaid_grade(sentences) <= 9


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("cat", 1), ("made", 1), ("scored", 1), ("wanted", 2), ("people", 2), ("little", 2), ("services", 3)),
        *(("exploitation", 4), ("we’re", 1), ("39", 1), ("agreed", 2), ("outcome", 2), ("be", 1), ("recognise", 3)),
    ],
)
def test_syllables_are_counted_as_they_are_said(word, count):
    assert syllables(word) == count


def test_the_grade_is_that_of_flesch_and_kincaid(textstat):
    # 6 words, 6 syllables, 1 sentence: 0.39 × 6 + 11.8 × 1 − 15.59.
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    # 8 words in 2 sentences, 10 syllables.
    assert grade("We asked young people. Most of them agreed.") == pytest.approx(0.39 * 4 + 11.8 * 10 / 8 - 15.59)
    hard = (
        "Triangulation of heterogeneous evidential strands demonstrates differential attainment of organisational "
        "outcomes, notwithstanding methodological limitations attributable to considerable attrition."
    )
    assert grade(hard) > 15
    assert not easy(hard)
    assert grade(hard) == pytest.approx(textstat.flesch_kincaid_grade(hard), rel=0.12)
    plainly = "Six people from other services talked to us about this. Five of them said so. We are not sure yet."
    assert grade(plainly) == pytest.approx(textstat.flesch_kincaid_grade(plainly), abs=1)


@pytest.mark.parametrize("text", ["", "   ", "…", "“”"])
def test_no_words_are_easy(text):
    assert grade(text) == 0
    assert easy(text)
