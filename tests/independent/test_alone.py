"""The second calculation shares nothing with the first: none of its modules imports Tideturn."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).parent


def imported(source: str) -> set[str]:
    """Return the packages that a module imports, by their first names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def test_no_module_imports_tideturn() -> None:
    paths = sorted(HERE.rglob("*.py"))
    assert len(paths) > 30
    assert not [path.name for path in paths if "tideturn" in imported(path.read_text(encoding="utf-8"))]


def test_an_import_is_noticed() -> None:
    assert imported("def f():\n    from tideturn.methods import survey\n") == {"tideturn"}
