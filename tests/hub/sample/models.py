from django.db import models

from tideturn.hub.kernel.fields import BlindIndexField, SealedTextField
from tideturn.hub.kernel.records import Record


class Child(Record):
    reference = models.CharField(max_length=20, unique=True)
    site = models.CharField(max_length=20, default="london")
    restricted = models.BooleanField(default=False)
    name = SealedTextField()
    name_exact = BlindIndexField(of="name")
    name_index = BlindIndexField(of="name", normalise=True)
    note = SealedTextField(null=True)
