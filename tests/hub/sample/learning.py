"""Learning points, for the tests: added, changed, shared and removed as pages do it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict

from tideturn.hub.access.standing import Standing
from tideturn.hub.learning.models import LearningPoint, Share
from tideturn.hub.learning.pages import SHARES
from tideturn.hub.learning.resource import LOG, POINT, SHARE
from tideturn.hub.resources.reading import Shown, read
from tideturn.hub.resources.writing import remove

from .partners import added, changed_to

AGE = "Exploitation here starts before the age of 14, and our threshold was turning younger children away."


def cells(given: dict[str, Any]) -> dict[str, Any]:
    """Join several values into one cell, for the fields that need it."""
    return {
        name: value if isinstance(value, str) or not isinstance(value, Iterable) else "|".join(value)
        for name, value in given.items()
    }


def learnt(
    by: Standing, site: str = "london", point: str = AGE, on: str = "2026-03-02", code: str = "", **given: Any
) -> LearningPoint:
    said = {"on": date.fromisoformat(on), "site": site, "point": point} | cells(given)
    return added(POINT, by, code=code, **said)


def rewritten(by: Standing, one: LearningPoint, **given: Any) -> LearningPoint:
    """With other words, written by somebody who has just looked at it."""
    return changed_to(POINT, by, one.pk, **cells(given))


def remove_point(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(POINT, pk, by=by, expected=expected)


def shared(by: Standing, one: LearningPoint, whom: str = "The police", on: str = "2026-03-09", **given: Any) -> Share:
    said = {"audience": "partner", "whom": whom} | given
    return added(SHARE, by, of=one.pk, on=date.fromisoformat(on), **said)


def remove_share(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(SHARE, pk, by=by, expected=expected)


def point_read(by: Standing, pk: UUID) -> Shown:
    return read(POINT, pk, by=by, related=(SHARES,), with_history=True)


def points_listed(by: Standing, **asked: str) -> list[tuple[str, ...]]:
    """Return the rows of the log, as its page shows them."""
    _, table = LOG.page(address(asked), by)
    return [tuple(cell.text for cell in row) for row in table.rows]


def points_exported(by: Standing) -> list[tuple[str, ...]]:
    return LOG.saved(address({}), by)


def address(asked: dict[str, str]) -> QueryDict:
    given = QueryDict(mutable=True)
    given.update(asked)
    return given
