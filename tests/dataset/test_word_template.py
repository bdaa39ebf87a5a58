"""`[report] template`: the Word file of a programme's own beside programme.toml."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tideturn.dataset.check import check_folder
from tideturn.dataset.read import read_folder
from tideturn.dataset.write import folder_files
from tideturn.report.renderers.docx.word import _template

PROGRAMME = """name = "A programme"
[[sites]]
code = "here"
name = "Here"
[[years]]
number = 1
start = 2020-01-01
end = 2020-12-31
[report]
template = "{name}"
"""


def folder(path: Path, name: str, content: bytes | None) -> Path:
    (path / "programme.toml").write_text(PROGRAMME.format(name=name), encoding="utf-8")
    if content is not None:
        (path / name).write_bytes(content)
    return path


def said(path: Path) -> list[str]:
    return [f"{one.severity.name}: {one.what}" for one in check_folder(path)]


def test_a_word_file_is_read_and_written_back(tmp_path: Path) -> None:
    dataset = read_folder(folder(tmp_path, "house.docx", _template()))
    assert dataset.word_template == _template()
    assert folder_files(dataset)["house.docx"] == _template()


def test_a_missing_file_is_asked_about_and_stops_nothing(tmp_path: Path) -> None:
    assert read_folder(folder(tmp_path, "house.docx", None)).word_template is None
    assert any("There is no house.docx" in one and one.startswith("QUERY") for one in said(tmp_path))


def _archive(name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain words",
        _archive("word/document.xml", b"<a/>"),
        _archive("word/styles.xml", b"<a"),
        _archive("word/styles.xml", b"<a/>"),
        _template()[:400],
    ],
    ids=["empty", "text", "no styles", "broken styles", "other styles", "cut off"],
)
def test_what_is_no_word_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    folder(tmp_path, "house.docx", content)
    assert any("no Word file" in one and one.startswith("ERROR") for one in said(tmp_path))


@pytest.mark.parametrize("name", ["../house.docx", "a/house.docx", ".house.docx"])
def test_it_leads_out_of_no_folder(tmp_path: Path, name: str) -> None:
    folder(tmp_path, name, None)
    assert any("no file of this folder" in one for one in said(tmp_path))
