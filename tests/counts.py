"""Print the size of the hub, app by app, and the number of our functions that one edit runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HUB = ROOT / "src" / "tideturn" / "hub"
FEATURE_APPS = ("programme", "organisations", "learning", "outcomes", "local_context", "theory", "plan")
TRACED = ROOT / "tests" / "hub" / "traced_edit.py"


def lines(app: Path, ending: str) -> int:
    """Return how many lines of code or of templates an app has, without migrations."""
    paths = (path for path in app.rglob(f"*.{ending}") if "migrations" not in path.parts)
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def kinds(app: Path) -> list[str]:
    """Return the modules and packages of an app, without migrations and templates."""
    modules = {path.stem for path in app.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in app.glob("*/__init__.py")} - {"migrations"}
    return sorted(modules | packages)


def main() -> None:
    """Print it."""
    rows = [(app, lines(HUB / app, "py"), lines(HUB / app, "html"), kinds(HUB / app)) for app in FEATURE_APPS]
    print(f"{'feature app':16}{'code':>8}{'pages':>8}  kinds of modules")
    for app, code, pages, found in rows:
        print(f"{app:16}{code:8,}{pages:8,}  {len(found)}: {', '.join(found)}")
    print(f"{'together':16}{sum(row[1] for row in rows):8,}{sum(row[2] for row in rows):8,}")
    other = {path.parent.name for path in HUB.glob("*/__init__.py")} - {*FEATURE_APPS}
    for app in sorted(other):
        print(f"{app:16}{lines(HUB / app, 'py'):8,}{lines(HUB / app, 'html'):8,}")
    print(f"{'the hub':16}{lines(HUB, 'py'):8,}{lines(HUB, 'html'):8,}", flush=True)
    subprocess.run([sys.executable, "-m", "pytest", "-q", "-s", "-n", "0", "--no-header", str(TRACED)], check=True)


if __name__ == "__main__":
    main()
