"""Every package of the hub that has addresses has a matrix of who may ask for which, which goes through all of them."""

import ast
from pathlib import Path

import tideturn.hub

HUB = Path(tideturn.hub.__file__).parent
ADDRESSES = [*HUB.glob("*/urls.py"), *HUB.glob("*/pages.py")]
ROOMS = {path.parent.name for path in ADDRESSES if "\nurlpatterns" in path.read_text(encoding="utf-8")}


def held() -> set[str]:
    """The packages whose addresses some matrix reads."""
    found = set()
    for path in Path(__file__).parent.glob("test_matrix_of_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and any(one.name in ("urls", "pages") for one in node.names):
                found.add((node.module or "").removeprefix("tideturn.hub."))
    return found


def test_every_room_has_a_matrix() -> None:
    assert len(ROOMS) > 15
    assert ROOMS - held() == {"config"}, "config puts the addresses of the rooms together, and has none of its own"
