"""Declare a service: its audit action, its permission, and a reason that says something."""

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
"""Letters of a reason at least."""
P = ParamSpec("P")
R = TypeVar("R")
_WITHIN: Final[ContextVar[bool]] = ContextVar("tideturn_within_a_service", default=False)


V = TypeVar("V", bound=Callable[..., object])
SHOWS_NOBODY: Final = "shows_nobody_because"


def shows_nobody(because: str) -> Callable[[V], V]:
    """Say of a page or command why the audit is told nothing of it: it shows no young person and changes nothing."""

    def said(view: V) -> V:
        setattr(view, SHOWS_NOBODY, because)
        return view

    return said


@dataclass(frozen=True)
class Declared:
    """What a service says of itself. Where it needs no permission, why not."""

    audits: Action
    needs: Permission | None
    open_because: str


DECLARED: Final[dict[str, Declared]] = {}
"""Every service by `module.function`."""


@contextmanager
def acting(audits: Action, *, by: Standing | None, needs: Permission | None) -> Iterator[None]:
    """Within this, somebody who has the permission does what `audits` tells of: all of it or nothing.

    A refusal undoes it, and is then told to the audit: by the outermost, since within another it would be undone too.
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

    It takes `by=`, a Standing, by keyword. A refusal within it undoes what it did, and is then told to the audit.
    Raises ValueError where it neither needs a permission nor says why it is open.
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
    """A reason that says something, since others read it. Raises HubError."""
    reason = told.strip()
    if len(reason) < _SHORTEST:
        raise HubError("The reason is missing or too short.", mend="Say in a sentence why.")
    return reason
