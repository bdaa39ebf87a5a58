"""Template filter for the name of a site."""

from __future__ import annotations

from django import template

from tideturn.hub.access.site_names import site_name

register = template.Library()
register.filter("site", site_name)
