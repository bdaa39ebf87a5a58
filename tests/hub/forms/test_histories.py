"""What a history tells: what was added, changed and removed, and no more."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

from tideturn.hub.forms.histories import Telling, changes_of

TELLING = Telling(labels={"name": "Name"}, told={}, what=lambda row: f"Post {row.id.int}")
SOMEBODY = SimpleNamespace(name="Programme manager")


def row(record: int, hour: int, kind: str, name: str) -> SimpleNamespace:
    at = datetime(2026, 3, 2, hour, tzinfo=UTC)
    return SimpleNamespace(id=UUID(int=record), history_date=at, history_type=kind, history_user=SOMEBODY, name=name)


def told(*rows: SimpleNamespace) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(one.what, [(f.before, f.after) for f in one.fields]) for one in changes_of(rows, TELLING)]


def test_a_record_that_was_removed_is_told_to_be():
    assert told(row(1, 9, "+", "A"), row(1, 10, "~", "B"), row(1, 11, "~", "B"), row(1, 12, "-", "B")) == [
        ("Post 1 removed", []),
        ("Post 1 changed", [("A", "B")]),
        ("Post 1 added", [("", "A")]),
    ]


def test_one_of_which_nothing_else_is_kept_is_told_too_and_one_that_came_back_is_added_anew():
    assert told(row(1, 9, "-", "A"), row(2, 8, "-", "B"), row(2, 10, "+", "B")) == [
        ("Post 2 added", [("", "B")]),
        ("Post 1 removed", []),
        ("Post 2 removed", []),
    ]
