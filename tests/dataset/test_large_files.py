"""A large file is read in pieces: the same cells, the same problems, and never its whole text in memory."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tideturn.dataset import csv_source
from tideturn.dataset.csv_source import read_csv, read_in_pieces
from tideturn.dataset.tables import SURVEY_TABLES

RESPONSES = SURVEY_TABLES["responses"]
ROWS = 1_000_000
ANSWERS = 8
CEILING = 550
"""MiB: the stated bound for a million rows of eight answers, 364 MiB of text; `docs/adr/0001` states it too."""

cell = st.sampled_from(["", "4", "Agree", "é", '"a ""quoted"" word"', '"two\nlines"', '"a, comma"', " b ", "'=1"])
rows = st.lists(st.lists(cell, min_size=3, max_size=3), max_size=40)
READ = [
    "import sys",
    "from pathlib import Path",
    "from tideturn.dataset.read import read_folder",
    "answers = read_folder(Path(sys.argv[1])).surveys['s'].responses",
    "assert answers.height == int(sys.argv[2]) and answers['q7'][-1].startswith('The last'), answers.tail(1)",
    # The peak of its own memory: that which getrusage tells begins at its parent's.
    "print(int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) // 1024)",
]


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_source, "_LARGE", 0)
    monkeypatch.setattr(csv_source, "_PIECE", 24)
    monkeypatch.setattr(csv_source, "_REPEATED", 2)


@pytest.mark.usefixtures("small_pieces")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]), st.booleans())
def test_pieces_make_the_grid_that_the_whole_makes(
    tmp_path: Path, cells: list[list[str]], end: str, mark: str, ended: bool
) -> None:
    path = tmp_path / "responses.csv"
    lines = ["response_id,voice,q1", *(",".join(row) for row in cells)]
    path.write_bytes((mark + end.join(lines) + (end if ended else "")).encode())
    grid = read_in_pieces(path, RESPONSES)
    assert grid is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_source, "_LARGE", 2**40)
        whole, problems = read_csv(path, "responses.csv", RESPONSES)
    assert whole is not None
    assert not problems
    assert grid.header == whole.header
    assert grid.frame.equals(whole.frame)


DAMAGES = {
    "a byte that is not UTF-8": lambda text: text[:700] + b"\xff" + text[700:],
    "a NUL": lambda text: text[:700] + b"\0" + text[700:],
    "UTF-16": lambda text: text.decode().encode("utf-16"),
    "semicolons": lambda text: text.replace(b",", b";"),
    "a row cut short": lambda text: text[: text.rindex(b",")],
    "a row too long": lambda text: text.replace(b"R50,", b"R50,x,y,"),
    "a mark in a cell": lambda text: text.replace(b"R60,", b'R"60,'),
    "a mark never closed": lambda text: text.replace(b"R70,", b'"R70,'),
    "a lone carriage return": lambda text: text.replace(b"R80,", b"R8\r0,"),
}


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_in_any_piece_is_told_as_of_the_whole(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "responses.csv"
    sound = "response_id,voice,q1\n" + "".join(f"R{number},staff,Agree\n" for number in range(100))
    path.write_bytes(DAMAGES[damage](sound.encode()))
    assert read_in_pieces(path, RESPONSES) is None
    told = read_csv(path, "responses.csv", RESPONSES)[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_source, "_LARGE", 2**40)
        assert told == read_csv(path, "responses.csv", RESPONSES)[1]
    assert told or damage in ("a lone carriage return", "a mark in a cell")  # odd, yet they can be read


def test_a_million_rows_are_read_in_less_memory_than_their_text_twice(tmp_path: Path) -> None:
    (tmp_path / "programme.toml").write_text(
        'name = "P"\n[[sites]]\ncode = "a"\nname = "A"\n[[years]]\nnumber = 1\nstart = 2018-09-01\nend = 2019-08-31\n',
        encoding="utf-8",
    )
    survey = tmp_path / "surveys" / "s"
    survey.mkdir(parents=True)
    said = [f"It made {word} of a difference to me at all" for word in ("no kind", "a little", "a good deal", "much")]
    answers = [",".join(said[(turn + n) % 4] for n in range(ANSWERS)) for turn in range(4)]
    with (survey / "responses.csv").open("w", encoding="utf-8") as file:
        file.write(f"response_id,voice,site,year,{','.join(f'q{n}' for n in range(ANSWERS))}\n")
        for start in range(0, ROWS - 1, 100_000):
            block = itertools.islice(itertools.count(start), min(100_000, ROWS - 1 - start))
            file.writelines(f"R{number},staff,a,1,{answers[number % 4]}\n" for number in block)
        file.write(f"R{ROWS},staff,a,1{',no' * (ANSWERS - 1)},The last of them all\n")
    held = (survey / "responses.csv").stat().st_size >> 20
    words = [sys.executable, "-c", "\n".join(READ), str(tmp_path), str(ROWS)]
    # How much is held at once hangs on how the threads fall, and that on the machine's other work: the least of six.
    peaks = (int(subprocess.run(words, capture_output=True, check=True, text=True).stdout) for _ in range(6))
    assert 2 * held > CEILING
    assert any(peak < CEILING for peak in peaks)
