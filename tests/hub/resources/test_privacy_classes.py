"""Privacy classes: a record that a young person may be in names the class of each field, and seals free text."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sample import policy
from sample.models import Child, Therapy
from sample.therapy import CHILD, ON, THERAPY

from tideturn.hub.access.rules import RULES, Rule, unrestricted
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.fields import Choice, Day, Email, Field, Privacy, Telephone, Text, Words, YesNo
from tideturn.hub.resources.links import Link

DECLARED: dict[str, Any] = {
    "noun": "talk",
    "writes": policy.WRITABLE_THERAPY,
    "title": str,
    "adding": None,
    "changing": None,
}
UNSAID: list[Field[Any]] = [
    Day(Therapy.on, "Day", called="the day"),
    Choice(Child.school, "School"),
    YesNo(Child.closed, "Closed"),
    Link(Therapy.child, "Child", choices=lambda by: ()),
]


@pytest.fixture(autouse=True)
def _no_more_rules() -> Iterator[None]:
    """Take away the rules that a test makes: others go through all of them."""
    known = list(RULES)
    yield
    RULES[:] = known


def declared(*fields: Field[Any], reads: Rule[Any] = policy.ATTENDED, **more: Any) -> Resource[Any]:
    return Resource(Therapy, reads=reads, fields=fields, **DECLARED, **more)


def of_nobody() -> Rule[Therapy]:
    return unrestricted(Therapy, policy.WRITE_THERAPY)


@pytest.mark.parametrize("field", UNSAID, ids=lambda one: one.name)
def test_what_names_no_class_is_in_no_record_of_a_young_person(field: Field[Any]) -> None:
    assert field.privacy is Privacy.PRESUMED
    with pytest.raises(ValueError, match=f"{field.name} of talk is presumed"):
        declared(field)
    with pytest.raises(ValueError, match=f"{field.name} of talk is presumed"):
        declared(ON, derived=(field,))
    assert declared(field, reads=of_nobody())
    assert declared(replace(field, privacy=Privacy.FREE))


@pytest.mark.parametrize("kind", [Words, Text])
def test_free_text_in_clear_is_in_no_record_of_a_young_person(kind: Any) -> None:
    in_clear = kind(Child.school, "What was said", privacy=Privacy.IDENTITY_CHECKED)
    with pytest.raises(ValueError, match="school of talk is identity-checked"):
        declared(in_clear)
    assert declared(in_clear, reads=of_nobody())
    assert declared(kind(Child.note, "What was said", privacy=Privacy.SEALED))


@pytest.mark.parametrize("differs", [{"by_break_glass": True}, {"restricted": "child__restricted"}])
def test_a_young_person_may_be_in_what_is_restricted_or_opened_by_break_glass(differs: dict[str, Any]) -> None:
    reads = replace(of_nobody(), **differs)
    with pytest.raises(ValueError, match="on of talk is presumed"):
        declared(UNSAID[0], reads=reads)


@pytest.mark.parametrize("kind", [Text, Email, Telephone])
def test_a_line_of_text_names_its_class_in_any_record(kind: Any) -> None:
    with pytest.raises(TypeError, match="privacy"):
        kind(Child.school, "School")


def test_the_sample_names_the_class_of_every_field() -> None:
    assert [one.privacy for one in THERAPY.fields] == [Privacy.FREE, Privacy.SPECIAL, Privacy.SPECIAL]
    assert {one.privacy for one in CHILD.fields} == {Privacy.SEALED}
