"""What Tideturn writes is read back as it was, and written again to the same bytes."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.harmless import as_written, harmless
from tideturn.dataset.model import Answers, Dataset, Programme, Site, Survey, Year
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.read import read_folder
from tideturn.dataset.reference import PAGE, page
from tideturn.dataset.schema import Column, Kind, Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.write import folder_files, write_folder

PROGRAMME = Programme(
    "Harbour",
    (Site("north", "Northtown"),),
    (Year(1, date(2018, 4, 1), date(2019, 3, 31), data_to=date(2019, 5, 31)),),
    answers=Answers(("Pass",), ";"),
)
TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), st.sampled_from("=+-@'\t\r\n,\" 5")),
    max_size=8,
)
CODE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=6)


def cell_of(column: Column) -> st.SearchStrategy[Any]:
    match column.kind:
        case Kind.TEXT:
            filled: st.SearchStrategy[Any] = TEXT.filter(lambda t: bool(t.strip())) if column.required else TEXT
        case Kind.CHOICE:
            filled = st.sampled_from(column.terms.codes)
        case Kind.YES_NO:
            filled = st.booleans()
        case Kind.INTEGER:
            low = int(column.minimum) if column.minimum is not None else -(2**63)
            filled = st.integers(low, int(column.maximum) if column.maximum is not None else 2**63 - 1)
        case Kind.NUMBER:
            filled = st.floats(column.minimum, column.maximum, allow_nan=False, allow_infinity=False)
        case Kind.DATE:
            filled = st.dates(date(1, 1, 1), date(9999, 12, 31))
        case Kind.TIME:
            filled = st.sampled_from(["2018-11-03", "2018-11-03T14:30", "2018-11-03T14:30:00Z"])
        case Kind.PERIOD:
            filled = st.sampled_from(["2019", "2019-Q1", "2019-12"])
        case _:
            filled = CODE.filter(lambda t: bool(t.strip()))
    return filled if column.required else st.none() | filled


@st.composite
def frames(draw: st.DrawFn, table: Table, further: tuple[str, ...] = ()) -> pl.DataFrame:
    rows = draw(
        st.lists(st.tuples(*(cell_of(c) for c in table.columns), *(st.none() | TEXT for _ in further)), max_size=3)
    )
    schema = {c.name: c.dtype for c in table.columns} | dict.fromkeys(further, pl.String())
    return pl.DataFrame(rows, schema=schema, orient="row")


NAMES = st.lists(
    st.text(st.sampled_from("abc1=+' é,"), min_size=1, max_size=5).map(str.strip).filter(lambda n: len(n) > 0),
    unique=True,
    max_size=3,
).map(tuple)


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    names = draw(st.lists(st.sampled_from(sorted(TABLES)), max_size=4, unique=True))
    tables = {name: draw(frames(TABLES[name])) for name in names}
    answers = draw(NAMES)
    survey = Survey(
        "s",
        draw(frames(SURVEY_TABLES["responses"], answers)),
        draw(frames(SURVEY_TABLES["items"])),
        draw(frames(SURVEY_TABLES["invited"])),
    )
    value = st.none() | TEXT | st.integers(-5, 5) | st.booleans() | st.dates() | st.lists(TEXT, max_size=2)
    further = draw(st.dictionaries(TEXT, value.filter(lambda v: v is not None), max_size=2))
    programme = Programme(
        "Harbour",
        PROGRAMME.sites,
        PROGRAMME.years,
        report={"commissioner": draw(TEXT)},
        rules={"min_n": 3},
        further={f"_{k}": v for k, v in further.items()},
    )
    text = draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")))
    return Dataset(
        programme,
        tables,
        {"s": survey} if draw(st.booleans()) else {},
        {"i.txt": text},
        {"p": {"name": "P", "steps": [{"name": draw(TEXT)}]}},
    )


@settings(max_examples=25, deadline=None)
@given(datasets())
def test_a_folder_that_was_written_is_read_and_written_again_to_the_same_bytes(tmp_path_factory, dataset):
    place = tmp_path_factory.mktemp("folder")
    files = folder_files(dataset)
    write_folder(dataset, place)
    assert {p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if p.is_file()} == files
    again = read_folder(place)
    assert folder_files(again) == files
    assert again.transcripts == dataset.transcripts
    assert again.pathways == dataset.pathways
    assert again.programme == dataset.programme


@settings(max_examples=60, deadline=None)
@given(frames(TABLES["baselines"]))
def test_every_value_comes_back_as_it_was(tmp_path_factory, frame):
    place = tmp_path_factory.mktemp("folder")
    write_folder(Dataset(PROGRAMME, {"baselines": frame}), place)
    again = read_folder(place).table("baselines")
    for name in ("value", "date", "site", "measure"):
        assert again[name].to_list() == frame[name].to_list()


@given(TEXT)
def test_no_cell_is_left_that_a_spreadsheet_would_run(text):
    written = pl.DataFrame({"t": [text]}).select(harmless(pl.col("t")))["t"].item()
    if written[:1] in ("=", "+", "-", "@", "\t", "\r", "\n"):
        assert math.isfinite(float(written))
    assert pl.DataFrame({"t": [written]}).select(as_written(pl.col("t")))["t"].item() == text


def test_a_cell_made_harmless_holds_nothing_of_the_cells_beside_it():
    frame = pl.DataFrame({"a": ["=1+1", "x"], "b": ["y", "-z"]})
    assert frame.select(harmless(pl.all())).rows() == [("'=1+1", "y"), ("x", "'-z")]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-", "'-"),
        ("@here", "'@here"),
        ("-2+3", "'-2+3"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        ("'-5", "'-5"),
        ("'quoted'", "'quoted'"),
        ("a=b", "a=b"),
    ],
)
def test_what_is_made_harmless_and_what_is_left_alone(text, written):
    frame = (
        TABLES["learning"]
        .empty()
        .vstack(
            pl.DataFrame(
                [{"learning_id": "l", "date": date(2018, 5, 1), "site": "north", "point": text}],
                schema=TABLES["learning"].empty().schema,
            )
        )
    )
    files = folder_files(Dataset(PROGRAMME, {"learning": frame}))
    assert files["learning.csv"].decode().splitlines()[1].split(",")[3] == written


def test_the_package_describes_every_table_with_its_keys():
    empty = {name: table.empty() for name, table in TABLES.items()}
    survey = Survey(
        "s",
        *(
            SURVEY_TABLES[name].empty().with_columns(*([pl.lit("").alias("q")] * (name == "responses")))
            for name in SURVEY_TABLES
        ),
    )
    files = folder_files(Dataset(PROGRAMME, empty, {"s": survey}))
    package = json.loads(files["datapackage.json"])
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert set(resources) == set(TABLES) | {f"surveys.s.{name}" for name in SURVEY_TABLES}
    posts = resources["posts"]["schema"]
    assert posts["primaryKey"] == ["post_id"]
    assert {
        "name": "fte",
        "type": "number",
        "description": "Full-time equivalent, from 0 to 1.",
        "constraints": {"minimum": 0, "maximum": 1},
    } in posts["fields"]
    role = next(field for field in posts["fields"] if field["name"] == "role")
    assert role["constraints"]["enum"] == ["casework", "systems_change", "dual", "manager", "other"]
    assert {"fields": "event_id", "reference": {"resource": "training_events", "fields": "event_id"}} in resources[
        "attendance"
    ]["schema"]["foreignKeys"]
    assert {"fields": "parent", "reference": {"resource": "", "fields": "code"}} in resources["codebook"]["schema"][
        "foreignKeys"
    ]
    assert resources["surveys.s.responses"]["schema"]["fields"][-1] == {"name": "q", "type": "string"}
    for resource in package["resources"]:
        header = files[resource["path"]].decode().splitlines()[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]


def test_writing_over_another_folder_would_mix_them_and_is_refused(tmp_path):
    write_folder(Dataset(PROGRAMME, {"posts": TABLES["posts"].empty()}), tmp_path)
    with pytest.raises(TideturnError, match=r"already holds posts\.csv"):
        write_folder(Dataset(PROGRAMME, {"cases": TABLES["cases"].empty()}), tmp_path)
    assert not (tmp_path / "cases.csv").exists()
    write_folder(Dataset(PROGRAMME, {"posts": TABLES["posts"].empty()}), tmp_path)


@pytest.mark.parametrize("name", ["../out", "a/b", "", ".hidden", "a\0b"])
def test_a_name_that_leads_out_of_the_folder_is_refused(name):
    with pytest.raises(TideturnError, match="cannot be the name of a file"):
        folder_files(Dataset(PROGRAMME, {}, transcripts={name: "x"}))


def test_the_reference_page_is_current():
    page_on_disk = Path(__file__).parents[2] / PAGE
    assert page_on_disk.read_text() == page(), "run python -m tideturn.dataset.reference"
    for table in (*TABLES.values(), *SURVEY_TABLES.values()):
        assert all(f"| **{name}** |" in page() for name in table.required)
