"""What people fill in about access. What is allowed is decided where it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator

from tideturn.hub.access import policy
from tideturn.hub.access.colleagues import colleague
from tideturn.hub.access.glass import GLASS_KINDS
from tideturn.hub.access.policy import roles_that_one_may_grant
from tideturn.hub.access.queries import colleagues_but
from tideturn.hub.access.roles import ALL_SITES, ROLES
from tideturn.hub.access.standing import MAY_BREAK_GLASS, Standing
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import Edited
from tideturn.hub.ui.forms import DateEntry

_SITE: Final = RegexValidator(
    r"^([a-z0-9][a-z0-9_-]*|\*)$", "Write the site's short name in small letters, or * for all sites."
)
_WHERE: Final = "The site's short name, or * for all sites."


class BreakGlassForm(EditForm):
    """Which record, by its exact reference, and why."""

    kind = forms.ChoiceField(label="What you need to open")
    reference = forms.CharField(
        label="Its reference",
        help_text="Exactly as it is written. You are not told whether there is such a record until it is open to you.",
        max_length=80,
        error_messages={"required": "Write the reference."},
    )
    reason = forms.CharField(
        label="Why you need it now",
        help_text="The safeguarding lead and the information governance lead will read this.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        error_messages={"required": "Say in a sentence why you need it."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in GLASS_KINDS.values()]  # type: ignore[attr-defined]


class StaffSessionForm(EditForm):
    """Why a staff session begins."""

    reason = forms.CharField(
        label="What you are going to do",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": "Say in a sentence what you are going to do."},
    )


class _RoleForm(EditForm):
    """A role, and where."""

    role = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role."})
    site = forms.CharField(label="Site", help_text=_WHERE, max_length=40, validators=[_SITE])

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name in {"user", "covering", "holder"} & set(self.fields):
            self.fields[name].queryset = colleagues_but(self.by.user)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What was filled in, with the role itself."""
        return super().given() | {"role": ROLES[self.cleaned_data["role"]]}


class GrantForm(_RoleForm):
    """To whom, which role, where, and for which days."""

    user = colleague("Who", "Choose a colleague.")
    starts_on = DateEntry(label="First day", called="the first day")
    ends_on = DateEntry(
        label="Last day",
        called="the last day",
        help_text="Leave it empty for as long as nobody withdraws the role.",
        required=False,
    )
    field_order: Sequence[str] = ("user", "role", "site", "starts_on", "ends_on")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["role"].choices = [(one.code, one.title) for one in roles_that_one_may_grant(self.by)]  # type: ignore[attr-defined]


class CoverForm(GrantForm):
    """Who covers whom, in which role, where, and for which days."""

    covering = colleague("Whose absence is covered", "Choose the colleague who is away.")
    ends_on = DateEntry(label="Last day", called="the last day")
    field_order = ("covering", "user", "role", "site", "starts_on", "ends_on")


class AuthorityForm(_RoleForm):
    """Who may grant which role, and where."""

    holder = colleague("Who may grant it", "Choose a colleague.")
    role = forms.ChoiceField(label="Role", choices=[(role.code, role.title) for role in ROLES.values()])
    site = forms.CharField(label="Site", help_text=_WHERE, max_length=40, initial=ALL_SITES, validators=[_SITE])
    field_order = ("holder", "role", "site")


def _grants(by: Standing, pk: UUID | None) -> None:
    policy.require_any_authority(by)


def _administers(by: Standing, pk: UUID | None) -> None:
    """Also while one does: whoever sends it twice has begun once."""
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
    needs=_grants,
    confirmed=True,
    button="Grant the role",
    said="The role is granted.",
    template="access_forms/grant.html",
)
COVER: Final[Edited[Any]] = Edited(
    name="access.cover_absence",
    title="Cover an absence",
    form=CoverForm,
    address="access:cover",
    needs=_grants,
    confirmed=True,
    button="Grant the cover",
    said="The absence is covered.",
    template="access_forms/grant.html",
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
FORMS: Final[tuple[Edited[Any], ...]] = (BREAK_GLASS, STAFF_SESSION, GRANT, COVER, GIVE_AUTHORITY)
