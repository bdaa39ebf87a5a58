"""`tideturn explain FOLDER --year N OUTCOME [SCOPE]`: explain how one verdict was reached; or `--claim ID`: one
finding.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.dataset.problems import TideturnError, visible
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.wording import capital

_MOST: Final = 3
"""Maximum number of sources for the coming year, and maximum number of additions to it."""
_OFFERS: Final = 5
"""Maximum number of sentences to offer in place of one that is not proved."""

if TYPE_CHECKING:
    from rich.console import Console

    from tideturn.dataset.model import Dataset
    from tideturn.evaluation.model import Evaluation, EvidenceItem, OutcomeVerdict
    from tideturn.evaluation.strand import Strand


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "explain",
        help="how one verdict was reached, or one finding graded",
        description="The rule that fitted, why the verdict is no higher and what evidence could show more, each "
        "strand, the rows behind each number, what would change the verdict. With --claim: the evidence behind each "
        "part of one finding, and the words that are not proved.",
        epilog="Example: tideturn explain our-programme --year 1 safety london",
    )
    sub.add_argument("folder", type=Path, metavar="FOLDER", help="the programme folder, or one workbook")
    sub.add_argument("outcome", metavar="OUTCOME", help="the outcome's code; with --claim the finding's claim_id")
    sub.add_argument("scope", nargs="?", default="programme", metavar="SCOPE", help="a site's code, or programme")
    sub.add_argument("--year", type=int, required=True, metavar="N", help="the programme year")
    sub.add_argument("--claim", action="store_true", help="explain a finding, such as --claim y1-safety")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge the year, then explain one outcome or one finding."""
    from rich.console import Console

    from tideturn.commands.evaluate import judged, progress
    from tideturn.evaluation.claims.bindings import Bindings
    from tideturn.evaluation.claims.borne_out import borne_out

    with progress("Explaining") as tell:
        dataset, evaluation, _ = judged(args.folder, args.year, tell)
    if args.claim:
        _tell_claim(Console(highlight=False, soft_wrap=False), dataset, evaluation, args.outcome)
        return 0
    verdict = _wanted(dataset, evaluation, args.outcome, args.scope)
    verdict = borne_out(Bindings(evaluation, dataset=dataset), verdict)
    row = next(row for row in dataset.table("outcomes").to_dicts() if row["outcome_id"] == verdict.outcome_id)
    console = Console(highlight=False, soft_wrap=False)
    _tell_verdict(console, dataset, evaluation, verdict, row["title"])
    _tell_higher(console, dataset, evaluation, verdict, row["due_year"])
    _tell_strands(console, evaluation, verdict)
    _tell_contribution(console, evaluation, verdict)
    _tell_causes(console, evaluation, verdict)
    _tell_changes(console, evaluation, verdict, row["due_year"])
    return 0


def _tell_claim(console: Console, dataset: Dataset, evaluation: Evaluation, claim_id: str) -> None:
    """Print the evidence behind each sentence of a finding, the words not proved, the checks, and what would pass."""
    from rich.text import Text

    from tideturn.evaluation.claims.checks.evidence import SHOWS_WHICH
    from tideturn.evaluation.claims.grade import JUDGED, PROVED
    from tideturn.evaluation.claims.model import PASS
    from tideturn.evaluation.drafting.offered import offered

    found = {grading.claim_id: grading for grading in evaluation.gradings}
    if claim_id not in found:
        mend = f"The findings of Year {evaluation.year.number} are: {', '.join(found) or 'none'}."
        raise TideturnError(f"There is no finding “{claim_id}”.", place="--claim", mend=mend)
    grading = found[claim_id]
    console.print()
    _say(console, f"{claim_id}: {grading.grade}", style="bold")
    for clause in grading.clauses:
        console.print()
        _say(console, clause.text, 2)
        if clause.said:
            _say(console, f"Read as: {clause.said}", 4)
        for bound in dict.fromkeys(
            f"- “{bond.text.strip(' ,;:')}”: {bond.field} of {bond.evidence_id}" for bond in clause.bonds
        ):
            _say(console, bound, 4)
        if clause.left:
            _say(console, f"Not proved: {clause.not_proved}", 4)
    claim = next(claim for claim in evaluation.claims if claim.claim_id == claim_id)
    if grading.grade == JUDGED and claim.judged_part:
        console.print()
        _say(console, f"Judged: {'; '.join(claim.judged_part)}", 2)
        _say(console, f"Why: {claim.judged_reason or 'nobody has given a reason.'}", 2)
    told = [check for check in evaluation.checks if check.claim_id == claim_id and check.status != PASS]
    if told:
        console.print()
    for check in told:
        mend = check.mend.replace(f" ({SHOWS_WHICH})", "")
        _say(console, f"{check.check} ({check.status}): {check.why} {mend}".rstrip(), 2)
    (offers,) = offered(dataset, evaluation, [claim]) if grading.grade != PROVED else [[]]
    if offers:
        console.print()
        _say(console, "Sentences about its evidence that would be proved:", 2)
    for offer in offers[:_OFFERS]:
        _say(console, f"- {offer.text}", 4)
        # To be copied, so in one line however long it is.
        console.print(Text(f"      {visible(offer.written)}", style="dim"), soft_wrap=True)
    console.print()


