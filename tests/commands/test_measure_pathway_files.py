"""`measure pathway` of other kinds of file, and held against a design."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tideturn.cli import main

STEPS = ("desk", "look-up", "worker")
CASES = {
    f"{site} {number}": (site, STEPS if site == "north" or number % 2 else STEPS[::2])
    for site in ("north", "south")
    for number in range(12)
}
"""Twelve cases at each of two sites; in the south every other one is not looked up."""
DESIGN = """name = "Custody"
[[steps]]
name = "desk"
[[steps]]
name = "look-up"
[[steps]]
name = "worker"
[[constraints]]
name = "looked up on the day"
after = "desk"
then = "look-up"
within_days = 0
[[pilots]]
site = "north"
date = 2024-01-07
moved = ["look-up"]
"""
DRAWING = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:x">
<process id="p" name="Drawn"><startEvent id="s"/><task id="a" name="desk"/><task id="b" name="look-up"/>
<task id="c" name="worker"/><endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<sequenceFlow id="f2" sourceRef="a" targetRef="b"/><sequenceFlow id="f3" sourceRef="b" targetRef="c"/>
<sequenceFlow id="f4" sourceRef="c" targetRef="e"/></process></definitions>"""

Ask = Callable[..., Any]


def events() -> list[tuple[str, str, str, str]]:
    """Case, activity, time and site: a case a day, an hour from step to step."""
    return [
        (case, step, f"2024-01-{number % 12 + 1:02}T{10 + hour}:00:00Z", site)
        for number, (case, (site, steps)) in enumerate(CASES.items())
        for hour, step in enumerate(steps)
    ]


def xes() -> str:
    traces = []
    for case, (site, _) in CASES.items():
        own = "".join(
            f'<event><string key="concept:name" value="{step}"/><date key="time:timestamp" value="{time}"/></event>'
            for of, step, time, _ in events()
            if of == case
        )
        traces.append(
            f'<trace><string key="concept:name" value="{case}"/><string key="site" value="{site}"/>{own}</trace>'
        )
    return f'<?xml version="1.0"?>\n<log xes.version="1.0">{"".join(traces)}</log>'


