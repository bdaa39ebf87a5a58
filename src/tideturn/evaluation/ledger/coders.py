"""Measure how far a year's coders agree, over all text that two or more of them coded; say where it is too little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from tideturn.dataset.coded import AGREED
from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.ledger.interviews import talks_of
from tideturn.evaluation.ledger.scopes import Found
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import stated, told
from tideturn.methods.agreement import Agreement, Coded, agreement_of_spans, alpha_of_codes, by_character, coded


def texts_of(dataset: Dataset, years: Iterable[Year]) -> tuple[Coded, Mapping[str, str]]:
    """Return the texts of these years that two or more people coded, and the words of all texts.

    Leave out the settled coding, which is nobody's. The coders of a text are those that `coders` lists for it; where it
    lists nobody, they are those who marked a span in it.
    """
    codings = dataset.table("codings").filter(pl.col("coder") != AGREED)
    coders = dataset.table("coders").filter(pl.col("coder") != AGREED)
    ids = [*codings["interview_id"].unique(), *coders["interview_id"].unique()]
    talks = {talk_id: talk for year in years for talk_id, talk in talks_of(dataset, year, ids).items()}
    told = coders.select("interview_id", "coder")
    laid = codings.select("interview_id", "coder").unique()
    untold = laid.filter(~pl.col("interview_id").is_in(told["interview_id"].unique().to_list()))
    given = [(row[0], row[1]) for row in pl.concat([told, untold]).iter_rows() if row[0] in talks]
    lengths = {talk_id: len(talk.text) for talk_id, talk in talks.items()}
    spans = codings.filter(pl.col("interview_id").is_in(list(talks))).select(
        pl.col("interview_id").alias("document"), "coder", "code", "start", "end"
    )
    within = pl.col("document").replace_strict(lengths, default=0, return_dtype=pl.Int64)
    sound = spans.filter((pl.col("start") >= 0) & (pl.col("start") < pl.col("end")) & (pl.col("end") <= within))
    return coded(sound, lengths, given), {talk_id: talk.text for talk_id, talk in talks.items()}


def coder_agreement(dataset: Dataset, year: Year, rules: Rules) -> Agreement | None:
    """Return every coefficient of the year's coders; None where no text of the year was coded by two."""
    given, _ = texts_of(dataset, [year])
    return agreement_of_spans(given, draws=rules.draws, seed=rules.seed) if given.texts else None


def outcome_alphas(dataset: Dataset, year: Year) -> dict[str, float | None]:
    """Return Krippendorff's α of each outcome's codes, by character, over texts of the year with two or more coders.

    With MASI distance, which is nominal α where an outcome has one code. None for an outcome without any of its codes
    in those texts; an empty mapping where no text had two coders.
    """
    given, _ = texts_of(dataset, [year])
    if not given.texts:
        return {}
    ratings = by_character(given)
    codes: dict[str, list[str]] = {}
    for row in dataset.table("codebook").sort("code").to_dicts():
        if row["outcome_id"]:
            codes.setdefault(row["outcome_id"], []).append(row["code"])
    return {outcome: alpha_of_codes(ratings, own) for outcome, own in codes.items()}


def doubted(found: Found, dataset: Dataset, year: Year, rules: Rules) -> Found:
    """Return the interviews' strands, with a concern on an outcome whose coders agree too little: α below the rule.

    An outcome whose α is undefined, or whose codes only one coder used, gets no concern: its agreement is not known,
    and the report says so under its method.
    """
    low = {
        outcome: alpha
        for outcome, alpha in outcome_alphas(dataset, year).items()
        if alpha is not None and alpha < rules.agreement_concern
    }
    if not low:
        return found
    strands = [
        (
            outcome,
            scope,
            replace(strand, concerns=(*strand.concerns, _concern(low[outcome], rules)), alpha=low[outcome]),
        )
        if outcome in low
        else (outcome, scope, strand)
        for outcome, scope, strand in found.strands
    ]
    return Found(found.items, tuple(strands))


def _concern(alpha: float, rules: Rules) -> str:
    """Return the concern, with more decimal places where two would make the two numbers look the same."""
    enough = stated("agreement_concern", rules.agreement_concern, item="rules")
    forms = ("hundredths", "thousandths", "ten thousandths")
    each = [stated("alpha", alpha, form) for form in forms]
    return told(
        "Those who coded the interviews agree too little on what speaks to it (α {alpha}, below {enough})",
        alpha=next((one for one in each if one != enough), each[-1]),
        enough=enough,
    )
