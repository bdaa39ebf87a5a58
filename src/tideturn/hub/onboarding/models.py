"""Which role somebody is meant to have who was invited. It grants nothing: whoever may grant the role still has to."""

from __future__ import annotations

from django.db import models

from tideturn.hub.accounts.models import Invitation, User
from tideturn.hub.crypto.records import Record


class MeantRole(Record):
    """What whoever invited somebody said of their role, for whoever is to grant it."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    at = models.CharField(max_length=40)
    """The code of a site, or what stands for all of them."""
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "onboarding_meantrole"
