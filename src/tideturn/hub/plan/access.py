"""Who may do what about the plan. No young person is told of in it: whoever works in the programme reads all of it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import IN_THE_PROGRAMME, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.access.rules import unrestricted
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Step, Target

READ: Final = permission("plan.read", to="read the plan", roles=IN_THE_PROGRAMME)
WRITE_TARGETS: Final = permission("plan.write_target", to="set targets", roles=(PROGRAMME_MANAGER,))
TELL_DELIVERY: Final = permission(
    "plan.tell_delivery", to="say what was delivered of the plan", roles=(TEAM_MANAGER, PROGRAMME_MANAGER)
)
WRITE_MILESTONES: Final = permission(
    "plan.write_milestone", to="write milestones", roles=(TEAM_MANAGER, PROGRAMME_MANAGER)
)
WRITE_PRIORITIES: Final = permission(
    "plan.write_priority", to="write systems-change priorities", roles=(SYSTEMS_LEAD, PROGRAMME_MANAGER)
)

TARGETS: Final = unrestricted(Target, READ, refusal=READ.refusal)
WRITABLE_TARGETS: Final = unrestricted(Target, WRITE_TARGETS, refusal=WRITE_TARGETS.refusal)
TOLD_TARGETS: Final = unrestricted(
    Target, TELL_DELIVERY, refusal="The target is another site’s.", also=lambda by: by.where(TELL_DELIVERY, "site")
)
ADAPTATIONS: Final = unrestricted(Adaptation, READ, refusal=READ.refusal)
WRITABLE_ADAPTATIONS: Final = unrestricted(Adaptation, WRITE_TARGETS, refusal=WRITE_TARGETS.refusal)
MILESTONES: Final = unrestricted(Milestone, READ, refusal=READ.refusal)
WRITABLE_MILESTONES: Final = unrestricted(
    Milestone,
    WRITE_MILESTONES,
    refusal="The milestone is another site’s.",
    also=lambda by: by.where(WRITE_MILESTONES, "site"),
)
_ELSEWHERE: Final = "The priority is another site’s, or of all sites."
PRIORITIES: Final = unrestricted(Priority, READ, refusal=READ.refusal)
WRITABLE_PRIORITIES: Final = unrestricted(
    Priority, WRITE_PRIORITIES, refusal=_ELSEWHERE, also=lambda by: by.where(WRITE_PRIORITIES, "site")
)
STEPS: Final = unrestricted(Step, READ, refusal=READ.refusal)
WRITABLE_STEPS: Final = unrestricted(
    Step, WRITE_PRIORITIES, refusal=_ELSEWHERE, also=lambda by: by.where(WRITE_PRIORITIES, "priority__site")
)
