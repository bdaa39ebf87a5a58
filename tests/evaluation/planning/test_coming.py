"""Which year is planned, and what is known before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.evaluation.planning.coming import coming


def answer(year: int, place: int = 1):
    return {"response_id": f"{year}-{place}", "voice": "staff", "site": "north", "year": year}


def case(received: date):
    return {"case_id": f"case-{received}", "site": "north", "received": received}


def test_it_is_the_first_year_with_nothing_recorded_and_invitations_are_no_record(make, make_survey):
    assert coming(make()).year.number == 1
    assert coming(make(cases=[case(date(2018, 11, 1))])).year.number == 2
    invited = [{"voice": "staff", "site": "north", "year": 1, "invited": 9}]
    assert coming(make(surveys=[make_survey("s", responses=[answer(0)], items=[], invited=invited)])).year.number == 1
    assert coming(make(surveys=[make_survey("s", responses=[answer(1)], items=[])])).year.number == 2


def test_after_the_last_it_is_a_year_to_the_same_day_that_the_programme_need_not_have(make):
    full = make(cases=[case(date(2018, 11, 1)), case(date(2019, 11, 1))])
    ahead = coming(full)
    # Year 2 has a 29 February, Year 3 has none.
    assert (ahead.year.number, ahead.year.start, ahead.year.end) == (3, date(2020, 10, 1), date(2021, 9, 30))
    assert not ahead.named
    assert ahead.dataset.programme.year(3) == ahead.year
    assert coming(full, 2).named


def test_nothing_of_the_year_itself_is_known(make, make_survey):
    survey = make_survey("s", responses=[answer(0), answer(1), answer(2)], items=[])
    full = make(surveys=[survey], cases=[case(date(2018, 11, 1)), case(date(2019, 11, 1))])
    ahead = coming(full, 2)
    assert ahead.dataset.surveys["s"].responses["year"].to_list() == [0, 1]
    assert ahead.dataset.table("cases").height == 1
    assert ahead.known_on == date(2019, 9, 30)
    assert [year.number for year in ahead.past] == [1]


def test_a_year_that_there_is_not_is_refused_with_those_that_there_are(make):
    with pytest.raises(TideturnError, match="Year 7 cannot be planned") as told:
        coming(make(), 7)
    assert "1, 2, 3" in told.value.mend
    bare = make()
    with pytest.raises(TideturnError, match="no years"):
        coming(replace(bare, programme=replace(bare.programme, years=())))
