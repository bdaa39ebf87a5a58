"""Where access and the accounts are in the navigation, and the help on their pages."""

from __future__ import annotations

from tideturn.hub.access import policy
from tideturn.hub.access.of_accounts import may
from tideturn.hub.access.shown_to import who_grants, who_may
from tideturn.hub.access.standing import MAY_BREAK_GLASS, standing_in
from tideturn.hub.accounts.policy import Duty
from tideturn.hub.ui.navigation import Section, Visible, goes_to
from tideturn.hub.ui.page_help import helps


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
    _help()


def _has(duty: Duty) -> Visible:
    return lambda request: may(standing_in(request), duty)


def _help() -> None:
    helps(
        "access:own",
        "A role says what you see and may do. It is held at one site or at all, and often until a last day.",
        "If something is missing, ask whoever granted you the role. Nobody grants one to themselves.",
    )
    helps(
        "access:grants",
        "You see the roles that you may withdraw. A role begins on its first day in London’s time.",
        "To cover an absence gives a colleague the role of another for some days. It ends by itself.",
    )
    helps(
        "access:break_glass",
        "Use it when waiting would put somebody at risk. It asks for the exact reference, so that nobody browses.",
        "What you do with the record is written down, and two leads read why you opened it.",
    )
    helps(
        "access:audit",
        "Write a record’s reference or somebody’s id to see all that was done about them, newest first.",
        "The audit can be added to and never changed. What you look for here is written into it as well.",
    )
    helps(
        "access:authorities",
        "Authority to grant a role is given to a person, for one site or for all. It does not give them the role.",
    )
    helps(
        "access:oversight",
        "Somebody with two accounts could otherwise let themselves in. Your word is what stands against it.",
        "Confirm only whom you know, and whose task it is to grant that role. What waits counts for nothing.",
    )
    helps(
        "access:staff_session",
        "While it is open you hold no other role, so finish what you are doing about people first.",
        "The reason is read by the information governance lead.",
    )
