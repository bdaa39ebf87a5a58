"""Write a first draft of the findings, from the verdicts, so that an evaluator edits rather than starts again."""

from __future__ import annotations

from tideturn.evaluation.drafting.draft import Drafted as Drafted
from tideturn.evaluation.drafting.draft import draft as draft
from tideturn.evaluation.drafting.file import not_yet_written as not_yet_written
