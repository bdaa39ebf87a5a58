"""Declare services, each with its audit action and permission; and check that a reason says something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Final, ParamSpec, TypeVar, cast

from django.db import transaction

from tideturn.hub.access.closed.held import holding
from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.refusals import write_refusal
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.errors import HubError

_SHORTEST: Final = 10
"""Minimum number of characters in a reason."""
P = ParamSpec("P")
R = TypeVar("R")
_WITHIN: Final[ContextVar[bool]] = ContextVar("tideturn_within_a_service", default=False)


V = TypeVar("V", bound=Callable[..., object])
SHOWS_NOBODY: Final = "shows_nobody_because"


def shows_nobody(because: str) -> Callable[[V], V]:
    """Say why the audit records nothing for a page or command: it shows no young person and changes nothing."""

    def said(view: V) -> V:
        setattr(view, SHOWS_NOBODY, because)
        return view

    return said


@dataclass(frozen=True)
class Declared:
    """What a service declares: its audit action, and its permission or why it needs none."""

    audits: Action
    needs: Permission | None
    open_because: str


DECLARED: Final[dict[str, Declared]] = {}
"""Every service by `module.function`."""


@contextmanager
def acting(audits: Action, *, by: Standing | None, needs: Permission | None) -> Iterator[None]:
    """Do what `audits` describes within this block, as somebody who has the permission: all of it or nothing.

    A refusal undoes it. The outermost block then records the refusal in the audit: a nested block would undo that too.
    """
    outermost = not _WITHIN.get()
    token = _WITHIN.set(True)
    try:
        with holding(), transaction.atomic():
            if needs is not None:
                assert by is not None, f"{audits.name} is done by nobody"
                by.require(needs)
            yield
    except (RefusedError, NotVisibleError) as error:
        if outermost:
            write_refusal(error)
        raise
    finally:
        _WITHIN.reset(token)


def service(
    audits: Action, *, needs: Permission | None = None, open_because: str = ""
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a service: one transaction, which nobody enters without the permission that it needs.

    It takes `by=`, a Standing, by keyword. A refusal within it undoes what it did, and is then recorded in the audit.
    Raise ValueError if the service neither needs a permission nor says why it is open, or does both.
    """
    if (needs is None) != bool(open_because):
        raise ValueError(f"the service of {audits.name} needs a permission or says why none, and not both")

    def made(do: Callable[P, R]) -> Callable[P, R]:
        @wraps(do)
        def done(*args: P.args, **given: P.kwargs) -> R:
            with acting(audits, by=cast(Standing | None, given.get("by")), needs=needs):
                return do(*args, **given)

        DECLARED[f"{do.__module__}.{do.__qualname__}"] = Declared(audits, needs, open_because)
        return done

    return made


def reason_given(told: str) -> str:
    """Return a reason that says something, since others read it. Raise HubError if it is missing or too short."""
    reason = told.strip()
    if len(reason) < _SHORTEST:
        raise HubError("The reason is missing or too short.", mend="Say in a sentence why.")
    return reason
