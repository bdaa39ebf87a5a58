"""A programme manager's journey: what there is comes in, a threshold and the theory are changed for what was learnt,
the folder goes out, and the engine gives the same verdicts on it; then what came in is taken back, but for what was
changed since.
"""

import json
import re
from pathlib import Path

import pytest
from browsing import choose
from playwright.sync_api import Page, expect
from queue_running import run_what_waits
from sample.folders import taken_out, zipped
from sample.people import person, standing

from tideturn.cli import main
from tideturn.dataset.write import folder_files
from tideturn.example import build_example
from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER
from tideturn.hub.import_export.models import Import
from tideturn.hub.local_context.models import Criterion
from tideturn.hub.theory.models import Version

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]
REASON = "Schools told us of children of ten who carry for others."


def verdicts(folder: Path, out: Path) -> list[tuple[str, str, str]]:
    assert main(["evaluate", str(folder), "--year", "2", "--out", str(out), "--page-only"]) == 0
    told = json.loads((out / "evaluation.json").read_bytes())
    return [(one["outcome_id"], one["scope"], one["verdict"]) for one in told["outcomes"]]


def laid_out(files: dict[str, bytes], place: Path) -> Path:
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def day(page: Page, group: str, written: str) -> None:
    date = page.get_by_role("group", name=group)
    for label, value in zip(("Year", "Month", "Day"), written.split("-"), strict=True):
        date.get_by_label(label, exact=True).fill(value)


def test_a_manager_from_the_first_folder_to_the_evaluation(page: Page, check, enter, tmp_path: Path) -> None:
    files = folder_files(build_example()[0])
    manager = person((PROGRAMME_MANAGER, ALL_SITES))
    enter(manager, path="/exchange/in/send/")
    page.get_by_label("Programme folder").set_input_files(
        {"name": "programme.zip", "mimeType": "application/zip", "buffer": zipped(files)}
    )
    page.get_by_role("button", name="Upload folder").click()
    run_what_waits()
    page.reload()
    page.get_by_role("button", name=re.compile("^Import ")).click()
    run_what_waits()
    page.reload()
    expect(page.get_by_text("Imported", exact=True).first).to_be_visible()
    check()

    page.goto(f"/places/criteria/{Criterion.objects.get(code='man-age-11').pk}/")
    page.get_by_role("link", name="Adapt criterion").click()
    page.get_by_label("Criterion").fill("Aged 10 to 17")
    day(page, "From when?", "2020-08-01")
    page.get_by_label("Why it is changed").fill(REASON)
    page.get_by_role("button", name="Adapt criterion").click()
    expect(page.get_by_text("It holds")).to_be_visible()
    check()

    page.goto("/theory/")
    page.get_by_role("button", name="Begin next version").click()
    page.get_by_role("link", name="Add a box").click()
    page.get_by_label("What it says").fill("Primary schools know the signs")
    page.get_by_label("Output", exact=True).check()
    page.get_by_role("button", name="Add box").click()
    page.get_by_role("link", name="Publish this version").click()
    day(page, "When did it come into force?", "2020-08-01")
    choose(page, "Which learning point led to it?", "Exploitation")
    page.get_by_role("button", name="Publish version").click()
    expect(page.get_by_role("heading", name="Theory of change, version 4")).to_be_visible()
    check()
    assert Version.objects.get(number=4).point_id

    left = taken_out(standing(person((EVALUATOR, ALL_SITES))), standing(manager))
    assert REASON in left["criteria.csv"].decode()
    assert "Primary schools know the signs" in left["toc_nodes.csv"].decode()
    before = verdicts(laid_out(files, tmp_path / "before"), tmp_path / "out-before")
    assert verdicts(laid_out(left, tmp_path / "after"), tmp_path / "out-after") == before
    assert len({verdict for _, _, verdict in before}) > 5

    page.goto(f"/exchange/in/{Import.objects.get().pk}/")
    page.get_by_role("button", name="Undo import").click()
    run_what_waits()
    page.reload()
    expect(page.get_by_role("heading", name="What stays")).to_be_visible()
    expect(page.get_by_text("criteria, man-age-11")).to_be_visible()
    check()
    assert set(Criterion.objects.values_list("text", flat=True)) == {"Aged 10 to 17", "Aged 11 to 17"}
