"""Write a release's CSV files: the verdicts, the answers, and every count of young people with small ones hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from tideturn.dataset.harmless import harmless
from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld
from tideturn.methods.disclosure import HIDDEN

_AS_PROGRAMME = "Its numbers stand under the programme’s verdict: they do not clearly differ from the other places’."


def tables(dataset: Dataset, evaluation: Evaluation, withheld: Withheld) -> dict[str, bytes]:
    """Return every table by its name under `tables/`. `evaluation` must be the published one."""
    titles = {row["outcome_id"]: row["title"] for row in dataset.table("outcomes").to_dicts()}
    verdicts = (
        (
            v.outcome_id,
            titles.get(v.outcome_id, ""),
            v.scope,
            v.word if v.own else "",
            "" if v.override or not v.own else v.confidence or "",
            v.why if v.own else _AS_PROGRAMME,
        )
        for v in evaluation.outcomes
    )
    counts = (
        (*name.rsplit("#", 1), HIDDEN if count is None else count) for name, count in sorted(withheld.told().items())
    )
    answers = (
        (item.evidence_id, item.text, item.voice, item.scope, item.n, item.k)
        for item in evaluation.evidence
        if item.kind == "survey" and item.n is not None and item.of_whole
    )
    return {
        "tables/verdicts.csv": _csv(("outcome_id", "outcome", "scope", "verdict", "confidence", "why"), verdicts),
        "tables/young-people.csv": _csv(("what", "measure", "count"), counts),
        "tables/answers.csv": _csv(("evidence_id", "question", "voice", "scope", "n", "agree"), answers),
    }


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return the rows as CSV. Make harmless what a spreadsheet would run, as in a programme folder."""
    texts = [[None if cell is None else str(cell) for cell in row] for row in rows]
    frame = pl.DataFrame(texts, schema=dict.fromkeys(header, pl.String), orient="row")
    return frame.select(harmless(pl.all())).write_csv(line_terminator="\n").encode()
