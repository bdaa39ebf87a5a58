from django.db import models

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.fields import BlindIndexField, SealedTextField
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.models import Versioned


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
