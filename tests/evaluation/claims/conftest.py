"""Claims made by hand: evidence, verdicts and the situations in which the corpus of sentences is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from tests.evidence_values import value_of

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.checks import Context, run_checks
from tideturn.evaluation.claims.checks.exposure import small_counts_said
from tideturn.evaluation.claims.grade import Grading
from tideturn.evaluation.claims.model import Check, Claim, Edge
from tideturn.evaluation.claims.proof.clause import Clause
from tideturn.evaluation.claims.references import fill
from tideturn.evaluation.claims.rivals import Rival
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict, Override, Provenance
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.units import OF_VOICE
from tideturn.methods.intervals import paired_difference, wilson

SHA = "ab" * 32


@dataclass(frozen=True)
class Maker:
    """Makes evidence, verdicts, claims, and runs the checks over a claim."""

    outcome: str = "practice"

    def survey(
        self,
        k: int,
        n: int,
        *,
        disagree: int = 0,
        voice: str = "stakeholder",
        scope: str = "programme",
        year: int = 1,
        label: str = "Training has changed how I work.",
        barr: str | None = None,
        item: str = "q",
        invited: int | None = None,
        min_n: int = 10,
    ) -> EvidenceItem:
        told = wilson(k, n) if n >= min_n else None
        value: dict[str, Any] = {"k": k, "disagree": disagree, "neutral": n - k - disagree, "responses": n, "n": n}
        value |= {"share": k / n if told else None, "missing": 0, "dont_know": 0, "invited": invited}
        value |= {"barr_level": barr, "counts": {"Agree": k, "Disagree": disagree}}
        identity = f"survey/s/{item}/{voice}/{scope}/{year}"
        ends = (told.low, told.high) if told else None
        against = wilson(disagree, n) if told else None
        polarity = "none" if told is None or against is None else "mixed"
        if told and told.low > 1 / 2:
            polarity = "supports"
        elif against and against.low > 1 / 2:
            polarity = "contradicts"
        return self._item(identity, "survey", voice, scope, year, "survey:s", polarity, n, value, ends, label)

    def matched(
        self, better: int, same: int, worse: int, *, voice: str = "record", scope: str = "programme"
    ) -> EvidenceItem:
        pairs = better + same + worse
        told = paired_difference(better, worse, pairs)
        assert told is not None
        value = {"pairs": pairs, "better": better, "same": same, "worse": worse, "low": told.low, "high": told.high}
        value |= {"difference": (better - worse) / pairs, "due": pairs + 10, "lost": 10}
        identity = f"matched/{self.outcome}/{voice}/{scope}/1"
        ends = (told.low, told.high)
        text = "Scores"
        return self._item(identity, "monitoring", voice, scope, 1, "assessments", "supports", pairs, value, ends, text)

    def series(self, before: int, year: int, *, quarters_before: int = 4, quarters: int = 4) -> EvidenceItem:
        value = {"count_before": float(before), "count_year": float(year), "exposure_before": float(quarters_before)}
        value |= {"exposure_year": float(quarters)}
        value |= {
            "rate_before": before / quarters_before,
            "rate_year": year / quarters,
            "mean": before / quarters_before,
        }
        identity = "series/calls/programme/1"
        text = "Calls to the advice line, by quarter"
        polarity = "supports" if year > before else "none"
        return self._item(
            identity, "monitoring", "record", "programme", 1, "records", polarity, year, value, None, text
        )

    def spoke(
        self,
        person: str,
        text: str = "It has changed.",
        *,
        polarity: str = "supports",
        voice: str = "stakeholder",
        scope: str = "north",
        quotable: bool = True,
        identity: str = "",
        file: str = "",
    ) -> EvidenceItem:
        identity = identity or f"interview/{person}/0-{len(text)}/{self.outcome}"
        made = self._item(identity, "interview", voice, scope, 1, person, polarity, None, None, None, text)
        return replace(
            made, quotable=quotable, provenance=Provenance(file or f"transcripts/{person}.txt", ("0-9",), 1, SHA)
        )

    def _item(
        self,
        identity: str,
        kind: str,
        voice: str,
        scope: str,
        year: int,
        origin: str,
        polarity: str,
        n: int | None,
        value: Mapping[str, Any] | None,
        interval: tuple[float, float] | None,
        text: str,
    ) -> EvidenceItem:
        return EvidenceItem(
            evidence_id=identity,
            outcome_id=self.outcome,
            scope=scope,
            year=year,
            kind=kind,
            voice=voice,
            origin=origin,
            polarity=polarity,
            n=n,
            value=value_of(value) if value is not None else None,
            interval=interval,
            text=text,
            provenance=Provenance("table", ("row 2",), n or 1, SHA),
            unit="sources" if kind == "interview" else OF_VOICE.get(voice, "young people"),
            as_of=date(2019, 8, 31),
        )

    def verdict(
        self,
        verdict: str,
        confidence: str | None = None,
        *,
        differ: tuple[str, ...] = (),
        override: str = "",
        scope: str = "programme",
    ) -> OutcomeVerdict:
        return OutcomeVerdict(
            outcome_id=self.outcome,
            scope=scope,
            verdict=Verdict.of(verdict),
            why="",
            confidence=confidence,
            confidence_reasons=(),
            strands=(),
            override=Override(Verdict.of(override), "the records are known to be wrong", "lead-1")
            if override
            else None,
            sites_that_differ=differ,
        )

    def claim(
        self,
        text: str,
        *items: EvidenceItem,
        against: Sequence[EvidenceItem] = (),
        context: Sequence[EvidenceItem] = (),
        verdict: OutcomeVerdict | None = None,
        type_: str = "change",
        scope: str = "programme",
        author: str = "evaluator-1",
        reviewer: str | None = "evaluator-2",
        sha256: str | None = SHA,
        body: tuple[Claim, ...] = (),
        claim_id: str = "c1",
        section: str = "practitioners",
        signed: bool = True,
        judged_part: tuple[str, ...] = (),
        judged_reason: str | None = None,
    ) -> Claim:
        """Make a claim that its reviewer signed as a whole, unless `signed` is False."""
        edges = tuple(
            Edge(item.evidence_id, edge, sha256, (item,))
            for edge, several in (("supports", items), ("contradicts", against), ("context", context))
            for item in several
        )
        filled, places, unfilled = fill(text, edges)
        return Claim(
            claim_id=claim_id,
            section=section,
            written=text,
            text=filled,
            type=type_,
            outcome_id=self.outcome,
            scope=scope,
            year=1,
            author=author,
            reviewer=reviewer,
            summary_of=tuple(part.claim_id for part in body),
            edges=edges,
            verdict=verdict,
            filled=places,
            unfilled=unfilled,
            body=body,
            judged_part=judged_part or ((filled,) if signed else ()),
            judged_reason=judged_reason or ("Partners put it so in what they wrote." if signed else None),
        )

    def run(
        self,
        claim: Claim,
        *,
        rivals: Iterable[Rival] = (),
        rating: str = "main_among_several",
        source: Callable[[EvidenceItem], str] = lambda item: item.text,
        rules: Rules | None = None,
        clauses: tuple[Clause, ...] = (),
    ) -> tuple[tuple[Check, ...], tuple[Grading, ...]]:
        """Return what each check says about the claim, and its grade, in a programme of four places, three local."""
        exposed = partial(small_counts_said, rules=rules or Rules())
        held = Context(
            sites=4,
            local_sites=3,
            rivals=tuple(rivals),
            ratings={claim.outcome_id: rating},
            source=source,
            exposed=exposed,
            prove=lambda _: clauses,
        )
        return run_checks([claim], held)

    def checks(self, claim: Claim, **given: Any) -> dict[str, Check]:
        return {check.check: check for check in self.run(claim, **given)[0]}

    def grade(self, claim: Claim, **given: Any) -> str:
        return self.run(claim, **given)[1][0].grade

    def failing(self, claim: Claim, **given: Any) -> set[str]:
        return {name for name, check in self.checks(claim, **given).items() if check.status == "fail"}

    def status(self, name: str, claim: Claim, **given: Any) -> str:
        return self.checks(claim, **given)[name].status


@pytest.fixture
def maker() -> Maker:
    return Maker()
