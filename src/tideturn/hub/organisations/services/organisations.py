"""What is done about organisations and the people in them: each a transaction with its event in it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import files
from tideturn.hub.forms.writing import change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.organisations import actions, policy
from tideturn.hub.organisations.models import Attachment, Contact, Engagement, Note, Organisation, Sector
from tideturn.hub.organisations.pairing import KIND, look_for_pairs
from tideturn.hub.organisations.writing import no_main_contact, record_event, stand_at_latest, writable
from tideturn.hub.search import names


@service(actions.ORGANISATION_ADDED, needs=policy.WRITE)
def add_organisation(*, by: Standing, name: str, sector: str, site: str, code: str = "") -> Organisation:
    """Add one, at a site where one may or at all sites. Raises RefusedError for another site, HubError for a code that
    another has.
    """
    policy.require_site(by, site)
    Sector.objects.get_or_create(name=sector)
    code = code_of_new(Organisation, code, kind="org", called="an organisation")
    with no_other_like_it("an organisation with that code"):
        organisation = made(by, Organisation, code=code, name=name, sector=sector, site=site)
    look_for_pairs(organisation)
    record_event(actions.ORGANISATION_ADDED, by, organisation, organisation)
    return organisation


@service(actions.ORGANISATION_CHANGED, needs=policy.WRITE)
def change_organisation(
    *, by: Standing, pk: UUID, expected: int | None, name: str, sector: str, site: str
) -> Organisation:
    """Change what it is called, its sector or its site.

    Raises RefusedError for a site where one may not, EditsMeetError where it is at another version.
    """
    found = writable(by, pk)
    if site != found.site:
        policy.require_site(by, site)
    Sector.objects.get_or_create(name=sector)
    changed = change_version(by, found, expected, name=name, sector=sector, site=site)
    if changed:
        look_for_pairs(found)
        record_event(actions.ORGANISATION_CHANGED, by, found, found, changed=changed)
    return found


@service(actions.ORGANISATION_REMOVED, needs=policy.WRITE)
def remove_organisation(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take one away of which nothing is kept.

    Raises HubError where something stands on it, EditsMeetError where it is at another version.
    """
    found = writable(by, pk)
    remove_version(by, found, expected)
    names.remove(KIND, found.pk)
    record_event(actions.ORGANISATION_REMOVED, by, found, found)


@service(actions.CONTACT_ADDED, needs=policy.WRITE)
def add_contact(
    *,
    by: Standing,
    organisation: UUID,
    name: str,
    job_title: str = "",
    seniority: str = "",
    email: str = "",
    telephone: str = "",
    is_main: bool = False,
    left_on: date | None = None,
) -> Contact:
    """Add somebody who works there, or has. One to ask first stands in for the one before."""
    of = writable(by, organisation)
    is_main = is_main and left_on is None
    if is_main:
        no_main_contact(by, of)
    contact = made(
        by,
        Contact,
        organisation=of,
        name=name,
        job_title=job_title,
        seniority=seniority,
        email=email,
        telephone=telephone,
        is_main=is_main,
        left_on=left_on,
    )
    record_event(actions.CONTACT_ADDED, by, of, contact, subjects=[contact.pk])
    return contact


@service(actions.CONTACT_CHANGED, needs=policy.WRITE)
def change_contact(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    name: str,
    job_title: str,
    seniority: str,
    email: str,
    telephone: str,
    is_main: bool,
    left_on: date | None,
) -> Contact:
    """Change what is known of somebody. Who has left is nobody's main contact.

    Raises EditsMeetError where it is at another version.
    """
    found = policy.CONTACTS.get_visible(by, pk)
    of = writable(by, found.organisation_id)
    is_main = is_main and left_on is None
    if is_main and not found.is_main:
        no_main_contact(by, of)
    changed = change_version(
        by,
        found,
        expected,
        name=name,
        job_title=job_title,
        seniority=seniority,
        email=email,
        telephone=telephone,
        is_main=is_main,
        left_on=left_on,
    )
    if changed:
        record_event(actions.CONTACT_CHANGED, by, of, found, subjects=[found.pk], changed=changed)
    return found


