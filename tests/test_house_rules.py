"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
HEAVY = ("scipy", "polars", "rich", "jinja2", "xlsxwriter", "python_calamine", "numpy")
OF_THE_DATABASE = re.compile(
    r"connection\.vendor|select_for_update|RawSQL|IntegrityError|Constraint\(|MigrationExecutor|a_real_database"
    r"|import .*at_once|not SERVER|SERVER else"
)
"""What hangs on which database it is, in the hub as in its tests."""
MARKED = re.compile(r"mark\.database\b|= AT_ONCE\b")
NETWORK = {"socket", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}


def test_no_module_is_over_600_lines() -> None:
    """Leave migrations as Django writes them."""
    written = (path for path in SOURCES if path.parent.name != "migrations")
    assert [path for path in written if len(path.read_text(encoding="utf-8").splitlines()) > 600] == []


def test_help_starts_without_the_heavy_libraries() -> None:
    """Help, and the shell's completion of it, must come at once."""
    code = (
        "import sys\nfrom tideturn.cli import parser\nparser().format_help()\n"
        f"print(','.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_nothing_reaches_for_the_network() -> None:
    """But for the hub, no module imports a way onto the network: a programme's folder never leaves its machine."""
    for path in SOURCES:
        if path.is_relative_to(ROOT / "src" / "tideturn" / "hub"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            assert not NETWORK.intersection(names), f"{path.name} imports {names}"


def test_views_import_no_models() -> None:
    """A page gets plain values from queries, and services write. It cannot query the database itself."""
    views = [
        path
        for path in SOURCES
        if path.is_relative_to(ROOT / "src" / "tideturn" / "hub")
        and (path.name in ("views.py", "pages.py") or path.name.endswith("_views.py"))
    ]
    assert len(views) > 20
    assert [
        (str(path.relative_to(ROOT)), name)
        for path in views
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in [
            *(f"{node.module or ''}.{one.name}" if isinstance(node, ast.ImportFrom) else one.name for one in node.names)
        ]
        if "models" in name.split(".")
    ] == []


def test_requirement_files_are_hashed_and_name_no_address() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pins = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    end = lines.index("]", start)
    for above, line in zip(lines[start:end], lines[start + 1 : end], strict=False):
        if line.lstrip().startswith('"'):
            assert above.lstrip().startswith("#"), f"{line.strip()} has no comment above it"


def test_what_hangs_on_the_database_is_tested_on_both() -> None:
    """A file of tests that speaks of it is marked, and every package of the hub that hangs on it has one that is."""
    tests = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "hub").rglob("test_*.py")}
    marked = {path for path, told in tests.items() if MARKED.search(told)}
    assert {path for path, told in tests.items() if OF_THE_DATABASE.search(told)} <= marked
    packages = {
        path.relative_to(ROOT / "src" / "tideturn" / "hub").parts[0]
        for path in SOURCES
        if path.is_relative_to(ROOT / "src" / "tideturn" / "hub")
        and OF_THE_DATABASE.search(path.read_text(encoding="utf-8"))
    }
    assert packages <= {path.relative_to(ROOT / "tests" / "hub").parts[0] for path in marked}
