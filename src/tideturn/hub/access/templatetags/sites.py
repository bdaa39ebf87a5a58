"""Sites as pages tell them."""

from __future__ import annotations

from django import template

from tideturn.hub.access.site_names import site_name

register = template.Library()
register.filter("site", site_name)
