"""Find the tables that hold persons or a site. A request reads these only through a rule."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db.models import Model

from tideturn.hub.access.rules import RULES, of_nobody
from tideturn.hub.audit.people import PEOPLE
from tideturn.hub.common.record_ids import kind_of_record

OPEN: Final[dict[type[Model], str]] = {}
"""Models with a site or a person that are not guarded, each with the reason."""


class Guarded(NamedTuple):
    """The guarded tables, and the tables that their rows belong to."""

    tables: frozenset[str]
    belongs: dict[tuple[str, str], str]
    """Maps a table and its foreign key column to the guarded table that the key points to."""
    ids: dict[str, str]
    """Maps each table to its primary key column."""


def open_table(model: type[Model], because: str) -> None:
    """Leave a model's table unguarded. Raise ValueError if there is no reason."""
    if not because:
        raise ValueError(f"{model._meta.label} needs a reason to be left unguarded")
    OPEN[model] = because


def guarded() -> Guarded:
    """Return the guarded tables, given the rules and models that are registered by now."""
    return _guarded(len(RULES), len(OPEN), len(PEOPLE))


@lru_cache(1)
def _guarded(*there_are: int) -> Guarded:
    models = {model for model in guarded_models() if model not in OPEN}
    belongs = {
        (model._meta.db_table, link.column): link.related_model._meta.db_table
        for model in models
        for link in _belongs_by(model)
        if link.related_model in models
    }
    tables = {model._meta.db_table: str(model._meta.pk.column) for model in models}
    return Guarded(frozenset(tables), belongs, tables)


def guarded_models() -> frozenset[type[Model]]:
    """Return every model that has a site or a person, or that belongs to a model that does."""
    every = apps.get_models()
    found = {model for model in every if _has_site(model) or _has_person(model)}
    while more := {
        model for model in every if model not in found and any(one.related_model in found for one in _belongs_by(model))
    }:
        found |= more
    return frozenset(found)


def _has_site(model: type[Model]) -> bool:
    return any(one.name == "site" for one in model._meta.concrete_fields)


def _has_person(model: type[Model]) -> bool:
    """Return whether the model's records are persons, or one of its rules names the persons they are about."""
    return kind_of_record(model) in PEOPLE or any(
        rule.model is model and (rule.shows_identity or rule.about is not of_nobody) for rule in RULES
    )


def _belongs_by(model: type[Model]) -> list[Any]:
    """Return the model's required links."""
    return [one for one in model._meta.concrete_fields if one.is_relation and not one.null and one.related_model]
