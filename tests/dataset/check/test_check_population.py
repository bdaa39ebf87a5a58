"""The comparison population against the cases that it is held beside."""

import polars as pl
import pytest

from tideturn.dataset.check.population import age_band_unknown, population_incomplete, population_spelled_otherwise
from tideturn.dataset.check.references import unknown_reference
from tideturn.dataset.raw import RawTable
from tideturn.dataset.tables import TABLES
from tideturn.dataset.typing_cells import typed


def case(code, **said):
    return {"case_id": code, "site": "L", "received": "2018-10-01", **said}


def counted(value, *, site="L", group="gender", year="1"):
    return {"site": site, "year": year, "group": group, "value": value, "count": "100", "source": "census"}


CASES = [case("a", gender="girl"), case("b", gender="boy"), case("c"), case("d", site="M", gender="another word")]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (("girl", "boy"), []),
        (("Girl", "boy"), [2]),
        (("girls", "boy"), [2]),
        (("girl", "boy", "nobody like this"), []),
        # The case's own word is there too, so the other is a group of its own.
        (("girl", "girls", "boy"), []),
    ],
)
def test_a_value_spelled_otherwise_than_in_the_cases_is_asked_about(folder, places, values, found):
    within = folder(cases=CASES, population=[counted(value) for value in values])
    assert places(population_spelled_otherwise, within) == [("population.csv", row, "value") for row in found]


def test_the_question_names_the_word_of_the_cases(folder):
    within = folder(cases=CASES, population=[counted("Girl"), counted("boy")])
    (one,) = population_spelled_otherwise.find(within)
    assert "cases.csv has no “Girl” under gender, but it has “girl”." in one.what


@pytest.mark.parametrize(
    ("rows", "absent"),
    [
        ([counted("girl"), counted("boy")], []),
        ([counted("girl")], ["“boy”"]),
        # Where everybody is counted together, every site's values are wanted; elsewhere only the site's own.
        ([counted("girl", site="programme"), counted("boy", site="programme")], ["“another word”"]),
        ([counted("another word", site="M")], []),
        ([counted("girl"), counted("boy"), counted("girl", year="2")], ["“boy”"]),
        ([], []),
    ],
)
def test_a_population_without_a_value_of_the_cases_is_asked_about(folder, rows, absent):
    found = list(population_incomplete.find(folder(cases=CASES, population=rows)))
    assert [one.what.partition("no count for ")[2] for one in found] == [f"{value}." for value in absent]


def test_ages_are_held_against_the_bands(folder, places):
    cases = [case("a", age_at_referral="9"), case("b", age_at_referral="17"), case("c", age_at_referral="18")]
    rows = [counted(band, group="age_band") for band in ("under 10", "16 to 17", "10 to 13")]
    within = folder(cases=cases, population=rows)
    assert places(age_band_unknown, within) == [("population.csv", 4, "value")]
    (one,) = population_incomplete.find(within)
    assert "“18 and over”" in one.what


def test_several_values_in_one_cell_are_several_values(folder):
    cases = [case("a", exploitation_types="criminal|online", ethnicity="a|b")]
    assert list(population_incomplete.find(folder(cases=cases, population=[counted("a|b", group="ethnicity")]))) == []


def test_an_unknown_site_is_an_error_and_the_programme_is_none(folder, places):
    within = folder(population=[counted("girl", site="programme"), counted("girl", site="Leeds")])
    assert places(unknown_reference, within) == [("population.csv", 3, "site")]


@pytest.mark.parametrize("group", ["referral_source", "age", "Gender "])
def test_an_unknown_group_is_an_error_that_names_those_there_are(group):
    table = TABLES["population"]
    text = pl.DataFrame([counted("girl", group=group)])
    _, problems = typed(RawTable("population", "population.csv", text, table))
    assert [(problem.column, "gender" in problem.mend) for problem in problems] == [("group", True)]
