"""BPMN 2.0: what is drawn is read or refused by name, nobody is caught in it, and what we draw reads back the same."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways.bpmn import read_bpmn
from tideturn.methods.pathways.bpmn_writing import drawing_of, write_bpmn
from tideturn.methods.pathways.design import Design, Fit, LocalDifference, Step
from tideturn.methods.pathways.drawn_design import DrawnDesign, design_of, ordered_steps, why_not_ordered
from tideturn.methods.pathways.process_model import Flow, Kind, Node, ProcessModel

GATEWAYS = {"s": "startEvent", "e": "endEvent", "x": "exclusiveGateway", "p": "parallelGateway"}


def bpmn(flows: str, further: str = "", nodes: str = "") -> str:
    """A file that draws these flows, `s > A > e`: s starts, e ends, x… and p… are gateways, all others are tasks."""
    ways = [[name.strip() for name in way.split(">")] for way in flows.split(",")]
    drawn = []
    for name in dict.fromkeys(name for way in ways for name in way):
        kind = GATEWAYS.get(name[0], "task")
        drawn.append(f'<{kind} id="{name}" name="{name if kind == "task" else ""}"/>')
    for number, (source, target) in enumerate(pair for way in ways for pair in pairwise(way)):
        drawn.append(f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>')
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:x">\n'
        f'<process id="process" name="Custody">\n{nodes}{"".join(drawn)}\n</process>\n{further}</definitions>'
    )


def read(tmp_path: Path, text: str) -> ProcessModel:
    path = tmp_path / "custody.bpmn"
    path.write_text(text, encoding="utf-8")
    return read_bpmn(path)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(TideturnError) as caught:
        read(tmp_path, text)
    assert caught.value.place.startswith("custody.bpmn")
    assert caught.value.mend
    return str(caught.value)


def test_a_drawing_of_an_editor_is_read(tmp_path: Path) -> None:
    """Prefixes, lanes within lanes, a pool, every sort of task, notes, data, conditions and the picture itself."""
    model = read(
        tmp_path,
        """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:vendor="urn:vendor"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="d" targetNamespace="urn:x">
  <bpmn:collaboration id="c"><bpmn:participant id="p" name="Area" processRef="process"/></bpmn:collaboration>
  <bpmn:message id="m" name="a message"/>
  <bpmn:process id="process" name="A child in custody" isExecutable="false">
    <bpmn:documentation>As agreed in March.</bpmn:documentation>
    <bpmn:laneSet id="lanes">
      <bpmn:lane id="l1" name="Police"><bpmn:flowNodeRef>s</bpmn:flowNodeRef><bpmn:flowNodeRef>a</bpmn:flowNodeRef>
        <bpmn:childLaneSet id="inner"><bpmn:lane id="l2" name="Custody desk"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>
        </bpmn:lane></bpmn:childLaneSet></bpmn:lane>
      <bpmn:lane id="l3" name="Charity"><bpmn:flowNodeRef> b </bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="s" name="Arrest"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="a" name="Safeguarding&#10;  check"><bpmn:extensionElements><vendor:form id="x"><vendor:task/>
      </vendor:form></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming></bpmn:userTask>
    <bpmn:exclusiveGateway id="g" default="f3"/>
    <bpmn:manualTask id="b" name="Youth worker"/>
    <bpmn:endEvent id="e"/>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
    <bpmn:sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
    <bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="b"/>
    <bpmn:sequenceFlow id="f4" sourceRef="g" targetRef="e">
      <bpmn:conditionExpression>adult &lt; 18</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f5" sourceRef="b" targetRef="e"/>
    <bpmn:textAnnotation id="t"><bpmn:text>at night</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id="as" sourceRef="a" targetRef="t"/>
    <bpmn:dataObjectReference id="o" name="Risk form"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="bd"><bpmndi:BPMNPlane id="bp" bpmnElement="c"/></bpmndi:BPMNDiagram>
