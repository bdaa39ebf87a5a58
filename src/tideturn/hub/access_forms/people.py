"""What people fill in about others' accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms

from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts import policy
from tideturn.hub.accounts.forms import LONGEST, one_line
from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.policy import Duty
from tideturn.hub.audit.refusing import NotVisibleError
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import Edited
from tideturn.hub.ui.forms import DateEntry


def account_of(by: Standing) -> User:
    """Whose standing it is: accounts ask whom they know."""
    return User.objects.get(pk=by.user)


class InviteForm(EditForm):
    """Whom to invite."""

    name = forms.CharField(label="Name", max_length=200, validators=[one_line])
    email = forms.EmailField(label="E-mail address", max_length=LONGEST)


class LastDayForm(EditForm):
    """The last day of an account."""

    ends_on = DateEntry(
        label="Last day",
        called="the last day",
        help_text="The account may be used until the end of this day. Leave it empty for an account that goes on.",
        required=False,
    )


def _invites(by: Standing, pk: UUID | None) -> None:
    policy.require_unseen(account_of(by), Duty.INVITE)


def _ends(by: Standing, pk: UUID | None) -> None:
    """An account that is there, of somebody else, is ended by who may end any."""
    who = account_of(by)
    policy.require_unseen(who, Duty.END)
    found = User.objects.filter(pk__in=[pk]).first()
    if found is None:
        raise NotVisibleError(policy.refused(who, Duty.END))
    if found == who:
        policy.require(who, Duty.END, found)  # which says why nobody ends their own


def _as_it_is(by: Standing, pk: UUID | None) -> Mapping[str, Any]:
    assert pk is not None
    return {"ends_on": User.objects.values_list("ends_on", flat=True).get(pk=pk)}


INVITE: Final[Edited[Any]] = Edited(
    name="accounts.invite",
    title="Invite somebody",
    form=InviteForm,
    address="accounts_invite",
    needs=_invites,
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
    begins=_as_it_is,
    confirmed=True,
    button="Set the last day",
    said="The last day of the account is set.",
    template="access_forms/last_day.html",
)
FORMS: Final[tuple[Edited[Any], ...]] = (INVITE, LAST_DAY)
