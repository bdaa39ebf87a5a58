"""The plain reports as PDF: a few pages, tagged, with real headings and pictures, the same bytes for the same year."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from itertools import product

import polars as pl
import pytest

from tideturn.dataset.model import Site
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.rules import Rules
from tideturn.report.blocks import Paragraph, Picture, Section
from tideturn.report.plain import AUDIENCES, plain
from tideturn.report.plain.phrases import PARTNERS, YOUNG_PEOPLE
from tideturn.report.renderers.typst.pdf import pdf
from tideturn.report.sections.released import Release

pytestmark = pytest.mark.pdf
BOTH = list(product((0, 1), AUDIENCES))


def poppler(tool: str, *options: str, of: bytes) -> str:
    end = ["-"] if tool == "pdftotext" else []
    done = subprocess.run([tool, *options, "-", *end], input=of, capture_output=True, check=True)
    return done.stdout.decode(errors="replace")


def about(file: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in poppler("pdfinfo", of=file).splitlines())
    return {name: value.strip() for name, _, value in lines}


@pytest.fixture(scope="module")
def files(years):
    """Each plain report of each year, as it is released."""
    return {
        (year, audience): pdf(
            plain(
                years[year].released,
                years[year].published,
                audience,
                release=Release("year-1", years[year].withheld.shown()),
            )
        )
        for year, audience in BOTH
    }


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_it_stands_on_a_few_tagged_pages_of_a4(files, year, audience):
    told = about(files[year, audience])
    assert int(told["Pages"]) <= 4 if audience == YOUNG_PEOPLE else told["Pages"] == "2"
    assert told["Page size"].endswith("(A4)")
    assert told["Tagged"] == "yes"
    assert "CreationDate" not in told


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_every_outcome_is_a_heading_and_stands_with_its_words(files, years, year, audience):
    one = years[year]
    file = files[year, audience]
    report = plain(one.released, one.published, audience, release=Release("year-1", one.withheld.shown()))
    rows = [row for part in report.sections for row in part.blocks if isinstance(row, Section)]
    tree = poppler("pdfinfo", "-struct", of=file)
    kinds = re.findall(r"^ *(H[1-6]|Figure)\b", tree, re.MULTILINE)
    assert kinds.count("H1") == len(report.sections)
    assert kinds.count("H2") == len(rows)
    pictures = [block for row in rows for block in row.blocks if isinstance(block, Picture)]
    assert kinds.count("Figure") == len(pictures) == (len(rows) if audience == YOUNG_PEOPLE else 0)
    text = re.sub(r"\s+", "", poppler("pdftotext", "-raw", of=file))
    for row in rows:
        said = next((block.words for block in row.blocks if isinstance(block, Paragraph)), ())
        for words in (row.title, "".join(span.text for span in said)):
            assert re.sub(r"\s+", "", words) in text


def test_each_picture_says_what_it_shows(files, years):
    one = years[1]
    report = plain(one.released, one.published, YOUNG_PEOPLE, release=Release("year-1", one.withheld.shown()))
    pictures = [block for part in report.sections for row in part.blocks for block in getattr(row, "blocks", ())]
    told = ["".join(span.text for span in block.alt) for block in pictures if isinstance(block, Picture)]
    assert len(told) == 8
    for alt in told:
        # As a PDF holds alternative words (ISO 32000-1, 7.9.2.2): by themselves, or in UTF-16.
        in_utf_16 = b"/Alt<FEFF" + alt.encode("utf-16-be").hex().upper().encode() + b">"
        assert b"/Alt(" + alt.encode() in files[1, YOUNG_PEOPLE] or in_utf_16 in files[1, YOUNG_PEOPLE]


def test_the_same_year_gives_the_same_bytes(files, years):
    one = years[1]
    again = plain(one.released, one.published, PARTNERS, release=Release("year-1", one.withheld.shown()))
    assert pdf(again) == files[1, PARTNERS]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_programme_of_sixty_outcomes_with_long_names_stands_on_its_pages(bare_example, texts_of, audience):
    """Partners read outcomes by verdict beyond what has room for a row each; lists end with their first points."""
    outcomes = bare_example.table("outcomes")
    many = pl.concat(
        outcomes.with_columns(
            (pl.col("outcome_id") + f"-{copy}").alias("outcome_id"),
            (pl.col("title") + f", of the kind that was written down in version {copy} of the plan").alias("title"),
        )
        for copy in "abcd"
    ).head(60)
    long = "This is a long point that goes on and on, for somebody had much to say about it. " * 4
    points = {
        name: bare_example.table(name).with_columns(pl.lit(long).alias(column))
        for name, column in (("learning", "point"), ("recommendations", "text"), ("activities", "title"))
    }
    tables = {"outcomes": many, **points, "recommendations": points["recommendations"].with_columns(year=1)}
    dataset = replace(bare_example, tables=tables, surveys={}, transcripts={}, pathways={})
    report = plain(dataset, evaluate(dataset, year=1), audience)
    assert int(about(pdf(report))["Pages"]) <= report.pages
    told = " ".join(texts_of(report))
    if audience == PARTNERS:
        assert all(title in told for title in many["title"].to_list())
        assert "The full report says why." in told
    else:
        assert "We looked at 60 things in all." in told


@pytest.mark.parametrize(("sites", "pages"), [(0, 2), (1, 2), (4, 2), (5, 3), (9, 4)])
def test_more_sites_have_more_pages(bare_example, sites, pages):
    named = tuple(Site(f"s{number}", f"Site {number}") for number in range(sites))
    dataset = replace(bare_example, programme=replace(bare_example.programme, sites=named), tables={})
    bare = Evaluation("A programme", dataset.programme.years[0], Rules(), (), ())
    assert plain(dataset, bare, PARTNERS).pages == pages


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_longer_year_is_set_smaller_and_still_stands_on_its_pages(years, audience):
    one = years[1]
    report = plain(one.dataset, one.evaluation, audience)
    longer = replace(report, sections=(*report.sections, report.sections[0]))
    assert int(about(pdf(longer))["Pages"]) <= report.pages


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_people_wrote_is_set_as_they_wrote_it(small_dataset, small_evaluation, audience):
    """No word is read as markup, and letters that no typeface holds do not stop the page."""
    hostile = "#panic() *bold* $x$ <label> @see \\ “quoted” 𓀀"
    report = {"evaluator": hostile, "talk_to": hostile, "plain": {"supported": hostile, "adverse": "  ", "mixed": 3}}
    dataset = replace(small_dataset, programme=replace(small_dataset.programme, report=report))
    file = pdf(plain(dataset, small_evaluation, audience))
    text = re.sub(r"\s+", "", poppler("pdftotext", "-raw", of=file))
    assert "#panic()*bold*$x$<label>@see" in text
    assert "Outcomethatisadverse" in text
    assert "Outcomethatismixed" in text


def test_letters_are_large(files):
    """Words of a sentence are at least 14 points high for young people, 8 for partners."""
    for (_, audience), file in files.items():
        boxes = poppler("pdftotext", "-bbox", of=file)
        heights = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(?:agreed.?|saw|more)<', boxes)
        assert heights
        least = 14 if audience == YOUNG_PEOPLE else 8
        assert min(float(bottom) - float(top) for top, bottom in heights) >= least
