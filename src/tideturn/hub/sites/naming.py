"""What sites are called, for the rooms below this one, which know them by their codes."""

from __future__ import annotations

from collections.abc import Mapping

from tideturn.hub.access.site_names import KNOWN
from tideturn.hub.sites.models import Site


def fill_in() -> None:
    """Tell access, once."""
    if _names not in KNOWN:
        KNOWN.append(_names)


def _names() -> Mapping[str, str]:
    return dict(Site.objects.values_list("code", "name"))
