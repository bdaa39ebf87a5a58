"""What a history tells: what was added, changed and removed, and no more."""

from datetime import UTC, datetime
from uuid import UUID

from tideturn.hub.history.reading import Past
from tideturn.hub.resources.reading import Telling, changes_of

TELLING = Telling(fields={"name": ("Name", str)}, what=lambda past: f"Post {past.record.int}")


def past(record: int, hour: int, change: str, name: str = "") -> Past:
    at = datetime(2026, 3, 2, hour, tzinfo=UTC)
    return Past(UUID(int=record), "sample.Post", at, "Programme manager", change, {"name": name} if name else {})


def told(*rows: Past) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(one.what, [(f.before, f.after) for f in one.fields]) for one in changes_of(rows, TELLING)]


def test_a_record_that_was_removed_is_told_to_be():
    assert told(
        past(1, 9, "added", "A"), past(1, 10, "changed", "B"), past(1, 11, "changed", "B"), past(1, 12, "removed")
    ) == [
        ("Post 1 removed", []),
        ("Post 1 changed", [("A", "B")]),
        ("Post 1 added", [("", "A")]),
    ]


def test_one_of_which_nothing_else_is_kept_is_told_too_and_one_that_came_back_is_added_anew():
    assert told(past(1, 9, "removed"), past(2, 8, "removed"), past(2, 10, "added", "B")) == [
        ("Post 2 added", [("", "B")]),
        ("Post 1 removed", []),
        ("Post 2 removed", []),
    ]
