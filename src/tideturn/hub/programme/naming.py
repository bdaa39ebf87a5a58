"""What the programme and its sites are called, for the rooms below this one, which know sites by their codes."""

from __future__ import annotations

from collections.abc import Mapping

from tideturn.hub.access.programme_name import TELLS
from tideturn.hub.access.site_names import KNOWN
from tideturn.hub.programme.api import programme_name
from tideturn.hub.programme.models import Site


def fill_in() -> None:
    """Tell access, once."""
    if _names not in KNOWN:
        KNOWN.append(_names)
    if programme_name not in TELLS:
        TELLS.append(programme_name)


def _names() -> Mapping[str, str]:
    return dict(Site.objects.values_list("code", "name"))
