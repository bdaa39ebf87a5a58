"""Files made to fill the memory or the day: each is refused with a sentence, within bounds, and nothing is a traceback.

They are read in a process of their own, which says by how much its memory grew.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways import packed_files
from tideturn.methods.pathways.bpmn import read_bpmn
from tideturn.methods.pathways.drawn_design import DrawnDesign, why_not_ordered
from tideturn.methods.pathways.ocel import read_ocel
from tideturn.methods.pathways.process_model import Kind, Node, ProcessModel
from tideturn.methods.pathways.xes import read_xes

MIB = 1 << 20
BLOCK = 16
READING = """
import json, sys
from pathlib import Path
from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways import packed_files
from tideturn.methods.pathways.ocel import read_ocel
from tideturn.methods.pathways.xes import read_xes

packed_files.FREE = 32 << 20  # as much as may be unpacked of any file takes its seconds

def grown():  # the peak of its own memory: that which getrusage tells begins at its parent's
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) >> 10

before, said = grown(), {}
for path in map(Path, sys.argv[1:]):
    try:
        (read_ocel if ".json" in path.name else read_xes)(path)
    except TideturnError as error:
        said[path.name] = str(error)
print(json.dumps({"said": said, "mib": grown() - before}))
"""
LAUGHS = '<!DOCTYPE log [<!ENTITY a0 "ha">{}]><log><trace><event><string key="concept:name" value="&a9;"/></event>'
SWELLING = {
    "blank.xes.gz": (b"<log>", b"\n"),
    "events.xes.gz": (b"<log><trace>", b"<event/>"),
    "lists.json.gz": (b'{"events":[', b"[],"),
    "deep.json.gz": (b'{"events":', b"["),
    "blank.json.gz": (b'{"events":', b" "),
}
"""How each begins, and what then comes again and again."""


def bomb(path: Path, begin: bytes, again: bytes, mib: int) -> None:
    """A small file that unpacks to so many MiB: packed members one after another are read as one."""
    member = gzip.compress(again * (BLOCK * MIB // len(again)))
    path.write_bytes(gzip.compress(begin) + member * (mib // BLOCK))


def test_nothing_fills_the_memory(tmp_path: Path) -> None:
    for name, (begin, again) in SWELLING.items():
        bomb(tmp_path / name, begin, again, 256)
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    (tmp_path / "laughs.xes").write_text(LAUGHS.format(entities), encoding="utf-8")
    (tmp_path / "deep.json").write_bytes(b"[" * 20 * MIB)
    (tmp_path / "lists.json").write_bytes(b'{"events":[' + b"[]," * (40 * MIB))
    names = [*SWELLING, "laughs.xes", "deep.json", "lists.json"]
    told = subprocess.run(
        [sys.executable, "-c", READING, *(str(tmp_path / name) for name in names)],
        capture_output=True,
        check=True,
        timeout=300,
        encoding="utf-8",
    )
    found = json.loads(told.stdout)
    assert list(found["said"]) == names
    assert all("packed to less than a 400th" in found["said"][name] for name in SWELLING)
    assert "document type declaration" in found["said"]["laughs.xes"]
    assert "within each other too deep" in found["said"]["deep.json"]
    assert "more than 64 million values" in found["said"]["lists.json"]
    # Read without bounds the lists and the events take some gigabytes each; with them, 1.2 on Python 3.13.
    assert found["mib"] < 1300


def test_what_is_packed_closely_is_read_as_long_as_it_is_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = b'<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2026-01-01"/></event>'
    whole = b"<log>" + b"\n" * 2 * MIB + b"<trace>" + event * 3 + b"</trace></log>"
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(whole))
    assert path.stat().st_size * packed_files.SWELLS < len(whole) < packed_files.FREE
    assert read_xes(path).frame.height == 3
    monkeypatch.setattr(packed_files, "FREE", MIB)
    with pytest.raises(TideturnError, match="packed to less than a 400th"):
        read_xes(path)


def test_values_are_counted_before_they_are_taken_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.json"
    path.write_text('{"eventTypes": [], "objectTypes": [], "events": [], "objects": []}', encoding="utf-8")
    marks = 4 + 4 + 3
    monkeypatch.setattr("tideturn.methods.pathways.ocel.MARKS", marks)
    assert read_ocel(path).events.is_empty()
    monkeypatch.setattr("tideturn.methods.pathways.ocel.MARKS", marks - 1)
    with pytest.raises(TideturnError, match="values"):
        read_ocel(path)


def chain(names: list[str], *, loop: bool = False) -> ProcessModel:
    """Tasks one after another, and with `loop` a way back from the last to the first."""
    tasks = [Node(name, Kind.TASK, name) for name in names]
    first, last = Node("x", Kind.CHOICE), Node("y", Kind.CHOICE)
    inner = [first, *tasks, last]
    nodes = [Node("s", Kind.START), *inner, Node("e", Kind.END)]
    flows = [(one.id, other.id) for one, other in pairwise(nodes)]
    return ProcessModel("m", tuple(nodes), (*flows, *([("y", "x")] if loop else []))).checked("m")


def test_a_drawing_of_hundreds_of_steps_in_a_row_is_that_order() -> None:
    """Its ways were once counted deeper within each other than Python goes."""
    assert why_not_ordered(chain([f"step {n}" for n in range(500)])) == ()


def test_a_case_that_goes_round_for_ever_is_followed_in_bounded_memory() -> None:
    """What was kept of its way once grew with the square of its events: some two gigabytes for these."""
    design = DrawnDesign(chain(["A", "B", "C"], loop=True))
    trace = ("A", "B", "C") * 3_000
    tracemalloc.start()
    try:
        found = design.fit(trace)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (found.met, found.taken, found.out_of_order) == (True, ("A", "B", "C"), ())
    assert peak < 16 * MIB


def test_hundreds_of_things_side_by_side_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    tasks = range(400)
    drawn = "".join(
        f'<task id="t{n}" name="{n}"/><sequenceFlow sourceRef="g" targetRef="t{n}"/>'
        f'<sequenceFlow sourceRef="t{n}" targetRef="h"/>'
        for n in tasks
    )
    path = tmp_path / "wide.bpmn"
    path.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><startEvent id="s"/>'
        '<parallelGateway id="g"/><parallelGateway id="h"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="g"'
        f'/><sequenceFlow sourceRef="h" targetRef="e"/>{drawn}</process></definitions>',
        encoding="utf-8",
    )
    tracemalloc.start()
    try:
        with pytest.raises(TideturnError, match="ways to stand in the middle of it"):
            read_bpmn(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 400 * MIB
