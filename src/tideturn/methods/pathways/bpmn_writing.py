"""Writer of pathways as BPMN 2.0 (OMG 2011; ISO/IEC 19510), with the picture that editors show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tideturn.methods.pathways.bpmn import MODEL
from tideturn.methods.pathways.design import Design
from tideturn.methods.pathways.packed_files import writing
from tideturn.methods.pathways.process_model import Flow, Kind, Node, ProcessModel
from tideturn.methods.pathways.xml_text import attribute, check_writable

_TAGS: Final = {
    Kind.START: "startEvent",
    Kind.END: "endEvent",
    Kind.TASK: "task",
    Kind.CHOICE: "exclusiveGateway",
    Kind.SIDE_BY_SIDE: "parallelGateway",
}
_SIZES: Final = {
    Kind.START: (36, 36),
    Kind.END: (36, 36),
    Kind.TASK: (120, 80),
    Kind.CHOICE: (50, 50),
    Kind.SIDE_BY_SIDE: (50, 50),
}
_COLUMN: Final = 180
_ROW: Final = 140
_MARGIN: Final = 100


def drawing_of(design: Design) -> ProcessModel:
    """Return the drawing of ordered steps: one after another, each optional one between gateways with a bypass."""
    nodes = [Node("start", Kind.START)]
    flows: list[Flow] = []

    def draw(kind: Kind, of: str, name: str = "") -> None:
        nodes.append(Node(of, kind, name))
        flows.append((nodes[-2].id, of))

    for number, step in enumerate(design.steps, 1):
        if step.optional:
            draw(Kind.CHOICE, f"before_{number}")
            draw(Kind.TASK, f"step_{number}", step.name)
            draw(Kind.CHOICE, f"after_{number}")
            flows.append((f"before_{number}", f"after_{number}"))
        else:
            draw(Kind.TASK, f"step_{number}", step.name)
    draw(Kind.END, "end")
    return ProcessModel(design.name, tuple(nodes), tuple(flows))


def write_bpmn(pathway: ProcessModel | Design, path: Path) -> None:
    """Write the pathway as BPMN 2.0 with its picture: same pathway, same bytes.

    The picture runs from left to right, lanes one under another. For a design it shows only the steps: a drawing has no
    place for rules, pilots and local differences.
    """
    model = drawing_of(pathway) if isinstance(pathway, Design) else pathway
    for node in model.nodes:
        check_writable((model.name, node.id, node.name, node.lane), path.name)
    text = "\n".join(_document(model)) + "\n"
    with writing(path) as file:
        file.write(text.encode())


def _document(model: ProcessModel) -> Iterator[str]:
    picture = _picture(model)
    names = {flow: f"flow_{number}" for number, flow in enumerate(model.flows, 1)}
    lanes = picture.lanes
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<definitions xmlns="{MODEL}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    yield ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    yield ' id="definitions" targetNamespace="urn:tideturn:pathway">'
    if lanes:
        yield '<collaboration id="collaboration">'
        yield f'<participant id="pool" name={attribute(model.name)} processRef="process"/>'
        yield "</collaboration>"
    yield f'<process id="process" name={attribute(model.name)} isExecutable="false">'
    if lanes:
        yield '<laneSet id="lanes">'
        for number, lane in enumerate(lanes, 1):
            yield f'<lane id="lane_{number}" name={attribute(lane)}>'
            yield from (
                f"<flowNodeRef>{attribute(node.id)[1:-1]}</flowNodeRef>" for node in model.nodes if node.lane == lane
            )
            yield "</lane>"
        yield "</laneSet>"
    for node in model.nodes:
        named = f" name={attribute(node.name)}" if node.name else ""
        yield f"<{_TAGS[node.kind]} id={attribute(node.id)}{named}>"
        yield from (f"<incoming>{names[flow]}</incoming>" for flow in model.into[node.id])
        yield from (f"<outgoing>{names[flow]}</outgoing>" for flow in model.out_of[node.id])
        yield f"</{_TAGS[node.kind]}>"
    for flow, name in names.items():
        yield f'<sequenceFlow id="{name}" sourceRef={attribute(flow[0])} targetRef={attribute(flow[1])}/>'
    yield "</process>"
    yield '<bpmndi:BPMNDiagram id="diagram">'
    yield f'<bpmndi:BPMNPlane id="plane" bpmnElement="{"collaboration" if lanes else "process"}">'
    if lanes:
        top, bottom = _MARGIN // 2, _MARGIN // 2 + picture.rows * _ROW
        yield from _shape("pool", (_MARGIN // 2, top, picture.width + 30, bottom - top), ' isHorizontal="true"')
        for number, (first, after) in enumerate(lanes.values(), 1):
            box = (_MARGIN // 2 + 30, top + first * _ROW, picture.width, (after - first) * _ROW)
            yield from _shape(f"lane_{number}", box, ' isHorizontal="true"')
    for node in model.nodes:
        marker = ' isMarkerVisible="true"' if node.kind is Kind.CHOICE else ""
        yield from _shape(node.id, picture.boxes[node.id], marker)
    for flow, name in names.items():
        yield f'<bpmndi:BPMNEdge id="{name}_line" bpmnElement="{name}">'
        yield from (f'<di:waypoint x="{x}" y="{y}"/>' for x, y in picture.line(flow))
        yield "</bpmndi:BPMNEdge>"
    yield "</bpmndi:BPMNPlane>"
    yield "</bpmndi:BPMNDiagram>"
    yield "</definitions>"


Box = tuple[int, int, int, int]


def _shape(of: str, box: Box, further: str) -> Iterator[str]:
    x, y, width, height = box
    yield f"<bpmndi:BPMNShape id={attribute(f'{of}_shape')} bpmnElement={attribute(of)}{further}>"
    yield f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    yield "</bpmndi:BPMNShape>"


@dataclass(frozen=True)
class _Picture:
    """Positions in the picture: boxes by node; the rows of each lane, from the first to the one after the last."""

    boxes: dict[str, Box]
    lanes: dict[str, tuple[int, int]]
    rows: int
    width: int

    def line(self, flow: Flow) -> list[tuple[int, int]]:
        """Return the corners of a flow: straight to the next column, above the boxes between, or back below them."""
        x, y, width, height = self.boxes[flow[0]]
        to_x, to_y, to_width, to_height = self.boxes[flow[1]]
        middle, to_middle = y + height // 2, to_y + to_height // 2
        across = to_x - (x + width)
        if across < 0 or across > _COLUMN:
            # A flow back runs below; a flow far ahead runs above the boxes between.
            far = max(y + height, to_y + to_height) + 30 if across < 0 else min(y, to_y) - 30
            out, into = (y + height, to_y + to_height) if across < 0 else (y, to_y)
            at, to_at = x + width // 2, to_x + to_width // 2
            return [(at, out), (at, far), (to_at, far), (to_at, into)]
        if middle == to_middle:
            return [(x + width, middle), (to_x, to_middle)]
        turn = to_x - 20
        return [(x + width, middle), (turn, middle), (turn, to_middle), (to_x, to_middle)]


def _picture(model: ProcessModel) -> _Picture:
    """Place the nodes: columns by the longest way from the start, rows by lane and by what a column already holds."""
    order = {node: number for number, node in enumerate(model.from_start)}
    column = dict.fromkeys(order, 0)
    forward = [flow for flow in model.flows if order[flow[0]] < order[flow[1]]]
    for source, to in sorted(forward, key=lambda flow: order[flow[0]]):
        column[to] = max(column[to], column[source] + 1)
    lane_names = list(dict.fromkeys(node.lane for node in model.nodes if node.lane))
    rows_of = dict.fromkeys(("", *lane_names), 1)
    row: dict[str, int] = {}
    held: dict[tuple[str, int], int] = {}
    for node in model.nodes:
        row[node.id] = held.get((node.lane, column[node.id]), 0)
        held[node.lane, column[node.id]] = row[node.id] + 1
        rows_of[node.lane] = max(rows_of[node.lane], row[node.id] + 1)
    used = [lane for lane in ("", *lane_names) if lane or any(not node.lane for node in model.nodes)]
    first = {}
    rows = 0
    for lane in used:
        first[lane] = rows
        rows += rows_of[lane]
    boxes = {}
    for node in model.nodes:
        width, height = _SIZES[node.kind]
        middle_x = _MARGIN + 60 + column[node.id] * _COLUMN
        middle_y = _MARGIN // 2 + (first[node.lane] + row[node.id]) * _ROW + _ROW // 2
        boxes[node.id] = (middle_x - width // 2, middle_y - height // 2, width, height)
    lanes = {lane: (first[lane], first[lane] + rows_of[lane]) for lane in lane_names}
    return _Picture(boxes, lanes, rows, (max(column.values()) + 1) * _COLUMN + 20)
