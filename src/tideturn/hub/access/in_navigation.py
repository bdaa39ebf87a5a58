"""Put access and accounts in the navigation, and list the first steps of each role.

Other apps add their own first steps to a role.
"""

from __future__ import annotations

from tideturn.hub.access import policy, roles
from tideturn.hub.access.of_accounts import may
from tideturn.hub.access.shown_to import who_grants, who_may
from tideturn.hub.access.standing import MAY_BREAK_GLASS, standing_in
from tideturn.hub.accounts.policy import Duty
from tideturn.hub.ui.first_use import Step, begins
from tideturn.hub.ui.navigation import Section, Visible, goes_to

_CHECK = Step(
    "Check what you may do",
    "Your role, where you hold it and until when. If a site or a day is wrong, tell whoever granted it to you.",
    "access:own",
)
_TWO_WAYS = Step(
    "Have two ways to log in",
    "Phones get lost. Add a passkey, or keep your recovery codes on paper, apart from your phone.",
    "mfa_index",
)
_BREAK_GLASS = Step(
    "Know break-glass before you need it",
    "If a young person is at risk and you cannot open their record, it opens for three hours. Two leads are told why.",
    "access:break_glass",
    who_may(MAY_BREAK_GLASS),
)
_NOTICES = Step(
    "Read your notices",
    "You are told each time somebody uses break-glass: who, for which record and why. Say that you have read it.",
    "notices:notices",
    who_may(policy.REVIEW_BREAK_GLASS),
)


def fill_in() -> None:
    """Register the navigation and the first steps."""
    _navigate()
    begins(
        roles.CASEWORKER.code,
        "Record what happened between two visits, in two minutes, on a phone or an old laptop.",
        _CHECK,
        _TWO_WAYS,
        _BREAK_GLASS,
    )
    begins(
        roles.TEAM_MANAGER.code,
        "Decide, allocate, approve and supervise, with your site’s work and its gaps in front of you.",
        _CHECK,
        Step(
            "Give your team their roles",
            "Each person needs a role at your site before they see anything. Cover absences here too.",
            "access:grants",
            who_grants,
        ),
        _TWO_WAYS,
        _BREAK_GLASS,
    )
    for role, lede in (
        (roles.SYSTEMS_LEAD, "Run training days, log meetings, notice changes and draw pathways with partners."),
        (roles.PROGRAMME_MANAGER, "See whether the programme is working, site by site, without seeing who anybody is."),
        (roles.EVALUATOR, "Ask, listen, code, judge and write, with evidence that names no young person."),
    ):
        begins(role.code, lede, _CHECK, _TWO_WAYS)
    begins(
        roles.FUNDER.code,
        "Read what the programme has published.",
        Step(
            "Expect nothing else here",
            "You see releases alone: no record, no draft, and nothing that was not made to be read by you.",
            "access:own",
        ),
        _TWO_WAYS,
    )
    begins(
        roles.SAFEGUARDING_LEAD.code,
        "Act on any concern the same day, at every site.",
        _NOTICES,
        Step(
            "Agree who deputises for you",
            "Somebody must be able to act when you are away. Whoever grants roles can have your absence covered.",
            "access:own",
        ),
        _TWO_WAYS,
        _BREAK_GLASS,
    )
    begins(
        roles.GOVERNANCE_LEAD.code,
        "Answer requests about people’s data, and see who read what and why.",
        Step(
            "Read the audit once",
            "Who saw which record, and why. Know where it is before somebody asks. That you read it is written down.",
            "access:audit",
            who_may(policy.READ_AUDIT),
        ),
        Step(
            "Look over the staff sessions",
            "Each time somebody administered the hub, with the reason that they gave.",
            "access:staff_sessions",
            who_may(policy.READ_AUDIT),
        ),
        _NOTICES,
        _TWO_WAYS,
    )
    begins(
        roles.ADMINISTRATOR.code,
        "Look after accounts and the machine. You see no record, and need none for this.",
        Step(
            "Begin a staff session",
            "You administer within one, for half an hour and with a reason that others read. Then the next steps open.",
            "access:staff_session",
            who_may(policy.BEGIN_STAFF_SESSION),
        ),
        Step(
            "Invite a second administrator",
            "To let somebody in again who lost their phone takes two others, and nobody does it for themselves.",
            "accounts_invite",
            who_may(policy.GIVE_AUTHORITY),
        ),
        Step(
            "Choose who can give out roles",
            "Usually a manager at each site. Nobody grants a role to themselves.",
            "access:authorities",
            who_may(policy.GIVE_AUTHORITY),
        ),
        _TWO_WAYS,
    )


def _navigate() -> None:
    goes_to("Your account", "accounts_own", Section.ACCOUNT)
    goes_to(
        "How you log in",
        "mfa_index",
        Section.ACCOUNT,
        beneath=("account_change_password", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
    )
    goes_to("Start", "home", Section.START)
    goes_to(
        "People",
        "accounts_people",
        Section.ACCESS,
        visible=_has(Duty.SEE),
        beneath=("accounts_person", "accounts_invite", "accounts_last_day", "accounts_begin_recovery"),
    )
    goes_to(
        "Account recovery",
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
    goes_to("Access log", "access:oversight", Section.ACCESS, visible=who_may(policy.OVERSEE_ROLES))
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
