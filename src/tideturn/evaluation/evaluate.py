"""Judge a year of a programme: gather evidence, read strands, and apply rules at each site and for the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import polars as pl

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.causal_map import proposed_links, rings_of, said_causes, year_map
from tideturn.evaluation.claims.checks import context_of, run_checks
from tideturn.evaluation.claims.gather import gather_claims
from tideturn.evaluation.claims.grade import Grading
from tideturn.evaluation.claims.model import Check, Claim
from tideturn.evaluation.confidence import LEVELS, Asked, Sure, confidence
from tideturn.evaluation.contribution import contributions
from tideturn.evaluation.gaps import gaps_of
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.ledger.coders import coder_agreement
from tideturn.evaluation.ledger.counts import counts
from tideturn.evaluation.ledger.matched import scored_as_places
from tideturn.evaluation.ledger.scopes import outcomes_of
from tideturn.evaluation.mechanisms import said_mechanisms
from tideturn.evaluation.model import CHANGE, EarlySign, Evaluation, EvidenceItem, Gap, OutcomeVerdict, Override
from tideturn.evaluation.networks import networks_of, ties_would_show
from tideturn.evaluation.own_word import with_own_word
from tideturn.evaluation.pathways import pathways_of
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.theory import links_in_force, toc_links
from tideturn.evaluation.told import stated, stated_noun, told
from tideturn.evaluation.triangulation import triangulate
from tideturn.evaluation.verdicts import Decision, decide
from tideturn.methods.agreement import Agreement
from tideturn.methods.fidelity import fidelity

Checked = tuple[tuple[Check, ...], tuple[Grading, ...]]
Strands = Mapping[tuple[str, str], tuple[Strand, ...]]


def evaluate(
    dataset: Dataset,
    *,
    year: int,
    on_progress: Callable[[str], None] | None = None,
    meanwhile: Executor | None = None,
) -> Evaluation:
    """Judge every outcome of the framework in programme year `year`, at every scope it applies to.

    Call `on_progress` with each step in words. Judge the earlier years in `meanwhile`, or in a thread. Raise
    TideturnError for a year or a rule that does not exist, or if no outcome is named.
    """
    tell = on_progress or (lambda _: None)
    rules = Rules.of(dataset.programme.rules)
    known = known_by(dataset, _year(dataset, year).as_of)
    if not dataset.has("outcomes"):
        raise TideturnError(
            "The table “outcomes” lists no outcome, so there is nothing to judge.",
            mend="Give each outcome that the programme hopes for a row, with the year in which it is due.",
        )
    tell("Judging outcomes")
    with nullcontext(meanwhile) if meanwhile else ThreadPoolExecutor(1) as other:
        aside = other.submit(_aside, dataset, year, rules)
        judged = judge_year(known, year, rules)
        earlier, agree = aside.result()
    tell("Testing the theory of change")
    work = fidelity(known.table("plan"), year)
    in_force = links_in_force(known, judged.year)
    told = year_map(known, judged.year, in_force)
    links = toc_links(known, judged.year, work, told)
    contributed = contributions(known, judged.year, judged.outcomes, links)
    tell("Checking findings")
    judged = replace(judged, earlier=earlier, contributions=contributed)
    claims = gather_claims(known, year, judged.ledger, judged.outcomes)
    checks, gradings = _checked(known, judged, claims, meanwhile)
    return replace(
        judged,
        claims=claims,
        checks=checks,
        gradings=gradings,
        fidelity=work,
        toc_links=links,
        causes=said_causes(known, told),
        proposals=proposed_links(told),
        mechanisms=said_mechanisms(known, judged.year, in_force, told),
        rings=rings_of(told),
        agreement=agree,
    )


def _aside(dataset: Dataset, year: int, rules: Rules) -> tuple[tuple[Evaluation, ...], Agreement | None]:
    """Judge what does not need the year's evidence: the years before, and how far the year's coders agree."""
    past = [one for one in dataset.programme.years if one.number < year]
    earlier = tuple(judge_year(known_by(dataset, one.as_of), one.number, rules) for one in past)
    own = _year(dataset, year)
    return earlier, coder_agreement(known_by(dataset, own.as_of), own, rules)


def _checked(dataset: Dataset, judged: Evaluation, claims: tuple[Claim, ...], meanwhile: Executor | None) -> Checked:
    """Run the checks of every claim; `meanwhile` runs those of the later half."""
    half = -(-len(claims) // 2) if meanwhile else len(claims)
    later = meanwhile.submit(_checked, dataset, judged, claims[half:], None) if meanwhile else None
    checks, gradings = run_checks(claims[:half], context_of(dataset, judged))
    more, their = later.result() if later else ((), ())
    return (*checks, *more), (*gradings, *their)


def judge_year(dataset: Dataset, year: int, rules: Rules) -> Evaluation:
    """Return one year's evidence and verdicts, without the claims written about it and the years before."""
    programme_year = _year(dataset, year)
    networks = networks_of(dataset, programme_year, rules)
    pathways = pathways_of(dataset, programme_year, rules)
    evidence, strands = gather(dataset, programme_year, rules, measured_networks=networks, measured_pathways=pathways)
    overrides = _overrides(dataset, year)
    outcomes, scopes = dataset.table("outcomes").to_dicts(), outcomes_of(dataset)
    verdicts: list[OutcomeVerdict] = []
    gaps: list[Gap] = []
    of_places = scored_as_places(dataset)
    by_outcome: dict[str, list[EvidenceItem]] = defaultdict(list)
    for item in evidence:
        by_outcome[item.outcome_id].append(item)
    for outcome in outcomes:
        scoped = scopes[outcome["outcome_id"]]
        judged = _judge_outcome(dataset, outcome, scoped.sites, year, rules, strands, overrides)
        judged = with_own_word(judged, by_outcome[scoped.outcome_id])
        verdicts += judged
        for verdict in judged:
            gaps += gaps_of(
                verdict,
                area=outcome["area"],
                element=outcome["element"],
                place=dataset.programme.scope_name(verdict.scope),
                of_places=scoped.outcome_id in of_places,
                of_ties=ties_would_show(dataset, scoped.outcome_id, scoped.sites_at(verdict.scope)),
            )
    return Evaluation(
        programme=dataset.programme.name,
        year=programme_year,
        rules=rules,
        outcomes=tuple(verdicts),
        evidence=tuple(sorted((*evidence, *counts(dataset, programme_year, evidence)), key=_by_id)),
        gaps=tuple(gaps),
        limits=_limits(dataset, programme_year, verdicts),
        networks=networks,
        pathways=pathways,
    )


