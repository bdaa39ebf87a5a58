"""Local context as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class LocalContextConfig(AppConfig):
    """Posts, circumstances, referral criteria and baselines of each site."""

    name = "tideturn.hub.local_context"
    label = "local_context"
