"""XES, OCEL and BPMN: pm4py reads what we write as we do, and we read what it writes as it does.

The logs are the running example of van der Aalst (2011), Process Mining, table 1.1, and one made in the shape of the
BPI Challenge of 2012 (https://doi.org/10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f): offers of loans, with three
life cycles, attributes of the trace, two offsets a year and people who are numbers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from tideturn.methods.pathways import EventLog, event_log
from tideturn.methods.pathways.bpmn import read_bpmn
from tideturn.methods.pathways.bpmn_writing import write_bpmn
from tideturn.methods.pathways.design import Design, Step
from tideturn.methods.pathways.drawn_design import design_of, ordered_steps
from tideturn.methods.pathways.object_log import object_log
from tideturn.methods.pathways.ocel import read_ocel, write_ocel
from tideturn.methods.pathways.process_model import Flow, Kind, Node, ProcessModel
from tideturn.methods.pathways.xes import read_xes
from tideturn.methods.pathways.xes_writing import write_xes

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("ignore:Install the optional requirement `r4pm`:UserWarning:pm4py"),
]

RUNNING_EXAMPLE = Path(__file__).parents[1] / "methods" / "pathways" / "running-example.csv"
THEIRS = {
    "case:concept:name": "case",
    "concept:name": "activity",
    "time:timestamp": "time",
    "org:group": "agency",
    "org:resource": "agency",
    "lifecycle:transition": "lifecycle",
    "case:site": "site",
}


@pytest.fixture(scope="module")
def peer() -> Any:
    import pm4py

    return pm4py


def running_example() -> EventLog:
    frame = pl.read_csv(RUNNING_EXAMPLE, schema_overrides={"case": pl.String})
    return event_log(frame.with_columns(site=pl.lit("Utrecht & Eindhoven")), agency="resource", site="site")


def loans() -> EventLog:
    dice, zone, rows = random.Random(12), ZoneInfo("Europe/Amsterdam"), []
    for case in range(173688, 173788):
        at = datetime(2011, 10, 1, 0, 38, 44, 546_000, tzinfo=zone) + timedelta(minutes=dice.randrange(200_000))
        for name in ("A_SUBMITTED", "A_PARTLYSUBMITTED", "W_Completeren aanvraag", "O_CREATED", "W_Nabellen offertes"):
            for cycle in ("SCHEDULE", "START", "COMPLETE") if name.startswith("W_") else ("COMPLETE",):
                at += timedelta(milliseconds=dice.randrange(1, 400_000_000))
                rows.append((str(case), name, at.astimezone(UTC), str(dice.randrange(10862, 11003)), cycle, "NL"))
    columns = ["case", "activity", "time", "agency", "lifecycle", "site"]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return event_log(frame, agency="agency", lifecycle="lifecycle", site="site", every_transition=True)


LOGS = [running_example, loans]


def as_ours(theirs: Any) -> pl.DataFrame:
    """Their frame, with our names, in the order of ours; equal times keep their places."""
    columns = {name: list(theirs[name]) for name in theirs.columns if name in THEIRS}
    frame = pl.DataFrame(columns).rename({name: THEIRS[name] for name in columns})
    return frame.with_columns(pl.col("time").cast(pl.Datetime("us", "UTC"))).sort("case", "time", maintain_order=True)


@pytest.mark.parametrize("make", LOGS)
@pytest.mark.parametrize("variant", [None, "iterparse", "iterparse_20"])  # its fourth leaves “&amp;” as it stands
@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_pm4py_reads_the_xes_that_we_write(peer: Any, tmp_path: Path, make: Any, variant: Any, name: str) -> None:
    log = make()
    write_xes(log, tmp_path / name)
    read = as_ours(peer.read_xes(str(tmp_path / name), variant=variant))
    ours = log.named()
    assert read.select(ours.columns).equals(ours)


@pytest.mark.parametrize("make", LOGS)
def test_we_read_the_xes_that_pm4py_writes(peer: Any, tmp_path: Path, make: Any) -> None:
    log = make()
    frame = log.named().to_pandas()
    names = {ours: theirs for theirs, ours in THEIRS.items() if theirs != "org:group"}
    path = str(tmp_path / "theirs.xes")
    peer.write_xes(frame.rename(columns=names), path, case_id_key="case:concept:name")
    read = read_xes(Path(path), site="site").log(every_transition=True)
    assert read.named().equals(log.named())
    assert as_ours(peer.read_xes(path)).select(read.named().columns).equals(read.named())


MEETINGS = pl.DataFrame(
    {
        "activity": ["referral", "meeting", "look-up", "plan", "phone call"],
        "time": [f"2026-03-0{day}T10:00:00.123456Z" for day in range(1, 6)],
        "child": ["Ada", "Ada; Ben", None, "Ben", "Ada"],
        "agency": ["police", "council;police", "council", "charity", None],
    }
)


def relations_of(theirs: Any) -> set[tuple[Any, ...]]:
    names = ("ocel:eid", "ocel:activity", "ocel:timestamp", "ocel:oid", "ocel:type", "ocel:qualifier")
    return {
        (row[0], row[1], row[2].to_pydatetime(warn=False), *row[3:])
        for row in zip(*(theirs.relations[name] for name in names), strict=True)
    }


# It leaves the file that it writes to the garbage collector to close.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ocel_is_read_alike_both_ways(peer: Any, tmp_path: Path) -> None:
    log = object_log(MEETINGS, ["child", "agency"])
    write_ocel(log, tmp_path / "ours.json")
    theirs = peer.read_ocel2_json(str(tmp_path / "ours.json"))
    assert relations_of(theirs) == set(log.table.drop_nulls("object").rows())
    assert set(zip(theirs.objects["ocel:oid"], theirs.objects["ocel:type"], strict=True)) == set(log.objects.rows())
    peer.write_ocel2_json(theirs, str(tmp_path / "theirs.json"))
    back = read_ocel(tmp_path / "theirs.json")
    # It writes no part of a second.
    cut = log.table.with_columns(pl.col("time").dt.truncate("1s"))
    assert set(back.table.rows()) == set(cut.rows())


def test_a_flattening_is_the_same(peer: Any, tmp_path: Path) -> None:
    log = object_log(MEETINGS, ["child", "agency"])
    write_ocel(log, tmp_path / "ours.json")
    theirs = peer.read_ocel2_json(str(tmp_path / "ours.json"))
    for kind in log.types:
        flat = peer.ocel_flattening(theirs, kind)
        told = set(zip(flat["case:concept:name"], flat["concept:name"], strict=True))
        ours = log.flattened(kind)
        assert told == set(ours.frame.select("case", "activity").rows())
        assert len(flat) == ours.frame.height


DESIGN = Design("Custody", (Step("Arrives"), Step("Check & look-up"), Step("Referral", optional=True), Step("Release")))


def drawing() -> ProcessModel:
    """Two agencies side by side, then a choice with a way back."""
    nodes = [Node("s", Kind.START), Node("p1", Kind.SIDE_BY_SIDE), Node("a", Kind.TASK, "Appropriate adult", "Council")]
    nodes += [Node("b", Kind.TASK, "Interview", "Police"), Node("p2", Kind.SIDE_BY_SIDE), Node("x0", Kind.CHOICE)]
    nodes += [Node("c", Kind.TASK, "Plan", "Council"), Node("x1", Kind.CHOICE), Node("e", Kind.END)]
    ways = ["s p1 a p2 x0 c x1 e", "p1 b p2", "x1 x0"]
    flows: list[Flow] = [pair for way in ways for pair in zip(way.split(), way.split()[1:], strict=False)]
    return ProcessModel("Two agencies", tuple(nodes), tuple(dict.fromkeys(flows)))


def words(model: ProcessModel, longest: int) -> Iterator[tuple[str, ...]]:
    """Every trace of at most so many steps that the drawing lets pass."""
    ahead = [(model.begin, ())]
    seen = set()
    while ahead:
        at, trace = ahead.pop()
        if (at, trace) in seen or len(trace) > longest:
            continue
        seen.add((at, trace))
        if not at:
            yield trace
        for node, to in model.moves(at):
            ahead.append((to, (*trace, node.name) if node.kind is Kind.TASK else trace))


@pytest.mark.parametrize("pathway", [DESIGN, drawing()])
def test_pm4py_opens_the_bpmn_that_we_write(peer: Any, tmp_path: Path, pathway: Any) -> None:
    """The same steps, the same flows, a place for each in the picture, and every trace of ours runs through its net."""
    path = tmp_path / "pathway.bpmn"
    write_bpmn(pathway, path)
    model = read_bpmn(path)
    graph = peer.read_bpmn(str(path))
    drawn = {node.get_id(): node for node in graph.get_nodes()}
    tags = {Kind.START: "StartEvent", Kind.END: "EndEvent", Kind.TASK: "Task"}
    tags |= {Kind.CHOICE: "ExclusiveGateway", Kind.SIDE_BY_SIDE: "ParallelGateway"}
    for node in model.nodes:
        theirs = drawn[node.id]
        assert type(theirs).__name__.endswith(tags[node.kind])
        assert theirs.get_name() == node.name
        assert theirs.get_x() >= 100
        assert theirs.get_width() > 30
    flows = {(flow.get_source().get_id(), flow.get_target().get_id()) for flow in graph.get_flows()}
    assert flows == set(model.flows)
    net = peer.convert_to_petri_net(graph)
    traces = sorted(words(model, 6))
    rows = [
        (str(n), step, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=d))
        for n, t in enumerate(traces)
        for d, step in enumerate(t)
    ]
    frame = pl.DataFrame(rows, schema=["case:concept:name", "concept:name", "time:timestamp"], orient="row").to_pandas()
    assert len(traces) > 1
    assert all(replay["trace_is_fit"] for replay in peer.conformance_diagnostics_token_based_replay(frame, *net))
    assert all(design_of(model).fit(trace).met for trace in traces)


def test_we_read_the_bpmn_that_pm4py_writes(peer: Any, tmp_path: Path) -> None:
    from pm4py.objects.bpmn.exporter import exporter

    write_bpmn(DESIGN, tmp_path / "ours.bpmn")
    exporter.apply(peer.read_bpmn(str(tmp_path / "ours.bpmn")), str(tmp_path / "theirs.bpmn"))
    assert ordered_steps(read_bpmn(tmp_path / "theirs.bpmn")).steps == DESIGN.steps
    tree = peer.parse_process_tree("->( 'report', X( 'look-up', tau ), +( 'adult', 'interview' ), 'close' )")
    exporter.apply(peer.convert_to_bpmn(tree), str(tmp_path / "tree.bpmn"))
    told = set(words(read_bpmn(tmp_path / "tree.bpmn"), 9))
    middles = [("adult", "interview"), ("interview", "adult")]
    assert told == {("report", *look_up, *middle, "close") for look_up in ((), ("look-up",)) for middle in middles}
