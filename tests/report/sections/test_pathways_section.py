"""How young people moved through the system, as the report tells it: all of it at work, no route in a release."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import chain

import polars as pl
from tests.annexed import whole
from tests.worked_example import pathway as example
from tests.worked_example import pathway_judged as judged
from tests.worked_example import pathway_withheld as withheld

from tideturn.evaluation.withholding import published, released_dataset
from tideturn.example.pathway import ARRIVES, REFERRAL, RELEASE, SUPPORT
from tideturn.report.blocks import Block, Bullets, DataTable, Figure, Paragraph, Section, Words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.pathway_skips import skipped_more
from tideturn.report.sections.pathways import moved
from tideturn.report.sections.released import Release

STEP = "Appropriate adult attends"


def custody(look: Lookup) -> Section:
    section = whole(moved(look))
    (inner,) = section.blocks
    assert isinstance(inner, Section)
    return inner


@cache
def working() -> Section:
    return custody(Lookup(example(), judged(2)))


@cache
def released() -> Section:
    held = withheld(2)
    look = Lookup(
        released_dataset(example(), held), published(example(), judged(2), held), Release("year-2-1", held.shown())
    )
    return custody(look)


def plain(words: Words) -> str:
    return "".join(span.text for span in words)


def tables(section: Section) -> dict[str, list[list[str]]]:
    return {
        block.caption: [[plain(cell) for cell in row] for row in block.rows]
        for block in section.blocks
        if isinstance(block, DataTable)
    }


def table(section: Section, begins: str) -> list[list[str]]:
    (found,) = [rows for caption, rows in tables(section).items() if caption.startswith(begins)]
    return found


def told(section: Section) -> str:
    return " ".join(plain(block.words) for block in section.blocks if isinstance(block, Paragraph))


def texts(block: Block) -> str:
    if isinstance(block, Paragraph):
        return plain(block.words)
    if isinstance(block, Bullets):
        return " ".join(map(plain, block.items))
    if isinstance(block, DataTable):
        return f"{block.caption} {' '.join(plain(cell) for row in block.rows for cell in row)}"
    return f"{block.sentence} {block.description}" if isinstance(block, Figure) else ""


def test_it_says_what_was_designed_and_where_it_fairly_differs() -> None:
    (steps,) = [block for block in working().blocks if isinstance(block, Bullets) and block.numbered]
    assert [plain(item) for item in steps.items][3:5] == [
        "Youth worker makes contact",
        "NRM or safeguarding referral (where it is called for)",
    ]
    said = "In Birmingham, “Appropriate adult attends” may differ for good reason, so it is not an intended step there."
    assert said in told(working())


def test_every_count_is_that_of_the_evidence() -> None:
    at = {one.scope: one for one in judged(2).pathways}
    rows = {row[0]: row for row in table(working(), "Cases that met the whole designed pathway")}
    whole = at["programme"]
    assert rows["Whole programme"][1].startswith(f"{whole.now.met} of {whole.now.cases} (")
    assert rows["Greater Manchester"][2].startswith(
        f"{at['manchester'].before.met} of {at['manchester'].before.cases} ("
    )
    skipped = {row[0]: row for row in table(working(), "Cases without a step by")}
    step = next(one for one in whole.now.steps if one.name == STEP)
    assert skipped[STEP][1].startswith(f"{step.skipped} of {step.cases} (")
    assert skipped[STEP][3] == "–"  # Birmingham's, which fairly differs
    # Nobody can be said to go without a step that is taken where it is called for.
    assert list(skipped) == list(whole.design.required)
    assert REFERRAL not in skipped
    deadlines = table(working(), "Deadlines, in cases")
    tally = whole.deadlines[0].cases
    assert deadlines[0][1:] == ["Whole programme", *map(str, (tally.satisfied, tally.violated, tally.open, 0))]
    waits = {row[0]: row for row in table(working(), "How long cases took")}
    wait = whole.waits["Release with a plan"]
    assert waits["Release with a plan"][1:5] == [str(n) for n in (wait.cases, wait.reached.sum(), 0, wait.open.sum())]


def test_nothing_is_said_to_wait_or_to_be_open() -> None:
    waits = next(b for b in working().blocks if isinstance(b, DataTable) and b.caption.startswith("How long"))
    rules = next(b for b in working().blocks if isinstance(b, DataTable) and b.caption.startswith("Deadlines"))
    assert waits.columns[3:5] == ("Ended without it", "Not seen by 31 August 2020")
    assert rules.columns[4] == "Undecided on 31 August 2020"
    # Who was released with a plan but without support ended without it; of the others neither was seen.
    events = example().table("events")
    began = events.filter(pl.col("activity") == ARRIVES).filter(pl.col("time") >= "2019-09-01")["case_id"]
    took = {step: set(events.filter(pl.col("activity") == step)["case_id"]) for step in (SUPPORT, RELEASE)}
    support = next(row for row in table(working(), "How long") if row[0] == SUPPORT)
    of = [len(set(began) & took[SUPPORT]), len(set(began) & took[RELEASE] - took[SUPPORT])]
    assert support[1:5] == [str(n) for n in (len(began), *of, len(began) - sum(of))]
    assert support[4] != "0"
    for look in (working(), released()):
        for block in look.blocks:
            assert not re.search(r"wait(s|ing)\b(?! and)|still", texts(block).replace("median wait", "")), texts(block)


def test_the_pilot_the_night_and_what_differs_are_told_in_words() -> None:
    text = told(working())
    assert (
        "In Greater Manchester a pilot began on 7 October 2019, meant to change “Youth worker makes contact”." in text
    )
    assert "A difference does not mean that one is worse." in text
    (differ,) = [block for block in working().blocks if isinstance(block, Bullets) and "was missing" in texts(block)]
    said = [plain(item) for item in differ.items]
    assert said[0] == (
        f"“{STEP}” was missing more often in cases that began at night (22:00 to 6:00): 12 of 21 cases (57%), against "
        "0 of 44 (0%) by day."
    )
    assert any(
        one.startswith(f"“{SUPPORT}” was missing less often in Greater Manchester since the pilot") for one in said
    )
    pairs = [[int(k) / int(n) for k, n in re.findall(r"(\d+) of (\d+)", one)] for one in said]
    gaps = [abs(own - other) for own, other in pairs]
    assert gaps == sorted(gaps, reverse=True)
    seen = {row[0]: row[-1] for row in table(working(), "Whether cases follow the same routes in different places")}
    assert seen["London and Greater Manchester"] == "they differ beyond chance"
    assert seen[f"Birmingham and London (without “{STEP}”)"] == "no more different than by chance"


def test_no_comparison_is_said_to_be_of_none() -> None:
    at = judged(2).pathways[0]
    few = replace(at, skipped=tuple(replace(one, p=None, adjusted=None, more=None) for one in at.skipped))
    compared, silent = (
        next(block for block in skipped_more(Lookup(example(), judged(2)), one) if isinstance(block, DataTable))
        for one in (at, few)
    )
    assert re.fullmatch(r"Fisher’s exact test \(Holm, \d+ comparisons\)", compared.columns[-1])
    assert silent.columns[-1] == "Fisher’s exact test"


def test_it_is_drawn_about_the_pilot_at_work() -> None:
    figures = {block.anchor: block for block in working().blocks if isinstance(block, Figure)}
    assert {"chart-pathway-custody", "chart-pathway-custody-design", "chart-pathway-custody-sides"} <= set(figures)
    assert "Greater Manchester before the pilot and since" in figures["chart-pathway-custody-sides"].title
    at = next(one for one in judged(2).pathways if one.scope == "manchester")
    (before,) = re.findall(
        r"Before the pilot: from “Arrives in custody” to “Safeguarding check” (\d+) times",
        figures["chart-pathway-custody-sides"].description,
    )
    assert int(before) == at.sides.cases_before


def test_a_release_says_no_small_count_no_hour_and_no_number_of_routes() -> None:
    text = " ".join(texts(block) for block in released().blocks)
    assert " hour" not in text
    assert "c of " in text or " of c" in text
    small = [
        int(k)
        for row in chain.from_iterable(tables(released()).values())
        for k in re.findall(r"^(\d+)(?: of|$)", " ".join(row[1:]))
    ]
    assert not any(0 < k <= 5 for k in small)
    for k, n in re.findall(r"(\d+) of (\d+)", text):
        assert int(k) not in range(1, 6)
        assert int(n) - int(k) not in range(1, 6)
    assert re.search(r"\d days?", " ".join(chain.from_iterable(table(released(), "Time from"))))
    # At each pair of places the cases of one are hidden, and whether they differ would narrow them.
    assert "Whether cases follow the same routes in different places" not in tables(released())
    differ = [
        texts(block) for block in released().blocks if isinstance(block, Bullets) and "was missing" in texts(block)
    ]
    assert differ == [
        f"“{STEP}” was missing more often in cases that began at night (22:00 to 6:00) than in those that began by day."
    ]


def test_a_year_without_a_case_has_no_such_part() -> None:
    assert moved(Lookup(example(), replace(judged(2), pathways=()))) is None
