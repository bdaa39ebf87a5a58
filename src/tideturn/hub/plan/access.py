"""Say who may do what with the plan. It names no young person, so everybody in the programme may read it."""

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

TARGETS: Final = unrestricted(Target, READ)
WRITABLE_TARGETS: Final = unrestricted(Target, WRITE_TARGETS)
TOLD_TARGETS: Final = unrestricted(Target, TELL_DELIVERY, refusal="The target is another site’s.", within="site")
ADAPTATIONS: Final = unrestricted(Adaptation, READ)
WRITABLE_ADAPTATIONS: Final = unrestricted(Adaptation, WRITE_TARGETS)
MILESTONES: Final = unrestricted(Milestone, READ)
WRITABLE_MILESTONES: Final = unrestricted(
    Milestone, WRITE_MILESTONES, refusal="The milestone is another site’s.", within="site"
)
_ELSEWHERE: Final = "The priority is another site’s, or of all sites."
PRIORITIES: Final = unrestricted(Priority, READ)
WRITABLE_PRIORITIES: Final = unrestricted(Priority, WRITE_PRIORITIES, refusal=_ELSEWHERE, within="site")
STEPS: Final = unrestricted(Step, READ)
WRITABLE_STEPS: Final = unrestricted(Step, WRITE_PRIORITIES, refusal=_ELSEWHERE, within="priority__site")
