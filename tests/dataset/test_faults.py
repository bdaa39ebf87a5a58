"""Bad files and bad disks: each is told by its place, nothing is half-written, and nothing ends in a traceback."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import FolderError, Problem, Severity
from tideturn.dataset.read import open_raw, read_folder
from tideturn.dataset.storage import write_whole

PROGRAMME = """name = "Harbour"
[[sites]]
code = "north"
name = "Northtown"
[[years]]
number = 1
start = 2018-04-01
end = 2019-03-31
"""
HEADER = b"case_id,site,received\n"
ROW = b"c1,north,2018-05-01\n"


def folder_with(place: Path, name: str, data: bytes) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    (place / "programme.toml").write_text(PROGRAMME)
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(data)
    return place


def problems_of(place: Path, name: str, data: bytes) -> tuple[Problem, ...]:
    return open_raw(folder_with(place, name, data)).problems


@pytest.mark.parametrize(
    ("data", "row", "what"),
    [
        pytest.param(b"", None, "The file is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf", None, "The file is empty", id="byte-order mark alone"),
        pytest.param(b" \r\n\n", None, "The file is empty", id="blank"),
        pytest.param(ROW, 1, "There is no header", id="no header"),
        pytest.param(b"case_id;site;received\nc1;north;2018-05-01\n", 1, "separated by semicolons", id="semicolons"),
        pytest.param(b"case_id\tsite\treceived\n", 1, "separated by tabs", id="tabs"),
        pytest.param((HEADER + ROW).decode().encode("utf-16"), None, "in UTF-16", id="utf-16 with its mark"),
        pytest.param((HEADER + ROW).decode().encode("utf-16-le"), None, "in UTF-16", id="utf-16 without"),
        pytest.param(HEADER + ROW + b"c\xe9,north,2018-05-01\n", 3, "Byte 43 (0xe9) is not UTF-8", id="latin 1"),
        pytest.param(HEADER + ROW + b"c\0,north,2018-05-01\n", 3, "1 NUL byte, the first at byte 43", id="nul"),
        pytest.param(HEADER + ROW + b"c2,nor", 3, "2 cells and the header 3, so it may be cut short", id="truncated"),
        pytest.param(HEADER + ROW + b"c2,north,2018-05-01,x\n", 3, "4 cells and the header 3.", id="too many cells"),
        pytest.param(HEADER + b'c1,"north,2018-05-01\n' + ROW, 2, "opened here and never closed", id="open quote"),
        pytest.param(HEADER + ROW + b'c2,"no"rth,x\n', 3, "in the middle of a cell", id="stray quote"),
        pytest.param(HEADER + b"x" * 1_000_000 + b",north,2018-05-01\n", 2, "1,000,000 characters", id="long cell"),
        pytest.param(
            HEADER + b'"' + b"x" * 1_000_000 + b'",n,2018-05-01\n', 2, "1,000,000 characters", id="long quoted"
        ),
    ],
)
def test_a_bad_table_is_told_by_its_place(tmp_path, data, row, what):
    (problem,) = problems_of(tmp_path, "cases.csv", data)
    assert (problem.file, problem.row, problem.severity) == ("cases.csv", row, Severity.ERROR)
    assert what in problem.what
    assert problem.mend
    with pytest.raises(FolderError):
        read_folder(tmp_path)


def test_the_byte_that_is_not_utf8_is_found_across_pieces(tmp_path):
    far = HEADER + b"e\xcc\x81c,north,2018-05-01\n" * 400_000
    (problem,) = problems_of(tmp_path, "cases.csv", far + b"\xff\n")
    assert f"Byte {len(far)} (0xff)" in problem.what
    assert problem.row == 400_002


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + HEADER + ROW, (HEADER + ROW).replace(b"\n", b"\r\n"), HEADER + ROW[:-1]]
)
def test_a_byte_order_mark_windows_line_ends_and_a_missing_last_one_are_accepted(tmp_path, data):
    dataset = read_folder(folder_with(tmp_path, "cases.csv", data))
    assert dataset.table("cases").row(0)[:2] == ("c1", "north")


def test_each_missing_column_is_told_with_the_stray_one_that_is_meant(tmp_path):
    problems = problems_of(tmp_path, "cases.csv", b"Case ID,site,extra\nc1,north,x\n")
    assert [(p.column, p.row) for p in problems] == [("case_id", 1), ("received", 1)]
    assert "Rename the column “Case ID”" in problems[0].mend


def test_a_header_given_twice_and_one_left_out(tmp_path):
    problems = problems_of(tmp_path, "cases.csv", b"case_id,site,received,site,\nc1,north,2018-05-01,south,x\n")
    assert [(p.column, p.severity) for p in problems] == [("site", Severity.ERROR), ("5", Severity.QUERY)]
    assert "columns 2 and 4" in problems[0].what
    assert "Column 5 has no name" in problems[1].what


def test_a_file_of_another_name_is_a_query_with_the_nearest_table(tmp_path):
    (problem,) = problems_of(tmp_path, "Case.csv", HEADER)
    assert problem.severity == Severity.QUERY
    assert "Rename it to cases.csv" in problem.mend
    assert read_folder(tmp_path).tables == {}


def test_a_folder_where_a_file_should_be_and_a_file_where_a_folder_should_be(tmp_path):
    folder_with(tmp_path, "surveys", b"")
    (tmp_path / "cases.csv").mkdir()
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "lost.csv").symlink_to("nowhere")
    (tmp_path / "posts.csv").symlink_to("nowhere")
    said = {problem.file: problem.what for problem in open_raw(tmp_path).problems}
    assert said["cases.csv"] == "This is a folder, and a file is wanted."
    assert said["surveys"] == "This is a file, and a folder is wanted."
    assert said["posts.csv"] == "It leads to no file."


def test_what_may_have_been_meant_to_be_read_is_asked_about(tmp_path):
    folder_with(tmp_path, "Transcript/i.txt", b"x")
    folder_with(tmp_path, "notes/i.txt", b"x")
    folder_with(tmp_path, "README.md", b"x")
    folder_with(tmp_path, "cases.ods", b"x")
    folder_with(tmp_path, "surveys/responses.csv", b"x")
    folder_with(tmp_path, "transcripts/i.docx", b"x")
    problems = open_raw(tmp_path).problems
    assert [problem.file for problem in problems] == [
        "Transcript",
        "cases.ods",
        "surveys/responses.csv",
        "transcripts/i.docx",
    ]
    assert {(problem.severity, problem.row, problem.column) for problem in problems} == {(Severity.QUERY, 1, "file")}
    assert "Rename it to transcripts" in problems[0].mend


@settings(max_examples=100, deadline=None)
@example(data=b"*", before=b"")
@example(data=b"^.*$\n1", before=b"")
@given(data=st.binary(max_size=40), before=st.sampled_from([b"", HEADER, PROGRAMME.encode(), b"\xff\xfe"]))
def test_no_bytes_whatever_end_in_a_traceback(tmp_path_factory, data, before):
    place = tmp_path_factory.mktemp("folder")
    for name in (
        "programme.toml",
        "cases.csv",
        "transcripts/i.txt",
        "pathways/p.toml",
        "surveys/s/form.xlsx",
        "b.xlsx",
    ):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(before + data)
    problems = open_raw(place).problems
    assert {"b.xlsx", "surveys/s/form.xlsx"} <= {problem.file for problem in problems}
    assert all(problem.what.endswith(".") and problem.mend.endswith((".", "”", "…")) for problem in problems)
    with pytest.raises(FolderError):
        read_folder(place)


def test_a_pipe_is_not_waited_for(tmp_path):
    folder_with(tmp_path, "README.md", b"")
    os.mkfifo(tmp_path / "cases.csv")
    (problem,) = open_raw(tmp_path).problems
    assert problem.what == "This is no ordinary file."


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    folder_with(tmp_path, "cases.csv", b"")
    folder_with(tmp_path, "posts.csv", b"post_id;site;role\n")
    folder_with(tmp_path, "transcripts/i.txt", b"a\rb\0")
    folder_with(tmp_path, "pathways/p.toml", b'name = "x"\nsteps = [\n')
    raw = open_raw(tmp_path)
    assert [problem.file for problem in raw.problems] == [
        "cases.csv", "posts.csv", "pathways/p.toml", "transcripts/i.txt", "transcripts/i.txt",
    ]  # fmt: skip
    assert raw.incomplete == {"cases.csv", "posts.csv", "pathways/p.toml"}


def test_a_transcript_saved_on_windows_is_counted_without_its_mark_and_with_one_sign_a_line_end(tmp_path):
    header = b"interview_id,file,voice,site,year,consent_to_quote\n"
    folder_with(tmp_path, "interviews.csv", header + b"i,transcripts/i.txt,staff,north,1,yes\n")
    assert problems_of(tmp_path, "transcripts/i.txt", b"\xef\xbb\xbfone\r\ntw\xc3\xb6\r\n") == ()
    raw = open_raw(tmp_path)
    assert raw.transcripts == {"i.txt": "one\ntwö\n"}
    assert raw.tables["interviews"].frame["file"].to_list() == ["i.txt"]


@pytest.mark.parametrize(
    ("data", "row", "what"),
    [
        ("hello".encode("utf-16"), None, "UTF-16"),
        (b"one\ntw\xff", 2, "Byte 6 (0xff) is not UTF-8"),
        (b"one\ntwo\rthree", 2, "CR alone"),
        (b"one\ntwo\0", 2, "NUL"),
        (b" \n", None, "The file is empty"),
    ],
)
def test_a_transcript_must_have_one_reading_only(tmp_path, data, row, what):
    header = b"interview_id,file,voice,site,year,consent_to_quote\n"
    folder_with(tmp_path, "interviews.csv", header + b"i,i.txt,staff,north,1,yes\n")
    named, unnamed = (
        next(p for p in problems_of(tmp_path, f"transcripts/{name}.txt", data) if name in p.file) for name in "ij"
    )
    assert (named.severity, unnamed.severity) == (Severity.ERROR, Severity.QUERY)
    assert (named.row, unnamed.row) == (row, row or 1)
    assert what in named.what
    assert "i.txt" not in open_raw(tmp_path).transcripts


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('name = "Harbour"', "name = Harbour", "not TOML"),
        ('name = "Harbour"\n', "", "no name"),
        ("2018-04-01", "2018-02-30", "not TOML"),
        ("[[sites]]", "sites = []\n[[sites]]", "not TOML"),
        ("2018-04-01", '"soon"', "“soon”, which is no date"),
        ("2018-04-01", "2018-04-01T00:00:00", "no date"),
        ("2018-04-01", "2019-04-01", "starts on 2019-04-01 and ends on 2019-03-31"),
        ("end = 2019-03-31", 'end = 2019-03-31\ndata_to = "soon"', "The data_to of year 1 is “soon”, which is no date"),
        ("end = 2019-03-31", "end = 2019-03-31\ndata_to = 2018-04-01", "known by 2018-04-01, which is not after"),
        ("number = 1", "number = true", "no whole number"),
        ("number = 1", "number = 0", "The first year is Year 0"),
        ('"north"', '"programme"', "stands for all sites"),
        ('"north"', '"elsewhere"', "stands for places where the programme does not work"),
        ('name = "Harbour"', 'name = "Harbour"\ncomparison_order = 1', "comparison_order is not text"),
        ('"north"', '"north|south"', "separates several codes"),
        ('"Northtown"', '"Northtown"\nkind = "city"', "is 'city'"),
        ("[[sites]]", "[[places]]", "no sites"),
        ("[[years]]", '[[sites]]\ncode = "north"\nname = "N"\n[[years]]', "Two sites have the code “north”"),
        (
            "end = 2019-03-31",
            "end = 2019-03-31\n[[years]]\nnumber = 2\nstart = 2019-03-31\nend = 2020-03-30",
            "overlaps",
        ),
        ("end = 2019-03-31", "end = 2019-03-31\n[[years]]\nnumber = 2\nstart = 2019-04-02\nend = 2020-03-30", "a gap"),
        (
            "end = 2019-03-31",
            "end = 2019-03-31\n[[years]]\nnumber = 3\nstart = 2019-04-01\nend = 2020-03-30",
            "Year 3 follows",
        ),
        ("[[years]]", '[answers]\nno_opinion = "NA"\n[[years]]', "no_opinion of \\[answers\\] is not a list of words"),
        ("[[years]]", "[answers]\nno_opinion = [1]\n[[years]]", "is not a list of words"),
        ("[[years]]", "[answers]\nseveral_separator = 1\n[[years]]", "several_separator of \\[answers\\] is no text"),
        ("[[years]]", '[answers]\nseparator = ";"\n[[years]]', "no setting called “separator”"),
        ("[[years]]", "rules = 3\n[[years]]", "not TOML|no section|is not known"),
        (
            "end = 2019-03-31",
            "end = 9999-12-31\n[[years]]\nnumber = 2\nstart = 2019-04-01\nend = 2020-03-30",
            "Year 2 cannot follow Year 1, which ends on 9999-12-31",
        ),
    ],
)
def test_a_programme_that_cannot_be_is_told(tmp_path, old, new, what):
    (tmp_path / "programme.toml").write_text(PROGRAMME.replace(old, new))
    problems = open_raw(tmp_path).problems
    assert any(re.search(what, problem.what) for problem in problems)
    assert all(problem.file == "programme.toml" for problem in problems)


def test_a_count_beyond_all_counting_is_refused(tmp_path):
    data = b"indicator,site,period,count,denominator\nnrm,north,2018-04,1000000000001,\nnrm,north,2018-05,4,1e308\n"
    with pytest.raises(FolderError) as caught:
        read_folder(folder_with(tmp_path, "series.csv", data))
    told = [(problem.row, problem.column, problem.mend) for problem in caught.value.problems]
    assert told == [
        (2, "count", "Write 1,000,000,000,000 or less."),
        (3, "denominator", "Write 1,000,000,000,000 or less."),
    ]


def test_a_fault_of_toml_has_its_line(tmp_path):
    (tmp_path / "programme.toml").write_text(PROGRAMME.replace("number = 1", "number = one"))
    (problem,) = open_raw(tmp_path).problems
    assert problem.row == 6


def test_a_folder_without_a_programme_says_so(tmp_path):
    (problem,) = open_raw(tmp_path).problems
    assert "is missing" in problem.what


def run_apart(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own, since what it does to itself cannot be undone."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


AS_NOBODY = """
import os, sys
from pathlib import Path
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.read import open_raw, read_folder
from tideturn.dataset.storage import write_whole
from tideturn.dataset.write import write_folder
folder = Path(sys.argv[1])
dataset = read_folder(folder)  # also imports whatever is imported late, which nobody may not read
for place in sys.argv[2:]:
    (folder / place).chmod(0)
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""


