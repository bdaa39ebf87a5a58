"""Reader of designed pathways in BPMN 2.0 (OMG 2011; ISO/IEC 19510).

It reads or refuses every element that changes the pathway's meaning. It reads tasks of every sort, one start, ends,
exclusive and parallel gateways, sequence flows and lanes. It ignores elements that move no case: notes, data,
conditions, pools around one process, and the picture. An error names anything else.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, listed, quoted
from tideturn.methods.pathways.process_model import Flow, Kind, Node, ProcessModel
from tideturn.methods.pathways.xml_source import DEEPEST, XmlSource

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
MOST: Final = 2_000
"""Maximum nodes and flows of a pathway."""
_NODES: Final = {
    "startEvent": Kind.START,
    "endEvent": Kind.END,
    "exclusiveGateway": Kind.CHOICE,
    "parallelGateway": Kind.SIDE_BY_SIDE,
} | dict.fromkeys(
    (
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
    ),
    Kind.TASK,
)
_STRUCTURE: Final = frozenset(
    (
        "definitions",
        "process",
        "collaboration",
        "participant",
        "laneSet",
        "childLaneSet",
        "lane",
        "incoming",
        "outgoing",
    )
)
_PASSED_OVER: Final = frozenset(
    (
        *("documentation", "extensionElements", "textAnnotation", "association", "group", "category", "relationship"),
        *("conditionExpression", "auditing", "monitoring", "property", "ioSpecification", "import", "extension"),
        *("dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "dataInput", "dataOutput"),
        *("dataInputAssociation", "dataOutputAssociation", "dataState", "itemDefinition", "message", "signal", "error"),
        *("escalation", "interface", "resource", "performer", "potentialOwner", "humanPerformer", "resourceRole"),
        *("rendering", "script", "partnerEntity", "partnerRole", "participantMultiplicity", "correlationProperty"),
    )
)
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def read_bpmn(path: Path) -> ProcessModel:
    """Return the pathway that a BPMN file draws, checked to lead every case that begins to an end.

    Raise TideturnError for a file that is not BPMN, for two processes, for any element that cannot be followed (named,
    with its line), and for a drawing that can trap a case: a loop without a way out, or a wait for something that
    cannot come.
    """
    drawing = _Drawing(path)
    for _ in drawing.source.chunks():
        pass
    return drawing.model().checked(path.name)


class _Drawing:
    """Everything drawn in the file, collected while it is read."""

    def __init__(self, path: Path) -> None:
        self.source = XmlSource(path, self._start, self._end, text=self._text, namespaces=True)
        self._path = path
        self._open: list[str] = []
        self._skipped_from = 0
        self._processes: list[str] = []
        self._nodes: dict[str, tuple[Node, int]] = {}
        self._flows: dict[Flow, int] = {}
        self._strange: dict[str, int] = {}
        self._lanes: list[str] = []
        self._lane_of: dict[str, str] = {}
        self._words: list[str] = []

    def model(self) -> ProcessModel:
        """Return the model; call after reading the whole file."""
        if self._strange:
            told = [f"{kind} (line {line})" for kind, line in list(self._strange.items())[:8]]
            raise TideturnError(
                f"it holds what a pathway here cannot follow: {listed(told)}.",
                place=self._path.name,
                mend="Draw it with tasks, one start, ends, exclusive and parallel gateways and lanes.",
            )
        if len(self._processes) != 1:
            raise TideturnError(
                f"it draws {counted(len(self._processes), 'process', 'processes')}.",
                place=self._path.name,
                mend="Save each process in a file of its own.",
            )
        for (source, target), line in self._flows.items():
            for end in (source, target):
                if end not in self._nodes:
                    raise self._fault(f"a flow leads from or to {quoted(end)}, which is not drawn.", line)
        nodes = [
            Node(node.id, node.kind, node.name, self._lane_of.get(node.id, "")) for node, _ in self._nodes.values()
        ]
        for node, line in self._nodes.values():
            if node.kind is Kind.TASK and not node.name:
                raise self._fault(f"{node} has no name.", line, "Name it as its activity is named in the records.")
        return ProcessModel(self._processes[0] or self._path.stem, tuple(nodes), tuple(self._flows))

    def _start(self, full: str, said: list[str]) -> None:
        space, _, tag = full.rpartition(" ")
        self._open.append(tag)
        depth = len(self._open)
        if depth > DEEPEST:
            raise self.source.too_deep(depth)
        if depth == 1 and (tag, space) != ("definitions", MODEL):
            raise self.source.other_root(tag, "definitions", "BPMN 2.0")
        if self._skipped_from:
            return
        if space != MODEL or tag in _PASSED_OVER:
            self._skipped_from = depth
            return
        self._read(tag, dict(zip(said[::2], said[1::2], strict=True)))

    def _read(self, tag: str, said: dict[str, str]) -> None:
        line = self.source.line
        name = " ".join(said.get("name", "").split())
        if tag in _NODES:
            node = Node(said.get("id", ""), _NODES[tag], name)
            if not node.id or node.id in self._nodes:
                what = f"{node} has no id." if not node.id else f"the id {quoted(node.id)} is there twice."
                raise self._fault(what, line)
            self._nodes[node.id] = (node, line)
        elif tag == "sequenceFlow":
            source, target = said.get("sourceRef"), said.get("targetRef")
            if not source or not target:
                raise self._fault("a flow does not say where it comes from or leads to.", line)
            if source == target:
                raise self._fault(
                    f"a flow leads from {quoted(source)} to itself.", line, "Draw the loop over a gateway."
                )
            # Two flows between the same two nodes mean no more than one.
            self._flows.setdefault((source, target), line)
        elif tag == "process":
            self._processes.append(name)
        elif tag == "lane":
            self._lanes.append(name or said.get("id", ""))
        elif tag == "flowNodeRef":
            self._words = []
        elif tag not in _STRUCTURE:
            kind = f"{_WORDS.sub(' ', tag).lower()}{f' {quoted(name)}' if name else ''}"
            self._strange.setdefault(kind, line)
        if len(self._nodes) + len(self._flows) > MOST:
            raise self._fault(f"it draws more than {MOST:,} things.", line, "Draw a pathway that a person can follow.")

    def _end(self, _: str) -> None:
        depth, tag = len(self._open), self._open.pop()
        if self._skipped_from:
            if depth == self._skipped_from:
                self._skipped_from = 0
        elif tag == "flowNodeRef" and self._lanes:
            # A lane within a lane is read after it, and is more exact.
            self._lane_of["".join(self._words).strip()] = self._lanes[-1]
        elif tag == "lane":
            self._lanes.pop()

    def _text(self, words: str) -> None:
        if self._open and self._open[-1] == "flowNodeRef" and not self._skipped_from:
            self._words.append(words)

    def _fault(self, what: str, line: int, mend: str = "Draw it again, and save it anew.") -> TideturnError:
        return TideturnError(what, place=f"{self._path.name}, line {line}", mend=mend)
