"""What the learning log is told: which version of the theory a point led to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from tideturn.hub.access.standing import Standing
from tideturn.hub.learning.api import Change
from tideturn.hub.theory import policy
from tideturn.hub.theory.models import Version


def what_changed(by: Standing, points: Collection[UUID]) -> Mapping[UUID, Sequence[Change]]:
    """The versions that each of these led to, of those that somebody may see."""
    found: dict[UUID, list[Change]] = defaultdict(list)
    for one in policy.VERSIONS.visible_to(by, Version.objects.filter(point__in=points)):
        assert one.point_id is not None
        sentence = f"The theory of change was altered: version {one.number}"
        found[one.point_id].append(Change(sentence, reverse("theory:version", args=[one.pk]), one.on))
    return found