@pytest.fixture
def open_folder():
    """A folder that anybody may reach and read: pytest's own places are closed to all but their owner."""
    with tempfile.TemporaryDirectory() as above:
        folder = folder_with(Path(above) / "in", "cases.csv", HEADER + ROW)
        folder_with(folder, "transcripts/i.txt", b"x")
        for place in (Path(above), folder, folder / "transcripts"):
            place.chmod(0o755)
        yield folder
        for place in (Path(above), folder, folder / "transcripts"):
            place.chmod(0o755)


def test_permission_to_read_refused_is_said_by_file(open_folder):
    tell = "for problem in open_raw(folder).problems: print(problem.file, problem.what)"
    ran = run_apart(f"{AS_NOBODY}\n{tell}", str(open_folder), "cases.csv", "transcripts")
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "cases.csv Permission to read it is refused.",
        "transcripts Permission to read it is refused.",
    ]


def test_permission_to_read_the_folder_refused_is_said(open_folder):
    tell = """
try: open_raw(folder)
except TideturnError as error: print(error.what)
"""
    ran = run_apart(f"{AS_NOBODY}\n{tell}", str(open_folder), ".")
    assert (ran.stdout, ran.stderr) == ("Permission to read it is refused.\n", "")


def test_a_folder_that_cannot_be_reached_is_said(open_folder):
    tell = """
try: open_raw(folder)
except TideturnError as error: print(error.what)
"""
    ran = run_apart(f"{AS_NOBODY}\n{tell}", str(open_folder), "..")
    assert (ran.stdout, ran.stderr) == ("It cannot be reached: Permission denied.\n", "")


