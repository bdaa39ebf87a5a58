"""Read report.html and evidence.html as a reader does: passages of text, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

BLOCKS = {
    *(
        "p",
        "li",
        "td",
        "th",
        "caption",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "figcaption",
        "blockquote",
        "summary",
    ),
    *("div", "section", "figure", "header", "footer", "main", "nav", "ol", "ul", "dl", "details", "table", "aside"),
    *("thead", "tbody", "tr", "body"),
}
KINDS = {
    "p": "paragraph",
    "li": "bullet",
    "dt": "fact",
    "dd": "fact",
    "figcaption": "figure",
    "summary": "label",
    "caption": "caption",
    "td": "cell",
    "th": "cell",
}
NOTE, EVIDENCE = "note", "evidence"
MORE = ".more"  # what ends the id of a section of the annex that the body has too: it is read as the body's
_NO_PLACE = {None, "", "main", "annex", "annex.h"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5"}
_NUMBERED = re.compile(r"#e\d+$")


@dataclass(frozen=True)
class Passage:
    """A stretch of text that stands on its own. Evidence numbers in it are set in ⟨ ⟩; raised notes are taken out."""

    document: str
    section: str  # the id of the outermost section: summary, method, area-cyp…
    path: tuple[str, ...]  # the headings above it
    ids: tuple[str, ...]  # the ids of the elements about it, outermost first
    kind: str
    text: str
    notes: tuple[str, ...] = ()  # claim ids of the raised notes
    links: tuple[tuple[str, str], ...] = ()  # evidence numbers as printed, and where they lead
    near: dict[str, str] = field(default_factory=dict)  # who a strand is of, what was asked…
    row: dict[str, str] = field(default_factory=dict)  # of a cell: its whole row by column
    column: str = ""
    caption: str = ""

    def __str__(self) -> str:
        piece = f" · {self.near['evidence']}" if self.near.get("evidence") else ""
        return f"{self.document} · {' › '.join(self.path)} · {self.kind}{piece}"


@dataclass(frozen=True)
class Table:
    """A table as printed: its rows by column, and the passage of each cell."""

    document: str
    section: str
    path: tuple[str, ...]
    ids: tuple[str, ...]
    caption: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    cells: tuple[dict[str, Passage], ...]

    def __str__(self) -> str:
        return f"{self.document} · {' › '.join(self.path)} · table “{self.caption}”"


@dataclass(frozen=True)
class Document:
    """What one file says."""

    name: str
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    anchors: frozenset[str]
    words: str  # all text of its body in order, without the reader's own cutting: nothing may get lost


class _Text:
    """Gather the text of one block, its notes and its evidence numbers."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.notes: list[str] = []
        self.links: list[tuple[str, str]] = []

    def add(self, text: str | None, apart: bool = False) -> None:
        if not text:
            return
        if apart and self.parts and self.parts[-1][-1:].strip() and text[:1].isalnum():
            self.parts.append(" ")
        self.parts.append(text)

    def text(self) -> str:
        return " ".join("".join(self.parts).split())


def _gather(element: etree._Element, into: _Text) -> None:
    """Add an element's own inline text; blocks and drawings in it are passages of their own."""
    tag = element.tag if isinstance(element.tag, str) else ""
    apart = tag in {"span", "small", "strong", "b", "td", "a"}
    if tag == "sup":
        into.notes.extend((link.get("href") or "").removeprefix("#claim-") for link in element.iter("a"))
    elif tag == "a" and _NUMBERED.search(element.get("href") or "") and (element.text or "").strip().isdigit():
        into.links.append(((element.text or "").strip(), element.get("href") or ""))
        into.add(f"⟨{(element.text or '').strip()}⟩", apart=False)
    else:
        into.add(element.text, apart=apart)
        for child in element:
            if child.tag not in BLOCKS and child.tag != "svg":
                _gather(child, into)
            into.add(child.tail)


def _whole(element: etree._Element) -> str:
    gathered = _Text()
    _deep(element, gathered)
    return gathered.text()


