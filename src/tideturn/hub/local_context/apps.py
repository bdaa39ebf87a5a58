"""Local context as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class LocalContextConfig(AppConfig):
    """Posts, circumstances, referral criteria and baselines of each site."""

    name = "tideturn.hub.local_context"
    label = "local_context"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.local_context import (  # they read the models, which are there only now
            ask_list,
            folder,
            forms,
            in_navigation,
            on_other_pages,
            searched,
        )

        assert forms  # which declare what is edited
        folder.fill_in()
        ask_list.fill_in()
        on_other_pages.fill_in()
        in_navigation.fill_in()
        searched.fill_in()