def ocel() -> str:
    sites, listed = ("north", "south"), events()
    return json.dumps(
        {
            "eventTypes": [{"name": step, "attributes": []} for step in STEPS],
            "objectTypes": [{"name": kind, "attributes": []} for kind in ("child", "area")],
            "events": [
                {
                    "id": f"e{number}",
                    "type": step,
                    "time": time,
                    "relationships": [{"objectId": name, "qualifier": ""} for name in (case, site)],
                }
                for number, (case, step, time, site) in enumerate(listed)
            ],
            "objects": [{"id": case, "type": "child"} for case in CASES] + [{"id": s, "type": "area"} for s in sites],
        }
    )


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{','.join(row)}\n" for row in events())
    Path("events.csv").write_text(f"case_id,activity,time,site\n{rows}", encoding="utf-8")
    Path("custody.toml").write_text(DESIGN, encoding="utf-8")
    Path("custody.bpmn").write_text(DRAWING, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ask(there: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(file: str, *options: str) -> Any:
        assert main(["measure", "pathway", file, "--permutations", "99", *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def test_xes_and_ocel_hold_what_the_table_holds(ask: Ask) -> None:
    table = ask("events.csv", "--site", "site")
    assert (table["cases"], table["events"]) == (24, 66)
    Path("log.xes").write_text(xes(), encoding="utf-8")
    Path("packed").write_bytes(gzip.compress(xes().encode()))
    Path("log.json").write_text(ocel(), encoding="utf-8")
    assert ask("log.xes", "--site", "site") == table
    assert ask("packed", "--site", "site") == table
    of_children = ask("log.json", "--case", "child", "--site", "area")
    assert of_children.pop("notes")
    assert of_children == {name: value for name, value in table.items() if name != "notes"}


def test_xml_in_sixteen_bits_is_known_by_its_first_sign(ask: Ask) -> None:
    for name, text in (("wide.xes", xes()), ("wide.bpmn", DRAWING)):
        Path(name).write_bytes(text.replace("UTF-8", "UTF-16").encode("utf-16"))
    Path("log.xes").write_text(xes(), encoding="utf-8")
    wide = ask("wide.xes", "--design", "wide.bpmn")
    assert wide == ask("log.xes", "--design", "custody.bpmn")
    assert wide["design"]["met"] == 18


def test_what_a_file_says_itself_is_not_asked(ask: Ask) -> None:
    Path("log.xes").write_text(xes(), encoding="utf-8")
    found = ask("log.xes", "--case", "case:concept:name", "--time", "time:timestamp")
    assert found["notes"][0] == "Of no effect on an XES file, which says so itself: --case and --time."
    Path("log.json").write_text(ocel(), encoding="utf-8")
    found = ask("log.json", "--case", "child", "--activity", "type")
    assert found["notes"][0] == "Of no effect on an OCEL file, which says so itself: --activity."


def test_sites_are_compared(ask: Ask) -> None:
    (pair,) = ask("events.csv", "--site", "site")["consistency"]
    assert (pair["a"], pair["b"], pair["cases_a"], pair["cases_b"]) == ("north", "south", 12, 12)
    # Half of the south leaves out one of three steps: 1 − 1/2 · 1/3.
    assert pair["emsc"] == pytest.approx(1 - 1 / 6)
    assert 0 < pair["p_emsc"] < 0.05
    assert 0 < pair["jsd"] < 1
    assert 0 < pair["p_jsd"] < 0.05
    assert ask("events.csv")["consistency"] == []


@pytest.mark.parametrize("design", ["custody.toml", "custody.bpmn"])
def test_held_against_a_design(ask: Ask, design: str) -> None:
    found = ask("events.csv", "--site", "site", "--design", design)
    held = found["design"]
    assert (held["name"], held["cases"], held["met"]) == ("Custody" if "toml" in design else "Drawn", 24, 18)
    assert held["share"] == 0.75
    assert [(step["name"], step["skipped"]) for step in held["steps"]] == [("desk", 0), ("look-up", 6), ("worker", 0)]
    assert [(part["site"], part["met"]) for part in held["by"]] == [("north", 12), ("south", 6)]


def test_of_few_cases_there_are_counts_and_no_share(ask: Ask) -> None:
    found = ask("events.csv", "--site", "site", "--design", "custody.toml")
    pilot = found["design"]["pilots"][0]
    assert (pilot["before"]["cases"], pilot["before"]["met"], pilot["before"]["share"]) == (6, 6, None)
    assert (pilot["difference"], pilot["low"], pilot["p"]) == (None, None, None)
    Path("events.csv").write_text("case_id,activity,time\nc,desk,2024-01-01T10:00Z\n", encoding="utf-8")
    few = ask("events.csv", "--design", "custody.toml")
    assert (few["design"]["cases"], few["design"]["met"], few["design"]["share"]) == (1, 0, None)
    assert (few["constraints"][0]["open"], few["constraints"][0]["share"]) == (1, None)


def test_its_rules_and_the_day_until_which_they_were_watched(ask: Ask) -> None:
    (rule,) = ask("events.csv", "--design", "custody.toml", "--until", "2024-01-31")["constraints"]
    counts = {name: rule[name] for name in ("name", "satisfied", "violated", "open")}
    assert counts == {"name": "looked up on the day", "satisfied": 18, "violated": 6, "open": 0}
    # By the end of the sixth six cases had come to each site, of which three in the south were not looked up.
    (rule,) = ask("events.csv", "--design", "custody.toml", "--until", "2024-01-06")["constraints"]
    assert (rule["satisfied"], rule["violated"], rule["open"]) == (9, 3, 0)
    assert ask("events.csv", "--design", "custody.bpmn")["constraints"] == []


def test_what_people_read_of_it(there: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    options = ["--site", "site", "--design", "custody.toml", "--permutations", "99"]
    assert main(["measure", "pathway", "events.csv", *options]) == 0
    out = capsys.readouterr().out
    assert all(len(line) <= 80 for line in out.splitlines())
    words = " ".join(out.split())
    assert "Custody: 18 of 24 cases (75%) met the whole designed pathway." in words
    assert "look-up 24 18 6 0" in words
    assert "south 6 12 50%" in words
    assert "looked up on the day 18 6 0" in words
    assert "Do sites differ? (99 relabellings, seed 1) - north (12 cases) differs from south (12 cases)" in words


def test_the_same_seed_gives_the_same_bytes(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--site", "site", "--design", "custody.toml", "--permutations", "99", "--seed", "7", "--json"]
    answers = []
    for _ in range(2):
        assert main(["measure", "pathway", "events.csv", *options]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["cut.gz"], "cut.gz: the compressed file ends in the middle."),
        (["cut.xes"], "the file is cut off"),
        (["log.json"], "Say with --case which type of object is a case: area or child."),
        (["events.csv", "--design", "events.csv"], "events.csv, row 1: This is not TOML"),
        (["events.csv", "--design", "empty.toml"], "it designs no steps"),
        (["events.csv", "--design", "cut.xes"], "no BPMN 2.0"),
        (["events.csv", "--every-transition"], "--every-transition goes with --lifecycle."),
        (["packed.csv.gz"], "packed.csv.gz: it is packed, and holds no event log in XES or OCEL."),
        (["events.csv", "--design", "digits.toml"], "digits.toml: A number has more digits than can be read."),
        (["events.csv", "--closing", "desk"], "--closing goes with --wait."),
        (["events.csv", "--until", "soon"], "“soon” is not a date"),
        (["events.csv", "--design", "custody.toml", "--until", "Easter"], "“Easter” is not a date"),
        (["events.csv", "--permutations", "0"], "--permutations 0 is no number of relabellings."),
        (["events.csv", "--seed", "-1"], "--seed -1 is below 0."),
    ],
)
def test_what_goes_wrong_is_a_sentence(
    there: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], what: str
) -> None:
    Path("cut.gz").write_bytes(gzip.compress(xes().encode())[:100])
    Path("cut.xes").write_text(xes()[:3000], encoding="utf-8")
    Path("log.json").write_text(ocel(), encoding="utf-8")
    Path("packed.csv.gz").write_bytes(gzip.compress(Path("events.csv").read_bytes()))
    Path("digits.toml").write_text(f"{DESIGN}[[steps]]\nname = {'1' * 5000}\n", encoding="utf-8")
    Path("empty.toml").write_text("", encoding="utf-8")
    assert main(["measure", "pathway", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert what in err
