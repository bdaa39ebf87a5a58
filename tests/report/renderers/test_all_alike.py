"""The page, the PDF and the Word file hold the same sentences, numbers and cells, in the same order."""

from __future__ import annotations

from html.parser import HTMLParser
from io import BytesIO

import pytest
from docx import Document

from tideturn.report.annex import apart
from tideturn.report.compose import compose
from tideturn.report.renderers.docx.word import docx
from tideturn.report.renderers.html import page
from tideturn.report.renderers.typst.pdf import pdf

pytestmark = pytest.mark.pdf


class Words(HTMLParser):
    """The words of a page that stand in its text: not those of its style, its drawings or its list of contents."""

    UNREAD = frozenset({"style", "title", "svg", "nav"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        if tag in self.UNREAD:
            self.inside.append(tag)

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside:
            self.found.append(data)


def in_word(file: bytes) -> str:
    body = Document(BytesIO(file)).element.body
    return "".join(text.text or "" for text in body.xpath(".//w:t[not(ancestor::w:sdt)]"))


def test_all_three_hold_the_same_words_in_the_same_order(
    small_dataset, small_evaluation, everything, absent, compact, text_of
):
    report = compose(small_dataset, small_evaluation)
    annex = apart(report)
    body, detail = list(everything(report)), list(everything(annex))
    # The page says its status in a bar above the kicker, as the others do on their first page.
    on_page = compact("".join(Words(page(report).decode()).found))
    drawn = {
        "page": (everything(report, page=True), on_page),
        "PDF": (body, text_of(pdf(report))),
        "Word file": (body, compact(in_word(docx(report)))),
        "annex": (detail, text_of(pdf(annex))),
    }
    assert {name: absent(*told) for name, told in drawn.items()} == {name: [] for name in drawn}
    assert all(len([text for text in told if text]) > 200 for told in (body, detail))
    # What the page says stands in one of the two documents that are printed.
    assert set(everything(report, page=True)) <= {*body, *detail}


def test_a_number_that_is_altered_in_one_of_them_is_noticed(
    small_dataset, small_evaluation, everything, absent, compact
):
    report = compose(small_dataset, small_evaluation)
    read = compact("".join(Words(page(report).decode()).found))
    number = next(
        text for text in everything(report, page=True) if any(letter.isdigit() for letter in text) and len(text) > 20
    )
    altered = "".join("7" if letter.isdigit() and letter != "7" else letter for letter in number)
    assert absent([number], read) == []
    assert absent([number], read.replace(compact(number), compact(altered))) == [compact(number)]
