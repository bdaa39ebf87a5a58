"""The map of a pathway in a release, as the report tells it: picture, caption, words for the blind, and table alike."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import polars as pl
import pytest
from tests.annexed import whole
from tests.worked_example import pathway as example
from tests.worked_example import pathway_judged as judged
from tests.worked_example import pathway_withheld as withheld

from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld, pathway_arrows, published, released_dataset, withhold
from tideturn.methods.disclosure import HIDDEN, Suppression
from tideturn.report.blocks import Block, Figure, Paragraph, Section, Words
from tideturn.report.charts.draw import draw
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.pathways import moved
from tideturn.report.sections.released import Release

WHOLE, SIDES = "chart-pathway-custody", "chart-pathway-custody-sides"
ARROW = re.compile(r"[Ff]rom “([^”]*)” to “([^”]*)” (\d+) cases")


def figures_of(evaluation: Evaluation, held: Withheld) -> dict[str, Figure]:
    look = Lookup(released_dataset(example(), held), published(example(), evaluation, held), Release("v", held.told()))
    section = whole(moved(look))
    return {block.anchor: block for block in inner(section) if isinstance(block, Figure)}


def inner(section: Section) -> list[Block]:
    found: list[Block] = []
    for block in section.blocks:
        found += inner(block) if isinstance(block, Section) else [block]
    return found


@cache
def figures(year: int) -> dict[str, Figure]:
    return figures_of(judged(year), withheld(year))


def plain(words: Words) -> str:
    return "".join(span.text for span in words)


def rows(figure: Figure) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in figure.table.rows]


def test_where_children_went_in_too_many_ways_no_map_is_published_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pathway_arrows, "MOST", 20)
    held = withhold(example(), judged(1), [])
    assert figures_of(judged(1), held) == {}
    look = Lookup(released_dataset(example(), held), published(example(), judged(1), held), Release("v", held.told()))
    section = whole(moved(look))
    told = [plain(block.words) for block in inner(section) if isinstance(block, Paragraph)]
    assert any(one.startswith("Children took so many different routes that no map") for one in told)
    assert not any("moves." in name or "starts." in name for name in held.counts)


def test_the_year_is_drawn_and_a_pilot_before_and_since_where_there_was_one() -> None:
    assert set(figures(1)) == {WHOLE}
    assert set(figures(2)) == {WHOLE, SIDES}
    assert figures(2)[SIDES].title.endswith("Greater Manchester before the pilot and since")
    assert "thinned by the same rule" in figures(2)[SIDES].sentence
    for year in (1, 2):
        sentence = figures(year)[WHOLE].sentence
        assert "For 10 or more it says in how many days half did." in sentence
        assert "Counts from 1 to 5 are not shown, nor others that would give one away." in sentence


def test_words_and_table_tell_every_arrow_that_is_shown_and_no_other() -> None:
    for year in (1, 2):
        held, figure = withheld(year), figures(year)[WHOLE]
        shown = {
            name.partition("#moves.")[2]: count
            for name, count in held.told().items()
            if name.startswith(f"pathway/custody/programme/{year}#moves.")
        }
        hidden = {name for name in held.counts if name.startswith(f"pathway/custody/programme/{year}#moves.")}
        hidden = {name.partition("#moves.")[2] for name in hidden} - set(shown)
        assert len(shown) >= 5
        assert len(hidden) >= 2
        told = {f"{start} → {end}": int(count) for start, end, count in ARROW.findall(figure.description)}
        assert told == shown
        table = {f"{row[0]} → {row[1]}": row[2] for row in rows(figure)}
        assert {name: int(table[name]) for name in shown} == shown
        assert not hidden & set(table)


def test_no_number_in_picture_words_or_table_is_small() -> None:
    for year in (1, 2):
        for figure in figures(year).values():
            counts = [int(count) for *_, count in ARROW.findall(figure.description)]
            counts += [
                int(row[at]) for row in rows(figure) for at in range(2, len(row), 2) if row[at] not in ("", HIDDEN)
            ]
            known = {count for count in withheld(year).told().values() if count is not None}
            drawn = ElementTree.fromstring(draw(figure.chart))
            written = [text for one in drawn.iter() if one.tag.endswith("text") for text in one.itertext()]
            counts += [
                int(text.split()[0].replace(",", "")) for text in written if re.match(r"\d+( start| end|$)", text)
            ]
            assert len(counts) > 20
            assert not [count for count in counts if count in range(1, 6)]
            assert set(counts) <= known


def test_times_are_whole_days_and_arrows_of_fewer_than_ten_have_none() -> None:
    timed = 0
    for year in (1, 2):
        for figure in figures(year).values():
            for start, end, *cells in rows(figure):
                for count, wait in zip(cells[::2], cells[1::2], strict=True):
                    between = not start.startswith("(") and not end.startswith("(")
                    told = between and count not in ("", HIDDEN) and int(count) >= 10
                    assert re.fullmatch(r"\d+ days?" if told else "", wait), (start, end, count, wait)
                    timed += told
            text = " ".join(ElementTree.fromstring(draw(figure.chart)).itertext())
            assert "in 1 d" in text
            assert not re.search(r"\d (h|min)\b", text)
    assert timed > 8


def test_with_every_count_hidden_a_release_of_other_children_looks_the_same() -> None:
    def secret(held: Withheld) -> Withheld:
        return replace(held, suppression=Suppression(frozenset(held.counts), frozenset()))

    fewer = example().table("events").filter(~pl.col("case_id").str.ends_with("3"))
    other = replace(example(), tables={**example().tables, "events": fewer})
    theirs_judged = evaluate(other, year=2)
    ours = figures_of(judged(2), secret(withheld(2)))
    theirs = figures_of(theirs_judged, secret(withhold(other, theirs_judged, [withheld(1).as_release("year-1-1")])))
    assert ours == theirs
    assert set(ours) == {WHOLE, SIDES}
    assert "No number may be shown." in ours[WHOLE].description


def test_the_listed_counts_name_no_hidden_arrow_and_the_archived_ones_do() -> None:
    held = withheld(2)
    listed, kept = held.as_listed("v"), held.as_release("v")
    arrows = {name for name in held.counts if "moves." in name}
    hidden = {name for name in arrows if held.hides(name)}
    assert hidden
    assert set(listed.cells) & arrows == arrows - hidden != set()
    named = {name for one in listed.relations for name, _ in one.terms}
    named |= {name for one in listed.bounds for name in (*one.smaller, *one.larger)}
    assert named <= set(listed.cells)
    assert {name: kept.cells[name] for name in hidden} == dict.fromkeys(hidden)
    assert hidden & {name for one in kept.relations for name, _ in one.terms}
    # Only the whole programme and a pilot's sides are drawn.
    assert all("/programme/" in name or "#pilot." in name for name in arrows - hidden)
