"""What can be done about outcomes and definitions, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

OUTCOME_ADDED: Final = action("outcomes.add_outcome", Kind.WRITE, "added an outcome")
TEMPLATE_ADDED: Final = action("outcomes.add_suggested", Kind.WRITE, "added outcomes of the template")
TEMPLATE_TAKEN_BACK: Final = action("outcomes.take_suggested_back", Kind.WRITE, "took outcomes of the template back")
OUTCOME_CHANGED: Final = action("outcomes.change_outcome", Kind.WRITE, "changed an outcome")
OUTCOME_REMOVED: Final = action("outcomes.remove_outcome", Kind.WRITE, "removed an outcome")
DEFINITION_ADDED: Final = action("outcomes.add_definition", Kind.WRITE, "said what the programme means by a term")
DEFINITION_REWORDED: Final = action("outcomes.reword_definition", Kind.WRITE, "reworded a definition")
DEFINITION_REMOVED: Final = action("outcomes.remove_definition", Kind.WRITE, "removed a definition")
READ: Final = action("outcomes.read", Kind.DISCLOSURE, "read about an outcome or a definition")
