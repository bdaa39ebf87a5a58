"""Check questions that several surveys ask: whether their answers can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from tideturn.dataset.answers import MEANINGS, gives_no_opinion, is_several
from tideturn.dataset.cells import split_many
from tideturn.dataset.check.folder import ROW, Folder, SurveySheets
from tideturn.dataset.check.rule import Found, query
from tideturn.dataset.check.surveys import ITEM_COLUMNS, offered_by
from tideturn.dataset.wording import quoted

_COMPARED: Final = ("measures", "scale", *MEANINGS)
"""Names of what must be the same for waves to be compared."""


@query(
    "asked_otherwise",
    looks_for="a question under the same outcome and name as in another survey, with another entry under measures, "
    f"scale, {', '.join(MEANINGS[:-1])} or {MEANINGS[-1]}",
    why="the report compares two waves only if the question had the same answers in both",
)
def asked_otherwise(folder: Folder) -> Iterator[Found]:
    """Find questions that a later survey asks with other answers."""
    first: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    # Answers around a training are compared person by person, and are no wave.
    waves = [survey for survey in folder.surveys.values() if survey.responses.frame["stage"].is_null().any()]
    for survey in waves:
        said = pl.col("item").is_not_null() & pl.col("outcome_id").is_not_null()
        for row in survey.items.where(said, *ITEM_COLUMNS, "outcome_id", "series_of"):
            if is_several(row, survey.questions.get(row["item"])):
                continue
            outcome, means = row["outcome_id"], _means(survey, row)
            name = row["series_of"] if (row["series_of"], outcome) in first else row["item"]
            file, before = first.setdefault((name, outcome), (survey.items.file, means))
            other = next((column for column in _COMPARED if means[column] != before[column]), "")
            if other:
                what = f"{quoted(row['item'])} has another entry under {other} than {quoted(name)} in {file}."
                mend = (
                    "If both surveys asked the same and offered the same answers, give both the same entry. "
                    "Otherwise the report does not compare them, and cannot show a change between them."
                )
                yield Found(survey.items.file, row[ROW], other, what, mend)


def _means(survey: SurveySheets, row: dict[str, Any]) -> dict[str, Any]:
    """Return what a question measures, and which answers it offers and counts, without those that give no opinion."""
    scale = [answer for answer in offered_by(survey, row) if not gives_no_opinion(answer)]
    lists = {column: frozenset(split_many(row[column])) for column in MEANINGS}
    silent = frozenset(split_many(row["opinion_none"]))
    return {"measures": row["measures"], "scale": tuple(a for a in scale if a not in silent), **lists}


RULES: Final = (asked_otherwise,)