def test_permission_to_write_refused_leaves_no_trace(open_folder):
    before = all_files(open_folder)
    tell = """
try: write_folder(dataset, folder)
except PermissionError as error: print("refused")
"""
    ran = run_apart(f"{AS_NOBODY}\n{tell}", str(open_folder))
    assert (ran.stdout, ran.stderr) == ("refused\n", "")
    assert all_files(open_folder) == before


CTRL_C_LATER = """
import os, signal, sys
from pathlib import Path
from tideturn.dataset.read import read_folder
from tideturn.dataset.write import write_folder
dataset, out = read_folder(Path(sys.argv[1])), Path(sys.argv[2])
signal.signal(signal.SIGINT, signal.default_int_handler)
really, renamed = Path.replace, []
def replace(path, target):
    really(path, target)
    renamed.append(path)
    if len(renamed) == 3: os.kill(os.getpid(), signal.SIGINT)
Path.replace = replace
try: write_folder(dataset, out)
except KeyboardInterrupt: print("stopped after 3")
"""
STOPPED = """
import os, resource, signal, sys
from pathlib import Path
from tideturn.dataset import storage
from tideturn.dataset.read import read_folder
from tideturn.dataset.write import write_folder
dataset, out = read_folder(Path(sys.argv[1])), Path(sys.argv[2])
"""
DISK_FULL = f"""{STOPPED}
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # Python itself ignores SIGXFSZ
try: write_folder(dataset, out)
except OSError as error: print("full:", Path(error.filename).name)
"""
CTRL_C = f"""{STOPPED}
signal.signal(signal.SIGINT, signal.default_int_handler)
really, written = os.fsync, []
def fsync(number):
    really(number)
    written.append(number)
    if len(written) == 2: os.kill(os.getpid(), signal.SIGINT)
storage.os.fsync = fsync
try: write_folder(dataset, out)
except KeyboardInterrupt: print("stopped after", len(written))
"""


