"""Days and moments, as every page tells them."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.html import format_html

from tideturn.hub.common import clock

register = template.Library()


@register.filter
def when(at: date | datetime | None) -> str:
    """Return a date or time in words, with markup for programs; empty if there is none."""
    if not at:
        return ""
    told = clock.spoken(at) if isinstance(at, datetime) else clock.spoken_day(at)
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), told)
