"""Let evaluators evaluate a year and read the result. Small numbers are not hidden in it yet."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import EVALUATOR
from tideturn.hub.access.rules import unrestricted
from tideturn.hub.evaluations.models import Document, Evaluation

JUDGE: Final = permission("evaluations.judge_year", to="have a year of the programme judged", roles=(EVALUATOR,))
EVALUATIONS: Final = unrestricted(Evaluation, JUDGE, refusal=JUDGE.refusal)
DOCUMENTS: Final = unrestricted(Document, JUDGE, refusal=JUDGE.refusal, parts=("file",))
