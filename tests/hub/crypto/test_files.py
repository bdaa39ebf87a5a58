"""Files: taken by what they are, kept sealed, and given out to be saved alone."""

import io
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tideturn.hub.common.contents import NotTakenError, kind_of, without_traces
from tideturn.hub.common.errors import HubError, KeysError
from tideturn.hub.crypto import files
from tideturn.hub.crypto.keys import Purpose, key_folder
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.crypto.rotation import rotate

pytestmark = pytest.mark.usefixtures("disclosure")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(form: str, *, exif: bool = False, size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    drawn = Image.new("RGB", size, (200, 30, 30))
    given: dict[str, object] = {}
    if exif:
        told = Image.Exif()
        told[0x010F] = "PlantedMaker"
        told[0x0112] = 6
        told.get_ifd(0x8825)[2] = (52.0, 30.0, 12.0)
        given = {"exif": told}
    drawn.save(out, form, **given)
    return out.getvalue()


def office(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A picture that says it is huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("WEBP"), "image/webp"),
        (office("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("Sie sagte “nein”.\r\n".encode(), "text/plain"),
        ("In two bytes".encode("utf-16"), "text/plain"),
    ],
)
def test_a_file_is_what_stands_in_it(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03", "type that is not kept"),
        (b"PK\x03\x04 not an archive", "type that is not kept"),
        (office("evil.exe"), "type that is not kept"),
        (office("word/document.xml", "word/vbaProject.bin"), "macros"),
        (b"%PDF-1.7 cut off", None),
        (bomb(60_000, 60_000), "dots"),
        (b"x" * (25 * 1024 * 1024 + 1), "25.0 MiB"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "type that is not kept"),
    ],
)
def test_what_is_not_taken_is_told_why(content: bytes, told: str | None) -> None:
    if told is None:
        # No PDF any more, and yet a text: it goes out as one, to be saved.
        assert kind_of(content) == "text/plain"
        return
    with pytest.raises(NotTakenError, match=told):
        kind_of(content)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_what_it_shows_and_not_where_it_was_taken(form: str) -> None:
    content = picture(form, exif=True)
    assert b"PlantedMaker" in content
    plain = without_traces(content, f"image/{form.lower()}")
    assert b"PlantedMaker" not in plain
    assert b"Exif" not in plain
    with Image.open(io.BytesIO(plain)) as shown:
        # Turned as its camera said that it was held.
        assert shown.size == (20, 40)
        assert not shown.getexif()
        red, green, _ = shown.convert("RGB").getpixel((10, 10))
        assert red > 150 > 100 > green


def test_a_phones_picture_of_several_is_its_first() -> None:
    out = io.BytesIO()
    first, second = Image.new("RGB", (64, 48), (200, 30, 30)), Image.new("RGB", (64, 48), (30, 30, 200))
    first.save(out, "MPO", save_all=True, append_images=[second])
    assert kind_of(out.getvalue()) == "image/jpeg"
    with Image.open(io.BytesIO(without_traces(out.getvalue(), "image/jpeg"))) as shown:
        red, _, blue = shown.getpixel((10, 10))
        assert (shown.format, red > 150 > blue) == ("JPEG", True)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_told_and_not_cut_down(form: str) -> None:
    out = io.BytesIO()
    first, *others = (Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 80, 160))
    first.save(out, form, save_all=True, append_images=others)
    with pytest.raises(NotTakenError, match="moves"):
        kind_of(out.getvalue())


def test_what_shows_through_a_picture_stays() -> None:
    out = io.BytesIO()
    drawn = Image.new("P", (4, 4), 1)
    drawn.putpalette([0, 0, 0, 255, 0, 0, *[0] * 762])
    drawn.save(out, "PNG", transparency=1)
    with Image.open(io.BytesIO(without_traces(out.getvalue(), "image/png"))) as shown:
        assert shown.convert("RGBA").getpixel((1, 1)) == (255, 0, 0, 0)


def test_what_is_told_in_words_beside_the_dots_goes() -> None:
    told = PngInfo()
    told.add_text("Author", "PlantedMaker")
    told.add_itxt("XML:com.adobe.xmp", "PlantedMaker")
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=told, dpi=(72, 72))
    assert b"PlantedMaker" in out.getvalue()
    assert b"PlantedMaker" not in without_traces(out.getvalue(), "image/png")
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG", comment="PlantedMaker", xmp=b"PlantedMaker", icc_profile=b"PlantedMaker")
    assert out.getvalue().count(b"PlantedMaker") == 3
    assert b"PlantedMaker" not in without_traces(out.getvalue(), "image/jpeg")


