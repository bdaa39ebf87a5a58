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
from tideturn.hub.organisations import resource as organisations
from tideturn.hub.organisations.models import Seniority, Stage
from tideturn.hub.resources.writing import add


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
        said = [
            organisations.NAME.to(partner.name),
            organisations.SECTOR.to(partner.sector),
            organisations.SITE.to(partner.site),
        ]
        pk = add(organisations.ORGANISATION, said, by=by).pk
        for number, (post, seniority) in enumerate(partner.posts):
            add(
                organisations.CONTACT,
                [
                    organisations.CONTACT_NAME.to(post),
                    organisations.JOB_TITLE.to(post),
                    organisations.SENIORITY.to(seniority),
                    organisations.IS_MAIN.to(number == 0),
                ],
                by=by,
                of=pk,
            )
        for meeting in partner.meetings:
            add(
                organisations.ENGAGEMENT,
                [
                    organisations.ON.to(today - timedelta(days=meeting.days_ago)),
                    organisations.REACHED.to(meeting.stage),
                    organisations.LEVEL.to(partner.posts[0][1]),
                    organisations.BARRIER.to(meeting.barrier),
                    organisations.NEXT.to(meeting.next_step),
                ],
                by=by,
                of=pk,
            )
        for note in partner.notes:
            add(organisations.NOTE, [organisations.NOTED.to(note)], by=by, of=pk)
