"""Accounts as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, their factors and sessions."""

    name = "tideturn.hub.accounts"
    label = "accounts"
