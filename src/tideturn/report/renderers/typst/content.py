"""Turn a report's blocks into plain content for the template. Text is only ever data; every link has a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, Final

from tideturn.dataset.verdict import Verdict
from tideturn.report.blocks import (
    SUMMARY,
    Annex,
    Block,
    Board,
    Bullets,
    Cell,
    DataTable,
    Disclosure,
    Facts,
    Figure,
    Key,
    KeyFigures,
    Measure,
    Paragraph,
    Picture,
    Quotation,
    Report,
    Section,
    StrandBlock,
    VerdictLine,
    VerdictMark,
    Words,
)
from tideturn.report.charts import theme
from tideturn.report.charts.draw import Chart, image
from tideturn.report.charts.verdict_glyphs import colour_of, glyph
from tideturn.report.renderers.anchors import anchors
from tideturn.report.renderers.columns import GAP, fitted, measured
from tideturn.report.renderers.leading import leads
from tideturn.report.renderers.letters import line

Content = dict[str, Any]

_DEEPEST: Final = 5
_HEAD: Final = 88
_STATUS: Final = 48
"""Maximum number of letters of the kicker and of the status at the head of every page."""
_LONG: Final = 1_200
"""Number of letters above which a block may continue on the next page."""
_CHART: Final = 88.0
_WIDE: Final = 165.0
_HIGHEST: Final = 190.0
"""Maximum widths and height of a chart, in millimetres."""
_LEFT: Final = 43
_LEFT_IN_SUMMARY: Final = 54
"""Width of the names of facts, in millimetres; in the summary they are the outcomes' titles."""
_PAGES: Final = 9_000
"""Number of letters, about three pages, above which a section starts on a new page."""


def content(report: Report) -> Content:
    """Return all that the template sets, ready to be written as JSON."""
    return _Setting(report).content()


