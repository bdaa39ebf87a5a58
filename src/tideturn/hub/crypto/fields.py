"""Fields of a record that are sealed in the database, and the blind indexes that find them.

On a record a sealed field is its text, within a disclosure of that record which the audit has written down and nowhere
else. In the database, and so in every backup, log of queries and `values()`, it is what `crypto.sealing` makes of it
for this record alone. What would write or look for clear text fails instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast
from uuid import UUID

from django.core import checks
from django.db import models
from django.db.models.lookups import In
from django.db.models.query_utils import DeferredAttribute

from tideturn.hub.common.record_ids import RecordId, record_id
from tideturn.hub.crypto import blind_index
from tideturn.hub.crypto.disclosure import require_open
from tideturn.hub.crypto.keys import Purpose, ring
from tideturn.hub.crypto.sealing import Place, beginning, seal_text, unseal_text

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
    _Characters = models.CharField[str, str]
    _In = In[str]
    _Lookup = models.Lookup[bool]
    SealedOrNone = models.TextField[str | None, str | None]
else:  # Django's own classes take no types where they run
    _Text, _Characters, _In, _Lookup = models.TextField, models.CharField, In, models.Lookup
    SealedOrNone = Any

_LOOKUPS: Final = frozenset({"isnull", "exact", "sealed_with"})
"""What may be asked of a sealed field. It equals a sealed value alone; a clear text is refused by `get_prep_value`."""


@dataclass(slots=True, eq=False, repr=False)
class Sealed:
    """A sealed value as it came from the database; a type of its own, so that no clear text is taken for one."""

    value: str


class _Opened(DeferredAttribute):
    """Opens a sealed value when it is first asked for; a page that lists references opens none."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if not isinstance(value, Sealed):
            return value
        field = cast(SealedTextField, self.field)
        require_open(field.opened_with(instance), field.name)
        return field.opened(instance, value)

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(_Text):
    """Identity, or free text about a young person. The record's primary key is a UUID, there before it is saved."""

    descriptor_class = _Opened
    purpose: ClassVar = Purpose.RECORDS
    """Whose keys seal it."""

    def from_db_value(self, value: str | None, *_: Any) -> Sealed | None:
        """Return a database value, still sealed."""
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        """Return the value of a form or a file, as text."""
        return value if isinstance(value, Sealed) else super().to_python(value)

    def opened(self, instance: models.Model, value: Sealed) -> str:
        """Return the text of this record's sealed value."""
        return unseal_text(value.value, place_of(self, instance.pk), ring(self.purpose))

    def opened_with(self, instance: models.Model) -> RecordId:
        """Return the record whose disclosure opens a value: its own record."""
        return record_id(instance)

    def unseen_text(self, instance: models.Model) -> str:
        """Return a record's text without a disclosure, to index it or seal it for another place. Show it to nobody."""
        if self.attname in instance.get_deferred_fields():
            rows = self.model._base_manager.filter(pk=instance.pk)
            instance.__dict__[self.attname] = rows.values_list(self.attname, flat=True).get()
        value = instance.__dict__[self.attname]
        return self.opened(instance, value) if isinstance(value, Sealed) else value or ""

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        """Return the text sealed for this record under the key in use. Leave a value that nobody opened as it is."""
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(seal_text(str(value), place_of(self, model_instance.pk), ring(self.purpose)))

    def get_prep_value(self, value: Any) -> str | None:
        """Return the sealed value for the database; refuse any other."""
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.value
        raise TypeError(
            f"{self.name} is sealed for its record: save the record, and never `update()` it or look for it by its text"
        )

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow lookups only for whether there is a value. Its content can be found only through its blind index."""
        return super().get_lookup(lookup_name) if lookup_name in _LOOKUPS else None

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse every transform: a database cannot compute with a value it cannot read."""
        return None

    def value_to_string(self, obj: models.Model) -> str:
        """Return the sealed value, for Django's serializers."""
        value = self.pre_save(obj, add=False)
        return "" if value is None else value.value

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Check too that the record's id is a UUID, and that the database does not sort or index the sealed column."""
        found = super().check(**kwargs)
        key = self.model._meta.pk
        if not (isinstance(key, models.UUIDField) and key.has_default()):
            found.append(
                checks.Error(
                    f"{self.model.__name__}.{self.name} is sealed for its record, whose primary key is not a UUID.",
                    hint="Give the model a UUIDField as its primary key, with a default.",
                    obj=self,
                    id="tideturn.E101",
                )
            )
        if getattr(self, "db_index", False) or self.unique:
            found.append(
                checks.Error(
                    f"{self.model.__name__}.{self.name} is sealed, so that an index or uniqueness would say nothing.",
                    hint="Add a BlindIndexField of it.",
                    obj=self,
                    id="tideturn.E102",
                )
            )
        return found