UNPACKED = """
import sys
from pathlib import Path
from tideturn.hub.common.contents import kind_of, without_traces

def peak():  # of its own memory: that which getrusage tells begins at its parent's
    return 1024 * int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])

content = sys.stdin.buffer.read()
before = peak()
without_traces(content, kind_of(content))
print(peak() - before)
"""


def test_what_a_picture_is_unpacked_to_is_held_once() -> None:
    """Measured in a process of its own, whose largest memory nothing else has grown."""
    side = 6000
    out = io.BytesIO()
    Image.new("RGBA", (side, side)).save(out, "PNG", compress_level=1)
    done = subprocess.run(
        [sys.executable, "-c", UNPACKED], input=out.getvalue(), capture_output=True, timeout=300, check=True
    )
    assert int(done.stdout) < 1.5 * 4 * side * side


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 6))):
        changed[chance.randrange(min(len(changed), 400))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.2 else changed)


def test_whatever_is_broken_is_told() -> None:
    chance = random.Random(7)
    whole = [picture(form, exif=True) for form in ("JPEG", "PNG", "WEBP")] + [office("word/document.xml")]
    taken = 0
    for _ in range(1200):
        content = mutated(chance.choice(whole), chance)
        with suppress(HubError):
            without_traces(content, kind_of(content))
            taken += 1
    assert 0 < taken < 1200


