"""Make up a programme's partners, each with a contact named by their post, and its engagement."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.roles import ALL_SITES, SYSTEMS_LEAD
from tideturn.hub.demo.people import SITE
from tideturn.hub.demo.rows import By, put
from tideturn.hub.organisations import resource as organisations
from tideturn.hub.organisations.models import Seniority, Stage

_MAIN, _OTHER = True, False
_PARTNERS: Final = (
    (
        ("Riverbank Secondary School", "education", SITE),
        (("Head of pastoral care", Seniority.MANAGEMENT, _MAIN), ("Attendance officer", Seniority.OPERATIONAL, _OTHER)),
        (
            (-210, Stage.FIRST_CONTACT, "Exclusions are decided within a day", "Meet the head of year"),
            (-120, Stage.INTERESTED, "Staff have no time for training", "Offer it on the inset day"),
            (-30, Stage.COMMITTED, "", "Agree who rings the family before an exclusion"),
        ),
        ("The inset day went well. They ask for the leaflet in three more languages.",),
    ),
    (
        ("Tidewater Police, Missing Persons Unit", "police", SITE),
        (("Duty inspector", Seniority.MANAGEMENT, _MAIN), ("Return interview officer", Seniority.OPERATIONAL, _OTHER)),
        (
            (-160, Stage.INTERESTED, "Shifts change before a referral is read"),
            (-20, Stage.ACTING, "", "Look at a month of referrals together"),
        ),
        (),
    ),
    (
        ("Harbour Lane Youth Centre", "voluntary", SITE),
        (("Centre manager", Seniority.SENIOR, _MAIN),),
        ((-45, Stage.LEADING, "", "They host the next partners' evening"),),
        (),
    ),
    (
        ("Harbor Lane Youth Center", "voluntary", SITE),
        (("Evening youth worker", Seniority.OPERATIONAL, _MAIN),),
        (),
        (),
    ),
    (
        ("Northgate Council, Children's Services", "council", ALL_SITES),
        (
            ("Head of safeguarding", Seniority.SENIOR, _MAIN),
            ("Contextual safeguarding lead", Seniority.MANAGEMENT, _OTHER),
        ),
        ((-90, Stage.COMMITTED, "The data-sharing agreement waits to be signed", "Ring the legal team"),),
        ("The agreement was sent to them a second time.",),
    ),
    (
        ("Quayside Sexual Health Clinic", "health", SITE),
        (("Clinic lead nurse", Seniority.MANAGEMENT, _MAIN),),
        ((-60, Stage.FIRST_CONTACT, "Worried about confidentiality", "Send the privacy notice"),),
        (),
    ),
)
"""Each organisation with its contacts, engagements and notes."""


def add_partners(by: By) -> None:
    """Add them all."""
    lead = by[SYSTEMS_LEAD]
    contact = (organisations.CONTACT_NAME, organisations.JOB_TITLE, organisations.SENIORITY, organisations.IS_MAIN)
    met = (organisations.LEVEL, organisations.ON, organisations.REACHED, organisations.BARRIER, organisations.NEXT)
    for partner, posts, meetings, notes in _PARTNERS:
        named = (organisations.NAME, organisations.SECTOR, organisations.SITE)
        (one,) = put(organisations.ORGANISATION, named, [partner], by=lead)
        put(organisations.CONTACT, contact, [(post, post, *more) for post, *more in posts], by=lead, of=one.pk)
        put(organisations.ENGAGEMENT, met, [(posts[0][1], *meeting) for meeting in meetings], by=lead, of=one.pk)
        put(organisations.NOTE, (organisations.NOTED,), [(note,) for note in notes], by=lead, of=one.pk)
