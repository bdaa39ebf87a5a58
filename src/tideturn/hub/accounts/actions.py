"""Audit actions on accounts, each with the words that the audit shows."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

INVITED: Final = action("accounts.create_invitation", Kind.WRITE, "invited somebody")
WITHDRAWN: Final = action("accounts.withdraw_invitation", Kind.WRITE, "withdrew an invitation")
ACCEPTED: Final = action("accounts.accept_invitation", Kind.WRITE, "accepted an invitation")
FIRST_LINK: Final = action("accounts.make_first_link", Kind.WRITE, "made the link of the first administrator")
MAILED: Final = action("accounts.mail_link", Kind.WRITE, "had a link sent by e-mail")
LOGGED_IN: Final = action("accounts.log_in", Kind.WRITE, "logged in")
LOGGED_OUT: Final = action("accounts.log_out", Kind.WRITE, "logged out")
FAILED: Final = action("accounts.fail_log_in", Kind.REFUSAL, "failed to log in")
LOCKED_OUT: Final = action("accounts.lock_out", Kind.REFUSAL, "was locked out at an address")
CHANGED_PASSWORD: Final = action("accounts.change_password", Kind.WRITE, "changed their password")
ADDED_FACTOR: Final = action("accounts.add_factor", Kind.WRITE, "added a factor")
REMOVED_FACTOR: Final = action("accounts.remove_factor", Kind.WRITE, "removed a factor")
RENAMED_FACTOR: Final = action("accounts.rename_factor", Kind.WRITE, "renamed a factor")
RENEWED_CODES: Final = action("accounts.renew_codes", Kind.WRITE, "made new recovery codes")
SHOWN_CODES: Final = action("accounts.show_codes", Kind.WRITE, "was shown their recovery codes")
LINKED: Final = action("accounts.link_provider", Kind.WRITE, "logged in with the office's account for the first time")
ENDED_SESSION: Final = action("accounts.end_session", Kind.WRITE, "ended a session")
ENDED_WAY_IN: Final = action("accounts.end_way_in", Kind.WRITE, "ended again what no longer opened an account")
ENDED_ACCOUNT: Final = action("accounts.end_account", Kind.WRITE, "set the day on which an account ends")
BEGAN_RECOVERY: Final = action("accounts.begin_recovery", Kind.WRITE, "began to recover an account")
APPROVED_RECOVERY: Final = action("accounts.approve_recovery", Kind.WRITE, "approved the recovery of an account")
RECOVERED_ON_SERVER: Final = action(
    "accounts.recover_on_server", Kind.WRITE, "let somebody in again from the server's terminal"
)
WITHDREW_RECOVERY: Final = action("accounts.withdraw_recovery", Kind.WRITE, "withdrew the recovery of an account")
RECOVERED: Final = action("accounts.complete_recovery", Kind.WRITE, "opened their account anew")
