"""Sites as pages tell them."""

from __future__ import annotations

from django import template

from tideturn.hub.programme.sites import told

register = template.Library()
register.filter("site", told)
