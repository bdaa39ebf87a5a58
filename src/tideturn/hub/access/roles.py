"""The roles of a programme: who comes to the hub to do what, and what each of them never sees.

Respondents, substantiators and young people have no account: they answer through a link, and hold no role.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Reach(StrEnum):
    """Where a role may be granted."""

    SITE = "site"
    """At one site in each grant; a person who works at two sites holds two grants."""
    EVERYWHERE = "everywhere"
    """At all sites together, never at one."""
    EITHER = "either"


@dataclass(frozen=True)
class Role:
    """A role. A person who grants it reads `comes_to`, `sees` and `never_sees`."""

    code: str
    title: str
    reach: Reach
    sees_identity: bool
    comes_to: str
    sees: str
    never_sees: str

    @property
    def needs_second_factor(self) -> bool:
        """Return whether a holder may see who a young person is, or may change who may."""
        return self.sees_identity or self is ADMINISTRATOR

    def may_be_at(self, site: str) -> bool:
        """Return whether the role may be granted at a site, or at `ALL_SITES`."""
        return self.reach is Reach.EITHER or (site == ALL_SITES) == (self.reach is Reach.EVERYWHERE)


ALL_SITES: Final = "*"
"""Code for all sites together in a grant; no site can have this code."""

CASEWORKER: Final = Role(
    "caseworker",
    "Caseworker",
    Reach.SITE,
    sees_identity=True,
    comes_to="record a visit between two others",
    sees="the young people of the site",
    never_sees="other sites' young people; judgements of the evaluation about a named case",
)
TEAM_MANAGER: Final = Role(
    "team_manager",
    "Team manager",
    Reach.SITE,
    sees_identity=True,
    comes_to="decide referrals, allocate, approve plans and closures, supervise",
    sees="the site's work and its gaps",
    never_sees="identities at other sites",
)
SYSTEMS_LEAD: Final = Role(
    "systems_lead",
    "Trainer or systems-change lead",
    Reach.EITHER,
    sees_identity=False,
    comes_to="run a training day, log a meeting, harvest a change, draw a pathway",
    sees="training, activities, partners, changes, pathways, networks",
    never_sees="young people's records",
)
PROGRAMME_MANAGER: Final = Role(
    "programme_manager",
    "Programme manager",
    Reach.EVERYWHERE,
    sees_identity=False,
    comes_to="see whether it is working, adapt the theory of change, plan the year",
    sees="everything in sums with small ones withheld; quotes that were cleared",
    never_sees="identities; tables with a row for each person",
)
EVALUATOR: Final = Role(
    "evaluator",
    "Evaluator",
    Reach.EVERYWHERE,
    sees_identity=False,
    comes_to="survey, interview, code, judge, write, publish",
    sees="evidence under pseudonyms; professionals whom they invite; transcripts where they are named as a handler",
    never_sees="who any young person is; the key of the pseudonyms",
)
FUNDER: Final = Role(
    "funder",
    "Funder or board member",
    Reach.EVERYWHERE,
    sees_identity=False,
    comes_to="read what was published",
    sees="releases",
    never_sees="everything else",
)
SAFEGUARDING_LEAD: Final = Role(
    "safeguarding_lead",
    "Designated safeguarding lead or deputy",
    Reach.EVERYWHERE,
    sees_identity=True,
    comes_to="act on any concern the same day",
    sees="every concern and warning, and the records behind them",
    never_sees="drafts of the evaluation",
)
GOVERNANCE_LEAD: Final = Role(
    "governance_lead",
    "Information governance lead",
    Reach.EVERYWHERE,
    sees_identity=True,
    comes_to="answer a subject's request, check who read a record, run retention",
    sees="the audit, consent, retention, releases; a subject's file while their request is open",
    never_sees="other cases' narratives, unless by break-glass",
)
ADMINISTRATOR: Final = Role(
    "administrator",
    "Administrator",
    Reach.EVERYWHERE,
    sees_identity=False,
    comes_to="look after accounts, sites and backups, in a staff session with a reason",
    sees="settings",
    never_sees="records",
)

ROLES: Final = {
    role.code: role
    for role in (
        CASEWORKER,
        TEAM_MANAGER,
        SYSTEMS_LEAD,
        PROGRAMME_MANAGER,
        EVALUATOR,
        FUNDER,
        SAFEGUARDING_LEAD,
        GOVERNANCE_LEAD,
        ADMINISTRATOR,
    )
}
"""Every role by its code."""
IN_THE_PROGRAMME: Final = tuple(role for role in ROLES.values() if role not in (FUNDER, ADMINISTRATOR))
"""Roles of everyone who works in the programme. They can read, at all its sites, what is about no person."""
WITH_SECOND_FACTOR: Final = tuple(role.code for role in ROLES.values() if role.needs_second_factor)
"""Codes of the roles whose holders need a second factor. The leads get a notice when somebody is granted one."""
