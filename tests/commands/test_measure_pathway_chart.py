"""`tideturn measure pathway --chart`: which picture is written, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tideturn.cli import main

EVENTS = "case_id,activity,time,site\n" + "".join(
    f"c{case},{activity},2024-0{1 + case % 6}-0{day}T10:00Z,{'north' if case % 2 else 'south'}\n"
    for case in range(12)
    for day, activity in enumerate(["desk", "call"] + (["look-up"] if case % 3 else []) + ["worker"], start=1)
)
DESIGN = """name = "Custody"
outcome_id = "o"
[[steps]]
name = "desk"
[[steps]]
name = "look-up"
[[steps]]
name = "worker"
[[pilots]]
site = "north"
date = 2024-04-01
moved = ["look-up"]
"""
SVG = "{http://www.w3.org/2000/svg}"

Draw = Callable[..., list[str]]


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("events.csv").write_text(EVENTS, encoding="utf-8")
    Path("custody.toml").write_text(DESIGN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def draw(there: Path, capsys: pytest.CaptureFixture[str]) -> Draw:
    def drawn(*options: str) -> list[str]:
        """What the picture says, its title first."""
        assert main(["measure", "pathway", "events.csv", *options, "--chart", "map.svg", "--json"]) == 0
        assert capsys.readouterr().out.startswith("{")
        root = ElementTree.parse("map.svg").getroot()
        return [(one.text or "") for one in root.iter() if one.tag in (f"{SVG}title", f"{SVG}text")]

    return drawn


def test_the_map_is_drawn_where_nothing_else_is_asked(draw: Draw) -> None:
    said = draw()
    assert said[0] == "events: the pathway as it really runs"
    assert {"desk", "call", "look-up", "worker", "12 start here", "12 last seen here", "24 h"} <= set(said)


def test_with_a_design_what_was_skipped_and_added(draw: Draw) -> None:
    said = draw("--design", "custody.toml")
    assert said[0] == "Custody: the designed pathway, with steps missing and steps added"
    assert {"4 without it", "8 of 12", "a step that is not in the design"} <= set(said)


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (("--chart-by", "site", "--site", "site"), {"north: 6 cases", "south: 6 cases"}),
        (("--chart-by", "period", "--period", "quarter"), {"2024-Q1: 6 cases", "2024-Q2: 6 cases"}),
        (
            ("--chart-by", "pilot", "--design", "custody.toml", "--site", "site"),
            {"north, before 1 April 2024: 2 cases", "north, after 1 April 2024: 4 cases"},
        ),
    ],
)
def test_groups_beside_each_other(draw: Draw, options: tuple[str, ...], titles: set[str]) -> None:
    said = draw(*options, "--permutations", "5")
    assert titles <= set(said)
    assert said.count("desk") == 2


def test_a_wait_is_drawn_where_one_is_asked_for(draw: Draw) -> None:
    said = draw("--wait", "desk", "look-up")
    assert said[0] == "events: how long from “desk” to “look-up”"
    whole = " ".join(said)
    assert (
        "From “desk” to “look-up”: all cases 8 of 12 cases reached it; 4 were not seen to do so by 4 June 2024."
        in whole
    )
    assert "half by 2 d" in said
    closed = " ".join(draw("--wait", "desk", "look-up", "--closing", "worker"))
    assert "8 of 12 cases reached it and 4 ended without it." in closed


def test_what_the_design_says_ends_a_case_needs_no_option(draw: Draw) -> None:
    Path("custody.toml").write_text(DESIGN.replace("[[steps]]", 'closing = ["worker", "moved away"]\n[[steps]]', 1))
    said = " ".join(draw("--wait", "desk", "look-up", "--design", "custody.toml"))
    assert "8 of 12 cases reached it and 4 ended without it." in said


def test_groups_of_a_wait_are_watched_until_one_day(draw: Draw) -> None:
    """The north's last event is in June; had it been watched no longer, it would say so of fewer days."""
    said = " ".join(draw("--wait", "desk", "look-up", "--chart-by", "site", "--site", "site", "--permutations", "5"))
    assert "north 4 of 6 cases reached it; 2 were not seen to do so by 4 June 2024." in said
    assert "south 4 of 6 cases reached it; 2 were not seen to do so by 4 June 2024." in said


def test_the_order_of_rows_changes_no_byte(draw: Draw) -> None:
    draw("--design", "custody.toml")
    once = Path("map.svg").read_bytes()
    head, *rows = EVENTS.splitlines()
    Path("events.csv").write_text("\n".join([head, *reversed(rows)]), encoding="utf-8")
    draw("--design", "custody.toml")
    assert Path("map.svg").read_bytes() == once


def test_no_case_is_drawn_as_none(draw: Draw) -> None:
    Path("events.csv").write_text("case_id,activity,time\n", encoding="utf-8")
    assert "There is no step to draw." in draw()
    assert {"desk", "look-up", "worker"} <= set(draw("--design", "custody.toml"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--chart", "map.png"), "the chart is an SVG."),
        (("--chart-by", "site"), "--chart-by goes with --chart."),
        (("--chart", "map.svg", "--chart-by", "site"), "--chart-by site needs --site."),
        (("--chart", "map.svg", *("--wait", "desk", "call") * 2), "a picture is of one wait."),
        (("--chart", "map.svg", "--chart-by", "period"), "--chart-by period needs --period."),
        (("--chart", "map.svg", "--chart-by", "pilot"), "--chart-by pilot needs --design."),
        (("--chart", "map.svg", "--chart-by", "pilot", "--design", "bare.toml"), "the design has no pilot."),
        (
            (
                "--chart",
                "map.svg",
                "--chart-by",
                "pilot",
                "--design",
                "far.toml",
                "--site",
                "site",
                "--permutations",
                "5",
            ),
            "there is no site “Hull”. They are north and south.",
        ),
        (("--chart", "map.svg", "--chart-by", "period", "--period", "month", "--many"), ""),
    ],
)
def test_what_cannot_be_drawn_is_a_sentence(
    there: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    Path("bare.toml").write_text(DESIGN.split("[[pilots]]")[0], encoding="utf-8")
    Path("far.toml").write_text(DESIGN.replace('"north"', '"Hull"'), encoding="utf-8")
    if options[-1] == "--many":
        options, said = options[:-1], "there are 7 pictures to draw beside each other."
        Path("events.csv").write_text(f"{EVENTS}c99,desk,2024-12-01T10:00Z,north\n", encoding="utf-8")
    assert main(["measure", "pathway", "events.csv", *options]) == 2
    assert said in capsys.readouterr().err
    assert not Path("map.svg").exists()
