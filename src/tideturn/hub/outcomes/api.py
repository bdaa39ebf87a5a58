"""What the rooms above know of outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.outcomes import access, actions
from tideturn.hub.outcomes.access import WRITE as WRITE
from tideturn.hub.outcomes.actions import add_suggested as add_suggested
from tideturn.hub.outcomes.actions import take_suggested_back as take_suggested_back
from tideturn.hub.outcomes.actions import untouched as untouched
from tideturn.hub.outcomes.models import Element as Element
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.outcomes.resource import ELEMENT, by_area
from tideturn.hub.ui.tables import addresses


@dataclass(frozen=True)
class Named:
    """An outcome as another room tells of it."""

    code: str
    title: str
    address: str


def outcome_choices(by: Standing) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every outcome's id and title, grouped by area, as the choices of a form. Return none if the person may see
    none.
    """
    found = access.OUTCOMES.visible_to(by, Outcome.objects.order_by("due_year", "title"))
    return [(area, [(str(one.pk), one.title) for one in among]) for area, among in by_area(found, lambda one: one.area)]


def require_there(pk: UUID) -> None:
    """Lock an outcome that another record is about to use. Raise HubError if it is gone."""
    if not Outcome.objects.select_for_update(no_key=True).filter(pk=pk).exists():
        raise HubError("That outcome is not there any more.", mend="Choose another.")


def outcomes_named(ids: Iterable[UUID]) -> Mapping[UUID, Named]:
    """Return the name and address of each of these, in one query. Leave out an outcome that does not exist."""
    address = addresses("outcomes:outcome")
    found = Outcome.objects.filter(pk__in=set(ids))
    return {one.pk: Named(one.code, one.title, address(one.pk)) for one in found}


def outcome_of_code(code: str) -> UUID | None:
    """Return the outcome with this code in the programme folder, or None."""
    return Outcome.objects.filter(code=code).values_list("pk", flat=True).first()


def codes() -> Mapping[UUID, str]:
    """Return the code of every outcome in one query, for code that reads many rows."""
    return dict(Outcome.objects.values_list("pk", "code"))


def suggestions() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the template's outcomes that the programme lacks, with code and title, as the choices of a form."""
    groups = by_area(actions.left_to_add(), lambda one: one.area)
    return [(area, [(one.code, _suggested(one)) for one in among]) for area, among in groups]


def _suggested(one: actions.Suggested) -> str:
    return one.title + (f" ({ELEMENT.spoken(one.element).lower()})" if one.element else "")
