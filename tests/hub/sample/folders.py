"""Programme folders for the tests: written as text, packed, and sent as somebody does."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from queue_running import run_what_waits

from tideturn.hub.access.standing import Standing
from tideturn.hub.import_export import actions
from tideturn.hub.import_export.models import Import
from tideturn.hub.jobs import queries as jobs

PROGRAMME = """
name = "Safer Routes"
[[sites]]
code = "manchester"
name = "Greater Manchester"
kind = "local"
[[years]]
number = 1
start = 2025-09-01
end = 2026-08-31
[report]
commissioner = "The city"
"""
CASES = "case_id,site,received,opened,colour\nC1,manchester,2025-10-01,2025-10-08,red\nC2,manchester,2025-11-01,,\n"
"""Two children, and a column that no table has."""


def folder(files: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    return {"programme.toml": PROGRAMME, "cases.csv": CASES} | dict(files or {})


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sent(by: Standing, content: bytes, name: str = "programme.zip") -> Import:
    """Looked through, as far as that goes."""
    made = actions.send_folder(by=by, name=name, content=content)
    return worked(made)


def worked(one: Import) -> Import:
    run_what_waits()
    return Import.objects.get(pk=one.pk)


def brought_in(by: Standing, content: bytes) -> Import:
    one = sent(by, content)
    return worked(actions.bring_in(by=by, pk=one.pk))


def taken_back(by: Standing, one: Import) -> Import:
    return worked(actions.take_back(by=by, pk=one.pk))


def taken_out(by: Standing, second: Standing) -> dict[str, bytes]:
    """The whole folder, as it leaves the hub."""
    asked = actions.ask_export(by=by, why="For the evaluation of this year")
    actions.decide_export(by=second, pk=asked.pk, agreed=True)
    made = actions.make_export(by=by, pk=asked.pk)
    run_what_waits()
    assert isinstance(made.job, UUID)
    shown = jobs.job_shown(by, made.job)
    assert not shown.error, shown.error
    return unzipped(jobs.result_taken(by, made.job).content)


def problems(by: Standing, one: Import) -> list[str]:
    from tideturn.hub.import_export.queries import import_read

    return [f"{wrong.place}: {wrong.what}" for wrong in import_read(by, one.pk).problems]


def told(one: Import) -> dict[str, tuple[int, int, int, int]]:
    """By table: added, changed, the same, left."""
    return {row["name"]: (row["added"], row["changed"], row["same"], row["left"]) for row in brings(one)}


def brings(one: Import) -> list[dict[str, Any]]:
    """What was kept of what it brings, opened as no page could."""
    kept = Import.objects.get(pk=one.pk).__dict__["told"]
    return [] if kept is None else json.loads(Import._meta.get_field("told").opened(one, kept))