@service(actions.CONTACT_REMOVED, needs=policy.WRITE)
def remove_contact(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take away somebody who was never there, such as one whom a spreadsheet brought in; who was there has left.

    Raises EditsMeetError where it is at another version.
    """
    of = writable(by, policy.CONTACTS.get_visible(by, pk).organisation_id)
    found = Contact.objects.select_for_update(of=("self",)).get(pk=pk)
    remove_version(by, found, expected)
    record_event(actions.CONTACT_REMOVED, by, of, found, subjects=[found.pk])


@service(actions.ENGAGEMENT_RECORDED, needs=policy.WRITE)
def record_engagement(
    *,
    by: Standing,
    organisation: UUID,
    on: date,
    stage: str,
    seniority: str = "",
    barrier: str = "",
    next_step: str = "",
) -> Engagement:
    """Record how far it had come on a day. The latest day's stands as its stage.

    Raises HubError for a day that is still to come.
    """
    of = writable(by, organisation)
    _require_past(on)
    engagement = made(
        by,
        Engagement,
        organisation=of,
        on=on,
        stage=stage,
        seniority=seniority,
        barrier=barrier,
        next_step=next_step,
    )
    stand_at_latest(by, of)
    record_event(actions.ENGAGEMENT_RECORDED, by, of, engagement)
    return engagement


@service(actions.ENGAGEMENT_CHANGED, needs=policy.WRITE)
def change_engagement(
    *, by: Standing, pk: UUID, expected: int | None, on: date, stage: str, seniority: str, barrier: str, next_step: str
) -> Engagement:
    """Correct what was recorded of a day. The latest day's stands as its stage.

    Raises HubError for a day that is still to come, EditsMeetError where it is at another version.
    """
    found, of = _engagement(by, pk)
    _require_past(on)
    said = {"on": on, "stage": stage, "seniority": seniority, "barrier": barrier, "next_step": next_step}
    changed = change_version(by, found, expected, **said)
    if changed:
        stand_at_latest(by, of)
        record_event(actions.ENGAGEMENT_CHANGED, by, of, found, changed=changed)
    return found


@service(actions.ENGAGEMENT_REMOVED, needs=policy.WRITE)
def remove_engagement(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take away what was not so. Raises EditsMeetError where it is at another version."""
    found, of = _engagement(by, pk)
    remove_version(by, found, expected)
    stand_at_latest(by, of)
    record_event(actions.ENGAGEMENT_REMOVED, by, of, found)


@service(actions.NOTE_WRITTEN, needs=policy.WRITE)
def write_note(*, by: Standing, organisation: UUID, text: str) -> Note:
    """Note something about it. A note stays as it was written."""
    of = writable(by, organisation)
    note = made(by, Note, organisation=of, text=text)
    record_event(actions.NOTE_WRITTEN, by, of, note)
    return note


@service(actions.FILE_ATTACHED, needs=policy.WRITE)
def attach_file(*, by: Standing, organisation: UUID, content: bytes, name: str) -> Attachment:
    """Attach a file. Raises NotTakenError for one that is too large, or of a kind that is not taken."""
    of = writable(by, organisation)
    attachment = made(by, Attachment, organisation=of, file=files.keep(content, name))
    record_event(actions.FILE_ATTACHED, by, of, attachment)
    return attachment


def _engagement(by: Standing, pk: UUID) -> tuple[Engagement, Organisation]:
    """What was recorded of a day, and its organisation, which is held. Raises NotVisibleError or RefusedError."""
    of = writable(by, policy.ENGAGEMENTS.get_visible(by, pk).organisation_id)
    return Engagement.objects.select_for_update(of=("self",)).get(pk=pk), of


def _require_past(on: date) -> None:
    if on > clock.today():
        raise HubError("The day is still to come.", mend="Give the day on which it was so.")
