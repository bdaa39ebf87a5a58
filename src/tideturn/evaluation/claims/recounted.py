"""Recount, from the records, what the engine's sentences say about records that are not evidence.

A sentence is bound to each by its name: `along/PATHWAY/SCOPE/YEAR`, `ties/SCOPE/YEAR`, `coders/YEAR`,
`recommended/YEAR`, `years/YEAR`, `looked_back/OUTCOME/SURVEY/ITEM/YEAR` and, of a release, `shown/YEAR`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import polars as pl

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.looking_back import looked_back
from tideturn.evaluation.model import Evaluation, OutcomeVerdict
from tideturn.evaluation.networks import NetworkAt
from tideturn.evaluation.pathways import PATHWAY, PathwayAt, PilotSides
from tideturn.evaluation.readings import ALPHA
from tideturn.evaluation.readings_pathways import Sides
from tideturn.evaluation.verdicts import QUIET
from tideturn.evaluation.withholding.pathways import pilot_cell, year_before
from tideturn.methods.agreement import Agreement

Record = Mapping[str, Any]


def recounted(
    evaluation: Evaluation, dataset: Dataset | None, shown: Mapping[str, int | None] | None = None
) -> dict[str, Record]:
    """Return every such record by its name; without the dataset, those that the evaluation itself holds.

    `shown` is for a release, which has no cases: it holds each count that a sentence may name, by cell.
    """
    number = evaluation.year.number
    found: dict[str, Record] = {}
    found |= {along(at): _along(at) if shown is None else _released(at, shown) for at in evaluation.pathways}
    found |= {ties(at, number): _ties(at) for at in evaluation.networks}
    if shown is not None:
        hidden = [name for name, count in shown.items() if count is None]
        found[f"shown/{number}"] = {"counts": len(shown), "hidden": len(hidden)}
    if evaluation.agreement is not None:
        found[f"coders/{number}"] = _coders(evaluation.agreement, evaluation.rules.agreement_concern)
    if evaluation.earlier:
        found[f"years/{number}"] = years = _years(evaluation)
        found |= {f"years/{number}:{when}": years[when] for when in ("before", "now")}
    if dataset is not None:
        known = known_by(dataset, evaluation.year.as_of)
        found[f"recommended/{number}"] = _recommended(known, number)
        for outcome_id, asked in looked_back(known, evaluation.year).items():
            for one in asked:
                name = f"looked_back/{outcome_id}/{one.survey}/{one.item}/{number}"
                found[name] = {"of": one, "way": "higher" if (one.found.shift or 0) > 0 else "lower"}
                found[f"{name}:pre_post"], found[f"{name}:then_post"] = (
                    {way: getattr(change, way) for way in ("better", "same", "worse")}
                    for change in (one.found.pre_post, one.found.then_post)
                )
    return found


def along(at: PathwayAt) -> str:
    """Return the name of a pathway at a scope in a year, for sentences to be bound to."""
    return f"along/{at.identity.removeprefix(PATHWAY)}"


def ties(at: NetworkAt, year: int) -> str:
    """Return the name of a network at a scope in a year, for sentences to be bound to."""
    return f"ties/{at.scope}/{year}"


def _along(at: PathwayAt) -> Record:
    """Count what a pathway's pictures and differences say: who was skipped most, how many moves, who skips more."""
    asked = [step for step in at.now.steps if not step.optional and step.skipped]
    most = max((step.skipped for step in asked), default=0)
    # A case of n events enters, moves n − 1 times and leaves.
    now, before = (0 if log is None else log.frame.height + len(log.cases) for log in (at.log, at.log_before))
    return {
        "unit": "cases",
        "of": at,
        "most skipped": [step for step in asked if step.skipped == most],
        "moves": now,
        "moves of both": now + before,
        "skips": [
            {"often": {str(side): "more" if _share(one, side) > _share(one, 1 - side) else "less" for side in (0, 1)}}
            if all(one.cases)
            else {}
            for one in at.skipped
        ],
    }


