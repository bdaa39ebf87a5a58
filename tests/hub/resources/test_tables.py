"""Tables of the folder that the hub keeps: declared once, and written after those that they name."""

from dataclasses import replace

import pytest

from tideturn.dataset.tables import TABLES
from tideturn.hub.resources import tables
from tideturn.hub.resources.tables import FOLDER_TABLES, in_order, register_table

PROGRAMME_FILE = {
    "programme": (("name", "value"), ("name",)),
    "sites": (("code", "name", "kind"), ("code",)),
    "years": (("number", "start", "end"), ("number",)),
}
"""What stands in `programme.toml`, as tables."""
LEARNING = replace(FOLDER_TABLES["learning"], after=())
CRITERIA = replace(FOLDER_TABLES["criteria"], after=("learning",))


@pytest.fixture
def _none(monkeypatch):
    monkeypatch.setattr(tables, "FOLDER_TABLES", {})


@pytest.mark.usefixtures("_none")
def test_a_table_comes_after_those_that_it_names():
    for table in (CRITERIA, LEARNING):
        register_table(table)
    assert [table.name for table in in_order()] == ["learning", "criteria"]


@pytest.mark.usefixtures("_none")
def test_two_that_name_each_other_are_told():
    for table in (CRITERIA, replace(LEARNING, after=("criteria",))):
        register_table(table)
    with pytest.raises(ValueError, match="name each other: criteria, learning"):
        in_order()


@pytest.mark.usefixtures("_none")
def test_no_name_is_used_twice():
    register_table(LEARNING)
    with pytest.raises(ValueError, match="a table learning already"):
        register_table(replace(LEARNING, after=("sites",)))
    with pytest.raises(ValueError, match="none of its columns"):
        register_table(replace(CRITERIA, same_by=("nowhere",)))


def test_what_the_hub_keeps_is_the_folders_table_with_its_key():
    for name, kept in FOLDER_TABLES.items():
        columns, key = PROGRAMME_FILE.get(name) or (TABLES[name].names, TABLES[name].key)
        assert set(kept.columns) <= set(columns), name
        assert kept.key == key, name