</bpmn:definitions>""",
    )
    assert model.name == "A child in custody"
    assert model.nodes == (
        Node("s", Kind.START, "Arrest", "Police"),
        Node("a", Kind.TASK, "Safeguarding check", "Custody desk"),
        Node("g", Kind.CHOICE),
        Node("b", Kind.TASK, "Youth worker", "Charity"),
        Node("e", Kind.END),
    )
    assert model.flows == (("s", "a"), ("a", "g"), ("g", "b"), ("g", "e"), ("b", "e"))
    assert ordered_steps(model).steps == (Step("Safeguarding check"), Step("Youth worker", optional=True))


STRANGE = {
    '<inclusiveGateway id="i" name="Any of"/>': "inclusive gateway “Any of” (line 3)",
    '<eventBasedGateway id="i"/>': "event based gateway",
    '<complexGateway id="i"/>': "complex gateway",
    '<subProcess id="i" name="At night"><task id="t"/></subProcess>': "sub process “At night”",
    '<callActivity id="i"/>': "call activity",
    '<intermediateCatchEvent id="i" name="A day on"><timerEventDefinition/></intermediateCatchEvent>': "“A day on”",
    '<boundaryEvent id="i" attachedToRef="A"/>': "boundary event",
    '<startEvent id="i"><messageEventDefinition/></startEvent>': "message event definition",
    '<endEvent id="i"><terminateEventDefinition/></endEvent>': "terminate event definition",
    '<task id="i" name="T"><standardLoopCharacteristics/></task>': "standard loop characteristics",
    '<task id="i" name="T"><multiInstanceLoopCharacteristics/></task>': "multi instance loop characteristics",
    '<adHocSubProcess id="i"/>': "ad hoc sub process",
    "<choreographyTask id='i'/>": "choreography task",
}


@pytest.mark.parametrize("strange", STRANGE)
def test_anything_else_is_named_and_refused(tmp_path: Path, strange: str) -> None:
    said = refused(tmp_path, bpmn("s > A > e", nodes=strange))
    assert "it holds what a pathway here cannot follow:" in said
    assert STRANGE[strange] in said


FLAWED = {
    "s > A > x1 > B > x1": "the pathway has no end",
    "s > x0 > A > x1 > e, x1 > B > x2 > C > x2": "whoever comes to “B”, “x2” and “C” never reaches an end",
    "s > x1 > A > p1 > e, x1 > B > p1": "can come to a standstill before the parallel gateway “p1”",
    "s > p1 > A > x1 > C > e, p1 > B > x1": "the task “C” can be reached a second time while the first is",
    "A > e": "the pathway has 0 starts",
    "s > A > e, s2 > A": "the pathway has 2 starts",
    "s > A > B": "the pathway has no end",
    "s > e": "the pathway has no step",
    "s > A > e, s > B > e": "2 flows leave the start “s”",
    "s > A > e, A > B > e": "2 flows leave the task “A”",
    "s > A > e > B > e2": "something follows the end “e”",
    "s > A > x1 > e, x1 > s": "a flow leads back to the start “s”",
    "s > A > x1 > e, x1 > B": "nothing follows the task “B”",
    "s > A > e, B > e": "no flow from the start reaches the task “B”",
    "s > A > A > e": "a flow leads from “A” to itself",
}


@pytest.mark.parametrize("flows", FLAWED)
def test_nobody_is_caught_in_a_pathway(tmp_path: Path, flows: str) -> None:
    assert FLAWED[flows] in refused(tmp_path, bpmn(flows))


def test_the_file_itself_may_be_wrong(tmp_path: Path) -> None:
    good = bpmn("s > A > e")
    assert "draws 2 processes" in refused(tmp_path, bpmn("s > A > e", '<process id="other"/>'))
    assert "message flow" in refused(
        tmp_path, bpmn("s > A > e", "<collaboration><messageFlow id='m'/></collaboration>")
    )
    assert "which is not drawn" in refused(tmp_path, good.replace('targetRef="e"', 'targetRef="gone"'))
    assert "does not say where it comes from" in refused(tmp_path, good.replace(' targetRef="e"', ""))
    assert "the id “A” is there twice" in refused(tmp_path, bpmn("s > A > e", nodes='<task id="A" name="A"/>'))
    assert "the task “A” has no name" in refused(tmp_path, good.replace('name="A"', 'name=" "'))
    assert "no BPMN 2.0: its first element is “html”" in refused(tmp_path, "<html/>")
    other = good.replace("20100524/MODEL", "2008/other")
    assert "no BPMN 2.0" in refused(tmp_path, other)
    assert "cut off" in refused(tmp_path, good[:-20])
    assert "document type declaration" in refused(tmp_path, f"<!DOCTYPE definitions>{good}")
    assert "draws more than 2,000 things" in refused(tmp_path, bpmn(" > ".join(["s", *map(str, range(1100)), "e"])))
    assert "101 levels deep" in refused(tmp_path, good.replace("</process>", "<documentation>" * 200))


ORDERED = {
    "s > A > B > e": "A B",
    "s > A > x1 > B > x2 > C > e, x1 > x2": "A B? C",
    "s > A > x1 > B > e, x1 > e": "A B?",
    "s > A > x1 > B > e, x1 > e2": "A B?",
    "s > x0 > A > x1 > B > x2 > e, x0 > x1 > x2": "A? B?",
    "s > p1 > A > p2 > e, p1 > p2": "A",
}
UNORDERED = {
    "s > x0 > A > x1 > e, x1 > B > x0": ("“A” may be taken again", "“B” may be taken again"),
    "s > p1 > A > p2 > e, p1 > B > p2": ("“A” and “B” may come in either order",),
    "s > x1 > A > x2 > e, x1 > B > x2": ("of “A” and “B” only one is taken",),
    "s > x1 > A > B > x2 > e, x1 > x2": ("“A” and “B” are taken both or neither",),
    "s > x1 > A > x2 > B > x3 > e, x1 > x3, x2 > x3": ("“B” is taken only with “A”",),
    "s > x1 > A > x2 > x4 > B > x3 > e, x1 > x4, x2 > x3": ("of “A” and “B” at least one is taken",),
    # Any of three but not none: no two of them are bound to one another.
    "s > x1 > A > x2 > x6 > B > x3 > x7 > C > x4 > e, x1 > x6, x1 > x7, x2 > x3 > x4": (
        "which of its optional steps go together is drawn more closely",
    ),
}


@pytest.mark.parametrize("flows", ORDERED)
def test_what_ordered_steps_can_say(tmp_path: Path, flows: str) -> None:
    steps = tuple(Step(name.rstrip("?"), optional=name.endswith("?")) for name in ORDERED[flows].split())
    model = read(tmp_path, bpmn(flows))
    assert why_not_ordered(model) == ()
    assert ordered_steps(model) == design_of(model) == Design("Custody", steps)


@pytest.mark.parametrize("flows", UNORDERED)
def test_what_ordered_steps_cannot_say_is_said(tmp_path: Path, flows: str) -> None:
    model = read(tmp_path, bpmn(flows))
    assert why_not_ordered(model) == UNORDERED[flows]
    assert isinstance(design_of(model), DrawnDesign)
    with pytest.raises(TideturnError, match="cannot be told as steps in one order"):
        ordered_steps(model)


FITS: list[tuple[str, str, Fit]] = [
    # A choice: either way is a way.
    ("s > A > x1 > B > x2 > D > e, x1 > C > x2", "A B D", Fit(True, ("A", "B", "D"))),
    ("s > A > x1 > B > x2 > D > e, x1 > C > x2", "A C D", Fit(True, ("A", "C", "D"))),
    ("s > A > x1 > B > x2 > D > e, x1 > C > x2", "A D", Fit(False, ("A", "D"), skipped=("B",))),
    ("s > A > x1 > B > x2 > D > e, x1 > C > x2", "A B C D", Fit(True, ("A", "B", "C", "D"), out_of_order=("C",))),
    # Side by side: any order, and both.
    ("s > p1 > A > p2 > C > e, p1 > B > p2", "B A C", Fit(True, ("A", "B", "C"))),
    ("s > p1 > A > p2 > C > e, p1 > B > p2", "A C", Fit(False, ("A", "C"), skipped=("B",))),
    ("s > p1 > A > p2 > C > e, p1 > B > p2", "A C B", Fit(False, ("A", "B", "C"), out_of_order=("B",))),
    # A loop: as often as it is drawn to be.
    ("s > x0 > A > x1 > e, x1 > B > x0", "A B A B A", Fit(True, ("A", "B"))),
    # What led back and was not gone on from is beside the way, which did not ask for it.
    ("s > x0 > A > x1 > e, x1 > B > x0", "A B", Fit(True, ("A", "B"), out_of_order=("B",))),
    ("s > x0 > A > x1 > e, x1 > B > x0", "B", Fit(False, ("B",), skipped=("A",), out_of_order=("B",))),
    # Straight on: again, another, nothing.
    ("s > A > B > e", "A A X B", Fit(True, ("A", "B"), added=("X",))),
    ("s > A > B > e", "", Fit(False, skipped=("A", "B"))),
]


@pytest.mark.parametrize(("flows", "trace", "fit"), FITS)
def test_a_drawing_is_followed_way_by_way(tmp_path: Path, flows: str, trace: str, fit: Fit) -> None:
    assert DrawnDesign(read(tmp_path, bpmn(flows))).fit(tuple(trace.split())) == fit


def test_what_fairly_differs_is_not_asked_for(tmp_path: Path) -> None:
    drawn = DrawnDesign(read(tmp_path, bpmn("s > A > B > C > e")), (LocalDifference("north", "no suite", ("B",)),))
    assert drawn.fit(("A", "C"), "south") == Fit(False, ("A", "C"), skipped=("B",))
    assert drawn.fit(("A", "C"), "north") == drawn.fit(("B", "A", "C"), "north") == Fit(True, ("A", "C"))


DESIGNS = st.lists(st.booleans(), min_size=1, max_size=5).map(
    lambda flags: Design("D", tuple(Step("ABCDE"[n], optional=optional) for n, optional in enumerate(flags)))
)


@settings(max_examples=60)
@given(DESIGNS, st.lists(st.sampled_from("ABCDEX"), max_size=7).map(tuple))
def test_a_drawing_of_ordered_steps_is_followed_as_they_are(design: Design, trace: tuple[str, ...]) -> None:
    """The search over ways and the largest part in order are two roads to one answer."""
    drawn, plain = DrawnDesign(drawing_of(design)).fit(trace), design.fit(trace)
    assert (drawn.met, drawn.taken, drawn.skipped, drawn.added) == (
        plain.met,
        plain.taken,
        plain.skipped,
        plain.added,
    )


@settings(max_examples=20)
@given(DESIGNS)
def test_a_design_drawn_is_the_design(tmp_path_factory, design: Design) -> None:
    path = tmp_path_factory.mktemp("bpmn") / "d.bpmn"
    write_bpmn(design, path)
    assert ordered_steps(read_bpmn(path)) == design


class Blocks:
    """A random drawing made of blocks one in another, so that nobody can be caught in it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []

    def node(self, kind: Kind, name: str = "") -> str:
        lane = self.random.choice(["", "Police", "Council & health"])
        self.nodes.append(Node(f"n{len(self.nodes)}", kind, name, lane))
        return self.nodes[-1].id

    def block(self, depth: int) -> tuple[str, str]:
        """The first and the last node of a block; side by side only at the outside, for the ways multiply."""
        kinds = ["task", "task", "row", "choice", "loop", *(["side"] if depth > 1 else [])]
        kind = self.random.choice(kinds) if depth else "task"
        if kind == "task":
            only = self.node(Kind.TASK, f'Step <{len(self.nodes)}> "&"')
            return only, only
        parts = [self.block(depth - 1) for _ in range(self.random.choice([2, 3]))]
        if kind == "row":
            self.flows += [(a[1], b[0]) for a, b in pairwise(parts)]
            return parts[0][0], parts[-1][1]
        gateway = Kind.SIDE_BY_SIDE if kind == "side" else Kind.CHOICE
        opens, closes = self.node(gateway), self.node(gateway)
        ways = [(opens, first) for first, _ in parts] + [(last, closes) for _, last in parts]
        back = [(closes, parts[-1][0]), (parts[-1][1], opens)]
        self.flows += ways[: len(parts) - 1] + ways[len(parts) : -1] + back if kind == "loop" else ways
        return opens, closes

    def model(self) -> ProcessModel:
        first, last = self.block(2)
        start, end = self.node(Kind.START), self.node(Kind.END)
        self.flows += [(start, first), (last, end)]
        return ProcessModel("Made of blocks", tuple(self.nodes), tuple(self.flows))


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_any_drawing_written_and_read_is_the_same(tmp_path_factory, seed: int) -> None:
    model = Blocks(seed).model()
    path = tmp_path_factory.mktemp("bpmn") / "d.bpmn"
    write_bpmn(model, path)
    assert read_bpmn(path) == model
    before = path.read_bytes()
    write_bpmn(read_bpmn(path), path)
    assert path.read_bytes() == before


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_whoever_walks_through_a_drawing_has_followed_it(seed: int, walk: int) -> None:
    model, turns = Blocks(seed).model().checked("d"), random.Random(walk)
    at, trace = model.begin, []
    while at and len(trace) < 30:
        node, at = turns.choice(list(model.moves(at)))
        trace += [node.name] if node.kind is Kind.TASK else []
    if not at:
        fit = DrawnDesign(model).fit(tuple(trace))
        assert fit.met
        assert fit.out_of_order == fit.skipped == fit.added == ()


