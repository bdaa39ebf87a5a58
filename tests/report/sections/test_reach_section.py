"""Who was reached: the sentences and tables of a small programme, counted by hand, and those of the worked example."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.frames import frame
from tests.worked_example import built, engine_claims, example, judged

from tideturn.dataset.model import Dataset, Programme, Site, Year
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import Block, Bullets, DataTable, Paragraph, Section
from tideturn.report.compose import compose
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.reach import BELOW, missing_in_short, reach, reach_by_place
from tideturn.report.sections.released import Release

YEARS = (Year(1, date(2018, 9, 1), date(2019, 8, 31)), Year(2, date(2019, 9, 1), date(2020, 8, 31)))
SITES = (Site("n", "North"), Site("s", "South"))
DAY, NEXT = date(2019, 3, 4), date(2019, 10, 7)
OUTCOME = {"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1}


def programme(day: date = DAY, girls: int = 3, boys: int = 17, **tables: Sequence[dict[str, Any]]) -> Dataset:
    """Girls in the north and boys in the south, all reached at once, and one of whom nothing is known."""
    given = [*(["girl", "n"] for _ in range(girls)), *(["boy", "s"] for _ in range(boys)), [None, "s"]]
    cases = [
        {"case_id": f"c{at}", "site": site, "received": day, "opened": day, "gender": gender}
        for at, (gender, site) in enumerate(given)
    ]
    sessions = [{"case_id": case["case_id"], "date": day, "kind": "group", "held": True} for case in cases]
    rows: dict[str, Any] = {"outcomes": [OUTCOME], "cases": cases, "sessions": sessions, **tables}
    return Dataset(
        Programme(name="P", sites=SITES, years=YEARS),
        {name: frame(TABLES[name], own) for name, own in rows.items()},
        {},
        {},
    )


def population(girls: int, boys: int, year: int = 1) -> list[dict[str, Any]]:
    return [
        {"site": "programme", "year": year, "group": "gender", "value": value, "count": count, "source": "the census"}
        for value, count in (("girl", girls), ("boy", boys))
    ]


def section(dataset: Dataset, year: int = 1) -> Section:
    found = reach(Lookup(dataset, evaluate(dataset, year=year)))
    assert found is not None
    return found


def said(block: Block) -> str:
    match block:
        case Paragraph():
            return "".join(span.text for span in block.words)
        case Bullets():
            return "\n".join("".join(span.text for span in item) for item in block.items)
    return ""


def table(blocks: Sequence[Block], caption: str) -> dict[str, tuple[str, ...]]:
    found = next(one for one in blocks if isinstance(one, DataTable) and one.caption.startswith(caption))
    rows = [[" ".join("".join(span.text for span in cell).split()) for cell in row] for row in found.rows]  # type: ignore[union-attr]
    return {row[0]: tuple(row[1:]) for row in rows}


def test_each_place_has_its_numbers_and_a_place_without_any_has_none() -> None:
    found = section(programme(girls=0))
    assert table(found.blocks, "Young people") == {"Whole programme": ("18", "18", "18"), "South": ("18", "18", "18")}


def test_the_year_before_stands_beside_this_one() -> None:
    first, second = programme(), programme(NEXT, girls=1)
    more = second.table("cases").with_columns(pl.concat_str(pl.lit("d"), "case_id").alias("case_id"))
    held = second.table("sessions").with_columns(pl.concat_str(pl.lit("d"), "case_id").alias("case_id"))
    tables = {"cases": pl.concat([first.table("cases"), more])}
    tables |= {"sessions": pl.concat([first.table("sessions"), held])}
    found = section(replace(first, tables={**first.tables, **tables}), year=2)
    assert table(found.blocks, "Young people")["North"] == ("1", "1", "1", "3", "3", "3")
    assert "In Year 1, 21 were referred and 21 reached." in said(found.blocks[0])


def test_what_is_not_recorded_is_a_row_and_part_of_every_share() -> None:
    rows = table(section(programme()).blocks, "Who was")
    assert rows["Gender: girl"] == ("3 (14%)", "3 (14%)")
    assert rows["Gender: not recorded"] == ("1 (5%)", "1 (5%)")
    assert rows["Ethnicity: not recorded"] == ("21 (100%)", "21 (100%)")


def test_of_fewer_than_ten_there_is_no_share() -> None:
    assert table(section(programme(girls=1, boys=7)).blocks, "Who was")["Gender: boy"] == ("7", "7")


def test_a_missing_group_is_named_with_its_difference_and_source() -> None:
    found = section(programme(population=population(50, 50)))
    rows = table(found.blocks, "Who was")
    # 3 of the 20 whose gender is recorded (Wilson: 0.0524 to 0.3604), and 50 of 100 (0.4038 to 0.5962). The difference
    # of −0.35 goes down by √(0.0976² + 0.0962²) = 0.137 and up by √(0.2104² + 0.0962²) = 0.231.
    assert rows["Gender: girl"][2:] == ("50%", "−35 points (−49 to −12)")
    told = next(said(block) for block in found.blocks if isinstance(block, Bullets))
    assert told.startswith(
        "Girls were 15% of the young people reached whose gender is recorded (3 of 20) and 50% of the population "
        "(50 of 100). That is 35 points lower (95% interval 12 to 49)"
    )
    assert "Source of the population: “the census”." in said(found.blocks[-1])
    assert "It does not show why." in said(found.blocks[-1])


def test_the_summary_names_a_missing_group_with_both_shares() -> None:
    dataset = programme(population=population(50, 50))
    assert "".join(one.text for one in missing_in_short(Lookup(dataset, evaluate(dataset, year=1)))) == (
        "Less common among the young people reached than in the population: girls (15%, against 50%)."
    )
    alike = programme(girls=9, boys=11, population=population(50, 50))
    assert missing_in_short(Lookup(alike, evaluate(alike, year=1))) == ()


def test_a_difference_that_chance_explains_names_nobody() -> None:
    found = section(programme(girls=9, boys=11, population=population(50, 50)))
    assert "No group of the population was clearly less common" in said(found.blocks[-1])
    assert not any(isinstance(block, Bullets) for block in found.blocks)


@pytest.mark.parametrize(("girls", "boys", "rows"), [(1, 7, population(500, 100)), (0, 20, population(5, 4))])
def test_nothing_is_compared_where_fewer_than_ten_are_on_either_side(girls: int, boys: int, rows: Any) -> None:
    found = section(programme(girls=girls, boys=boys, population=rows))
    assert table(found.blocks, "Who was")["Gender: girl"][3] == "–"
    assert not any(isinstance(block, Bullets) for block in found.blocks)


def test_a_group_that_nobody_reached_is_named_first() -> None:
    rows = [*population(50, 25), {**population(25, 0)[0], "value": "another word"}]
    found = section(programme(girls=0, boys=20, population=rows))
    told = next(said(block) for block in found.blocks if isinstance(block, Bullets)).split("\n")
    assert told[0].startswith("Girls were 0% of the young people reached whose gender is recorded (0 of 20)")
    assert told[1].startswith("Young people recorded as “another word” were 0%")


def test_without_a_population_it_says_that_nobody_can_tell_who_is_missing() -> None:
    found = section(programme())
    assert said(found.blocks[-1]).startswith("No comparison population covers the whole programme")


def test_where_nobody_was_referred_or_reached_there_is_no_section() -> None:
    dataset = programme()
    bare = replace(dataset, tables={"outcomes": dataset.table("outcomes")})
    assert reach(Lookup(bare, evaluate(bare, year=1))) is None
    assert reach_by_place(Lookup(bare, evaluate(bare, year=1))) is None


def test_a_release_whose_year_before_was_never_released_leaves_it_out() -> None:
    look = Lookup(example(), hidden(judged(2)), Release("year-2-1", {}))
    found = reach(look)
    assert found is not None
    table_ = next(block for block in found.blocks if isinstance(block, DataTable))
    assert table_.columns == ("Where", "Referred", "Accepted", "Reached")
    assert "In Year 1" not in said(found.blocks[0])


def hidden(evaluation: Evaluation) -> Evaluation:
    """Return a year whose earlier year is hidden."""
    past = evaluation.earlier[-1]
    items = tuple(
        replace(item, value=item.value and item.value.of(dict.fromkeys(item.by_name))) for item in past.evidence
    )
    return replace(evaluation, earlier=(replace(past, evidence=items),))


@pytest.mark.parametrize("year", [1, 2])
def test_every_sentence_of_the_worked_example_is_proved_and_short(year: int) -> None:
    report = compose(example(), judged(year))
    claims = engine_claims(report, Bindings(judged(year), dataset=example()))
    found = reach(Lookup(example(), judged(year)))
    assert found is not None
    texts = {line for block in found.blocks for line in said(block).split("\n")}
    ours = [claim for claim in claims if claim.text in texts]
    assert len(ours) == {1: 1, 2: 3}[year]
    for claim in ours:
        assert (claim.why_not, claim.unbound) == ((), ()), claim.text
    for block in found.blocks:
        for sentence in re.split(r"(?<=[.:])\s", re.sub(r"\([^)]*\)", "", said(block))):
            assert len(sentence.split()) <= 25, sentence


def test_a_sentence_that_says_lower_of_a_group_that_is_not_is_stopped() -> None:
    evaluation = judged(2)
    found = reach(Lookup(example(), evaluation))
    assert found is not None
    bullets = next(block for block in found.blocks if isinstance(block, Bullets))
    bound = next(b for span in bullets.items[0] for b in getattr(span.text, "bound", ()) if b.predicate == BELOW)
    proof = Bindings(evaluation, dataset=example())
    assert proof.why_not(bound) == ""
    boys = next(
        i.evidence_id for i in evaluation.evidence if i.evidence_id.startswith("count/beside_population:gender:boy")
    )
    assert "does not show that" in proof.why_not(bound._replace(item=boys))


def test_the_worked_example_leaves_something_unrecorded_in_every_kind_of_record_that_may_lack_it() -> None:
    cases = built()[0].table("cases")
    gaps = {name: cases[name].null_count() for name in ("gender", "ethnicity", "disability", "care_status")}
    assert all(0 < count < 30 for count in gaps.values()), gaps
    assert cases["age_at_referral"].null_count() == 0
