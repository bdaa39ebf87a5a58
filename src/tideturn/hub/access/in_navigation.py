"""Where access and the accounts are in the navigation."""

from __future__ import annotations

from tideturn.hub.access import policy
from tideturn.hub.access.of_accounts import may
from tideturn.hub.access.shown_to import who_grants, who_may
from tideturn.hub.access.standing import MAY_BREAK_GLASS, standing_in
from tideturn.hub.accounts.policy import Duty
from tideturn.hub.ui.navigation import Section, Visible, goes_to


def fill_in() -> None:
    """Tell the pages."""
    goes_to("Start", "home", Section.START)
    goes_to(
        "People",
        "accounts_people",
        Section.ACCESS,
        visible=_has(Duty.SEE),
        beneath=("accounts_person", "accounts_invite", "accounts_last_day", "accounts_begin_recovery"),
    )
    goes_to(
        "To be let in again",
        "accounts_recoveries",
        Section.ACCESS,
        visible=_has(Duty.APPROVE_RECOVERY),
        beneath=("accounts_approve_recovery",),
    )
    goes_to(
        "Roles that you grant",
        "access:grants",
        Section.ACCESS,
        visible=who_grants,
        beneath=("access:grant", "access:cover"),
    )
    goes_to(
        "Who may grant which role",
        "access:authorities",
        Section.ACCESS,
        visible=who_may(policy.GIVE_AUTHORITY),
        beneath=("access:give_authority",),
    )
    goes_to("Who was let in", "access:oversight", Section.ACCESS, visible=who_may(policy.OVERSEE_ROLES))
    goes_to("Audit", "access:audit", Section.ACCESS, visible=who_may(policy.READ_AUDIT))
    goes_to("Staff sessions", "access:staff_sessions", Section.ACCESS, visible=who_may(policy.READ_AUDIT))
    goes_to(
        "Break-glass",
        "access:break_glass",
        Section.ACCESS,
        visible=who_may(MAY_BREAK_GLASS),
        beneath=("access:glass_open",),
    )
    goes_to("What you may do", "access:own", Section.ACCOUNT, beneath=("access:staff_session",))


def _has(duty: Duty) -> Visible:
    return lambda request: may(standing_in(request), duty)