def _wanted(dataset: Dataset, evaluation: Evaluation, outcome: str, scope: str) -> OutcomeVerdict:
    outcomes = dataset.table("outcomes")["outcome_id"].to_list()
    if outcome not in outcomes:
        raise TideturnError(f"There is no outcome “{outcome}”.", mend=f"The outcomes are {', '.join(outcomes)}.")
    verdict = evaluation.verdict(outcome, scope)
    if verdict is None:
        scopes = [found.scope for found in evaluation.outcomes if found.outcome_id == outcome]
        raise TideturnError(f"“{outcome}” is not judged at “{scope}”.", mend=f"It is judged at {', '.join(scopes)}.")
    return verdict


def _say(console: Console, said: str, indent: int = 0, style: str = "") -> None:
    """Print the words with control characters made harmless, so that text from a file cannot command the terminal."""
    from rich.padding import Padding
    from rich.text import Text

    words = Text(visible(said), style=style)
    console.print(Padding(words, (0, 0, 0, indent)) if indent else words)


def _tell_verdict(
    console: Console, dataset: Dataset, evaluation: Evaluation, verdict: OutcomeVerdict, title: str
) -> None:
    from tideturn.dataset.vocabulary import CONFIDENCE

    place = dataset.programme.scope_name(verdict.scope)
    console.print()
    _say(console, f"{title} · {place} · Year {evaluation.year.number}", style="bold")
    word = replace(verdict, override=None).word
    _say(console, f"{word}  (rule {verdict.verdict.number})", style="bold")
    _say(console, verdict.why, 2)
    if verdict.override:
        over = verdict.override
        _say(console, f"Overridden to {over.verdict.word.lower()} by {over.by}: {over.reason}")
    if verdict.confidence is not None:
        console.print()
        of = "Confidence in the rules’ own verdict" if verdict.override else "Confidence"
        _say(console, f"{of}: {CONFIDENCE.terms[verdict.confidence]}", style="bold")
        reasons = verdict.confidence_reasons or ("No serious concern.",)
        for reason in reasons:
            _say(console, f"- {reason}", 2)
    if verdict.sites_that_differ:
        names = ", ".join(dataset.programme.scope_name(code) for code in verdict.sites_that_differ)
        _say(console, f"Sites with a verdict of their own: {names}")
    if not verdict.printed:
        _say(console, "A report shows its numbers under the programme’s verdict: they may differ by chance.")


def _tell_higher(
    console: Console, dataset: Dataset, evaluation: Evaluation, verdict: OutcomeVerdict, due_year: int
) -> None:
    """Print which rule fails, and what the next year could show: with the same evidence, and with more."""
    from tideturn.dataset.vocabulary import CONFIDENCE
    from tideturn.evaluation.counterfactual import why_not_higher
    from tideturn.evaluation.planning.judge import COULD, NOTHING_MORE
    from tideturn.evaluation.planning.plan import plan_one

    higher = why_not_higher(verdict, due_year=due_year)
    lines = [higher.why, *(f"- {need}" for need in higher.needs)]
    if higher.again:
        beyond = evaluation.year.number
        ahead, found = plan_one(dataset, verdict.outcome_id, verdict.scope, beyond=beyond, most=_MOST)
        level = found.best.confidence
        next_free = "" if ahead.year.number == beyond + 1 else ", the first with nothing recorded yet,"
        as_planned = f"If the same is collected again, Year {ahead.year.number}{next_free}"
        shown = [f"- {seen.says}" for seen in found.shown(_MOST)]
        if not found.seen:
            lines.append(f"What could show more in Year {ahead.year.number}:")
        elif found.standing != COULD:
            either = "" if verdict.verdict is Verdict.SUPPORTED else " either"
            lines += [f"{as_planned} could not show it{either}: {found.why_not}.", *shown]
        elif level and (verdict.verdict is not Verdict.SUPPORTED or level != verdict.confidence):
            sure = f"with {CONFIDENCE.terms[level]} confidence at best"
            lines += [f"{as_planned} could show it, {sure}. {found.no_surer}".rstrip(), *shown]
        if higher.more or found.standing != COULD:
            lines += [f"- {found.said(advice)}" for advice in found.advices] or [NOTHING_MORE[found.standing]]
    console.print()
    _say(console, "Why not higher?", style="bold")
    for line in lines:
        _say(console, line, 2)


def _tell_strands(console: Console, evaluation: Evaluation, verdict: OutcomeVerdict) -> None:
    from tideturn.dataset.vocabulary import READING
    from tideturn.evaluation.readings_surveys import SHOWN, movement
    from tideturn.evaluation.verdicts import describe

    by_id: dict[str, list[EvidenceItem]] = {}
    for item in evaluation.evidence:
        by_id.setdefault(item.evidence_id, []).append(item)
    console.print()
    _say(console, "What it rests on", style="bold")
    if not verdict.strands:
        console.print("  Nothing was collected.")
    for strand in verdict.strands:
        head = f"{capital(describe(strand))}: {READING.terms[strand.reading]}"
        _say(console, head, 2, "bold")
        _say(console, strand.why, 4)
        for part in strand.items if len(strand.items) > 1 else ():
            moved = f"; {movement(part.waves)}" if part.waves else ""
            reads = "only shown" if part.cause == SHOWN else READING.terms[part.reading]
            line = f"{part.item}: {part.k} of {part.n}, {reads}{moved}"
            _say(console, line, 4)
        for evidence_id in strand.evidence:
            for item in by_id.get(evidence_id, ()):
                _say(console, rows_of(item), 4, "dim")


