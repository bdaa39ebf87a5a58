from typing import Any

from django.db.models import Q
from django.urls import reverse

from sample.models import Child, Therapy, Visit
from tideturn.hub.access.glass import GlassKind
from tideturn.hub.access.permissions import permission
from tideturn.hub.access.policy import RESTRICT_RECORD
from tideturn.hub.access.restriction.kinds import restrictable
from tideturn.hub.access.roles import CASEWORKER, GOVERNANCE_LEAD, SAFEGUARDING_LEAD, TEAM_MANAGER
from tideturn.hub.access.rules import Rule

READ = permission(
    "sample.read_child",
    to="read a young person's record",
    roles=(CASEWORKER, TEAM_MANAGER, SAFEGUARDING_LEAD),
)
ADD = permission("sample.add_child", to="add a young person's record", roles=(CASEWORKER, TEAM_MANAGER))
CLOSE = permission("sample.close_child", to="close a record", roles=(TEAM_MANAGER,))
EXPORT = permission("sample.export_children", to="export records", roles=(TEAM_MANAGER,))

READABLE = Rule(
    model=Child, permission=READ, refusal="The record is at another site, or restricted.", by_break_glass=True
)
CLOSABLE = Rule(
    model=Child,
    permission=CLOSE,
    refusal="The record is closed already.",
    also=lambda standing: Q(closed=False),
)
WRITABLE = Rule(model=Child, permission=ADD, refusal="Break-glass shows a record, and lets nobody write in it.")
EXPORTABLE = Rule(model=Child, permission=EXPORT, refusal="The record is not exported.")
RESTRICTABLE = Rule(model=Child, permission=RESTRICT_RECORD, refusal="The record is restricted.")
RESTRICTED = restrictable(
    "child",
    title="A young person's record",
    rule=RESTRICTABLE,
    reads=READABLE,
    called=lambda child: child.reference,
    url=lambda pk: reverse("sample:child", args=[pk]),
)
VISITS = Rule(
    model=Visit,
    permission=READ,
    refusal="The visit is of a young person whom you do not see.",
    site="child__site",
    restricted="child__restricted",
    person="child",
    by_break_glass=True,
    about=lambda visit: (visit.child_id,),
    parts=("paper",),
)
WRITE = permission("sample.write_child", to="write in a child's record", roles=(SAFEGUARDING_LEAD,))
READ_THERAPY = permission("sample.read_therapy", to="read about therapy", roles=(SAFEGUARDING_LEAD,))
WRITE_THERAPY = permission("sample.write_therapy", to="write about therapy", roles=(SAFEGUARDING_LEAD,))
OF_A_CHILD: Any = {
    "model": Therapy,
    "refusal": "You may not see the child of this session.",
    "site": "child__site",
    "restricted": "child__restricted",
    "person": "child",
    "about": lambda session: (session.child_id,),
}
WRITABLE_BY_LEAD = Rule(model=Child, permission=WRITE, refusal="It is not yours to write in.")
THERAPY = Rule(permission=READ_THERAPY, special=True, **OF_A_CHILD)
WRITABLE_THERAPY = Rule(permission=WRITE_THERAPY, **OF_A_CHILD)
ATTENDED = Rule(permission=READ, by_break_glass=True, **OF_A_CHILD)
"""Who sees that there was a session, and nothing special of it."""
GLASS = GlassKind(
    "child",
    title="A young person's record",
    model=Child,
    by=lambda reference: Q(reference=reference),
    url=lambda pk: reverse("sample:child", args=[pk]),
)
assert GOVERNANCE_LEAD not in READ.roles  # reads a case by break-glass alone
