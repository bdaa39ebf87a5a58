"""`measure series` where there is something to divide by: rates, funnels over sites, and a break in time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tideturn.cli import main

Ask = Callable[..., Any]
HEADER = "indicator,site,period,count,denominator"
MONTHS = [f"{year}-{month:02}" for year in (2018, 2019) for month in range(1, 13)]


@pytest.fixture
def series(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str) -> Path:
        path = tmp_path / "series.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(path: Path, *options: str) -> Any:
        assert main(["measure", "series", str(path), *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def test_each_rate_has_its_own_interval_and_the_limits_of_chance(series: Callable[..., Path], ask: Ask) -> None:
    # A steady 10 of 100 for a year, then 30 of 100, and 3 of 25: tests/methods/test_rates.py has the same by hand.
    counts = [(10, 100)] * 12 + [(30, 100), (3, 25)]
    path = series(*(f"nrm,a,{m},{count},{of}" for m, (count, of) in zip(MONTHS, counts, strict=False)))
    found = ask(path, "--from", "2019-01")
    assert (found["measure"], len(found["rates"])) == ("rate", 14)
    first, last = found["rates"][0], found["rates"][12]
    assert (first["period"], first["count"], first["denominator"], first["rate"]) == ("2018-01", 10, 100, 0.1)
    # Garwood's limits of 10 events are half the chi-square quantiles 9.591 (0.025 on 20 degrees) and 36.781 (0.975 on
    # 22), which tables print: 4.795 and 18.390.
    assert (first["low"], first["high"]) == (pytest.approx(0.04795, abs=5e-6), pytest.approx(0.18390, abs=5e-6))
    assert 0.01 < first["limit_low"] < 0.02
    assert 0.20 < first["limit_high"] < 0.21
    assert (first["outside"], last["outside"]) == (None, "up")
    assert found["rates"][13]["outside"] is None


def test_a_funnel_holds_sites_against_their_pooled_rate(series: Callable[..., Path], ask: Ask) -> None:
    places = {"a": (20, 200), "b": (22, 210), "c": (18, 190), "d": (60, 210), "e": (2, 30)}
    rows = [f"nrm,{site},2019,{count // 2},{of / 2}" for site, (count, of) in places.items()]
    rows += [f"nrm,{site},2020,{count - count // 2},{of / 2}" for site, (count, of) in places.items()]
    path = series(*rows, "missing,a,2019,4,", "missing,a,2020,4,", "missing,b,2019,4,9", "missing,b,2020,4,9")
    charts = ask(path, "--funnel")
    nrm = {chart["site"]: chart["funnel"] for chart in charts if chart["indicator"] == "nrm"}
    assert [place["outside"] for place in nrm.values()] == [None, None, None, "up", None]
    assert [place["pooled"] for place in nrm.values()] == [pytest.approx(122 / 840)] * 5
    assert (nrm["d"]["count"], nrm["d"]["denominator"], nrm["d"]["rate"]) == (60, 210, pytest.approx(60 / 210))
    assert nrm["e"]["limit_low"] == 0
    # One site of the other indicator has no denominator, so there is nothing to compare it by.
    missing = [chart for chart in charts if chart["indicator"] == "missing"]
    assert [chart["funnel"] for chart in missing] == [None, None]
    assert all("No funnel" in chart["warnings"][-1] for chart in missing)
    assert "funnel" not in ask(path)[0]


def test_a_denominator_that_is_missing_or_nought_leaves_the_counts(series: Callable[..., Path], ask: Ask) -> None:
    for of in ("", "0", "1e-12"):
        found = ask(series("nrm,a,2018,4,9", f"nrm,a,2019,5,{of}", "nrm,a,2020,6,9"))
        assert (found["measure"], found["mean"], "rates" in found) == ("count", 5, False)
        assert "No denominator above 0 in 2019: counts are charted in place of rates." in found["warnings"]
    assert not any("denominator" in warning for warning in ask(series("nrm,a,2018,4,", "nrm,a,2019,5,"))["warnings"])


def test_what_is_no_count_has_no_exact_limits(series: Callable[..., Path], ask: Ask) -> None:
    found = ask(series("nrm,a,2018,4.5,9", "nrm,a,2019,5,9"))
    assert (found["measure"], found["rates"]) == ("rate", None)
    assert any("not all whole" in warning for warning in found["warnings"])


def test_a_break_is_refused_series_by_series(
    series: Callable[..., Path], ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    long = [f"nrm,a,{month},{10 + place % 3 + 8 * (place >= 15)}," for place, month in enumerate(MONTHS)]
    short = [f"nrm,b,{month},{10 + place % 3}," for place, month in enumerate(MONTHS[8:])]
    path = series(*long, *short)
    fitted, refused = ask(path, "--interrupted", "2019-04")
    assert fitted["interrupted"]["level_change"]["value"] == pytest.approx(8, abs=1)
    assert (fitted["interrupted"]["before"], fitted["interrupted"]["after"]) == (15, 9)
    assert refused["interrupted"] is None
    assert any("12 points or more before the break; there are 7" in warning for warning in refused["warnings"])
    # Where none can be fitted there is no answer to give.
    assert main(["measure", "series", str(path), "--interrupted", "2018-12"]) == 2
    assert "nrm a: An interrupted time series needs 12 points" in capsys.readouterr().err
    assert main(["measure", "series", str(path), "--interrupted", "2019-11"]) == 2
    assert "3 points or more after the break" in capsys.readouterr().err


def test_what_people_read_fits_80_columns(
    series: Callable[..., Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    rows = [
        f"referrals,greater-manchester-{site},{month},{12000 + 40 * (place % 5) + 1500 * (place > 20) * site},1200000"
        for site in (1, 2)
        for place, month in enumerate(MONTHS)
    ]
    options = ["--from", "2019-09", "--interrupted", "2019-09", "--funnel"]
    assert main(["measure", "series", str(series(*rows, "x,a,2019,1,", "x,a,2020,2,")), *options[2:]]) == 0
    assert main(["measure", "series", str(series(*rows)), *options]) == 0
    told = capsys.readouterr().out
    assert max(len(line) for line in told.splitlines()) <= 80
    assert "Rates beyond their exact Poisson limits: 3 of 24" in told
    assert "change of level" in told
    assert "Funnel of referrals: sites about the pooled rate" in told
    assert " down" in told


@pytest.mark.parametrize(
    ("rows", "options", "sentence"),
    [
        (["nrm,a,2018,4,9", "nrm,a,2019,4,-9"], [], "row 3, column denominator: the denominator is below 0 (-9)"),
        (["nrm,a,2018,4,9", "nrm,a,2019,4,1e300"], [], "row 3, column denominator: the denominator is too large"),
        (["nrm,a,2018,1e300,9", "nrm,a,2019,4,9"], [], "row 2, column count: the count is too large"),
        (["nrm,a,2018,4,9", "nrm,a,2019,4,9"], ["--funnel"], "two sites or more"),
        (["nrm,a,2018,4,", "nrm,a,2019,4,", "nrm,b,2018,4,", "nrm,b,2019,4,"], ["--funnel"], "two sites or more"),
        (["nrm,a,2018,4,9", "nrm,a,2019,4,9"], ["--interrupted", "soon"], "is not a period such as 2018"),
    ],
)
def test_what_is_wrong_is_said(
    rows: list[str],
    options: list[str],
    sentence: str,
    series: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["measure", "series", str(series(*rows)), *options]) == 2
    assert sentence in capsys.readouterr().err
