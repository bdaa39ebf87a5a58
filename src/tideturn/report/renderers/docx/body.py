"""Write a report's blocks as the body of a Word file. Text is only ever data, and every link has a target."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, zip_longest
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.report.blocks import (
    SUMMARY,
    Block,
    Board,
    Bullets,
    DataTable,
    Disclosure,
    Facts,
    Figure,
    Key,
    KeyFigures,
    Measure,
    Paragraph,
    Quotation,
    Report,
    Section,
    StrandBlock,
    VerdictLine,
    VerdictMark,
    Words,
)
from tideturn.report.charts import theme
from tideturn.report.charts.text_width import text_width
from tideturn.report.renderers.docx import markup, tables
from tideturn.report.renderers.docx.markup import BREAK, TAB, run, styled
from tideturn.report.renderers.docx.pages import FULL, IN_COLUMNS, ON_ITS_SIDE, SPREAD, UPRIGHT, Page
from tideturn.report.renderers.docx.pictures import Picture, chart_pictures, verdict_pictures
from tideturn.report.renderers.docx.places import LISTED, bookmarks, headings, level_within
from tideturn.report.renderers.leading import leads

_CHART: Final = 297.0
_WIDE: Final = 468.0
_STRIP: Final = 193.0
_SHAPE: Final = 8.5
"""Widths of pictures, in points."""
_TALL: Final = 460.0
_TALLEST: Final = 540.0
_NARROW: Final = 225.0
"""Limits for pictures, in points: height above which one is set narrower, maximum height, and minimum width.

