"""`[report] template`: the Word file of a programme's own beside programme.toml."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tideturn.dataset.check import check_folder
from tideturn.dataset.read import read_folder
from tideturn.dataset.word_file import styles_of
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


def _archive(name: str, content: bytes, packed: int = zipfile.ZIP_STORED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        archive.writestr(name, content)
    return out.getvalue()


NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SOUND = f'<w:styles xmlns:w="{NAMESPACE}">{"<w:style/>" * 50}</w:styles>'


def _styles(text: str, encoding: str = "utf-8") -> bytes:
    return _archive("word/styles.xml", text.encode(encoding))


def _declaring(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>'


def _damaged(packed: int, *, skip: int = 0) -> bytes:
    """A Word file with other bytes where its packed styles are."""
    whole = _archive("word/styles.xml", SOUND.encode(), packed)
    at = whole.find(b"styles.xml") + len("styles.xml") + skip
    return whole[:at] + b"\xff" * 20 + whole[at + 20 :]


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


@pytest.mark.parametrize(
    "content",
    [
        _damaged(zipfile.ZIP_DEFLATED),
        _damaged(zipfile.ZIP_BZIP2),
        _damaged(zipfile.ZIP_LZMA, skip=9),
        _damaged(zipfile.ZIP_STORED),
        *(_styles(_declaring(name) + SOUND) for name in ("x-unknown", "idna", "shift_jis", "utf-32", "utf-7", "hex")),
        _styles(SOUND, "utf-16-le"),
        _archive("word/styles.xml", SOUND.encode()[:-2] + b"\xe9>"),
        _styles("<!DOCTYPE a>" + SOUND),
        _styles(_declaring("utf-16") + "<!DOCTYPE a [<!ENTITY x 'y'>]>" + SOUND, "utf-16"),
        _styles(SOUND.replace("<w:style/>", "<w:a>" * 5_000 + "</w:a>" * 5_000, 1)),
    ],
)
def test_styles_that_cannot_be_read_safely_are_an_error(tmp_path: Path, content: bytes) -> None:
    folder(tmp_path, "house.docx", content)
    (one,) = (one for one in check_folder(tmp_path) if one.file == "house.docx")
    assert one.severity.name == "ERROR"
    assert "its styles cannot be read" in one.what
    assert "save it here as .docx" in one.mend


@pytest.mark.parametrize(
    "content",
    [
        _styles(SOUND),
        _styles("\ufeff" + _declaring("UTF-8") + "\r\n" + SOUND),
        _styles(_declaring("UTF-16") + SOUND, "utf-16"),
        _archive("word/styles.xml", SOUND.encode(), zipfile.ZIP_LZMA),
    ],
)
def test_styles_in_either_encoding_are_taken(tmp_path: Path, content: bytes) -> None:
    folder(tmp_path, "house.docx", content)
    assert not [one for one in check_folder(tmp_path) if one.file == "house.docx"]
    docx_styles = styles_of(content)
    assert docx_styles is not None
    assert len(docx_styles) == 50


@pytest.mark.parametrize("name", ["../house.docx", "a/house.docx", ".house.docx"])
def test_it_leads_out_of_no_folder(tmp_path: Path, name: str) -> None:
    folder(tmp_path, name, None)
    assert any("no file of this folder" in one for one in said(tmp_path))