class _Setting:
    """One report being set: its anchors, and the label of each."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.labels = {anchor: f"p{number}" for number, anchor in enumerate(anchors(report))}
        self.free = dict(self.labels)
        self.level = 0
        self.pieces = False
        """Whether the current section is a list of hundreds of small pieces."""
        self.within_summary = False
        """Whether a heading is inside the summary, which the contents list leaves out."""

    def content(self) -> Content:
        report = self.report
        return {
            "title": line(report.title),
            "programme": line(report.programme),
            "author": line(report.author),
            "kicker": line(report.kicker),
            "called": report.called,
            "status": line(report.status),
            "released": report.version != "",
            "head": [_shortened(line(report.kicker), _HEAD), _shortened(line(report.status), _STATUS)],
            "front": [self.block(block) for block in report.front],
            "sections": [self.block(section) for section in report.sections],
            "colours": dict(theme.ON_PAPER),
            "verdicts": {verdict: _verdict(verdict) for verdict in Verdict},
        }

    def label(self, anchor: str) -> str:
        """Return the label of an anchor, the first time only: links lead to the first of two equal anchors."""
        return self.free.pop(anchor, "")

    def words(self, words: Words, *, linked: bool = True) -> list[Any] | str:
        """Return runs as text, or as text with its style and target; a single string if there is nothing else."""
        runs: list[Any] = []
        for span in words:
            text = line(span.text)
            target = self.labels.get(span.target, "") if linked else ""
            style = ("stopped" if span.strong else "note") if span.note else "strong" if span.strong else ""
            if style or target:
                runs.append([text, style, target])
            elif text:
                runs.append(text)
        return runs[0] if len(runs) == 1 and isinstance(runs[0], str) else runs

    def block(self, block: Block, *, brief: bool = False, leads: bool = False) -> Content:
        """Return one block. `brief` sets it small, as detail; a paragraph that `leads` stays with what follows."""
        match block:
            case Paragraph():
                words = self.words(block.words)
                leads = leads or _plain(words).endswith(":")
                return {"is": "paragraph", "words": words, "style": block.style, "leads": leads}
            case Bullets():
                return {
                    "is": "bullets",
                    "items": [self.words(item) for item in block.items],
                    "numbered": block.numbered,
                }
            case Facts():
                left = _LEFT_IN_SUMMARY if self.within_summary else _LEFT
                return {"is": "facts", "pairs": self.pairs(block), "brief": brief, "left": left}
            case KeyFigures():
                figures = [[self.words(part) for part in (o.value, o.caption, o.evidence)] for o in block.figures]
                return {"is": "key figures", "figures": figures}
            case Quotation():
                said = [line(part) for part in (block.speaker, block.says) if part]
                return {
                    "is": "quotation",
                    "text": line(block.text),
                    "speaker": " · ".join(said),
                    "evidence": self.words(block.evidence),
                    "long": len(block.text) > _LONG,
                }
            case DataTable():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Picture():
                alt = line("".join(span.text for span in block.alt)).replace("\u200b", "")
                caption = self.words(block.caption)
                return {"is": "picture", "svg": _drawing(block.chart), "alt": alt, "caption": caption}
            case Board():
                return self.board(block)
            case Key():
                entries = [[self.mark(mark), line(meaning)] for mark, meaning in block.entries]
                return {"is": "key", "entries": entries}
            case VerdictLine():
                return {"is": "verdict", "mark": self.mark(block.mark), "note": line(block.note)}
            case StrandBlock():
                return self.strand(block, brief=brief)
            case Disclosure(blocks=(Facts() as facts,)) if self.pieces:
                told = {"label": self.label(block.anchor), "summary": line(block.summary), "pairs": self.pairs(facts)}
                return {"is": "piece"} | told
            case Disclosure():
                return {
                    "is": "disclosure",
                    "label": self.label(block.anchor),
                    "summary": line(block.summary),
                    "blocks": [self.block(inner, brief=True) for inner in block.blocks],
                }
            case Section():
                return self.section(block, brief=brief)
            case Annex():
                raise ValueError("the annex is parted from the body before anything is set")

    def pairs(self, facts: Facts) -> list[Any]:
        return [[line(name), self.words(text)] for name, text in facts.pairs]

    def section(self, section: Section, *, brief: bool) -> Content:
        """Return a section, with its heading at most one level below its parent's, as PDF/UA requires."""
        outer, self.pieces, listed = self.level, section.kind == "pieces", not self.within_summary
        self.within_summary |= section.kind == SUMMARY
        self.level = min(max(1, section.level - 1), outer + 1, _DEEPEST)
        told = {
            "is": "section",
            "label": self.label(section.anchor),
            "title": line(section.title) or "…",
            "level": self.level,
            "kind": line(section.kind),
            "listed": listed and not self.pieces,
            "blocks": [
                self.block(block, brief=brief, leads=leads(after, first=block is section.blocks[0]))
                for block, after in zip_longest(section.blocks, section.blocks[1:])
            ],
        }
        self.level, self.pieces, self.within_summary = outer, False, not listed
        # The body runs on. In the annex, which people look things up in, each long part starts on a new page.
        return told | {"long": outer == 0 and not self.report.annex and _letters(told) > _PAGES}

    def table(self, table: DataTable) -> Content:
        """Return a table with its columns measured. The first cell of each row names the row."""
        head = [line(column) for column in table.columns]
        fit = fitted(head, [[measured(cell) for cell in row] for row in table.rows])
        return {
            "is": "table",
            "caption": line(table.caption),
            "head": head,
            "rows": [[self.cell(cell) for cell in row] for row in table.rows],
            "places": [self.label(anchor) for anchor in table.anchors],
            "numeric": sorted(table.numeric),
            "size": fit.size,
            "landscape": fit.landscape,
            "widths": [*(round(width - GAP, 2) for width in fit.widths[:-1]), *fit.widths[-1:]],
            "gap": GAP,
            "parted": fit.parted,
            "short": fit.short,
        }

    def cell(self, cell: Cell) -> list[Any] | str | Content:
        """Return the content of a cell, without links: one link in a table makes Typst set the whole table twice."""
        return self.mark(cell) if isinstance(cell, VerdictMark) else self.words(cell, linked=False)

    def figure(self, figure: Figure) -> Content:
        """Return a chart with its words, also as alternative text, and the table behind it."""
        svg = _drawing(figure.wide or figure.chart)
        alt = " ".join(line(part) for part in (figure.title, figure.sentence, figure.description) if part)
        return {
            "is": "figure",
            "label": self.label(figure.anchor),
            "title": line(figure.title),
            "sentence": line(figure.sentence),
            "alt": alt.replace("\u200b", "") or "A chart",
            "svg": svg,
            "width": _width(svg, _WIDE if figure.wide else _CHART),
            "table": None if self.report.annex else self.table(figure.table),  # the annex has it
        }

    def board(self, board: Board) -> Content:
        """Return the board of verdicts, each cell with the anchor of its reasons."""
        groups = []
        for title, rows in board.groups:
            told = []
            for row in rows:
                cells = [
                    cell and {"mark": self.mark(cell.mark), "target": self.labels.get(cell.target, "")}
                    for cell in row.cells
                ]
                told.append({"title": line(row.title), "target": self.labels.get(row.target, ""), "cells": cells})
            groups.append({"title": line(title), "rows": told})
        places = [line(place) for place in board.places]
        return {"is": "board", "caption": line(board.caption), "places": places, "groups": groups}

    def mark(self, mark: VerdictMark) -> Content:
        return {"verdict": mark.verdict or "", "word": line(mark.word), "note": line(mark.note)}

    def strand(self, strand: StrandBlock, *, brief: bool) -> Content:
        return {
            "is": "strand",
            "kind": line(strand.kind),
            "voice": line(strand.voice),
            "words": self.words(strand.words),
            "measures": [self.measure(measure) for measure in strand.measures],
            "evidence": self.words(strand.evidence),
            "brief": brief,
            "long": len(strand.measures) > 1 or sum(len(span.text) for span in strand.words) > _LONG,
        }

    def measure(self, measure: Measure) -> Content:
        return {
            "label": line(measure.label),
            "words": self.words(measure.words),
            "svg": _drawing(measure.drawing) if measure.drawing else "",
            "long": len(measure.label) + sum(len(span.text) for span in measure.words) > _LONG,
        }


def _letters(told: Any) -> int:
    """Return roughly the number of letters to be set."""
    if isinstance(told, str):
        return len(told)
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return sum(map(_letters, parts))


def _plain(runs: Sequence[Any] | str) -> str:
    return runs if isinstance(runs, str) else "".join(run if isinstance(run, str) else run[0] for run in runs)


def _drawing(chart: Chart) -> str:
    return image(chart, "", "").decode()


def _width(svg: str, widest: float) -> float:
    """Return a chart's width in millimetres: the maximum, or less if it would be higher than a page."""
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    assert size, "a chart that stands by itself has a size"
    return round(min(widest, _HIGHEST * float(size[1]) / float(size[2])), 2)


def _verdict(verdict: Verdict) -> Content:
    """Return a verdict's colour on paper, and its shape in that colour."""
    drawn, box = glyph(verdict, colour_of(verdict)), 'viewBox="0 0 16 16" width="16" height="16"'
    shape = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{drawn}</svg>'
    return {"colour": theme.ON_PAPER[verdict.look.colour], "svg": theme.in_colours(shape)}


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
