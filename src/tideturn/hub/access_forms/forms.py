"""Forms about access, about other people's accounts, and to restrict a record.

The services decide what is allowed. Each kind of record that can be restricted has two forms of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator

from tideturn.hub.access import policy
from tideturn.hub.access.colleagues import colleague, colleagues
from tideturn.hub.access.glass import GLASS_KINDS
from tideturn.hub.access.policy import roles_that_one_may_grant
from tideturn.hub.access.queries import colleagues_but
from tideturn.hub.access.restriction.kinds import RestrictableKind
from tideturn.hub.access.restriction.queries import could_be_named
from tideturn.hub.access.roles import ALL_SITES, ROLES
from tideturn.hub.access.standing import MAY_BREAK_GLASS, Standing
from tideturn.hub.accounts import policy as accounts
from tideturn.hub.accounts.forms import LONGEST, one_line
from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.policy import Duty
from tideturn.hub.audit.refusing import NotVisibleError
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import Edited, register_form
from tideturn.hub.ui.forms import DateEntry

_SITE: Final = RegexValidator(
    r"^([a-z0-9][a-z0-9_-]*|\*)$", "Write the site's short name in small letters, or * for all sites."
)
_WHERE: Final = "The site's short name, or * for all sites."
RESTRICT: Final[dict[str, Edited[Any]]] = {}
NAME: Final[dict[str, Edited[Any]]] = {}
"""Forms that restrict a record and that name somebody for it, by the code of its kind."""


def _why(label: str, missing: str, *, help: str = "", rows: int = 3) -> forms.CharField:
    """Return a box for a reason in the person's own words."""
    widget = forms.Textarea({"rows": rows})
    wrong = {"required": missing}
    return forms.CharField(label=label, help_text=help, widget=widget, max_length=2_000, error_messages=wrong)


# Access


class BreakGlassForm(EditForm):
    """Form for break-glass: the record, by its exact reference, and the reason."""

    kind = forms.ChoiceField(
        label="What you need to open", choices=lambda: [(one.code, one.title) for one in GLASS_KINDS.values()]
    )
    reference = forms.CharField(
        label="Its reference",
        help_text="Exactly as it is written. You are not told whether there is such a record until it is open to you.",
        max_length=80,
        error_messages={"required": "Write the reference."},
    )
    reason = _why(
        "Why you need it now",
        "Say in a sentence why you need it.",
        help="The safeguarding lead and the information governance lead will read this.",
        rows=4,
    )

    def given(self) -> dict[str, Any]:
        """Return the values of the form, with the kind itself in place of its code."""
        return super().given() | {"kind": GLASS_KINDS[self.cleaned_data["kind"]]}


class StaffSessionForm(EditForm):
    """Form for the reason of a staff session."""

    reason = _why("What you are going to do", "Say in a sentence what you are going to do.")


