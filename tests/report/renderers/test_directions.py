"""No words of the folder turn round those that stand after them, in whatever form a report is printed."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from tideturn.report.blocks import DataTable, Paragraph, Quotation, Report, Section, words
from tideturn.report.charts.svg import written
from tideturn.report.renderers.docx.word import docx
from tideturn.report.renderers.html import page
from tideturn.report.renderers.typst.content import content

TURNS = [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))]
"""Embeddings, overrides and isolates, and what ends each of them."""


@pytest.mark.parametrize("turn", TURNS, ids=[f"{ord(one):x}" for one in TURNS])
def test_what_is_left_open_is_left_out(turn: str) -> None:
    said = f"Safe{turn} 12 of 15"
    blocks = (
        Paragraph(words(said)),
        Quotation(said, said),
        DataTable(said, (said, "Two"), ((words(said), words("2")),)),
    )
    report = Report(said, said, said, said, (), (Section("one", said, 2, blocks),))
    with zipfile.ZipFile(BytesIO(docx(report))) as archive:
        word = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    drawn = (page(report).decode(), word, json.dumps(content(report), ensure_ascii=False), written(said))
    for made in drawn:
        assert turn not in made
        assert "Safe 12 of 15" in made


def test_words_of_two_directions_are_kept_whole() -> None:
    assert written("\u202bשלום\u202c and مرحبا") == "שלום and مرحبا"
