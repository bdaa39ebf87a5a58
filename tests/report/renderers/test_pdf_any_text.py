"""Text from records can hold anything: none of it is read as markup, and none of it stops the PDF."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tideturn.dataset.verdict import Verdict
from tideturn.report.blocks import (
    Board,
    BoardCell,
    BoardRow,
    Bullets,
    DataTable,
    Disclosure,
    Facts,
    Key,
    Measure,
    Paragraph,
    Quotation,
    Report,
    Section,
    Span,
    StrandBlock,
    VerdictLine,
    VerdictMark,
)
from tideturn.report.renderers.letters import line, named, unset
from tideturn.report.renderers.typst.pdf import pdf

pytestmark = pytest.mark.pdf

MARKUP = "#panic() $x^2 *b* _e_ `raw` @ref <tag> // no /* no */ \\u{41} \\ ~ -- --- ... 'q' \"q\" = 1. + - [b] {c} ; :"


def everywhere(text: str) -> Report:
    """The text in every part of every block."""
    words = (Span(text), Span(text, strong=True), Span(text, target=text), Span(text, target="x", note=True))
    mark = VerdictMark(Verdict.SUPPORTED, text, text)
    unknown = VerdictMark(None, text)
    blocks = (
        Paragraph(words),
        Paragraph(words, "lede"),
        Bullets((words, words), numbered=True),
        Facts(((text, words),)),
        Quotation(text, text, text, words),
        DataTable(text, (text, text), ((words, words),), frozenset({1})),
        Board(text, (text,), ((text, (BoardRow(text, text, (BoardCell(mark, text, text),)),)),)),
        Key(((mark, text), (unknown, text))),
        VerdictLine(mark, text),
        StrandBlock(text, text, words, (Measure(text, words),), words),
        Disclosure(text, (StrandBlock(text, text, words, (Measure(text, words),), words),), text),
        Disclosure(text, (Facts(((text, words),)),)),
    )
    return Report(text, text, text, text, blocks, (Section(text, text, 2, blocks, "pieces"),), text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
@example(text=MARKUP)
@example(text="q\u0651 שלום \u202e abc مرحبا 😀 👩🏽\u200d🚒 中文 Łódź Ţ ▲●◐ e\u0301\u0300\u0301")
@example(text="\ue000 a \ufeff b \ufffe c \x00 d \x1b[1m e \ud800 f")
def test_any_text_at_all_is_set(text, asked):
    read = asked("pdftotext", "-raw", of=pdf(everywhere(text)))
    for word in re.findall(r"(?<!\S)[A-Za-z0-9]+(?!\S)", text):
        assert word in read


def test_markup_is_words(text_of, compact):
    read = text_of(pdf(everywhere(MARKUP)))
    assert read.count(compact(MARKUP)) > 40


def test_a_word_of_ten_thousand_letters_loses_none(text_of):
    word = "".join(chr(ord("a") + (i * 7 + i // 26) % 26) for i in range(10_000))
    table = DataTable("Table", ("Name", "Words"), (((Span("one"),), (Span(word),)),))
    report = Report("P", "T", "K", "S", (), (Section("s", "S", 2, (Paragraph((Span(word),)), table)),))
    # The head of the table stands again on each page.
    assert text_of(pdf(report)).replace("NameWords", "").count(word) == 2


def test_nothing_is_left_between_the_letters_of_a_fingerprint(asked):
    fingerprint = "0123456789abcdef" * 4
    read = asked("pdftotext", "-raw", of=pdf(everywhere(fingerprint)))
    assert fingerprint in read
    assert "\u200b" not in read


def test_letters_that_no_typeface_holds_are_told_by_name(asked):
    read = asked("pdftotext", of=pdf(everywhere("seen 😀 and 中")))
    assert "seen [grinning face] and [U+4E2D]" in read


def test_letters_of_other_alphabets_are_set_as_they_are(text_of, compact):
    places = "Łódź, Iași, Αθήνα, Київ, İzmir"
    assert compact(places) in text_of(pdf(everywhere(places)))


def test_a_line_holds_no_break_and_no_control():
    assert line("a\n\tb\x00\u2028 c\r\nd") == "a b c d"


def test_a_long_word_is_parted_after_a_sign_that_joins():
    assert line("surveys/partners-2020/responses").split("\u200b") == ["surveys/", "partners-", "2020/responses"]
    assert line("no word here is long enough to be parted") == "no word here is long enough to be parted"


def test_no_mark_is_parted_from_its_letter():
    pieces = line("e\u0301" * 40).split("\u200b")
    assert len(pieces) > 1
    assert not any(piece.startswith("\u0301") for piece in pieces)


def test_names_and_numbers_of_letters():
    assert named("😀") == "[grinning face]"
    assert named("中") == "[U+4E2D]"
    assert named("\u0378") == "[U+0378]"


@given(st.text(st.sampled_from("abcdefgh"), max_size=12), st.sets(st.sampled_from("abcdefgh")))
def test_the_letters_that_cannot_be_set_are_found_by_halving(letters, bad):
    assert unset(letters, lambda asked: not bad & set(asked)) == "".join(x for x in letters if x in bad)
