"""Every kind of record that is declared: what nobody names stays as it is, and no field is forgotten anywhere."""

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sample import plan as records
from sample import theory as theories
from sample.people import person, standing
from sample.places import site, year

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.config.resources import RESOURCES, TABLES
from tideturn.hub.learning import resource as learning
from tideturn.hub.local_context import resource as places
from tideturn.hub.outcomes import resource as outcomes
from tideturn.hub.plan import priorities
from tideturn.hub.plan import resource as plan
from tideturn.hub.programme import resource as programme
from tideturn.hub.resources import fields as kinds
from tideturn.hub.resources import links
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.fields import Field, Privacy
from tideturn.hub.resources.folder import InFolder
from tideturn.hub.resources.writing import add, change, remove
from tideturn.hub.theory import next_version
from tideturn.hub.theory import resource as theory

pytestmark = pytest.mark.django_db

MADE: dict[Resource[Any], Callable[[Standing], Any]] = {
    plan.TARGET: lambda by: records.target(by, "manchester"),
    plan.DELIVERY: lambda by: records.delivered(by, records.target(by, "manchester")),
    plan.ADAPTATION: lambda by: records.adapted(by, records.target(by, "manchester")),
    priorities.PRIORITY: lambda by: records.priority(by, "manchester"),
    priorities.CONSULTATION: lambda by: records.consulted(by, records.priority(by, "manchester")),
    priorities.AGREEMENT: lambda by: records.agreed(
        by, records.consulted(by, records.priority(by, "manchester")).priority
    ),
    priorities.RETIREMENT: lambda by: records.retired(by, records.priority(by, "manchester")),
    priorities.STEP: lambda by: records.consulted(by, records.priority(by, "manchester")),
    theory.NODE: lambda by: theories.recorded(by)[0],
    theory.LINK: lambda by: theories.recorded(by)[1],
    next_version.BOX: lambda by: theories.two_boxes(by)[0],
    next_version.LINK: lambda by: theories.link(by, *theories.two_boxes(by), assumption="words 0", rivals="words 0"),
}
"""Records that stand on others, or that more than one form makes."""
STANDS: dict[Field[Any], tuple[Any, Any]] = {
    outcomes.AREA: ("system", "system"),
    places.LEFT: (None, None),
    places.IS_OVER: (False, False),
    places.FIRST_DAY: (date(2026, 1, 3), date(2026, 1, 2)),
    places.WHAT: ("Return interviews", "Return interviews"),
    plan.YEAR: (1, 2),
    programme.SHORT_NAME: ("leeds", "leeds"),
    programme.STARTS_ON: (date(2027, 9, 1), date(2027, 9, 2)),
    programme.ENDS_ON: (date(2028, 8, 31), date(2028, 8, 30)),
    learning.USED: ("yes", "yes"),
    priorities.ENDS_ON: (date(2026, 4, 1), date(2026, 5, 1)),
    theory.FROM_VERSION: (1, 1),
    theory.TO_VERSION: (2, 2),
    theory.LINK_FROM: (1, 1),
    theory.LINK_TO: (2, 2),
}
"""What a field says at each turn, where it has to stand with what others say."""
NOT_ALONE: dict[Field[Any], str] = {
    programme.SHORT_NAME: "A site keeps it.",
    programme.NUMBER: "Years are numbered in their order.",
    plan.NODE: "It is chosen from the boxes of the theory.",
    plan.JUDGED: "There is a judgement but no departure.",
    plan.DEPARTURE: "A departure is judged, and has a reason.",
    plan.LEARNING: "It is chosen from the learning log.",
    theory.NUMBER: "A version keeps it.",
    theory.POINT: "It is chosen from the learning log.",
    theory.OUTCOME: "It is chosen from the outcomes.",
    theory.FROM_NODE: "It is chosen from the boxes of the theory.",
    theory.TO_NODE: "It is chosen from the boxes of the theory.",
    next_version.OUTCOME: "It is chosen from the outcomes.",
    next_version.FROM_BOX: "It is chosen from the boxes of the next version.",
    next_version.TO_BOX: "It is chosen from the boxes of the next version.",
}
"""Fields that no value stands for by itself; the app's own tests change them."""
EXPLAINED = {
    ("programme name", "only"): "It is the same of each, so that there is no second.",
    ("priority", "replaced_by"): "It is shown as the priority that came in its place.",
    ("step", "kind"): "Each kind of step is a record of its own.",
    ("box of the theory", "replaces"): "It follows from what is published.",
    ("link of the theory", "replaces"): "It follows from what is published.",
    ("box of the next version", "of"): "It follows from what the next version began as.",
    ("link of the next version", "of"): "It follows from what the next version began as.",
}
"""Columns that no field is declared for, and why."""
IN_NO_FORM: dict[str, tuple[set[str], str]] = {
    "site": ({"code"}, "It is made of the name."),
    "year": ({"number"}, "Years are numbered in their order."),
    "learning point": (
        {"transferable_to", "shared_with", "used", "used_how"},
        "Places are boxes to tick, sharing is recorded apart, and use has a form of its own.",
    ),
    "post": ({"site"}, "The page is of a site."),
    "circumstance": ({"site"}, "The page is of a site."),
    "criterion": ({"site"}, "The page is of a site."),
    "baseline": ({"site"}, "The page is of a site."),
    "request": ({"site"}, "The page is of a site."),
    "version of the theory": ({"number", "on", "reason"}, "Publishing asks for them."),
    "target": (
        {"delivered", "quality", "judged", "departure", "reason"},
        "What was delivered, and how far it departed from the plan, have forms of their own.",
    ),
    "priority": ({"status", "begins_on", "ends_on"}, "Its steps move it on."),
}
"""By record, the fields that its forms do not show, and why."""
SHARES_A_CELL = {places.ENDED_BECAUSE}
"""Fields that another field's cell tells too."""
KEPT_OF_EVERY_RECORD = {"id", "version", "changed_by", "changed_at", "added_at", "added_by", "code"}
"""Columns that every record may have: they say which it is, who wrote it and when, and are filled in by nobody."""
CHANGING = tuple(one for one in RESOURCES if one.change_form is not None)
FIELDS = tuple(
    pytest.param(resource, field, id=f"{resource.noun}-{field.name}")
    for resource in CHANGING
    for field in resource.fields
    if field not in NOT_ALONE
)
COLUMNS = tuple(
    pytest.param(table, field, id=f"{table.name}-{field.folder}")
    for table in TABLES
    for field in table.fields
    if len(table.fields) > 1
)


