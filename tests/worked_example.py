"""The worked example and the second folder, judged and released once for all tests that ask only what comes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.once import made_once

from tideturn.dataset.check import read_checked
from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.planning.plan import Plan, plan
from tideturn.evaluation.withholding import Withheld, withhold
from tideturn.example import build_example
from tideturn.example.findings import with_findings
from tideturn.report.blocks import Report
from tideturn.report.engine_claims import EngineClaim, Proof


@made_once
def built() -> tuple[Dataset, dict[str, Any]]:
    """The worked example before anybody has written a finding, and its true answers."""
    return build_example()


@made_once
def example() -> Dataset:
    return with_findings(built()[0])


def truth() -> dict[str, Any]:
    return built()[1]


@made_once
def bare_judged(year: int) -> Evaluation:
    """A year as it is judged before anybody has written a finding."""
    return evaluate(built()[0], year=year)


@made_once
def judged(year: int) -> Evaluation:
    return evaluate(example(), year=year)


@made_once
def planned() -> Plan:
    """Year 2, as it could be planned before it began."""
    return plan(example(), year=2)


@made_once
def withheld(year: int) -> Withheld:
    """Each year's release held against the one before."""
    return withhold(example(), judged(year), [withheld(1).as_release("year-1-1")] if year == 2 else ())


def _only(*tables: str) -> Dataset:
    kept = {name: frame for name, frame in built()[0].tables.items() if name in tables}
    return replace(built()[0], tables=kept, surveys={}, transcripts={})


@made_once
def network() -> Dataset:
    """The worked example's network, without what else the programme records."""
    return replace(_only("outcomes", "organisations", "ties", "waves"), pathways={})


@made_once
def network_judged(year: int) -> Evaluation:
    return evaluate(network(), year=year)


@made_once
def pathway() -> Dataset:
    """The worked example's pathway, without what else the programme records."""
    return _only("outcomes", "events")


@made_once
def pathway_judged(year: int) -> Evaluation:
    return evaluate(pathway(), year=year)


@made_once
def pathway_withheld(year: int) -> Withheld:
    """Each year's release held against the one before."""
    earlier = [pathway_withheld(1).as_release("year-1-1")] if year == 2 else ()
    return withhold(pathway(), pathway_judged(year), earlier)


@made_once
def second() -> Dataset:
    """The folder of another programme, with ways of its own."""
    return read_checked(Path(__file__).parent / "independent" / "second_folder")[0]


@made_once
def second_planned() -> Plan:
    return plan(second(), year=2)


@made_once
def second_judged(year: int) -> Evaluation:
    return evaluate(second(), year=year)


def engine_claims(report: Report, bindings: Bindings, name: str = "") -> tuple[EngineClaim, ...]:
    """Return every sentence of the engine's own that states something, in the document's order."""
    proof = Proof(bindings)
    proof.of(report, name)
    return tuple(proof.claims)
