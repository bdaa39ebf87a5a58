"""Plant a marker in every text column of every record with a person or a site, each at another site."""

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
"""Minimum length of a column to plant: a marker, and something to tell two records apart."""
_OF_A_SET = frozenset({"site", "kind", "state", "table", "via", "key", "mark", "action"})
"""Columns that hold only the hub's own words, by a database constraint or by its code."""
_KEPT_WITH = (Entry, Wording)
"""Saving the records that these belong to writes them."""
AT_NO_SITE = {
    ("access.StaffSession", GOVERNANCE_LEAD): "It is at no site: the lead reviews everyone's but their own.",
}
"""Records that a role at one site sees although the rule has a condition, each with the reason."""


@dataclass
class Planted:
    """The marker of each model by label, and the columns of each planted model."""

    markers: dict[str, str] = field(default_factory=dict)
    columns: dict[type[Model], list[str]] = field(default_factory=dict)

    def found_in(self, told: str, besides: frozenset[str]) -> set[str]:
        """Return the labels of the models whose marker is in a text, except those that may be."""
        low = told.lower()
        return {label for label, marker in self.markers.items() if label not in besides and marker in low}


def plant() -> Planted:
    """Plant the markers, past the services. Raise AssertionError for a model without a record to plant in."""
    planted, number = Planted(), count(1)
    allow(connection)
    for model in sorted(_to_plant(), key=lambda one: one._meta.label):
        of = getattr(model, "instance_type", model)._meta.label  # a history shows its record
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
    assert not missing, f"Let tests/hub/pages/rows.py make records of these, so that it can plant a marker: {missing}"
    return planted


def seen_by_all_with(role: Role) -> frozenset[str]:
    """Return the labels of the models whose rules show a role every record, at any site.

    Use what the rules declare, not what they decide: a rule without a site and without another condition.
    """
    return frozenset(
        rule.model._meta.label
        for rule in RULES
        if rule.site is None and rule.also is _anyone and role in rule.permission.roles
    ) | {label for label, of in AT_NO_SITE if of is role}


def _to_plant() -> frozenset[type[Model]]:
    return guarded_models() - set(OPEN) - set(_KEPT_WITH)


def _texts(model: type[Model]) -> Iterator[Field]:
    """Yield the columns for people's words, sealed ones too."""
    for one in model._meta.concrete_fields:
        is_text = isinstance(one, (CharField, TextField)) and not isinstance(one, BlindIndexField)
        long_enough = one.max_length is None or one.max_length >= _LEAST
        if is_text and long_enough and not one.choices and one.name not in _OF_A_SET:
            yield one
