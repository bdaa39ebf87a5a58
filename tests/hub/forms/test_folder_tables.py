"""Tables of the folder that rooms keep: declared once, and written after those that they name."""

from dataclasses import replace

import pytest

from tideturn.dataset.tables import TABLES
from tideturn.hub.forms import folder_tables
from tideturn.hub.forms.folder_tables import FOLDER_TABLES, FolderTable, folder_table, in_order

PROGRAMME_FILE = {
    "programme": (("name", "value"), ("name",)),
    "sites": (("code", "name", "kind"), ("code",)),
    "years": (("number", "start", "end"), ("number",)),
}
"""What stands in `programme.toml`, as tables."""


def nothing(**_: object):
    raise AssertionError("nothing is written here")


LEARNING = FolderTable(
    name="learning",
    key=("learning_id",),
    columns=("learning_id", "point"),
    after=(),
    rows=lambda by: (),
    add=nothing,
    change=nothing,
    remove=nothing,
)
CRITERIA = replace(LEARNING, name="criteria", key=("criterion_id",), columns=("criterion_id",), after=("learning",))


@pytest.fixture
def declared(monkeypatch):
    monkeypatch.setattr(folder_tables, "FOLDER_TABLES", {})
    return folder_tables.FOLDER_TABLES


def test_a_table_comes_after_those_that_it_names(declared):
    for table in (CRITERIA, LEARNING):
        folder_table(table)
    assert [table.name for table in in_order()] == ["learning", "criteria"]


def test_two_that_name_each_other_are_told(declared):
    for table in (CRITERIA, replace(LEARNING, after=("criteria",))):
        folder_table(table)
    with pytest.raises(ValueError, match="name each other: criteria, learning"):
        in_order()


def test_no_table_is_kept_by_two_rooms(declared):
    folder_table(LEARNING)
    with pytest.raises(ValueError, match="a table learning already"):
        folder_table(replace(LEARNING, columns=("learning_id",)))
    with pytest.raises(ValueError, match="none of its columns"):
        folder_table(replace(CRITERIA, key=("code",)))


def test_what_a_room_keeps_is_the_folders_table_with_its_key():
    for name, kept in FOLDER_TABLES.items():
        columns, key = PROGRAMME_FILE.get(name) or (TABLES[name].names, TABLES[name].key)
        assert set(kept.columns) <= set(columns), name
        assert kept.key == key, name
