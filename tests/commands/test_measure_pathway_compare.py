"""`tideturn measure pathway`: what is held against what, and the day after which nothing is seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tideturn.cli import main

DESIGN = """name = "Custody"
outcome_id = "o"
[[steps]]
name = "desk"
[[steps]]
name = "look-up"
[[pilots]]
site = "south"
date = 2024-01-01
moved = ["look-up"]
"""
ROUTES = {"north": (("desk", "look-up"),) * 2, "south": (("desk", "call"), ("desk", "look-up"))}
"""The way of each site's cases in 2023 and in 2024: the south comes to go as the north does."""

Ask = Callable[..., Any]


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = [
        f"{site}{year}-{n},{step},{date(year, 1, 1) + timedelta(days=n + later)},{site}\n"
        for site, routes in ROUTES.items()
        for year, route in zip((2023, 2024), routes, strict=True)
        for n in range(12)
        for later, step in enumerate(route)
    ]
    Path("events.csv").write_text("case_id,activity,time,site\n" + "".join(rows), encoding="utf-8")
    Path("custody.toml").write_text(DESIGN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ask(there: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(*options: str) -> Any:
        assert main(["measure", "pathway", "events.csv", "--permutations", "99", *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def test_periods_are_held_against_each_other(ask: Ask) -> None:
    found = ask("--period", "year", "--compare", "period")
    (pair,) = found["consistency"]
    assert (pair["a"], pair["b"], pair["cases_a"], pair["cases_b"]) == ("2023", "2024", 24, 24)
    # Half of the first year's cases had the other second step: 1 − 1/2 · 1/2.
    assert pair["emsc"] == pytest.approx(0.75)
    assert "emsc" in pair["differs"]
    assert found["convergence"] == []
    assert ask("--period", "year")["consistency"] == []


@pytest.mark.parametrize(
    ("options", "earlier"),
    [
        (("--period", "year", "--compare", "period"), "2023"),
        (("--design", "custody.toml", "--compare", "pilot"), "before 1 January 2024"),
    ],
)
def test_whether_sites_became_more_alike(ask: Ask, options: tuple[str, ...], earlier: str) -> None:
    found = ask("--site", "site", *options)
    (one,) = found["convergence"]
    assert (one["a"], one["b"], one["earlier"]) == ("north", "south", earlier)
    assert [one[f"cases_{site}_{when}"] for site in "ab" for when in ("earlier", "later")] == [12] * 4
    # In 2023 every case of the south differed in one of two steps; in 2024 none did.
    assert (one["emsc_earlier"], one["emsc_later"]) == (0.5, 1.0)
    assert one["p_emsc"] == 0.01
    assert one["became"] == "more alike"
    assert [pair["a"] for pair in found["consistency"]] == ["2023" if "period" in options else "north"]


def test_what_people_read(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--site", "site", "--period", "year", "--compare", "period", "--permutations", "99"]
    assert main(["measure", "pathway", "events.csv", *options]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Do periods differ? (99 relabellings, seed 1) - 2023 (24 cases) differs from 2024 (24 cases)" in said
    assert "Did sites become more alike? - north and south, 2023 against 2024: more alike" in said


def test_what_came_after_the_last_day_is_in_nothing(ask: Ask) -> None:
    plain = ask("--until", "2024-12-31")
    assert plain == ask()
    found = ask("--until", "2023-01-12", "--wait", "desk", "call", "--period", "year", "--design", "custody.toml")
    # The last of each site's twelve came to the desk on the twelfth, and to a second step on the day after.
    assert (found["cases"], found["events"], found["ends"]["desk"]) == (24, 46, 2)
    assert found["notes"][-1] == "After the last day that was watched, and left out: 50 events (all that 24 cases had)."
    assert [part["period"] for part in found["by"]] == ["2023"]
    assert (found["design"]["cases"], found["design"]["met"]) == (24, 11)
    assert found["waits"][0]["watched"]["not_seen"] == 13


def test_a_last_day_before_everything_leaves_no_case(ask: Ask) -> None:
    found = ask("--until", "2022-12-31", "--site", "site", "--period", "year", "--compare", "period")
    assert (found["cases"], found["activities"], found["consistency"], found["by"]) == (0, 0, [], [])


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--compare", "site"), "--compare site needs --site."),
        (("--compare", "period"), "--compare period needs --period."),
        (("--compare", "pilot", "--site", "site"), "--compare pilot needs --design."),
        (("--compare", "pilot", "--site", "site", "--design", "bare.toml"), "bare.toml: the design has no pilot."),
        (("--compare", "period", "--period", "month"), "there are 13 periods to hold against each other."),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(
    there: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], what: str
) -> None:
    Path("bare.toml").write_text(DESIGN.split("[[pilots]]")[0], encoding="utf-8")
    with Path("events.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"m{month},desk,2025-{month:02}-01,north\n" for month in range(1, 12))
    assert main(["measure", "pathway", "events.csv", *options]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert what in err
