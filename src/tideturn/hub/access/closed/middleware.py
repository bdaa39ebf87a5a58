"""Guard the database connection while the hub answers a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from tideturn.hub.access.closed.guarded import Guarded, guarded
from tideturn.hub.access.closed.held import is_held
from tideturn.hub.access.closed.statements import Unmarked, unmarked
from tideturn.hub.common.unruled import BECAUSE


class UnruledReadError(RuntimeError):
    """A request read a table of persons or sites, and no rule decided who may see it. This is a bug."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"A request read {table} without a rule. Read it with a rule's `visible_to`, `get_visible` or `prefetch`. "
            "If the page shows these rows to nobody, use `unruled`."
        )


def fails_closed(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Guard every read for a response, even while it streams."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        with connection.execute_wrapper(refuse_unruled):
            response = answer(request)
        if response.streaming:
            streamed: Any = response
            streamed.streaming_content = _guarded_parts(streamed.streaming_content)
        return response

    return answered


def refuse_unruled(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute a statement. Raise UnruledReadError, and read nothing, if a guarded table has no rule's mark."""
    if not BECAUSE.get():
        told = sql if isinstance(sql, str) else sql.as_string(context["connection"].connection)
        there = guarded()
        for read in unmarked(told, there.tables):
            if many or not _is_held(read, params or (), there):
                raise UnruledReadError(read.table)
    return execute(sql, params, many, context)


def _is_held(read: Unmarked, params: Sequence[Any], there: Guarded) -> bool:
    """Return whether the service holds every record that the statement reads, or the record that it belongs to."""
    for column, positions in read.pins:
        of = read.table if column == there.ids[read.table] else there.belongs.get((read.table, column))
        if of is not None and all(is_held(of, params[position]) for position in positions):
            return True
    return False


def _guarded_parts(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of a streamed response, and guard the making of each."""
    remaining = iter(parts)
    while True:
        with connection.execute_wrapper(refuse_unruled):
            part = next(remaining, None)
        if part is None:
            return
        yield part
