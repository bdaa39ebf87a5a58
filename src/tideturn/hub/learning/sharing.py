"""With whom a point was shared: what came from the folder, and what the hub was told since, as one cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tideturn.hub.access.site_names import site_name
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import joined, parted
from tideturn.hub.learning.models import LearningPoint, Share
from tideturn.hub.learning.terms import Audience


def with_whom(share: Share) -> str:
    """With whom that was, as it is read and exported."""
    return site_name(share.site) if share.audience == Audience.SITE else share.whom


def shared_cell(point: LearningPoint, shares: Iterable[Share]) -> str:
    """All with whom it was shared: those of the folder first, as they stand there."""
    return joined(dict.fromkeys([*parted(point.shared_with), *map(with_whom, shares)]))


def as_the_folder_has_it(point: LearningPoint, shared_with: Sequence[str]) -> str:
    """What of a cell is the folder's own. Raises HubError where one is left out whom the hub was told of."""
    told = [with_whom(share) for share in point.shares.order_by("on", "added_at", "pk")]
    left_out = [whom for whom in dict.fromkeys(told) if whom not in shared_with]
    if left_out:
        raise HubError(
            f"The hub was told that it was shared with: {', '.join(left_out)}.",
            mend="Write them in shared_with again, or remove that on the page of the learning point.",
        )
    before = parted(point.shared_with)
    return joined(whom for whom in shared_with if whom not in told or whom in before)