class SpecialTextField(SealedTextField):
    """Text with a key and readers of its own: equality, therapy, a concern about staff.

    Only a disclosure by a special rule opens it: showing the record is not enough. No blind index finds it.
    """

    purpose = Purpose.SPECIAL

    def opened_with(self, instance: models.Model) -> RecordId:
        """Return the id that only a disclosure by a special rule holds."""
        return super().opened_with(instance).special


@SealedTextField.register_lookup
class SealedWith(_Lookup):
    """Values that the key of this name sealed, while keys are rotated."""

    lookup_name = "sealed_with"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Select values by their first characters; a key's name has no character that is special to LIKE."""
        left, given = self.process_lhs(compiler, connection)
        return f"{left} LIKE %s", (*given, f"{beginning(str(self.rhs))}%")


def unseen(record: models.Model, attribute: str) -> Any:
    """Return the value of a column, even sealed text without a disclosure. Use it to write, never for a page."""
    value = record.__dict__.get(attribute)
    if isinstance(value, Sealed):
        return cast(SealedTextField, record._meta.get_field(attribute)).opened(record, value)
    return getattr(record, attribute)


def place_of(field: SealedTextField, record: UUID) -> Place:
    """Return the place of a field's value: table, column and the record's id. Raise TypeError if the id is no UUID."""
    if not isinstance(record, UUID):
        raise TypeError(f"a record has no UUID to seal its {field.name} for")
    return Place(field.model._meta.db_table, field.column or field.name, record)


class BlindIndexField(_Characters):
    """Finds records by the text of a sealed field: `filter(surname_index__matches="O’Brien")`.

    `of` names the sealed field. With `normalise` case, accents and punctuation make no difference.
    """

    def __init__(self, *args: Any, of: str, normalise: bool = False, **kwargs: Any) -> None:
        self.of = of
        self.normalise = normalise
        kwargs["max_length"] = blind_index.LENGTH
        kwargs.setdefault("editable", False)
        kwargs.setdefault("db_index", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return the field's arguments, for migrations."""
        name, path, args, kwargs = super().deconstruct()
        for given in ("max_length", "editable", "db_index", "blank"):
            kwargs.pop(given, None)
        return name, path, args, kwargs | {"of": self.of, "normalise": self.normalise}

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Check that the field it finds by is not special."""
        found = super().check(**kwargs)
        if isinstance(self.sealed, SpecialTextField):
            found.append(
                checks.Error(
                    f"{self.model.__name__}.{self.name} would find records by a special field.",
                    hint="Remove the index. Nobody searches special fields.",
                    obj=self,
                    id="tideturn.E103",
                )
            )
        return found

    @property
    def text_of(self) -> Callable[[str], str]:
        """Return the part of a text that counts for the index."""
        return blind_index.normalised if self.normalise else blind_index.exact

    @property
    def sealed(self) -> SealedTextField:
        """Return the sealed field that this index belongs to."""
        return cast(SealedTextField, self.model._meta.get_field(self.of))

    @property
    def named(self) -> str:
        """Return the field's name, as used to derive its key."""
        return f"{self.model._meta.db_table}.{self.column}"

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the mark of the sealed field's text, or None if it is empty."""
        text = self.text_of(self.sealed.unseen_text(model_instance))
        value = blind_index.mark(text, field=self.named, ring=ring(Purpose.INDEX)) if text else ""
        setattr(model_instance, self.attname, value)
        return value

    def marks(self, text: str) -> tuple[str, ...]:
        """Return the text's marks under every key; none for an empty text."""
        text = self.text_of(text)
        return blind_index.marks(text, field=self.named, ring=ring(Purpose.INDEX)) if text else ()


@BlindIndexField.register_lookup
class Matches(_In):
    """Records whose sealed field says this text; none for an empty one."""

    lookup_name = "matches"

    def get_prep_lookup(self) -> list[str]:
        """Return every possible mark of the text."""
        field = cast(BlindIndexField, self.lhs.output_field)
        return list(field.marks(str(self.rhs)))
