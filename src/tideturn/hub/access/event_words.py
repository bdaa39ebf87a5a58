"""Describe events of the audit in words: who did what, the colleague it was done to, and by what right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.roles import ROLES
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import ACTIONS
from tideturn.hub.audit.models import Event
from tideturn.hub.common.clock import spoken, spoken_day

COLLEAGUES: Final = ("user", "account", "to")
"""Names of the details that hold the colleagues an action was done to; `covering` holds the colleague who is away."""
_FACTORS: Final = {
    "password": "a password",
    "totp": "a code of an authenticator app",
    "recovery_codes": "a recovery code",
    "webauthn": "a passkey",
    "provider": "the office’s log-in",
    "socialaccount": "the office’s log-in",
    "link": "a link",
}
_USERS: Final = User._meta.db_table


@dataclass(frozen=True)
class EventLine:
    """An event in words."""

    at: str
    who: str
    what: str
    to: str
    """The colleague, the role, the absence that it covers and the days, as far as the event has them."""
    why: str
    about: tuple[str, ...]
    record: str
    site: str
    via: str


def in_words(events: Iterable[Event]) -> tuple[EventLine, ...]:
    """Return each event in words."""
    listed = list(events)
    named = {id_ for one in listed for id_ in _colleagues(one)} | {one.actor for one in listed if one.actor}
    names = dict(User.objects.filter(pk__in=named).values_list("pk", "name"))
    return tuple(
        EventLine(
            at=spoken(one.at),
            who=names.get(one.actor, str(one.actor)) if one.actor else "The hub, or somebody without an account",
            what=ACTIONS[one.action].told if one.action in ACTIONS else one.action,
            to=_to(one, names),
            why=_why(one),
            about=tuple(one.subjects),
            record=str(one.record or ""),
            site=one.site,
            via=one.via,
        )
        for one in listed
    )


def _colleagues(event: Event) -> Iterator[UUID]:
    """Yield the ids of the colleagues that it was done to, and of those whose absence it covers."""
    if event.table == _USERS and event.record is not None and event.record != event.actor:
        yield event.record
    for name in (*COLLEAGUES, "covering"):
        yield from _ids(event.details.get(name))


def _ids(detail: Any) -> Iterator[UUID]:
    for one in detail if isinstance(detail, list) else [detail]:
        try:
            yield UUID(str(one))
        except ValueError:  # the mark of an e-mail address that has no account
            continue


def _to(event: Event, names: Mapping[UUID, str]) -> str:
    told = event.details
    covered = set(_ids(told.get("covering")))
    parts = [names.get(one, str(one)) for one in dict.fromkeys(_colleagues(event)) if one not in covered]
    if told.get("role") in ROLES:
        parts.append(ROLES[told["role"]].title.lower())
    parts += [f"covering for {names.get(one, str(one))}" for one in covered]
    days = {word: told[name] for name, word in (("starts_on", "from"), ("ends_on", "until")) if told.get(name)}
    parts += [f"{word} {spoken_day(date.fromisoformat(day))}" for word, day in days.items()]
    return ", ".join(parts)


def _why(event: Event) -> str:
    """Return by what right it was done: break-glass, roles, or both, and the factors used.

    For a refusal, also return what was wanted. If it happened more than once, return how often.
    """
    told = event.details
    parts = [f"wanted {told['permission']}"] if event.kind == "refusal" and "permission" in told else []
    parts += ["by break-glass"] if told.get("by_break_glass") else []
    parts += [f"as {ROLES[code].title.lower()}" for code in told.get("roles", ()) if code in ROLES]
    factors = [*told.get("factors", ()), told["factor"]] if "factor" in told else told.get("factors", ())
    if isinstance(factors, list) and factors:
        parts.append("with " + " and ".join(_FACTORS.get(one, str(one)) for one in factors))
    times = told.get("times", 1)
    return ", ".join([*parts, *([f"{times} times"] if times > 1 else [])])
