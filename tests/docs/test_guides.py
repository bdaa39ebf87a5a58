"""The guides by role speak of what there is: every table in its own role's guide, and no file or column that is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tideturn.cli import COMMANDS
from tideturn.dataset.guidance import ROLES, tables_of
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

GUIDES = Path(__file__).parents[2] / "docs" / "guide"
PAGE_OF = {role: role.replace(" ", "-") for role in ROLES} | {"team manager": "programme-manager"}
EVERY_TABLE = [*TABLES.values(), *SURVEY_TABLES.values()]


def guide(name: str) -> str:
    return (GUIDES / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("role", "page"), PAGE_OF.items())
def test_a_roles_guide_names_every_table_that_the_role_fills_in(role: str, page: str):
    text = guide(page)
    missing = [table.file for table in tables_of(role) if f"`{table.file}`" not in text]
    assert missing == []


@pytest.mark.parametrize("page", sorted(path.stem for path in GUIDES.glob("*.md")))
def test_a_guide_names_no_table_and_no_command_that_is_not_there(page: str):
    text = guide(page)
    files = set(re.findall(r"`([a-z_]+\.csv)`", text))
    assert files <= {table.file for table in EVERY_TABLE}
    assert set(re.findall(r"`tideturn ([a-z]+)", text)) <= set(COMMANDS)


@pytest.mark.parametrize("page", sorted(path.stem for path in GUIDES.glob("*.md")))
def test_every_guide_says_what_to_mind_about_privacy(page: str):
    assert re.search(r"^## (Privacy|What may leave)$", guide(page), re.MULTILINE)


def test_there_is_a_decision_page_for_each_number_in_a_row_with_a_status():
    pages = sorted((GUIDES.parent / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        status = re.search(r"^Status: (accepted|superseded by \[\d+\]\((.+)\))", page.read_text(encoding="utf-8"), re.M)
        assert status, page.name
        assert status[2] is None or page.with_name(status[2]) in pages
