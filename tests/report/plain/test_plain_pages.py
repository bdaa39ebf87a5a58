"""The plain reports as PDF: two pages at most, tagged, with real headings, the same bytes for the same year."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from itertools import product

import polars as pl
import pytest

from tideturn.evaluation.evaluate import evaluate
from tideturn.report.blocks import Section
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
def test_it_stands_on_two_tagged_pages_of_a4(files, year, audience):
    told = about(files[year, audience])
    assert told["Pages"] == "2"
    assert told["Page size"].endswith("(A4)")
    assert told["Tagged"] == "yes"
    assert "CreationDate" not in told


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_every_outcome_is_a_heading_with_its_verdict_in_words(files, years, texts_of, year, audience):
    one = years[year]
    file = files[year, audience]
    report = plain(one.released, one.published, audience)
    tree = poppler("pdfinfo", "-struct", of=file)
    kinds = re.findall(r"^ *(H[1-6])\b", tree, re.MULTILINE)
    assert kinds.count("H1") == len(report.sections)
    assert kinds.count("H2") == 18
    text = re.sub(r"\s+", "", poppler("pdftotext", "-raw", of=file))
    for section in report.sections:
        for row in section.blocks:
            if isinstance(row, Section):
                assert re.sub(r"\s+", "", row.title + row.blocks[0].mark.word) in text


def test_the_same_year_gives_the_same_bytes(files, years):
    one = years[1]
    again = plain(one.released, one.published, PARTNERS, release=Release("year-1", one.withheld.shown()))
    assert pdf(again) == files[1, PARTNERS]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_programme_of_sixty_outcomes_with_long_names_stands_on_two_pages(bare_example, texts_of, audience):
    """Beyond what has room for a row each, outcomes are told by their verdict, and long lists by their first points."""
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
    assert about(pdf(report))["Pages"] == "2"
    told = " ".join(texts_of(report))
    assert all(title in told for title in many["title"].to_list() if audience == PARTNERS)
    assert "The full report says why." in told


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_longer_year_is_set_smaller_and_still_stands_on_two_pages(years, audience):
    one = years[1]
    report = plain(one.dataset, one.evaluation, audience)
    longer = replace(report, sections=(*report.sections, report.sections[0]))
    assert about(pdf(longer))["Pages"] == "2"


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


def test_letters_are_as_large_as_two_pages_allow(files):
    """Words of a sentence are at least 9 points high for young people, 8 for partners."""
    for (_, audience), file in files.items():
        boxes = poppler("pdftotext", "-bbox", of=file)
        heights = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(?:getting|shows|tell)<', boxes)
        assert heights
        least = 9 if audience == YOUNG_PEOPLE else 8
        assert min(float(bottom) - float(top) for top, bottom in heights) >= least