def _deep(element: etree._Element, into: _Text) -> None:
    """Add all text of an element, blocks too, as one line."""
    if element.tag == "svg" or element.tag == "sup" or not isinstance(element.tag, str):
        return
    into.add(element.text, apart=True)
    for child in element:
        _deep(child, into)
        into.add(child.tail, apart=child.tag in BLOCKS)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.passages: list[Passage] = []
        self.tables: list[Table] = []
        self.headings: list[tuple[int, str]] = []

    def path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings)

    def passage(self, kind: str, text: _Text, ids: tuple[str, ...], near: dict[str, str], **more: object) -> Passage:
        made = Passage(
            self.name,
            *(_section(ids), self.path(), ids, kind, text.text(), tuple(text.notes), tuple(text.links), dict(near)),
            **more,  # type: ignore[arg-type]
        )
        if made.text:
            self.passages.append(made)
        return made

    def walk(self, element: etree._Element, ids: tuple[str, ...], near: dict[str, str]) -> None:
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            return
        if element.tag != "svg" and element.get("id") not in _NO_PLACE and element.tag not in _HEADINGS:
            ids = (*ids, (element.get("id") or "").removesuffix(MORE))
        if element.tag == "svg":
            self.drawing(element, ids, near)
        elif element.tag == "table":
            self.table(element, ids, near)
        elif element.tag in _HEADINGS:
            self.heading(element, ids, near)
        else:
            self.block(element, ids, near)

    def heading(self, element: etree._Element, ids: tuple[str, ...], near: dict[str, str]) -> None:
        level = int(element.tag[1])
        text = _Text()
        _gather(element, text)
        self.headings = [each for each in self.headings if each[0] < level] + [(level, text.text())]
        self.passage("heading", text, ids, near)

    def block(self, element: etree._Element, ids: tuple[str, ...], near: dict[str, str]) -> None:
        classes = (element.get("class") or "").split()
        if element.tag == "div" and "strand" in classes:
            who = element.find("div[@class='who']")
            spans = [_whole(each) for each in who] if who is not None else []
            near = {**near, "strand": spans[0] if spans else "", "voice": spans[1] if len(spans) > 1 else ""}
        if element.tag == "div" and "measure" in classes:
            asked = element.find("p[@class='asked']")
            near = {**near, "asked": _whole(asked) if asked is not None else ""}
        if element.tag == "details" and element.find("summary/h2") is None:  # which would be a fold of the annex
            near = {**near, **_piece(element)}
        if element.tag == "dd":
            term = next((each for each in element.itersiblings("dt", preceding=True)), None)
            near = {**near, "term": _whole(term) if term is not None else ""}
        kind = KINDS.get(element.tag, "text")
        if element.tag == "blockquote" or "quote" in near:
            kind = "quotation" if element.tag in {"p", "blockquote"} else kind
        if element.tag == "blockquote":
            near = {**near, "quote": "yes"}
        # Text between two blocks is a passage of its own, so that what follows a block is never read as before it.
        text = _Text()
        text.add(element.text)
        for child in element:
            if child.tag in BLOCKS or child.tag == "svg":
                if child.tag in BLOCKS or "shape" not in (child.get("class") or ""):
                    self.flush(kind, text, ids, near)
                    text = _Text()
                self.walk(child, ids, near)
            else:
                inner = [each for each in child.iter("svg", *BLOCKS) if each is not child]
                _gather(child, text)
                if child.get("id"):
                    ids = (*ids, child.get("id") or "")
                for each in inner:
                    self.walk(each, ids, near)
            text.add(child.tail)
        self.flush(kind, text, ids, near)

    def flush(self, kind: str, text: _Text, ids: tuple[str, ...], near: dict[str, str]) -> None:
        if text.text():
            self.passage(kind, text, ids, near)

    def drawing(self, element: etree._Element, ids: tuple[str, ...], near: dict[str, str]) -> None:
        """Keep a drawing's labels, one a line, and what it tells readers who do not see it."""
        titles = {"title", "desc"}
        labels: list[str] = []
        for each in element.iter():
            tag = etree.QName(each).localname if isinstance(each.tag, str) else ""
            if tag == "text":
                labels.append(" ".join("".join(each.itertext()).split()))
            elif tag in titles:
                text = _Text()
                text.add("".join(each.itertext()))
                self.passage("description" if tag == "desc" else "label", text, ids, near)
        if labels:
            self.passages.append(
                Passage(self.name, _section(ids), self.path(), ids, "chart", "\n".join(labels), (), (), dict(near))
            )

    def table(self, element: etree._Element, ids: tuple[str, ...], near: dict[str, str]) -> None:
        found = element.find("caption")
        caption = _whole(found) if found is not None else ""
        head = element.find("thead")
        columns: list[str] = []
        if found is not None:
            text = _Text()
            _gather(found, text)
            self.passage("caption", text, ids, near)
        if head is not None:
            for cell in head.iter("th", "td"):
                text = _Text()
                _gather(cell, text)
                columns.append(text.text())
                self.passage("column", text, ids, near, caption=caption)
        rows: list[dict[str, str]] = []
        cells: list[dict[str, Passage]] = []
        group = ""
        for line in element.iter("tr"):
            if line.getparent() is head:
                continue
            found_cells = [each for each in line if each.tag in {"td", "th"}]
            row_ids = (*ids, line.get("id") or "") if line.get("id") else ids
            if len(found_cells) == 1 and found_cells[0].get("colspan"):
                group = _whole(found_cells[0])
                text = _Text()
                _gather(found_cells[0], text)
                self.passage("row group", text, row_ids, near, caption=caption)
                continue
            row = {_name(columns, at): _whole(each) for at, each in enumerate(found_cells)}
            if group:
                row["(group)"] = group
            made: dict[str, Passage] = {}
            for at, each in enumerate(found_cells):
                text = _Text()
                _cell(each, text)
                name = _name(columns, at)
                passage = self.passage("cell", text, row_ids, near, row=row, column=name, caption=caption)
                made[name] = passage
                row[name] = passage.text
                for drawn in each.iter("svg"):
                    self.drawing(drawn, row_ids, near)
            rows.append(row)
            cells.append(made)
        made_of = (caption, tuple(columns), tuple(rows), tuple(cells))
        self.tables.append(Table(self.name, _section(ids), self.path(), ids, *made_of))


