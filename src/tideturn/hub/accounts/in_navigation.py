"""Where one's own account is in the navigation."""

from __future__ import annotations

from tideturn.hub.ui.navigation import Section, goes_to


def fill_in() -> None:
    """Tell the pages."""
    goes_to("Your account", "accounts_own", Section.ACCOUNT)
    goes_to(
        "How you log in",
        "mfa_index",
        Section.ACCOUNT,
        beneath=("account_change_password", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
    )
