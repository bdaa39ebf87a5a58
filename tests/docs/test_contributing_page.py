"""The page for contributors names only modules, names, tests, parts and code that exist."""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "developers" / "contributing.md"
TEXT = PAGE.read_text(encoding="utf-8")
HUB = ROOT / "src" / "tideturn" / "hub"
APP = HUB / "organisations"
MODULES = {
    path.relative_to(APP).as_posix()
    for path in APP.rglob("*.py")
    if path.name != "__init__.py" and "migrations" not in path.parts
}
CODED = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))
FLOORS = {path.parent.name for path in HUB.glob("*/__init__.py")}
NAMES = sorted({one for one in CODED if re.fullmatch(r"[a-z_]+(\.(?!py$)\w+)+", one) and one.split(".")[0] in FLOORS})
PLACES = sorted({one for one in CODED if re.fullmatch(r"(src|tests|docs)/[\w./-]+|[\w-]+\.(toml|md)", one)})
BLOCKS = [textwrap.dedent(one) for one in re.findall(r" *```python\n(.*?) *```", TEXT, re.DOTALL)]


def test_every_module_of_the_app_is_on_the_page_and_no_other() -> None:
    assert {one for one in CODED if re.fullmatch(r"[a-z_/]+\.py", one) and one not in {*PLACES, "manage.py"}} == MODULES


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_the_hub_is_where_the_page_says(name: str) -> None:
    *parts, last = name.split(".")
    module = HUB.joinpath(*parts).with_suffix(".py")
    top = ast.parse(module.read_text(encoding="utf-8")).body
    made = [one.target if isinstance(one, ast.AnnAssign) else one for one in top]
    handed_on = [
        alias for one in top if isinstance(one, ast.ImportFrom) and module.stem == "api" for alias in one.names
    ]
    assert last in {getattr(one, "name", getattr(one, "id", "")) for one in [*made, *handed_on]}


@pytest.mark.parametrize("place", PLACES)
def test_a_file_that_it_names_is_there(place: str) -> None:
    assert (ROOT / place).exists()


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)", TEXT))))
def test_a_link_leads_somewhere(link: str) -> None:
    assert (PAGE.parent / link).resolve().exists()


@pytest.mark.parametrize("block", BLOCKS)
def test_what_it_shows_stands_in_the_app(block: str) -> None:
    assert any(block in (APP / module).read_text(encoding="utf-8") for module in MODULES)


@pytest.mark.parametrize("part", sorted({one for one in CODED if one.startswith("c-")}))
def test_a_part_of_a_page_is_there(part: str) -> None:
    name = part.removeprefix("c-").replace("-", "_")
    assert (HUB / "ui" / "templates" / "cotton" / f"{name}.html").is_file()


def test_all_this_is_found() -> None:
    assert len(NAMES) > 25
    assert len(PLACES) > 15
    assert len(BLOCKS) == 2
