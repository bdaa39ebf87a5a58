"""What the worker does for an evaluation: the folder that the hub holds, through the engine as the command runs it."""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

from tideturn import report
from tideturn.dataset.check import read_checked
from tideturn.dataset.model import Dataset
from tideturn.dataset.problems import FolderError, TideturnError
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation as Result
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.evaluations import access, actions
from tideturn.hub.evaluations.jobs import CHECKING, DRAWING, GATHERING, JUDGING
from tideturn.hub.evaluations.models import Evaluation
from tideturn.hub.evaluations.queries import kept
from tideturn.hub.import_export.api import gathered, packed, unpacked, written
from tideturn.hub.jobs.api import Says

_STEPS: Final = 4


def judge(by: Standing, pk: UUID, progress: Says) -> str:
    """Judge the year and keep its documents. What came of it, in a sentence.

    Raises HubError, which names the first errors, for a folder that the engine does not judge.
    """
    found = access.EVALUATIONS.get_visible(by, pk, Evaluation.objects.all())
    if found.judged_at is not None:  # by a process that was killed before it could say so
        return f"Year {found.year} is judged."
    progress.say(GATHERING, 0, _STEPS)
    content = packed(written(gathered(by)))
    progress.say(CHECKING, 1, _STEPS)
    with unpacked(content) as place:
        try:
            dataset, queries = read_checked(place)
            progress.say(JUDGING, 2, _STEPS)
            result = evaluate(dataset, year=found.year)
        except FolderError as error:
            first = " ".join(f"{one.place}: {one.what}" for one in error.problems[:3])
            many = len(error.problems)
            raise HubError(
                f"What the hub holds cannot be judged: {many} {'error' if many == 1 else 'errors'}. {first}",
                mend="Mend them, then judge the year again.",
            ) from error
        except TideturnError as error:
            raise HubError(error.what, mend=error.mend) from error
    progress.say(DRAWING, 3, _STEPS)
    documents = report.documents(dataset, result)
    told = json.dumps(_verdicts(dataset, result))
    actions.keep_report(by=by, pk=pk, documents=documents, verdicts=told, queries=len(queries))
    return f"Year {found.year} is judged."


def _verdicts(dataset: Dataset, result: Result) -> dict[str, object]:
    """Outcomes in the framework's order; the programme first, and then its sites."""
    scopes = [PROGRAMME_SCOPE, *(site.code for site in dataset.programme.sites)]
    of = {(one.outcome_id, one.scope): kept(one) for one in result.outcomes}
    return {
        "scopes": [dataset.programme.scope_name(scope) for scope in scopes],
        "outcomes": [
            {"title": row["title"], "verdicts": [of.get((row["outcome_id"], scope)) for scope in scopes]}
            for row in dataset.table("outcomes").to_dicts()
        ],
    }
