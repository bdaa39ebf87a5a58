"""Whatever happens to a file of events or of a pathway, it is read or refused with a sentence, never a traceback."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways import event_log
from tideturn.methods.pathways.bpmn import read_bpmn
from tideturn.methods.pathways.bpmn_writing import write_bpmn
from tideturn.methods.pathways.design import Design, Step
from tideturn.methods.pathways.object_log import object_log
from tideturn.methods.pathways.ocel import read_ocel, write_ocel
from tideturn.methods.pathways.xes import read_xes
from tideturn.methods.pathways.xes_writing import write_xes

FRAME = pl.DataFrame(
    {
        "child": ["Ada", "Ada; Ben", "Ben"],
        "activity": ["referral", "meeting", "plan & review"],
        "time": ["2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z"],
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One good file of each kind."""
    folder = tmp_path_factory.mktemp("whole")
    log = event_log(FRAME, case="child")
    write_xes(log, folder / "log.xes")
    write_xes(log, folder / "log.xes.gz")
    write_ocel(object_log(FRAME, ["child"]), folder / "log.json")
    write_bpmn(Design("D", (Step("A"), Step("B", optional=True), Step("C"))), folder / "d.bpmn")
    return folder


READ: dict[str, Callable[[Path], object]] = {
    "log.xes": lambda path: read_xes(path).log(),
    "log.xes.gz": lambda path: read_xes(path).log(),
    "log.json": lambda path: read_ocel(path).flattened("child").log(),
    "d.bpmn": read_bpmn,
}
PIECES = st.sampled_from(
    [b"", b"<", b'"', b"/>", b"&x;", b"&#0;", b"<!--", b"\xff\xfe", b"\0", b"null", b"[", b"{}", b"9" * 30]
)
PIECE = PIECES | st.binary(max_size=4)


@pytest.mark.parametrize("name", READ)
@settings(max_examples=30)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(folder: Path, name: str, data: st.DataObject) -> None:
    whole = (folder / name).read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(whole)))
        whole = whole[:start] + data.draw(PIECE) + whole[start + data.draw(st.sampled_from([0, 0, 1, 5, 60, 10_000])) :]
    damaged = folder / f"damaged-{name}"
    damaged.write_bytes(whole)
    # Anything else that it raises fails here.
    with suppress(TideturnError):
        READ[name](damaged)


@pytest.mark.parametrize("name", READ)
def test_a_file_of_another_kind_is_refused(folder: Path, name: str) -> None:
    """Each reader given every other's file, and a picture."""
    others = [other for other in READ if other.removesuffix(".gz") != name.removesuffix(".gz")]
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (folder / "words.gz").write_bytes(gzip.compress(b"just words"))
    for other in (*others, "picture.png", "words.gz"):
        with pytest.raises(TideturnError) as caught:
            READ[name](folder / other)
        assert caught.value.place
        assert caught.value.mend