def _released(at: PathwayAt, shown: Mapping[str, int | None]) -> Record:
    def side(identity: str) -> Record:
        return {name: shown.get(f"{identity}#{name}", 0) for name in ("met", "cases")}

    def pilot(one: PilotSides) -> Sides | Record:
        before, after = (
            {name: shown.get(pilot_cell(at, one, when, name), 0) for name in ("met", "cases")}
            for when in ("before", "after")
        )
        counts = {"met_before": before["met"], "cases_before": before["cases"], **after}
        known = {name: count for name, count in counts.items() if count is not None}
        return Sides(**known).varying_as(one.sides) if len(known) == len(counts) else counts

    now, before = side(at.identity), side(year_before(at))
    met, cases, met_before, cases_before = (one[name] for one in (now, before) for name in ("met", "cases"))
    of: dict[str, Any] = {
        "now": now,
        "before": before,
        "not_over": shown.get(f"{at.identity}#not_over", 0),
        "pilots": [{"sides": pilot(one)} for one in at.pilots],
    }
    if None not in (met, cases, met_before, cases_before):
        of["by_year"] = Sides(met_before, cases_before, met, cases, *at.spread)
    return {"unit": "cases", "of": of}


def _share(one: Any, side: int) -> float:
    return float(one.skipped[side] / one.cases[side])


def _ties(at: NetworkAt) -> Record:
    found: dict[str, Any] = {
        "unit": "organisations",
        "of": at,
        "organisations": len({node.id for wave in at.result.waves for node in wave.nodes}),
    }
    change = at.change
    if change is None:
        return found
    alike = change.qap is not None and change.qap_p is not None and change.qap > 0 and change.qap_p < ALPHA
    return found | {
        "possible": change.organisations * (change.organisations - 1),
        "new": change.after - change.kept,
        "lost": change.before - change.kept,
        "alike": "more" if alike else "no more",
    }


def _coders(found: Agreement, enough: float) -> Record:
    alphas = [one.alpha.value for one in found.codes]
    known = [alpha for alpha in alphas if alpha is not None]
    return {
        "of": found,
        "coders": len(found.coders),
        "codes": len(found.codes),
        "below": sum(alpha < enough for alpha in known),
        "full": sum(alpha >= 1 for alpha in known),
    }


def _years(evaluation: Evaluation) -> Record:
    """Count the verdicts on the whole programme that moved since the year before, and what each year said."""
    last = evaluation.earlier[-1]
    now = {v.outcome_id: v for v in evaluation.outcomes if v.scope == PROGRAMME_SCOPE}
    before = {v.outcome_id: v for v in last.outcomes if v.scope == PROGRAMME_SCOPE and v.outcome_id in now}
    pairs = [
        (was, now[outcome])
        for outcome, was in before.items()
        if Verdict.WITHHELD not in (was.verdict, now[outcome].verdict)
    ]
    moved = [(was, is_now) for was, is_now in pairs if was.standing != is_now.standing]
    return {
        "all": len(now),
        "moved": len(moved),
        "due": sum(was.verdict is Verdict.TOO_EARLY is not is_now.verdict for was, is_now in moved),
        "before": Counter(verdict.word if verdict.holds else verdict.standing for verdict in before.values()),
        "now": Counter(verdict.word if verdict.holds else verdict.standing for verdict in now.values()),
        "added": sum(_adds(before.get(outcome), verdict) for outcome, verdict in now.items()),
    }


def _adds(was: OutcomeVerdict | None, is_now: OutcomeVerdict) -> bool:
    """Return whether a verdict has more evidence of a kind from a voice than before, and that evidence says something.

    Return False if either verdict left evidence out.
    """
    if is_now.left_out or (was and was.left_out):
        return False
    then = Counter((s.kind, s.voice, s.unit, s.about) for s in (was.strands if was else ()))
    told = Counter((s.kind, s.voice, s.unit, s.about) for s in is_now.strands if s.reading not in QUIET)
    return bool(told - then)


def _recommended(dataset: Dataset, year: int) -> Record:
    done = dataset.table("recommendations").filter(pl.col("year") < year)["done"].to_list()
    return {"all": len(done), "done": done.count(True), "not_done": done.count(False), "no_answer": done.count(None)}
