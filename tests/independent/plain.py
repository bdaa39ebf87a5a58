"""Read a plain report from the structure of its tagged PDF: what it says of each outcome and site, and all else."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .folder import Year
from .reading import Document, Passage

_TAG = re.compile(r"^(?P<name>[A-Z][A-Za-z]*\d?)\b")
_SPEAKER = re.compile(r"\s*A young person$")


@dataclass
class Node:
    """An element of a PDF's structure tree, or the text that stands in one."""

    name: str
    depth: int
    text: str = ""
    inner: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for each in self.inner:
            yield from each.walk()

    @property
    def words(self) -> str:
        """Return all its text; pieces are lines of it, and parted by a space unless they begin with a point."""
        pieces = [each.text for each in self.walk() if each.text.strip()]
        return re.sub(r"\s+", " ", re.sub(r" (?=[.,;:])", "", " ".join(pieces))).strip()


def tree_of(path: Path) -> list[Node]:
    """Return the elements at the top of a PDF's structure, as poppler's pdfinfo tells it."""
    done = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True)
    top = Node("Document", -1)
    open_ = [top]
    for line in done.stdout.decode(errors="replace").splitlines():  # a title may stand there in UTF-16
        depth, bare = len(line) - len(line.lstrip()), line.strip()
        tag = _TAG.match(bare)
        if bare.startswith('"'):
            node = Node("text", depth, bare[1:-1] if bare.endswith('"') else bare[1:])
        elif tag and tag["name"] != "Document":
            node = Node(tag["name"], depth)
        else:
            continue  # an attribute of the element above
        while open_[-1].depth >= depth:
            open_.pop()
        open_[-1].inner.append(node)
        open_.append(node)
    return top.inner


def read_plain(path: Path, year: Year) -> Document:
    """Return a plain report: a passage for each paragraph, point, caption and quotation, and of whom it is."""
    names = {row["title"]: outcome for outcome, row in year.outcomes.items()}
    names |= {title.replace("Practitioners", "Workers"): each for title, each in names.items()}
    names |= {name: each for each, name in plain_words(year).items() if each in year.outcomes}
    sites = {site["name"]: site["code"] for site in year.folder.settings["sites"]}
    made: list[Passage] = []
    site = ""
    for node in tree_of(path):
        if node.name == "H1":
            site = ""
        if node.name == "H2" and node.words in sites:
            site = sites[node.words]
        about = next((names[h.words] for h in node.walk() if h.name == "H2" and h.words in names), "")
        ids = (f"outcome-{about}",) if about else (f"site-{site}",) if site else ()
        made += [_passage(path, ids, kind, text) for kind, text in _pieces(node)]
    return Document(path.stem, tuple(made), (), frozenset(), " ".join(each.text for each in made))


def _pieces(node: Node) -> Iterator[tuple[str, str]]:
    """Yield each text that stands by itself, and what kind it is."""
    if node.name in {"H1", "H2", "Lbl"}:
        return
    if node.name == "BlockQuote":
        yield "quotation", _SPEAKER.sub("", re.sub(r"\s*\[[a-z ]+\]", "…", node.words))  # a drawn face is in brackets
    elif node.name in {"P", "LBody"} or (node.name == "Span" and node.words):
        yield ("bullet" if node.name == "LBody" else "caption" if node.name == "Span" else "paragraph"), node.words
    else:
        for each in node.inner:
            yield from _pieces(each)


def _passage(path: Path, about: tuple[str, ...], kind: str, text: str) -> Passage:
    return Passage(path.stem, "plain", (path.stem, *about), ("plain", *about), kind, text)


def plain_words(year: Year) -> dict[str, str]:
    """Return the programme's own words for young people, by code."""
    found: dict[str, str] = year.folder.settings.get("report", {}).get("plain", {})
    return found
