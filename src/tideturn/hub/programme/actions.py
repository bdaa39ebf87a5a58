"""What can be done about years and sites, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

PROGRAMME_NAMED: Final = action("programme.name_programme", Kind.WRITE, "said what the programme is called")
PROGRAMME_RENAMED: Final = action("programme.rename_programme", Kind.WRITE, "changed what the programme is called")
NAME_TAKEN_BACK: Final = action("programme.take_name_back", Kind.WRITE, "took back what the programme is called")
SITE_ADDED: Final = action("programme.add_site", Kind.WRITE, "added a site")
SITES_ADDED: Final = action("programme.add_sites", Kind.WRITE, "added several sites at once")
SITE_CHANGED: Final = action("programme.change_site", Kind.WRITE, "changed a site")
SITE_REMOVED: Final = action("programme.remove_site", Kind.WRITE, "removed a site")
YEAR_ADDED: Final = action("programme.add_year", Kind.WRITE, "added a year of the programme")
YEAR_CHANGED: Final = action("programme.change_year", Kind.WRITE, "changed a year of the programme")
YEAR_REMOVED: Final = action("programme.remove_year", Kind.WRITE, "removed a year of the programme")
READ: Final = action("programme.read", Kind.DISCLOSURE, "read about a site or a year")
