"""Read the text of a transcript, so that a span's characters can be counted in only one way."""

from __future__ import annotations

import codecs
from typing import Final

import polars as pl

from tideturn.dataset.csv_source import not_utf8
from tideturn.dataset.headings import error
from tideturn.dataset.problems import Problem

_FOLDER: Final = "transcripts/"


def transcript_text(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text without its byte-order mark and with LF line ends, as spans count it; or the reasons why it is
    none.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None, [error(file, "It is in UTF-16, and UTF-8 is wanted.", "Save it as UTF-8.")]
    fault = not_utf8(data)
    if fault is not None:
        row = data.count(b"\n", 0, fault) + 1
        return None, [error(file, f"Byte {fault} (0x{data[fault]:02x}) is not UTF-8.", "Save it as UTF-8.", row=row)]
    plain = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    problems = []
    for sign, what, mend in (
        (b"\0", "It holds a NUL character.", "The file is damaged; save the text again."),
        (b"\r", "A line ends in CR alone, and LF or CR LF is wanted.", "Save it with Windows or Unix line ends."),
    ):
        place = plain.find(sign)
        if place >= 0:
            problems.append(error(file, what, mend, row=plain.count(b"\n", 0, place) + 1))
    return (None if problems else plain.decode()), problems


def names_of_files(interviews: pl.DataFrame) -> pl.DataFrame:
    """Return the interviews, removing any `transcripts/` at the start of `file`."""
    if "file" not in interviews.columns:
        return interviews
    return interviews.with_columns(pl.col("file").str.strip_prefix(_FOLDER))