@pytest.fixture
def by() -> Standing:
    manager = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(manager)
    year(manager)
    year(manager, "2026-09-01", "2027-08-31")
    return manager


def value_of(field: Field[Any], turn: int = 0) -> Any:
    """Something that the field can say; another at each turn."""
    if field in STANDS:
        return STANDS[field][turn]
    match field:
        case kinds.Email():
            return f"desk{turn}@example.org"
        case kinds.Telephone():
            return f"020 7946 000{turn}"
        case kinds.Text():
            return field.tidy(f"words {turn}")
        case kinds.Choice():
            return list(field.terms)[turn % len(field.terms)]
        case kinds.Day():
            return date(2026, 1 + turn, 3)
        case kinds.Figure():
            return Decimal(turn)
        case kinds.YesNo():
            return turn % 2 == 1
        case links.Site():
            return "manchester"
        case kinds.Several():
            return ["manchester"] * turn
        case kinds.Whole():
            return 1 + turn
    return None


def would_end(field: Field[Any]) -> bool:
    """Whether it is a day that may never come, such as the one on which somebody left."""
    return isinstance(field, kinds.Day) and not field.required


def added(resource: Resource[Any], by: Standing) -> Any:
    """A record that says something in every field, but for days that would end it."""
    if resource in MADE:
        return MADE[resource](by)
    of = added(resource.parent.resource, by).pk if resource.parent else None
    said = [one.to(value_of(one)) for one in resource.fields if not would_end(one)]
    return add(resource, said, by=by, of=of)


def said_by(resource: Resource[Any], record: Any) -> dict[str, Any]:
    record.refresh_from_db()
    return {field.name: field.of(record) for field in resource.fields}


@pytest.mark.parametrize(("resource", "named"), FIELDS)
def test_a_change_alters_the_field_that_it_names_and_no_other(
    resource: Resource[Any], named: Field[Any], by: Standing
) -> None:
    one = added(resource, by)
    before = said_by(resource, one)
    value = value_of(named, 1)
    change(resource, one.pk, [named.to(value)], by=by, expected=one.version)
    assert said_by(resource, one) == before | {named.name: value}


@pytest.mark.parametrize("resource", CHANGING, ids=lambda one: one.noun)
def test_a_change_that_names_nothing_writes_nothing(resource: Resource[Any], by: Standing) -> None:
    one = added(resource, by)
    before, events = said_by(resource, one), Event.objects.count()
    version = one.version
    change(resource, one.pk, [], by=by, expected=version)
    assert (said_by(resource, one), one.version, Event.objects.count()) == (before, version, events)


