"""What can be done about evaluations, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

BEGUN: Final = action("evaluations.judge_year", Kind.WRITE, "had a year of the programme judged")
JUDGED: Final = action("evaluations.keep_report", Kind.WRITE, "judged a year of the programme")
REMOVED: Final = action("evaluations.remove_evaluation", Kind.WRITE, "removed an evaluation")
READ: Final = action("evaluations.read_evaluation", Kind.DISCLOSURE, "read an evaluation")
TAKEN: Final = action("evaluations.take_document", Kind.DISCLOSURE, "took a document of an evaluation")