def test_an_archive_of_a_later_kind_is_told() -> None:
    content = bytearray(office("word/document.xml"))
    content[content.rindex(b"PK\x01\x02") + 6] = 99
    with pytest.raises(NotTakenError, match="not kept here"):
        kind_of(bytes(content))


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaproject.BIN": "x"},
        {"word/code.bin": "x", "word/_rels/document.xml.rels": '<Relationship Type="…/vbaProject" Target="code.bin"/>'},
        {"[Content_Types].xml": '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'},
        {"[Content_Types].xml": '<Override ContentType="application/vnd.ms-office.vbaProject"/>'.encode("utf-16")},
    ],
)
def test_macros_are_found_whatever_their_part_is_called(parts: dict[str, str | bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in ({"word/document.xml": "<x/>"} | parts).items():
            archive.writestr(name, content)
    with pytest.raises(NotTakenError, match="macros"):
        kind_of(out.getvalue())


def test_a_document_behind_a_program_is_none() -> None:
    with pytest.raises(NotTakenError, match="not kept here"):
        kind_of(b"MZ\x90\0" + office("word/document.xml"))


def test_a_picture_that_is_cut_off_is_told() -> None:
    content = picture("JPEG", size=(400, 400))
    with pytest.raises(NotTakenError, match="cannot be read whole"):
        without_traces(content[: len(content) // 2], "image/jpeg")


def stored(file: KeptFile) -> Path:
    return Path(settings.TIDETURN_FILES) / file.pk.hex[:2] / f"{file.pk.hex}.sealed"


@pytest.mark.django_db
def test_a_kept_file_is_sealed_on_the_disk_and_in_the_database() -> None:
    file = files.keep(b"Planted content.", "C:\\Planted Namesworth.docx.txt")
    assert file.name == "Planted Namesworth.docx.txt"
    assert files.content(KeptFile.objects.get(pk=file.pk)) == b"Planted content."
    assert b"Planted" not in stored(file).read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM crypto_keptfile")
        assert not any("Planted" in str(value) for row in cursor.fetchall() for value in row)


@pytest.mark.django_db
def test_it_goes_out_to_be_saved_and_never_to_be_run() -> None:
    kept = files.keep(b"<script>alert(1)</script>", 'a"b\r\nX-Evil: 1/…/<é>.html')
    answer = files.attachment(files.FileInClear(kept.name, kept.kind, b""))
    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert unquote(disposition.split("''")[1]) == "<é>.txt"


@pytest.mark.parametrize("name", ["", "..", "/", "\x1b[2J", "." * 300, "a" * 300])
@pytest.mark.django_db
def test_any_name_becomes_one(name: str) -> None:
    kept = files.keep(b"x", name).name
    assert kept.endswith(".txt")
    assert 4 < len(kept) <= 154
    assert kept.isprintable()


@pytest.mark.django_db
def test_a_file_put_in_anothers_place_does_not_open() -> None:
    one, other = files.keep(b"one", "1.txt"), files.keep(b"other", "2.txt")
    stored(other).write_bytes(stored(one).read_bytes())
    with pytest.raises(KeysError, match="does not open"):
        files.content(other)


@pytest.mark.django_db
def test_a_missing_file_is_told() -> None:
    file = files.keep(b"x", "x.txt")
    stored(file).unlink()
    with pytest.raises(HubError, match="not in the store"):
        files.content(file)


@pytest.mark.django_db
def test_files_are_sealed_anew_when_keys_are_rotated() -> None:
    file = files.keep(b"before", "x.txt")
    key_folder().add(Purpose.RECORDS)
    try:
        assert files.content(file) == b"before"
        assert rotate(Purpose.RECORDS).values >= 1
        assert rotate(Purpose.RECORDS).values == 0
        key_folder().forget_all_but_current(Purpose.RECORDS)
        assert files.content(file) == b"before"
    finally:
        key_folder().forget_all_but_current(Purpose.RECORDS)


@pytest.mark.django_db
def test_a_file_that_is_discarded_while_it_is_sealed_anew_stays_gone(
    settings, tmp_path: Path, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    settings.TIDETURN_FILES = tmp_path
    file = files.keep(b"erase me", "x.txt")
    path, write = stored(file), files._write

    def slowly(pk: UUID, sealed: bytes) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            files.discard(file)
        write(pk, sealed)

    monkeypatch.setattr(files, "_write", slowly)
    key_folder().add(Purpose.RECORDS)
    try:
        rotate(Purpose.RECORDS)
    finally:
        key_folder().forget_all_but_current(Purpose.RECORDS)
    assert not path.exists()


@pytest.mark.django_db
def test_a_damaged_file_is_told_when_keys_are_rotated(settings, tmp_path: Path) -> None:
    settings.TIDETURN_FILES = tmp_path
    damaged, whole = files.keep(b"one", "1.txt"), files.keep(b"other", "2.txt")
    stored(damaged).write_bytes(stored(damaged).read_bytes()[:-1])
    key_folder().add(Purpose.RECORDS)
    try:
        (unopened,) = rotate(Purpose.RECORDS).unopened
        assert unopened.place.record == damaged.pk
        key_folder().forget_all_but_current(Purpose.RECORDS)
        assert files.content(whole) == b"other"
    finally:
        key_folder().forget_all_but_current(Purpose.RECORDS)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_what_a_broken_transaction_leaves_is_a_stray_and_a_deleted_file_is_gone(settings, tmp_path: Path) -> None:
    settings.TIDETURN_FILES = tmp_path
    try:
        with transaction.atomic():
            files.keep(b"lost", "lost.txt")
            raise InterruptedError
    except InterruptedError:
        pass
    (stray,) = files.strays()
    stray.unlink()
    file = files.keep(b"x", "x.txt")
    assert list(files.strays()) == []
    with transaction.atomic():
        files.discard(file)
        assert len(list(tmp_path.glob("*/*"))) == 1
    assert list(tmp_path.glob("*/*")) == []


@pytest.mark.parametrize(
    ("said", "quarantined"), [("true", False), ("sh -c 'grep -q EICAR && exit 1 || exit 0'", True)]
)
@pytest.mark.django_db
def test_a_scanner_puts_what_it_finds_in_quarantine(said: str, quarantined: bool, settings) -> None:
    settings.TIDETURN_SCANNER = said
    file = files.keep(b"the EICAR test", "x.txt")
    assert file.quarantined is quarantined
    if quarantined:
        with pytest.raises(HubError, match="quarantine"):
            files.content(file)


@pytest.mark.parametrize("said", ["/nowhere/scanner", "sh -c 'exit 2'"])
@pytest.mark.django_db
def test_without_its_scanner_no_file_is_kept(said: str, settings) -> None:
    settings.TIDETURN_SCANNER = said
    with pytest.raises(HubError, match="could not be asked"):
        files.keep(b"x", "x.txt")
    assert not KeptFile.objects.exists()
