"""Record the role that an invited person is meant to have. This grants nothing: somebody with the right to grant the
role still has to.
"""

from __future__ import annotations

from django.db import models

from tideturn.hub.accounts.models import Invitation, User
from tideturn.hub.crypto.records import Record


class MeantRole(Record):
    """The role that the inviter proposed, for the person who is to grant it."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    at = models.CharField(max_length=40)
    """Code of a site, or the code for all sites."""
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "onboarding_meantrole"
