"""Where one's own account is in the navigation, and the help on its pages."""

from __future__ import annotations

from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps


def fill_in() -> None:
    """Tell the pages."""
    goes_to("Your account", "accounts_own", Section.ACCOUNT)
    goes_to(
        "How you log in",
        "mfa_index",
        Section.ACCOUNT,
        beneath=("account_change_password", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
    )
    helps(
        "account_login",
        "You log in with your e-mail address and a password, or with a passkey alone. Most people then show a second "
        "factor: a code from an app, or a passkey.",
        "After five failures you must wait for a quarter of an hour. Two colleagues together can let you in again.",
    )
    helps(
        "mfa_index",
        "A second factor is something that you have: your phone with an authenticator app, or a passkey on a device.",
        "Have two of them, or keep your recovery codes on paper, so that a lost phone does not lock you out.",
    )
    helps(
        "accounts_own",
        "End a session that you do not know, then change your password and tell whoever administers the hub.",
    )
    helps(
        "accounts_recoveries",
        "An administrator begins to let somebody in again who lost their phone; another person approves it here.",
        "Whoever it is about sees that it was begun, and can stop it. Nobody approves what they began.",
    )
    helps(
        "accounts_people",
        "An account lets somebody log in. What they then see is said by their roles, which are granted apart.",
        "Who leaves gets a last day: the account ends by itself, and what they held is listed for others to take over.",
    )
