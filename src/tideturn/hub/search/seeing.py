"""Decide which entries of the index a person sees: those with a record that its kind's own rule lets them see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q

from tideturn.hub.access.standing import Standing
from tideturn.hub.search.registry import SEARCHED, Searched


def may_search(by: Standing) -> bool:
    """Say whether the person could find anything."""
    return any(one.rule.could_see(by) for one in SEARCHED.values())


def seen_by(by: Standing) -> Q:
    """Return the condition that the person sees an entry's record."""
    met = Q(pk__in=())
    whole: list[str] = []
    for one in SEARCHED.values():
        if not one.rule.could_see(by):
            continue
        condition = _on_entries(one, by)
        if condition:
            met |= Q(kind=one.kind) & condition
        else:
            whole.append(one.kind)
    return met | Q(kind__in=whole) if whole else met


def _on_entries(one: Searched[Any], by: Standing) -> Q:
    """Return the rule’s condition, on the index’s own columns if it holds every field that the rule checks, otherwise
    on the record.
    """
    condition = one.rule.condition(by)
    held = _renamed(condition, one.in_index)
    if held is not None:
        return held
    of_entry = one.rule.model._default_manager.filter(pk=OuterRef("record"))
    return Q(Exists(one.rule.visible_to(by, of_entry)))


def _renamed(condition: Q, names: Mapping[str, str]) -> Q | None:
    """Return a condition with its fields renamed; None if a field has no other name."""
    children: list[Any] = []
    for child in condition.children:
        if isinstance(child, Q):
            within = _renamed(child, names)
            if within is None:
                return None
            children.append(within)
            continue
        if not isinstance(child, tuple):  # an expression: nobody can tell which fields it reads
            return None
        lookup, value = child
        name = next((one for one in names if lookup == one or lookup.startswith(f"{one}__")), None)
        if name is None:
            return None
        children.append((names[name] + lookup[len(name) :], value))
    return Q(*children, _connector=condition.connector, _negated=condition.negated)
