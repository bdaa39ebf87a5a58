"""Partners of a made-up programme, each with whom to ask by their post, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.standing import standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.demo.people import SITE
from tideturn.hub.organisations.services import organisations
from tideturn.hub.organisations.terms import Seniority, Stage


@dataclass(frozen=True)
class _Meeting:
    days_ago: int
    stage: Stage
    barrier: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class _Partner:
    name: str
    sector: str
    site: str
    posts: tuple[tuple[str, Seniority], ...]
    """Whom to ask first, then others."""
    meetings: tuple[_Meeting, ...]
    notes: tuple[str, ...] = ()


_PARTNERS: Final = (
    _Partner(
        "Riverbank Secondary School",
        "education",
        SITE,
        (("Head of pastoral care", Seniority.MANAGEMENT), ("Attendance officer", Seniority.OPERATIONAL)),
        (
            _Meeting(210, Stage.FIRST_CONTACT, "Exclusions are decided within a day", "Meet the head of year"),
            _Meeting(120, Stage.INTERESTED, "Staff have no time for training", "Offer it on the inset day"),
            _Meeting(30, Stage.COMMITTED, next_step="Agree who rings whom before an exclusion"),
        ),
        ("The inset day went well. They ask for the leaflet in three more languages.",),
    ),
    _Partner(
        "Tidewater Police, Missing Persons Unit",
        "police",
        SITE,
        (("Duty inspector", Seniority.MANAGEMENT), ("Return interview officer", Seniority.OPERATIONAL)),
        (
            _Meeting(160, Stage.INTERESTED, "Shifts change before a referral is read"),
            _Meeting(20, Stage.ACTING, next_step="Look at a month of referrals together"),
        ),
    ),
    _Partner(
        "Harbour Lane Youth Centre",
        "voluntary",
        SITE,
        (("Centre manager", Seniority.SENIOR),),
        (_Meeting(45, Stage.LEADING, next_step="They host the next partners' evening"),),
    ),
    _Partner("Harbor Lane Youth Center", "voluntary", SITE, (("Evening youth worker", Seniority.OPERATIONAL),), ()),
    _Partner(
        "Northgate Council, Children's Services",
        "council",
        ALL_SITES,
        (("Head of safeguarding", Seniority.SENIOR), ("Contextual safeguarding lead", Seniority.MANAGEMENT)),
        (_Meeting(90, Stage.COMMITTED, "The data-sharing agreement waits to be signed", "Ring the legal team"),),
        ("The agreement was sent to them a second time.",),
    ),
    _Partner(
        "Quayside Sexual Health Clinic",
        "health",
        SITE,
        (("Clinic lead nurse", Seniority.MANAGEMENT),),
        (_Meeting(60, Stage.FIRST_CONTACT, "Worried about confidentiality", "Send the privacy notice"),),
    ),
)


def add_partners(user: User) -> None:
    """Add them all, written by that person."""
    by, today = standing_of(user, via="command"), clock.today()
    for partner in _PARTNERS:
        pk = organisations.add_organisation(by=by, name=partner.name, sector=partner.sector, site=partner.site).pk
        for number, (post, seniority) in enumerate(partner.posts):
            organisations.add_contact(
                by=by, organisation=pk, name=post, job_title=post, seniority=seniority, is_main=number == 0
            )
        for meeting in partner.meetings:
            organisations.record_engagement(
                by=by,
                organisation=pk,
                on=today - timedelta(days=meeting.days_ago),
                stage=meeting.stage,
                seniority=partner.posts[0][1],
                barrier=meeting.barrier,
                next_step=meeting.next_step,
            )
        for note in partner.notes:
            organisations.write_note(by=by, organisation=pk, text=note)
