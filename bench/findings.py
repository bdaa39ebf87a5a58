"""Check and grade 1,000 findings against 50,000 pieces of evidence. Targets: under 5 s, under 1 GiB.

The findings are those of the worked example, and true and false sentences about it that the tests keep. Its outcomes,
evidence and verdicts are copied under new names until there are so many. The time includes looking up the evidence of
each finding, but not judging the year. There is no peer: no other tool proves a sentence by its evidence.

Run: python bench/findings.py [--rounds N] [--findings N] [--evidence N]
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from _runs import HEADINGS, Clocks, agree, in_turn, options, said, tell

if TYPE_CHECKING:
    from tideturn.evaluation.claims.model import Claim

KEPT = Path(__file__).parents[1] / "tests" / "evaluation" / "claims" / "proof" / "kept.csv"
YEAR = 2
REFERENCE = re.compile(r"\{\w+:[^{}|]+")
"""A reference to a piece of evidence in a finding, without its end."""
TIME, MEMORY = 5.0, 1024


def work(findings: int, evidence: int) -> tuple[Clocks, str]:
    """Make the findings and the evidence; return the time and memory for the checks, and the number of each grade."""
    import polars as pl

    from tideturn.evaluation.claims.checks import context_of, run_checks
    from tideturn.evaluation.claims.gather import gather_claims
    from tideturn.evaluation.evaluate import evaluate
    from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict
    from tideturn.example import build_example
    from tideturn.example.findings import with_findings

    dataset = with_findings(build_example()[0])
    judged = evaluate(dataset, year=YEAR)
    first = [item for one in (*judged.earlier, judged) for item in one.evidence]
    copies = -(-evidence // len(first))

    def item_of(item: EvidenceItem, copy: int) -> EvidenceItem:
        return replace(item, evidence_id=f"{item.evidence_id}~{copy}", outcome_id=f"{item.outcome_id}~{copy}")

    def verdict_of(verdict: OutcomeVerdict, copy: int) -> OutcomeVerdict:
        strands = tuple(
            replace(strand, evidence=tuple(f"{one}~{copy}" for one in strand.evidence)) for strand in verdict.strands
        )
        return replace(verdict, outcome_id=f"{verdict.outcome_id}~{copy}", strands=strands)

    ledger = [item_of(item, copy) for copy in range(copies) for item in first][:evidence]
    verdicts = [verdict_of(verdict, copy) for copy in range(copies) for verdict in judged.outcomes]
    contributed = [
        replace(one, outcome_id=f"{one.outcome_id}~{copy}") for copy in range(copies) for one in judged.contributions
    ]
    written = [*_of_the_example(dataset.table("findings"), dataset.table("finding_evidence")), *_kept()]
    rows, edges = [], []
    for at, (row, own) in enumerate(islice(cycle(written), findings)):
        copy, claim_id = at % (copies - 1), f"finding-{at}"
        outcome = f"{row['outcome_id']}~{copy}" if row["outcome_id"] else ""
        text = REFERENCE.sub(rf"\g<0>~{copy}", row["text"])
        rows.append({**row, "claim_id": claim_id, "text": text, "outcome_id": outcome, "summary_of": None})
        edges += [{"claim_id": claim_id, "evidence_id": f"{one}~{copy}", "edge": edge} for one, edge in own]
    outcomes = dataset.table("outcomes")
    tables: Mapping[str, pl.DataFrame] = {
        **dataset.tables,
        "findings": pl.DataFrame(rows, schema=dataset.table("findings").schema),
        "finding_evidence": pl.DataFrame(edges, schema=dataset.table("finding_evidence").schema),
        "outcomes": pl.concat(outcomes.with_columns(pl.col("outcome_id") + f"~{copy}") for copy in range(copies)),
    }
    dataset = replace(dataset, tables=tables)
    judged = replace(
        judged, evidence=tuple(ledger), outcomes=tuple(verdicts), contributions=tuple(contributed), earlier=()
    )
    began = Clocks.now()
    claims = gather_claims(dataset, YEAR, ledger, verdicts)
    _, gradings = run_checks(_read_afresh(claims, len(written)), context_of(dataset, judged))
    took = Clocks.now().since(began)
    assert (len(claims), len(ledger)) == (findings, evidence)
    return took, ", ".join(f"{count} {grade}" for grade, count in sorted(Counter(g.grade for g in gradings).items()))


def _read_afresh(claims: Sequence[Claim], every: int) -> Iterator[Claim]:
    """Yield the claims, and clear the cache of sentences each time that they begin again."""
    from tideturn.evaluation.claims.proof import proposition, words
    from tideturn.evaluation.claims.said import numbers_said

    for at, claim in enumerate(claims):
        if at % every == 0:
            for cached in (numbers_said, words._found, proposition.forms):
                cached.cache_clear()
        yield claim


def _of_the_example(findings, evidence):  # type: ignore[no-untyped-def]
    edges = evidence.to_dicts()
    for row in findings.to_dicts():
        if row["year"] == YEAR and not row["summary_of"]:
            yield row, [(one["evidence_id"], one["edge"]) for one in edges if one["claim_id"] == row["claim_id"]]


def _kept():  # type: ignore[no-untyped-def]
    for row in csv.DictReader(KEPT.read_text(encoding="utf-8").splitlines()):
        if (row["folder"], row["year"]) == ("example", str(YEAR)):
            about = {name: row[name] for name in ("section", "type", "outcome_id", "scope")}
            edges = [(one, edge) for edge in ("supports", "contradicts") for one in filter(None, row[edge].split("|"))]
            yield {**about, "text": row["sentence"], "year": YEAR, "author": "a", "reviewer": "b"}, edges


def main() -> int:
    """Run each round in its own process, print the table, and return 1 if a target is missed."""
    asked = options(__doc__, rounds=3)
    asked.add_argument("--findings", type=int, default=1_000)
    asked.add_argument("--evidence", type=int, default=50_000)
    args = asked.parse_args()
    if args.one:
        took, graded = work(args.findings, args.evidence)
        tell(graded, *took)
        return 0
    sizes = ("--findings", str(args.findings), "--evidence", str(args.evidence))
    (runs,) = in_turn(__file__, ("ours",), args.rounds, *sizes)
    agree(runs)
    print(f"{args.findings:,} findings, {args.evidence:,} pieces of evidence; {args.rounds} rounds, medians")
    print(f"{HEADINGS}  graded")
    good = runs.seconds < TIME and runs.memory < MEMORY
    print(f"{runs}  {runs[0].found}; target {TIME:.0f} s, {MEMORY} MiB{said(good)}")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