def _tell_contribution(console: Console, evaluation: Evaluation, verdict: OutcomeVerdict) -> None:
    """Print how far the programme is a cause, and every other explanation's weight, for the whole programme only."""
    from tideturn.dataset.vocabulary import CONTRIBUTION, PROGRAMME_SCOPE, SEEN, SPEAKER, WEIGHED
    from tideturn.dataset.wording import counted, listed, quoted

    one = next((one for one in evaluation.contributions if one.outcome_id == verdict.outcome_id), None)
    if one is None or verdict.scope != PROGRAMME_SCOPE:
        return
    console.print()
    _say(console, f"The programme’s contribution: {CONTRIBUTION.terms[one.rating]}", style="bold")
    who = f" ({listed([SPEAKER.terms[voice] for voice in one.voices])})" if one.voices else ""
    people = counted(one.sources or 0, "person", "people")
    lines = [f"{people} said, without being asked, that a step towards it helps{who}."] if one.sources else []
    lines += [
        f"{quoted(rival.text)}: {WEIGHED.terms.get(rival.weight, 'not weighed')}"
        + (f" ({rival.reason.rstrip('.')})." if rival.reason else ".")
        for rival in one.rivals
    ]
    lines += [
        f"{quoted(test.expected or test.evidence_id)}, a {test.kind.replace('_', ' ')} test: "
        f"{SEEN.terms.get(test.seen, 'nobody has looked yet')}."
        for test in one.tests
    ]
    _say(console, one.why, 2)
    for line in lines:
        _say(console, f"- {line}", 2)


def _tell_causes(console: Console, evaluation: Evaluation, verdict: OutcomeVerdict) -> None:
    """Print what people said helped and, separately, what they said held back, for the whole programme only."""
    from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
    from tideturn.dataset.wording import counted, listed
    from tideturn.evaluation.causal_map import UNCAUSED, told_as
    from tideturn.methods.causal_map import HELPS, HINDERS

    direct = [one for one in evaluation.causes if (one.outcome_id, one.distance) == (verdict.outcome_id, 1)]
    for effect in (HELPS, HINDERS) if verdict.scope == PROGRAMME_SCOPE else ():
        own = [one for one in direct if one.effect == effect and one.sources]
        if not own:
            continue
        console.print()
        _say(console, told_as(effect, verdict.standing), style="bold")
        for cause in own:
            who = counted(cause.sources or 0, "person", "people")
            otherwise = f"; {cause.against} said otherwise" if cause.against else ""
            line = f"- {capital(listed(cause.factors, 'or'))}: {who}{otherwise}"
            _say(console, line, 2)
        if effect == HELPS and not verdict.standing.came_about:
            _say(console, UNCAUSED, 2)


def rows_of(item: EvidenceItem) -> str:
    """Return the rows behind a piece of evidence, and how it is coded."""
    source = item.provenance
    rows = ", ".join(source.rows[:6])
    more = f" and {source.count - min(len(source.rows), 6)} more" if source.count > min(len(source.rows), 6) else ""
    speaks = item.kind in ("interview", "document", "change") and item.polarity != "none"
    said = f" says: {item.polarity.replace('_', ' ')}" if speaks else ""
    said += " (an open answer, not counted among the interviews)" if item.in_a_survey else ""
    return f"{item.evidence_id}{said} · {source.table}: {rows}{more} · sha256 {source.sha256[:12]}…"


def _tell_changes(console: Console, evaluation: Evaluation, verdict: OutcomeVerdict, due_year: int) -> None:
    from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, READING
    from tideturn.evaluation.counterfactual import what_would_change
    from tideturn.evaluation.verdicts import describe

    sites: dict[str, tuple[Strand, ...]] = {}
    if verdict.scope == PROGRAMME_SCOPE:
        sites = {
            other.scope: other.strands
            for other in evaluation.outcomes
            if other.outcome_id == verdict.outcome_id and other.scope != PROGRAMME_SCOPE
        }
    year = evaluation.year.number
    changes = what_would_change(verdict.strands, due_year=due_year, year=year, claim=verdict.claim, sites=sites)
    console.print()
    _say(console, "What would change the verdict", style="bold")
    if due_year > year:
        console.print(f"  Nothing before Year {due_year}, when it is due.")
        return
    if not changes:
        console.print("  No single strand would, whatever it read.")
    for change in changes:
        line = (
            f"- {capital(describe(change.strand))} reading {READING.terms[change.reading]}: "
            f"{change.verdict.word.lower()}"
        )
        _say(console, line, 2)