def all_files(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def test_a_disk_that_takes_no_writing_is_told_by_the_file_that_was_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    # Such a disk refuses also to take away what is not there.
    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(OSError, match="Read-only") as raised:
        write_whole({tmp_path / "findings.csv": b"new"})
    assert raised.value.filename == str(tmp_path / "findings.csv")


def test_a_disk_that_fills_while_the_old_file_is_set_aside_is_told_by_that_file(tmp_path, monkeypatch):
    """Where there are no hard links the old file is copied, and the copy's fault names no file by itself."""

    def no_links(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.link", no_links)
    monkeypatch.setattr("shutil.copy2", full)
    old = tmp_path / "report.html"
    old.write_bytes(b"old")
    with pytest.raises(OSError, match="No space left") as told:
        write_whole({old: b"new"})
    assert told.value.filename == str(old)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report.html", b"old")]


def test_a_file_in_the_folder_s_place_is_named_and_not_what_would_have_gone_in_it(tmp_path):
    (tmp_path / "out").write_bytes(b"old")
    with pytest.raises(NotADirectoryError) as caught:
        write_whole({tmp_path / "out" / "report.html": b"new"})
    assert caught.value.filename == str(tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("script", "said"),
    [(DISK_FULL, "full: cases.csv\n"), (CTRL_C, "stopped after 2\n"), (CTRL_C_LATER, "stopped after 3\n")],
)
@pytest.mark.parametrize("there", [True, False])
def test_writing_that_stops_half_way_leaves_what_was_there(tmp_path, script, said, there):
    folder = folder_with(tmp_path / "in", "cases.csv", HEADER + ROW * 100)
    folder_with(folder, "transcripts/i.txt", b"new")
    out = tmp_path / "out"
    if there:
        folder_with(out, "cases.csv", b"old")
    before = all_files(out)
    ran = run_apart(script, str(folder), str(out))
    assert (ran.stdout, ran.stderr) == (said, "")
    assert all_files(out) == before
    assert out.exists() == there