def _piece(element: etree._Element) -> dict[str, str]:
    """Return what a piece of evidence is called, so that each of its passages knows."""
    for term in element.iter("dt"):
        if _whole(term) == "Evidence id":
            told = next(term.itersiblings("dd"), None)
            return {"evidence": _whole(told)} if told is not None else {}
    return {}


def _section(ids: tuple[str, ...]) -> str:
    return ids[0] if ids else "opening"


def _name(columns: list[str], at: int) -> str:
    return columns[at] if at < len(columns) else f"column {at + 1}"


def _cell(element: etree._Element, into: _Text) -> None:
    """Add a cell's text whole, blocks too: a cell is one passage."""
    into.add(element.text)
    for child in element:
        if child.tag == "svg":
            pass
        elif child.tag in BLOCKS:
            into.add(" ")
            _cell(child, into)
            into.add(" ")
        else:
            _gather(child, into)
            for block in [each for each in child.iter(*BLOCKS) if each is not child]:
                into.add(" ")
                _gather(block, into)
        into.add(child.tail)


def read(path: Path, name: str) -> Document:
    """Return all passages and tables of an HTML file."""
    tree = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8"))
    body = tree.getroot().find("body")
    reader = _Reader(name)
    reader.walk(body, (), {})
    anchors = frozenset(each for each in tree.getroot().xpath("//@id"))
    words = " ".join("".join(_all_text(body)).split())
    return Document(name, tuple(reader.passages), tuple(reader.tables), anchors, words)


def _all_text(element: etree._Element) -> Iterator[str]:
    for each in element.iter():
        if not isinstance(each.tag, str) or each.tag in {"script", "style", "sup"}:
            if each.tail:
                yield each.tail
            continue
        if each.text and not any(up.tag == "sup" for up in each.iterancestors()):
            yield each.text
        if each.tail and not any(up.tag == "sup" for up in each.iterancestors()):
            yield each.tail
