"""What can be done about the plan, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

TARGET_ADDED: Final = action("plan.add_target", Kind.WRITE, "added a target")
TARGET_ADAPTED: Final = action("plan.adapt_target", Kind.WRITE, "changed a target from a day on")
TARGET_CORRECTED: Final = action("plan.correct_target", Kind.WRITE, "corrected a target")
DELIVERY_TOLD: Final = action("plan.tell_delivery", Kind.WRITE, "said what was delivered of a target")
TARGET_CHANGED: Final = action("plan.change_target", Kind.WRITE, "changed all that is said of a target")
TARGET_REMOVED: Final = action("plan.remove_target", Kind.WRITE, "removed a target")
ADAPTATION_REMOVED: Final = action("plan.remove_adaptation", Kind.WRITE, "took back the change of a target")
MILESTONE_ADDED: Final = action("plan.add_milestone", Kind.WRITE, "added a milestone")
MILESTONE_CHANGED: Final = action("plan.change_milestone", Kind.WRITE, "changed a milestone")
MILESTONE_REMOVED: Final = action("plan.remove_milestone", Kind.WRITE, "removed a milestone")
PRIORITY_ADDED: Final = action("plan.add_priority", Kind.WRITE, "added a systems-change priority")
PRIORITY_DRAFTED: Final = action("plan.draft_priority", Kind.WRITE, "drafted a systems-change priority")
PRIORITY_CHANGED: Final = action("plan.change_priority", Kind.WRITE, "changed a systems-change priority")
PRIORITY_CONSULTED_ON: Final = action("plan.consult_on", Kind.WRITE, "recorded who was consulted on a priority")
PRIORITY_AGREED: Final = action("plan.agree_priority", Kind.WRITE, "recorded that a priority was agreed")
PRIORITY_RETIRED: Final = action("plan.retire_priority", Kind.WRITE, "retired a priority")
STEP_REMOVED: Final = action("plan.remove_step", Kind.WRITE, "took back a step of a priority")
PRIORITY_REMOVED: Final = action("plan.remove_priority", Kind.WRITE, "removed a systems-change priority")
READ: Final = action("plan.read", Kind.DISCLOSURE, "read about a target, a milestone or a priority")
MILESTONES_EXPORTED: Final = action("plan.export_milestones", Kind.DISCLOSURE, "exported milestones")