At the minimum width, a picture's words are still nine points high. The maximum height fits below the headings of a
page.
"""
_STYLES: Final = {"lede": "Lede", "quiet": "Quiet"}
_SPACED: Final = ("Heading", "Caption", "ChartTitle", "DetailHead", "Strand", "Quote")
"""Prefixes of styles that have space above them already, and need no more after a table."""
_ROOM: Final = 10
"""Space between a table and what follows, in points."""
_SIZE: Final = 10.5
_NAMES: Final = 160.0
"""Size of the words, and width of the names beside their details, in points."""
_STRONG: Final = "<w:b/><w:bCs/>"
_GAP: Final = run("  ")
_NAMELESS: Final = run("…")
"""Replacement for an empty title."""


class Body:
    """Build the body of one report.

    `keep` puts a picture into the file and returns its relation; `opening` holds the relations of header and footer.
    Numbered lists start at `first_list`, and `lists` records the numbers used.
    """

    def __init__(self, report: Report, *, keep: Callable[[Picture], str], opening: str, first_list: int) -> None:
        self.report = report
        self.keep = keep
        self.pictures = chart_pictures(report)
        self.opening = opening
        self.lists = range(first_list, first_list)
        self.page = FULL if report.layout == SUMMARY else UPRIGHT
        self.out: list[str] = []
        self.places = bookmarks(report)
        self.free = dict(self.places)
        self.headings = headings(report)
        self.reached = iter(self.headings)
        self.ids = count(1)
        self.charts = count(1)
        self.tables = count(1)
        self.level = 0
        self.pieces = False
        self.small = False
        """Whether this is the summary, which is set small to fit two pages."""
        self.fresh = True

    def markup(self) -> str:
        """Return the children of the body, in order."""
        self.say("Status", run(self.report.status, styled("Released" if self.report.version else "WorkingCopy")))
        alone = self.report.layout == SUMMARY
        self.say("SummaryQuiet" if alone else "Subtitle", run(self.report.kicker))
        self.say("SummaryTitle" if alone else "Title", run(self.report.title))
        for block in self.report.front:
            self.block(block)
        if not alone:
            self.contents()
        for section in self.report.sections:
            self.block(section)
        if self.out[-1:] and self.out[-1].startswith("<w:tbl>"):  # Word wants words after every table
            self.out.append(markup.paragraph("SectionEnd", ""))
        return "".join(self.out) + self.page.section(opening=self.opening)

    def say(
        self,
        style: str,
        content: str,
        *,
        keep_next: bool = False,
        page_break: bool = False,
        numbering: int | None = None,
        before: int | None = None,
        from_right: bool = False,
    ) -> None:
        """Add a paragraph, unless it is empty, with space above it if it follows a table."""
        if not content:
            return
        self.fresh = False
        if self.out and self.out[-1].startswith("<w:tbl>") and not style.startswith(_SPACED):
            before = _ROOM
        self.out.append(
            markup.paragraph(
                style,
                content,
                keep_next=keep_next,
                page_break=page_break,
                numbering=numbering,
                before=before,
                from_right=from_right,
            )
        )

    def turn(self, page: Page) -> None:
        """Switch to another kind of page. The last paragraph of each part of the file holds its page settings."""
        if page == self.page:
            return
        if self.out and "<w:sectPr>" in self.out[-1]:  # nothing has been set since the last section break
            self.page = page
            return
        if not self.out or not self.out[-1].startswith("<w:p>"):
            self.out.append(markup.paragraph("SectionEnd", ""))
        properties = self.page.section(opening=self.opening)
        self.out[-1] = self.out[-1].replace("</w:pPr>", f"{properties}</w:pPr>", 1)
        self.opening = ""
        self.page = page
        self.fresh = True

    def contents(self) -> None:
        """Set the contents list, each entry with its heading's page."""
        if not self.headings:
            return
        self.turn(FULL)
        entries = [
            markup.link(
                heading.bookmark,
                (run(heading.title) or _NAMELESS) + TAB + markup.field(f"PAGEREF {heading.bookmark} \\h", "?"),
            )
            for heading in self.headings
        ]
        entries[0] = markup.field_start(r'TOC \o "1-2" \h \z') + entries[0]
        entries[-1] += markup.FIELD_END
        listed = "".join(
            markup.paragraph(f"TOC{heading.level}", entry)
            for heading, entry in zip(self.headings, entries, strict=True)
        )
        title = markup.paragraph("TOCHeading", run("In this report"))
        self.out.append(markup.contents_list(title + listed))
        self.turn(UPRIGHT)

    # Words

    def words(self, words: Words, properties: str = "") -> str:
        """Return styled runs, each with a link to its target if it has one."""
        runs = []
        for span in words:
            target = self.places.get(span.target, "")
            manner = properties + (_STRONG if span.strong else "")
            if span.note:
                manner = styled("NoteLink") if target else properties + '<w:vertAlign w:val="superscript"/>'
            elif target:
                manner = styled("Hyperlink") + manner
            runs.append(markup.link(target, run(span.text, manner)))
        return "".join(runs)

    def mark(self, mark: VerdictMark, target: str = "") -> str:
        """Return a verdict's shape, and its word in its colour."""
        # Entries without a verdict must not stand out more than those with one.
        colour = f'<w:color w:val="{_colour(mark.verdict)}"/>' if mark.verdict else ""
        manner = _STRONG + colour if colour else styled("QuietSmall")
        return self.shape(mark.verdict) + markup.link(self.places.get(target, ""), run(mark.word, manner))

    def shape(self, verdict: Verdict | None) -> str:
        """Return a verdict's shape, marked as decorative, since its word is beside it."""
        drawn = verdict_pictures()[verdict] if verdict else None
        return markup.picture(self.keep(drawn), next(self.ids), _SHAPE, _SHAPE, "") + run(" ") if drawn else ""

    def place(self, anchor: str, content: str) -> str:
        """Return runs under an anchor's bookmark, the first time only: links lead to the first of two equal anchors."""
        return markup.bookmarked(self.free.pop(anchor, ""), next(self.ids), content)

    def drawing(self, drawn: Picture, width: float, told: str) -> str:
        """Return a picture as wide as allowed, but low enough to leave room for its title."""
        width = min(width, max(_TALL / drawn.ratio, min(_NARROW, _TALLEST / drawn.ratio)))
        return markup.picture(self.keep(drawn), next(self.ids), width, width * drawn.ratio, told)

    # Blocks

    def block(self, block: Block, *, brief: bool = False, keep_next: bool = False) -> None:
        """Add one block. `brief` sets it small, as detail, and `keep_next` keeps a paragraph with what follows."""
        plain = "Detail" if brief else "Summary" if self.small else "Normal"
        match block:
            case Paragraph():
                told = "".join(span.text for span in block.words)
                self.say(
                    f"{'Summary' if self.small else ''}{_STYLES[block.style]}" if block.style in _STYLES else plain,
                    self.words(block.words),
                    keep_next=keep_next or told.endswith(":"),
                    from_right=markup.from_right(told),
                )
            case Bullets():
                self.bullets(block)
            case Facts():
                if brief:
                    for name, text in block.pairs:
                        self.fact(name, self.words(text))
                else:
                    self.pairs([(run(name, _STRONG), self.words(text)) for name, text in block.pairs])
            case KeyFigures():
                self.out.append(tables.key_figures(self, block))
            case Quotation():
                self.quotation(block)
            case DataTable():
                self.table(block)
            case Figure():
                self.figure(block)
            case Board():
                self.caption(block.caption, before=0)
                self.out.append(tables.board(self, block))
            case Key():
                self.pairs([(self.mark(mark) + _noted(mark.note), run(meaning)) for mark, meaning in block.entries])
            case VerdictLine():
                self.say("Verdict", self.mark(block.mark) + _noted(block.mark.note) + _noted(block.note))
            case StrandBlock():
                self.detail(block) if brief else self.strand(block)
            case Disclosure(blocks=(Facts() as facts,)) if self.pieces:
                self.piece(block, facts)
            case Disclosure():
                self.say("DetailHead", self.place(block.anchor, run(block.summary) or _NAMELESS))
                for inner in block.blocks:
                    self.block(inner, brief=True)
            case Section():
                self.section(block, brief=brief)

    def fact(self, name: str, told: str) -> None:
        """Set a name and its detail side by side, or below one another if the name is long."""
        bold = run(name, _STRONG)
        if bold or told:
            self.say("DetailFact", bold + (TAB if text_width(name, _SIZE, 600) < _NAMES else BREAK) + told)

    def pairs(self, rows: list[tuple[str, str]]) -> None:
        """Set names and their details side by side."""
        if rows:
            self.out.append(tables.pairs(rows, "SummaryPair" if self.small else "Pair", _NAMES))

    def bullets(self, bullets: Bullets) -> None:
        """Add a list. A numbered list starts at one, whatever came before it."""
        number = None
        if bullets.numbered:
            number = self.lists.stop
            self.lists = range(self.lists.start, number + 1)
        for item in bullets.items:
            style = "ListNumber" if bullets.numbered else "ListBullet"
            self.say("SummaryList" if number and self.small else style, self.words(item), numbering=number)

    def quotation(self, quotation: Quotation) -> None:
        """Add somebody's words, then who said them."""
        self.say("Quote", run(quotation.text), from_right=markup.from_right(quotation.text))
        said = run(" · ".join(part for part in (quotation.speaker, quotation.says) if part))
        evidence = self.words(quotation.evidence)
        self.say("QuoteSource", said + (run(" · ") if said and evidence else "") + evidence)

    def caption(self, caption: str, *, before: int | None = None) -> None:
        """Add the numbered caption of a table."""
        number = markup.field("SEQ Table \\* ARABIC", str(next(self.tables)))
        self.say("Caption", run("Table ") + number + (run(". ") + run(caption) if caption else ""), before=before)

    def table(self, table: DataTable) -> None:
        """Add a table under its caption, on a landscape page if it is too wide for portrait."""
        fit = tables.fit(table)
        before = self.page
        if fit.landscape:
            self.turn(ON_ITS_SIDE)
        self.caption(table.caption)
        self.out.append(tables.data_table(self, table, fit))
        self.turn(before)

    def figure(self, figure: Figure) -> None:
        """Add a chart under its title and sentence, then the table behind it, unless the annex has that."""
        number = run("Figure ") + markup.field("SEQ Figure \\* ARABIC", str(next(self.charts))) + run(". ")
        self.say("ChartTitle", self.place(figure.anchor, number + run(figure.title)))
        self.say("ChartSentence", run(figure.sentence))
        told = " ".join(part for part in (figure.title, figure.sentence, figure.description) if part) or "A chart"
        chart, width = (figure.wide, _WIDE) if figure.wide else (figure.chart, _CHART)
        self.say("Chart", self.drawing(self.pictures[chart], width, told))
        if not self.report.annex:
            self.table(figure.table)

    def strand(self, strand: StrandBlock) -> None:
        """Add a strand of evidence: its kind and voice, what it says, each number, and its sources."""
        self.say("Strand", run(strand.kind, _STRONG) + _noted(strand.voice))
        evidence = self.words(strand.evidence)
        self.say("Normal", self.words(strand.words), keep_next=bool(strand.measures or evidence))
        for number, measure in enumerate(strand.measures, start=1):
            self.measure(measure, keep_next=number == len(strand.measures) and bool(evidence))
        self.say("Quiet", evidence)

    def measure(self, measure: Measure, *, keep_next: bool) -> None:
        """Add the question, the number in words, and the strip that shows its range."""
        drawing = measure.drawing
        self.say("Asked", run(measure.label))
        self.say("Found", self.words(measure.words), keep_next=keep_next or drawing is not None)
        if drawing:
            told = measure.description or "A strip that shows the range"
            self.say("Strip", self.drawing(self.pictures[drawing], _STRIP, told), keep_next=keep_next)

    def detail(self, strand: StrandBlock) -> None:
        """Add a strand as one small paragraph."""
        parts = [run(strand.kind, _STRONG), run(f", {strand.voice}" if strand.voice else ""), run(": ")]
        parts.append(self.words(strand.words))
        for measure in strand.measures:
            asked = run(" ") + run(measure.label, "<w:i/><w:iCs/>") + run(":") if measure.label else ""
            parts += [asked, run(" "), self.words(measure.words)]
        if strand.evidence:
            parts += [run(" "), self.words(strand.evidence)]
        self.say("Detail", "".join(parts))

    def piece(self, told: Disclosure, facts: Facts) -> None:
        """Add a piece of evidence as one small paragraph of several lines: there are hundreds."""
        lines = [self.place(told.anchor, run(told.summary, _STRONG) or _NAMELESS)]
        lines += [run(f"{name}: ", styled("QuietSmall")) + self.words(text) for name, text in facts.pairs]
        self.say("Piece", BREAK.join(lines))

    def section(self, section: Section, *, brief: bool) -> None:
        """Add a section under its heading, on separate pages if it is the board, the summary or the evidence."""
        outer, page = self.level, self.page
        self.level, self.pieces = level_within(section, outer), section.kind == "pieces"
        if section.kind == "board":
            self.turn(SPREAD)
        elif section.kind == SUMMARY:
            self.turn(FULL)
        elif section.kind == "evidence":
            self.turn(IN_COLUMNS)
        title = self.place(section.anchor, run(section.title) or _NAMELESS)
        if self.level <= LISTED and not self.small:
            title = markup.bookmarked(next(self.reached).bookmark, next(self.ids), title)
        before = 0 if self.fresh else None  # nothing above the first block of a page
        small_heading = self.small or self.report.layout == SUMMARY  # the file's own title is the large one
        self.say("SummaryHeading" if small_heading else f"Heading{self.level}", title, before=before)
        small, self.small = self.small, self.small or section.kind == SUMMARY
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            self.block(block, brief=brief, keep_next=leads(after, first=block is section.blocks[0]))
        self.level, self.pieces, self.small = outer, False, small
        self.turn(page)


def _noted(note: str) -> str:
    return _GAP + run(note, styled("QuietText")) if note else ""


def _colour(verdict: Verdict) -> str:
    return theme.ON_PAPER[verdict.look.colour].removeprefix("#").upper()
