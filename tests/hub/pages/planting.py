"""A marker in every text column of every record that holds persons or a site, each record at another site."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from django.db import connection
from django.db.models import CharField, Field, Model, TextField

from tideturn.hub.access.closed.guarded import OPEN, guarded_models
from tideturn.hub.access.roles import GOVERNANCE_LEAD, Role
from tideturn.hub.access.rules import RULES, _anyone
from tideturn.hub.audit.permanence import allow, forbid
from tideturn.hub.crypto.fields import BlindIndexField
from tideturn.hub.search.models import Entry, Wording

OTHER_SITE = "elsewhere"
_LEAST = 12
"""Letters that a column must hold to be planted: a marker, and what keeps two records apart."""
_OF_A_SET = frozenset({"site", "kind", "state", "table", "via", "key", "mark", "action"})
"""Columns that hold a word of the hub's own, as a rule of the database or its code says."""
_KEPT_WITH = (Entry, Wording)
"""They are kept of the records that they are of, as these are saved."""
AT_NO_SITE = {
    ("access.StaffSession", GOVERNANCE_LEAD): "It is at no site: the lead reviews everyone's but their own.",
}
"""What a role at one site is shown though its rule has a condition, each with why."""


@dataclass
class Planted:
    """The marker of each model, by its label; and of each model that was planted, the columns."""

    markers: dict[str, str] = field(default_factory=dict)
    columns: dict[type[Model], list[str]] = field(default_factory=dict)

    def found_in(self, told: str, besides: frozenset[str]) -> set[str]:
        """Return the labels of the models whose marker stands in a text, but for those that may."""
        low = told.lower()
        return {label for label, marker in self.markers.items() if label not in besides and marker in low}


def plant() -> Planted:
    """Plant them, past the services. Raises AssertionError for a model of which there is no record to plant it in."""
    planted, number = Planted(), count(1)
    allow(connection)
    for model in sorted(_to_plant(), key=lambda one: one._meta.label):
        of = getattr(model, "instance_type", model)._meta.label  # a history tells of its record
        marker = planted.markers.setdefault(of, f"zqx{next(number):02}v")
        texts = [one.name for one in _texts(model)]
        for record in model._base_manager.all():
            for at, one in enumerate(texts):
                setattr(record, one, f"{marker} {at}{next(number):04}")
            changed = list(texts)
            if any(one.name == "site" for one in model._meta.concrete_fields):
                record.site = OTHER_SITE
                changed.append("site")
            record.save(update_fields=changed)
            planted.columns[model] = texts
    forbid(connection)
    missing = [model._meta.label for model in _to_plant() if any(_texts(model)) and model not in planted.columns]
    assert not missing, f"Let tests/hub/pages/rows.py make records of these, so that a marker can be planted: {missing}"
    return planted


def seen_by_all_with(role: Role) -> frozenset[str]:
    """Return the labels of the models of which a role sees every record, at whatever site, as their rules say.

    It is what the rules declare, and nothing that they decide: a rule without a site and without a further condition.
    """
    return frozenset(
        rule.model._meta.label
        for rule in RULES
        if rule.site is None and rule.also is _anyone and role in rule.permission.roles
    ) | {label for label, of in AT_NO_SITE if of is role}


def _to_plant() -> frozenset[type[Model]]:
    return guarded_models() - set(OPEN) - set(_KEPT_WITH)


def _texts(model: type[Model]) -> Iterator[Field]:
    """Yield the columns into which somebody writes words, sealed ones among them."""
    for one in model._meta.concrete_fields:
        is_text = isinstance(one, (CharField, TextField)) and not isinstance(one, BlindIndexField)
        long_enough = one.max_length is None or one.max_length >= _LEAST
        if is_text and long_enough and not one.choices and one.name not in _OF_A_SET:
            yield one