@pytest.mark.parametrize(("table", "missing"), COLUMNS)
def test_a_row_without_a_column_leaves_what_it_says_alone(table: InFolder, missing: Field[Any], by: Standing) -> None:
    one = added(table.resource, by)
    if would_end(missing):
        one = change(table.resource, one.pk, [missing.to(value_of(missing))], by=by, expected=one.version)
    before = said_by(table.resource, one)
    others = [one for one in table.fields if one is not missing and one not in NOT_ALONE and not would_end(one)]
    cells = {field.folder: field.cell(value_of(field, 1)) for field in others if not isinstance(field, links.Site)}
    table.change(by=by, pk=one.pk, expected=one.version, cells=cells)
    after = said_by(table.resource, one)
    named = {field.name for field in (*others, *SHARES_A_CELL)}
    assert {name: said for name, said in after.items() if name not in named} == {
        name: said for name, said in before.items() if name not in named
    }
    assert after != before


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.noun)
def test_every_field_is_in_a_form_or_says_why_not(resource: Resource[Any]) -> None:
    """A form that lists its fields is changed with them: what it lacks nobody can type."""
    forms = [form for form in (resource.adding, resource.changing) if form is not None]
    plainly = [one for one in resource.fields if not one.stays]
    shown = {field for form in forms for field in form.fields or plainly}
    explained, _ = IN_NO_FORM.get(resource.noun, (set(), ""))
    assert {field.name for field in resource.fields if forms and field not in shown} == explained


def test_every_declared_kind_of_record_is_registered() -> None:
    """One that is missing from its app's `RESOURCES` has pages, and none of these tests finds it."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("tideturn.hub.")]
    declared = {one for module in modules for one in vars(module).values() if isinstance(one, Resource)}
    assert {one.noun for one in declared - {*RESOURCES} if one.add_form or one.change_form} == set()


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.noun)
def test_no_column_of_a_record_is_forgotten(resource: Resource[Any]) -> None:
    """What is in no form, folder, history or page would be lost and nobody would see it."""
    parent = {resource.parent.name} if resource.parent else set()
    columns = {column.name for column in resource.model._meta.local_concrete_fields}
    same = [one for one in RESOURCES if one.model is resource.model]
    declared = {field.name for one in same for field in (*one.fields, *one.derived)}
    explained = {column for noun, column in EXPLAINED if any(one.noun == noun for one in same)}
    assert columns - declared - parent - explained - KEPT_OF_EVERY_RECORD == set()
    assert all(field.column.field.model is resource.model for field in (*resource.fields, *resource.derived))


@pytest.mark.parametrize("resource", [one for one in CHANGING if one.parent], ids=lambda one: one.noun)
def test_the_history_of_what_belongs_to_a_record_is_kept_with_it(resource: Resource[Any], by: Standing) -> None:
    one = added(resource, by)
    assert resource.parent is not None
    assert one.belongs_to == getattr(one, resource.parent.name)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.noun)
def test_what_is_sealed_says_so_and_the_rest_does_not(resource: Resource[Any]) -> None:
    for field in resource.fields:
        sealed = type(field.column.field).__name__ == "SealedTextField"
        assert sealed == (field.privacy is Privacy.SEALED), field.name


@pytest.mark.parametrize("resource", [one for one in RESOURCES if one.add_form], ids=lambda one: one.noun)
def test_nobody_adds_without_the_permission_and_the_audit_is_told_of_whoever_does(
    resource: Resource[Any], by: Standing
) -> None:
    with pytest.raises(RefusedError, match=resource.needs.refusal):
        add(resource, [], by=standing(person()))
    one = added(resource, by)
    assert Event.objects.filter(action=resource.added.name, record=one.pk, actor=by.user).count() == 1


@pytest.mark.parametrize("resource", CHANGING, ids=lambda one: one.noun)
def test_nobody_changes_or_removes_without_the_permission_and_the_audit_is_told(
    resource: Resource[Any], by: Standing
) -> None:
    one, nobody = added(resource, by), standing(person())
    with pytest.raises(RefusedError, match=resource.needs.refusal):
        change(resource, one.pk, [], by=nobody, expected=1)
    with pytest.raises(RefusedError, match=resource.needs.refusal):
        remove(resource, one.pk, by=nobody, expected=1)
    remove(resource, one.pk, by=by, expected=one.version)
    assert Event.objects.filter(action=resource.removed.name, record=one.pk, actor=by.user).count() == 1
