from django.db import models

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.fields import BlindIndexField, SealedTextField, SpecialTextField
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.crypto.records import Record
from tideturn.hub.history.models import Versioned


class Child(Versioned, Record):
    reference = models.CharField(max_length=20, unique=True)
    site = models.CharField(max_length=20, default="london")
    restricted = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)
    name = SealedTextField()
    name_exact = BlindIndexField(of="name")
    name_index = BlindIndexField(of="name", normalise=True)
    note = SealedTextField(null=True)
    school = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True)
    # This app has no migrations, so that its tables are made before those of others.
    changed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, editable=False, db_constraint=False
    )


class Visit(Record):
    """Linked to a child, and to another whom it was also about, perhaps at another site."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="visits")
    also_about = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="named_in")
    told = SealedTextField()
    paper = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, db_constraint=False)


class Therapy(Versioned, Record):
    """A therapy session. Most readers see only its day."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="therapy")
    on = models.DateField()
    kind = SpecialTextField(choices=[("talk", "Talking"), ("play", "Play")])
    told = SpecialTextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    changed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, editable=False, db_constraint=False
    )

    @property
    def belongs_to(self) -> Child:
        return self.child