def test_the_picture_holds_everything_and_nothing_lies_on_another(tmp_path: Path) -> None:
    model = Blocks(7).model()
    write_bpmn(model, tmp_path / "d.bpmn")
    root = etree.parse(tmp_path / "d.bpmn").getroot()
    space = {"di": "http://www.omg.org/spec/BPMN/20100524/DI", "dc": "http://www.omg.org/spec/DD/20100524/DC"}
    boxes = {
        shape.get("bpmnElement"): tuple(
            int(shape.find("dc:Bounds", space).get(side)) for side in ("x", "y", "width", "height")
        )
        for shape in root.iterfind(".//di:BPMNShape", space)
    }
    assert {node.id for node in model.nodes} <= set(boxes)
    assert len(root.findall(".//di:BPMNEdge", space)) == len(model.flows)
    drawn = [boxes[node.id] for node in model.nodes]
    for (x, y, width, height), (to_x, to_y, to_width, to_height) in combinations(drawn, 2):
        assert x + width <= to_x or to_x + to_width <= x or y + height <= to_y or to_y + to_height <= y
    lanes = {name: box for name, box in boxes.items() if name.startswith("lane_")}
    assert len(lanes) == 2
    pool = boxes["pool"]
    for x, y, width, height in (*drawn, *lanes.values()):
        assert pool[0] <= x
        assert pool[1] <= y
        assert x + width <= pool[0] + pool[2]
        assert y + height <= pool[1] + pool[3]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(TideturnError, match="which XML cannot hold"):
        write_bpmn(Design("D", (Step("a\0b"),)), tmp_path / "d.bpmn")
    with pytest.raises(TideturnError, match="it cannot be written"):
        write_bpmn(Design("D", (Step("A"),)), tmp_path / "none" / "d.bpmn")


def test_a_maze_of_things_side_by_side_is_refused(tmp_path: Path) -> None:
    flows = ", ".join(f"p1 > A{n} > B{n} > p2" for n in range(10))
    assert "more than 10,000 ways to stand" in refused(tmp_path, bpmn(f"s > p1, p2 > e, {flows}"))
