"""Jobs as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Jobs, the kinds of them, and the queue behind them."""

    name = "tideturn.hub.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Have every room's kinds known, in whichever process: a room declares them in its module `jobs`."""
        from tideturn.hub.jobs import endings, in_navigation  # the models are there only now

        assert endings  # which declares a notice
        in_navigation.fill_in()
        autodiscover_modules("jobs")