def _by_id(item: EvidenceItem) -> tuple[str, str]:
    return item.evidence_id, item.outcome_id


def _judge_outcome(
    dataset: Dataset,
    outcome: Mapping[str, Any],
    sites: Sequence[str],
    year: int,
    rules: Rules,
    strands: Strands,
    overrides: Mapping[tuple[str, str], Override],
) -> list[OutcomeVerdict]:
    """Return the verdict for the whole programme, then for each site; no site is surer than the programme."""
    outcome_id, due, claim = outcome["outcome_id"], outcome["due_year"], outcome.get("claim") or CHANGE
    names = {site.code: site.name for site in dataset.programme.sites}
    by_site = {site: strands.get((outcome_id, site), ()) for site in sites}
    pooled = strands.get((outcome_id, PROGRAMME_SCOPE), ())
    decision = decide(pooled, due_year=due, year=year, claim=claim, sites=by_site, names=names)
    asked = Asked(claim, outcome["area"], by_site, names)
    sure = confidence(decision, pooled, rules, asked)
    judged = [_verdict(outcome, PROGRAMME_SCOPE, decision, pooled, sure, overrides)]
    of_a_site = Asked(claim, outcome["area"], at_most=sure[0] or LEVELS[-1])
    for site, own in by_site.items():
        decision = decide(own, due_year=due, year=year, claim=claim)
        sure = confidence(decision, own, rules, of_a_site)
        judged.append(_verdict(outcome, site, decision, own, sure, overrides))
    return judged


def _verdict(
    outcome: Mapping[str, Any],
    scope: str,
    decision: Decision,
    strands: tuple[Strand, ...],
    sure: Sure,
    overrides: Mapping[tuple[str, str], Override],
) -> OutcomeVerdict:
    early: tuple[EarlySign, ...] = ()
    if decision.verdict is Verdict.TOO_EARLY:
        early = tuple(
            EarlySign(strand.kind, strand.voice, strand.reading, outcome["due_year"]) for strand in decision.carried
        )
    return OutcomeVerdict(
        outcome_id=outcome["outcome_id"],
        scope=scope,
        verdict=decision.verdict,
        why=decision.why,
        confidence=sure[0],
        confidence_reasons=sure[1],
        strands=strands,
        triangulation=triangulate(strands),
        early_signs=early,
        override=overrides.get((outcome["outcome_id"], scope)),
        claim=outcome.get("claim") or CHANGE,
        sides=decision.sides,
    )


def _year(dataset: Dataset, number: int) -> Year:
    try:
        return dataset.programme.year(number)
    except KeyError:
        known = ", ".join(str(year.number) for year in dataset.programme.years)
        raise TideturnError(f"There is no Year {number} in this programme.", mend=f"Its years are {known}.") from None


def _overrides(dataset: Dataset, year: int) -> dict[tuple[str, str], Override]:
    rows = dataset.table("overrides").filter(pl.col("year") == year).to_dicts()
    return {
        (row["outcome_id"], row["scope"]): Override(
            verdict=Verdict.of(row["verdict"]), reason=row["reason"], by=row["by"]
        )
        for row in rows
    }


def _limits(dataset: Dataset, year: Year, verdicts: Iterable[OutcomeVerdict]) -> tuple[str, ...]:
    """Return what the evaluation cannot know, as sentences; they hold for every reader."""
    limits = []
    if not any(strand.design == COMPARED for verdict in verdicts for strand in verdict.strands):
        limits.append(
            "There is no comparison group, so a change that is seen is not by itself a change that the programme "
            "caused."
        )
    outcomes = dataset.table("outcomes")
    later = outcomes.filter(pl.col("due_year") > year.number).height
    if later:
        item = f"verdicts/{year.number}"
        limits.append(
            told(
                "{later} of {all} {are} not due until a later year, so only early signs are shown.",
                later=stated("later", later, item=item),
                all=stated_noun("all", outcomes.height, "outcome", item=item),
                are="is" if later == 1 else "are",
            )
        )
    interviews = dataset.table("interviews").filter(pl.col("year") == year.number)
    if interviews.height and not dataset.has("asked"):
        limits.append("What each interview asked about was not recorded, so each counts as asked about every outcome.")
    heard = set(interviews["voice"].to_list()) | {
        voice
        for survey in dataset.surveys.values()
        for voice in survey.responses.filter(pl.col("year") == year.number)["voice"].to_list()
    }
    if "cyp" in outcomes["area"] and heard and "young_person" not in heard:
        own = dataset.table("assessments").filter(
            (pl.col("rater") == "young_person") & pl.col("date").is_between(year.start, year.end)
        )
        through = "scores that some of them gave themselves" if own.height else "records alone"
        limits.append(f"No young person was interviewed or surveyed this year; their view comes through {through}.")
    return tuple(limits)
