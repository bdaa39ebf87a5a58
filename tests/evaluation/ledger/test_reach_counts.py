"""Young people referred and reached, by group and beside a population, counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from scipy.stats import fisher_exact

from tideturn.dataset.characteristics import CHARACTERISTICS
from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.ledger.counts.reach import beside_measure, beside_of, reach
from tideturn.evaluation.model import EvidenceItem

Make = Callable[..., Dataset]
DAY, BEFORE, AFTER = date(2019, 3, 4), date(2018, 5, 1), date(2019, 10, 15)
CASES = (
    {"case_id": "a", "site": "north", "received": DAY, "opened": DAY, "gender": "girl", "age_at_referral": 9},
    {"case_id": "b", "site": "north", "received": DAY, "gender": "boy", "age_at_referral": 10},
    {"case_id": "c", "site": "south", "received": DAY, "opened": AFTER, "gender": " girl ", "age_at_referral": 18},
    {"case_id": "d", "site": "south", "received": BEFORE, "opened": BEFORE, "exploitation_types": "criminal|online"},
    {
        "case_id": "e",
        "site": "south",
        "received": BEFORE,
        "opened": BEFORE,
        "exploitation_types": "criminal | criminal",
    },
    {"case_id": "f", "site": "south", "received": AFTER, "opened": AFTER, "gender": "boy"},
)
"""Three referred in the year, of whom one was accepted by its end; two from before; one after it."""
SESSIONS = tuple(
    {"case_id": case, "date": day, "kind": "one_to_one", "held": held}
    for case, day, held in (
        *(("a", DAY, True), ("a", DAY, True), ("b", DAY, False), ("d", DAY, True), ("e", DAY, True)),
        *(("c", BEFORE, True), ("f", AFTER, True)),
    )
)


@pytest.fixture
def found(make: Make, year: Year) -> Callable[..., dict[str, EvidenceItem]]:
    """`found(population=[…])`: each count by its id without `count/` and the year."""

    def of(**tables: Any) -> dict[str, EvidenceItem]:
        dataset = make(**{"cases": CASES, "sessions": SESSIONS, **tables})
        items = list(reach(known_by(dataset, year.as_of), year))
        return {item.evidence_id.removeprefix("count/").removesuffix("/1"): item for item in items}

    return of


Found = Callable[..., dict[str, EvidenceItem]]


def value(item: EvidenceItem) -> Mapping[str, Any]:
    return item.by_name


def test_who_was_accepted_only_later_was_not_accepted_by_the_years_end(found: Found) -> None:
    items = found()
    assert value(items["referred/programme"]) == {"referred": 3, "accepted": 1, "k": 1, "share": 1 / 3}
    assert value(items["referred/south"]) == {"referred": 1, "accepted": 0, "k": 0, "share": 0.0}


def test_one_person_counts_once_however_many_sessions(found: Found) -> None:
    reached = value(found()["reached_by_gender/programme"])
    assert reached == {"reached": 3, "counts.boy": 0, "counts.girl": 1, "not_recorded": 2}
    referred = value(found()["referred_by_gender/programme"])
    assert referred == {"referred": 3, "counts.boy": 1, "counts.girl": 2, "not_recorded": 0}


def test_a_site_has_a_count_of_every_value_there_is_anywhere(found: Found) -> None:
    assert value(found()["referred_by_gender/south"]) == {
        "referred": 1,
        "counts.boy": 0,
        "counts.girl": 1,
        "not_recorded": 0,
    }


def test_types_of_exploitation_overlap_and_one_type_twice_counts_once(found: Found) -> None:
    reached = value(found()["reached_by_exploitation_type/programme"])
    assert reached == {"reached": 3, "counts.criminal": 2, "counts.online": 1, "not_recorded": 1}


@pytest.mark.parametrize(
    ("age", "band"),
    [
        *((0, "under 10"), (9, "under 10"), (10, "10 to 12"), (12, "10 to 12"), (13, "13 to 15"), (15, "13 to 15")),
        *((16, "16 to 17"), (17, "16 to 17"), (18, "18 and over"), (30, "18 and over"), (None, None)),
    ],
)
def test_each_age_is_in_one_band(make: Make, age: int | None, band: str | None) -> None:
    cases = make(cases=[{"case_id": "a", "site": "north", "received": DAY, "age_at_referral": age}]).table("cases")
    assert CHARACTERISTICS[0].values(cases)["value"].to_list() == [band]


@pytest.mark.parametrize("written", ["", " ", "Not recorded", "not recorded"])
def test_words_that_say_that_nothing_is_recorded_are_no_value(make: Make, written: str) -> None:
    row = {"case_id": "a", "site": "north", "received": DAY, "gender": written, "exploitation_types": f"{written}|"}
    cases = make(cases=[row]).table("cases")
    for one in CHARACTERISTICS:
        assert one.values(cases)["value"].to_list() == [None]


def test_nothing_is_counted_where_nobody_was_referred_or_reached(found: Found) -> None:
    assert found(cases=(), sessions=()) == {}


def populated(*rows: tuple[str, str, int], site: str = "programme", year: int = 1) -> list[dict[str, Any]]:
    return [
        {"site": site, "year": year, "group": group, "value": name, "count": count, "source": "census"}
        for group, name, count in rows
    ]


def test_a_share_is_held_against_the_population_with_newcombes_interval(found: Found, make: Make, year: Year) -> None:
    # Newcombe 1998, table II (a): 56 of 70 and 48 of 80 differ by 0.2, from 0.0524 to 0.3339.
    cases = [
        {"case_id": f"c{n}", "site": "north", "received": DAY, "opened": DAY, "gender": "girl" if n < 56 else "boy"}
        for n in range(70)
    ]
    cases.append({"case_id": "unknown", "site": "north", "received": DAY, "opened": DAY})
    sessions = [{"case_id": row["case_id"], "date": DAY, "kind": "group", "held": True} for row in cases]
    rows = populated(("gender", "girl", 48), ("gender", "boy", 32))
    item = found(cases=cases, sessions=sessions, population=rows)["beside_population:gender:girl/programme"]
    told = value(item)
    assert (item.n, told["k"], told["recorded"], told["population"], told["of_population"]) == (70, 56, 70, 80, 48)
    assert told["difference"] == pytest.approx(0.2)
    assert (told["low"], told["high"]) == item.interval == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert told["p"] == pytest.approx(fisher_exact([[56, 14], [48, 32]])[1])


def test_sites_are_added_up_only_where_each_is_covered(found: Found) -> None:
    north = populated(("gender", "girl", 60), ("gender", "boy", 40), site="north")
    south = populated(("gender", "girl", 30), ("gender", "boy", 70), site="south")
    assert not [name for name in found(population=north) if name.startswith(("beside", "population"))]
    both = found(population=[*north, *south])
    assert value(both["population_by_gender/programme"]) == {"population": 200, "counts.boy": 110, "counts.girl": 90}
    # The programme's own rows come before the sites'.
    own = found(population=[*north, *south, *populated(("gender", "girl", 5), ("gender", "boy", 5))])
    assert value(own["population_by_gender/programme"])["population"] == 10


def test_a_group_that_nobody_reached_is_in_the_table(found: Found) -> None:
    rows = populated(("gender", "girl", 60), ("gender", "boy", 40), ("gender", "another word", 20))
    items = found(population=rows)
    assert value(items["reached_by_gender/programme"])["counts.another word"] == 0
    assert value(items["beside_population:gender:another word/programme"])["reached"] == 0


def test_a_population_of_another_year_or_of_nobody_is_held_against_nothing(found: Found) -> None:
    for rows in (populated(("gender", "girl", 9), year=2), populated(("gender", "girl", 0), ("gender", "boy", 0))):
        assert not [name for name in found(population=rows) if name.startswith("beside")]


def test_a_values_name_comes_back_from_its_measure() -> None:
    assert beside_of(beside_measure("ethnicity", "a/b: c%").name) == ("ethnicity", "a/b: c%")
    assert beside_of("plan:casework:girl") is None