class _RoleForm(EditForm):
    """Form with a role and its site."""

    role = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role."})
    site = forms.CharField(label="Site", help_text=_WHERE, max_length=40, validators=[_SITE])

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name in {"user", "covering", "holder"} & set(self.fields):
            self.fields[name].queryset = colleagues_but(self.by.user)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Return the values of the form, with the role itself in place of its code."""
        return super().given() | {"role": ROLES[self.cleaned_data["role"]]}


class GrantForm(_RoleForm):
    """Form to grant a role: the person, the role, the site and the days."""

    user = colleague("Who", "Choose a colleague.")
    starts_on = DateEntry(label="First day", called="the first day")
    ends_on = DateEntry(
        label="Last day",
        called="the last day",
        help_text="Leave blank if there is no end date.",
        required=False,
    )
    field_order: Sequence[str] = ("user", "role", "site", "starts_on", "ends_on")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["role"].choices = [(one.code, one.title) for one in roles_that_one_may_grant(self.by)]  # type: ignore[attr-defined]


class CoverForm(GrantForm):
    """Form to cover an absence: who is away, who covers, the role, the site and the days."""

    covering = colleague("Whose absence is covered", "Choose the colleague who is away.")
    ends_on = DateEntry(label="Last day", called="the last day")
    field_order = ("covering", "user", "role", "site", "starts_on", "ends_on")


class AuthorityForm(_RoleForm):
    """Form to say who may grant which role, and where."""

    holder = colleague("Who may grant it", "Choose a colleague.")
    role = forms.ChoiceField(label="Role", choices=[(role.code, role.title) for role in ROLES.values()])
    site = forms.CharField(label="Site", help_text=_WHERE, max_length=40, initial=ALL_SITES, validators=[_SITE])
    field_order = ("holder", "role", "site")


def _administers(by: Standing, pk: UUID | None) -> None:
    """Raise NotVisibleError if the person may not begin a staff session.

    Pass during a staff session too, so that sending the form twice begins only one.
    """
    if by.staff_session is None:
        by.require_unseen(policy.BEGIN_STAFF_SESSION)


BREAK_GLASS: Final[Edited[Any]] = Edited(
    name="access.break_glass",
    title="Break-glass",
    form=BreakGlassForm,
    address="access:break_glass",
    leads_to="access:glass_open",
    needs=MAY_BREAK_GLASS,
    hindered_at="reason",
    button="Open it for three hours",
    said="",
    template="access_forms/break_glass.html",
)
STAFF_SESSION: Final[Edited[Any]] = Edited(
    name="access.begin_staff_session",
    title="Begin a staff session",
    form=StaffSessionForm,
    address="access:staff_session",
    needs=_administers,
    confirmed=True,
    hindered_at="reason",
    button="Begin the staff session",
    said="",
    template="access_forms/staff_session.html",
)
GRANT: Final[Edited[Any]] = Edited(
    name="access.grant_role",
    title="Grant a role",
    form=GrantForm,
    address="access:grant",
    needs=lambda by, _: policy.require_any_authority(by),
    confirmed=True,
    button="Grant the role",
    said="The role is granted.",
    template="access_forms/grant.html",
)
COVER: Final[Edited[Any]] = replace(
    GRANT,
    name="access.cover_absence",
    title="Cover an absence",
    form=CoverForm,
    address="access:cover",
    button="Grant the cover",
    said="The absence is covered.",
)
GIVE_AUTHORITY: Final[Edited[Any]] = Edited(
    name="access.give_authority",
    title="Give authority",
    form=AuthorityForm,
    address="access:give_authority",
    needs=policy.GIVE_AUTHORITY,
    confirmed=True,
    button="Give the authority",
    said="The authority is given.",
    template="access_forms/authority.html",
)

# Others' accounts


def account_of(by: Standing) -> User:
    """Return the account of a standing: the services of accounts take an account."""
    return User.objects.get(pk=by.user)


class InviteForm(EditForm):
    """Form for the person to invite."""

    name = forms.CharField(label="Name", max_length=200, validators=[one_line])
    email = forms.EmailField(label="E-mail address", max_length=LONGEST)


class LastDayForm(EditForm):
    """Form for the last day of an account."""

    ends_on = DateEntry(
        label="Last day",
        called="the last day",
        help_text="The account may be used until the end of this day. Leave it empty for an account that goes on.",
        required=False,
    )


def _ends(by: Standing, pk: UUID | None) -> None:
    """Raise an error unless the person may end this account.

    Raise NotVisibleError if they may end no account, or if this one does not exist, and RefusedError if it is their
    own.
    """
    who = account_of(by)
    accounts.require_unseen(who, Duty.END)
    found = User.objects.filter(pk__in=[pk]).first()
    if found is None:
        raise NotVisibleError(accounts.refused(who, Duty.END))
    if found == who:
        accounts.require(who, Duty.END, found)  # which says why nobody ends their own account


INVITE: Final[Edited[Any]] = Edited(
    name="accounts.invite",
    title="Invite somebody",
    form=InviteForm,
    address="accounts_invite",
    needs=lambda by, _: accounts.require_unseen(account_of(by), Duty.INVITE),
    confirmed=True,
    hindered_at="email",
    button="Invite",
    said="",
    template="access_forms/invite.html",
)
LAST_DAY: Final[Edited[Any]] = Edited(
    name="accounts.set_last_day",
    title="Set the last day",
    form=LastDayForm,
    address="accounts_last_day",
    leads_to="accounts_person",
    needs=_ends,
    begins=lambda _, pk: User.objects.values("ends_on").get(pk=str(pk)),
    confirmed=True,
    button="Set the last day",
    said="The last day of the account is set.",
    template="access_forms/last_day.html",
)
FORMS: Final[tuple[Edited[Any], ...]] = (BREAK_GLASS, STAFF_SESSION, GRANT, COVER, GIVE_AUTHORITY, INVITE, LAST_DAY)

# Restricted records


class _OfRecord(EditForm):
    """A form to choose among the people who could see its record."""

    kind: ClassVar[RestrictableKind]
    people: ClassVar[str]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        assert self.of is not None
        self.fields[self.people].queryset = could_be_named(self.by, self.kind, self.of)  # type: ignore[attr-defined]


class RestrictForm(_OfRecord):
    """Form to say who still sees a record, and why nobody else does."""

    people = "to"
    reason = _why(
        "Why it is restricted",
        "Say in a sentence why it is restricted.",
        help="Those who are named and may restrict records will read this.",
    )
    to = colleagues("Who may see it", "Choose the people who may see it.")


class NameForm(_OfRecord):
    """Form to name one more person for a restricted record."""

    people = "user"
    user = colleague("Who may see it as well", "Choose a colleague.")


def declare(kind: RestrictableKind) -> None:
    """Register the two forms of a kind of record that an app lets people restrict."""
    of_kind: dict[str, Any] = {"within": (kind.code,), "reads": kind.reads, "writes": kind.rule, "unseen": True}
    RESTRICT[kind.code] = Edited(
        name=f"access.restrict_{kind.code}",
        title="Restrict a record",
        form=_form(RestrictForm, kind),
        address="access:restriction",
        begins=lambda by, _: {"to": [by.user]},
        button="Restrict the record",
        said="The record is restricted.",
        template="access_forms/restrict.html",
        **of_kind,
    )
    NAME[kind.code] = Edited(
        name=f"access.name_for_{kind.code}",
        title="Name somebody as well",
        form=_form(NameForm, kind),
        address="access:name_person",
        button="Name them",
        said="They are named.",
        template="access_forms/name_person.html",
        **of_kind,
    )
    register_form(RESTRICT[kind.code])
    register_form(NAME[kind.code])


def _form(form: type[_OfRecord], kind: RestrictableKind) -> type[EditForm]:
    return type(form.__name__, (form,), {"kind": kind, "__doc__": form.__doc__, "__module__": __name__})
