"""Test that the parser reads the engine's own sentences as their templates bind them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.evaluation.claims.proof.test_kept import context, ledger, world

from tideturn.evaluation.claims.model import Claim, Edge, own_first
from tideturn.evaluation.claims.proof.clause import Clause
from tideturn.report import said
from tideturn.report.engine_claims import EngineClaim

FEWEST = 20
"""The number of bonds below which a year's sentences would test nothing."""


def read(folder: str, year: int) -> Iterator[tuple[EngineClaim, set[str], tuple[Clause, ...]]]:
    """Yield each sentence on the evidence of one outcome: the pieces that it is bound to, and how the parser reads it.

    The parser has all evidence on the outcome to choose from.
    """
    dataset, evaluation = world(folder, year)
    known = ledger(folder, year)
    for sentence in said(dataset, evaluation).claims:
        own = {bound.item for bound in sentence.bound if bound.item in known}
        outcomes = {known[one][0].outcome_id for one in own}
        scopes = {known[one][0].scope for one in own}
        outcome, scope = next(iter(outcomes), ""), next(iter(scopes), "")
        verdict = evaluation.verdict(outcome, scope if len(scopes) == 1 else "programme")
        if len(outcomes) != 1 or verdict is None:
            continue
        # What is bound to a strand is bound to its evidence.
        of_strands = f"strand/{outcome}/{verdict.scope}/{year}/"
        told_of = {bound.item.removeprefix(of_strands) for bound in sentence.bound if bound.item.startswith(of_strands)}
        own |= {one for strand in verdict.strands if strand.key in told_of for one in strand.evidence}
        every = [item for item in evaluation.evidence if item.outcome_id == outcome]
        edges = tuple(
            Edge(one.evidence_id, "supports", None, own_first(known[one.evidence_id], outcome)) for one in every
        )
        about = (outcome, verdict.scope, year)
        claim = Claim("c", "s", sentence.text, sentence.text, "descriptive", *about, "a", "b", (), edges, verdict)
        yield sentence, own, context(folder, year).prove(claim)


@pytest.mark.parametrize("year", [1, 2])
@pytest.mark.parametrize("folder", ["example", "second"])
def test_the_parser_agrees_with_the_templates(folder: str, year: int) -> None:
    bonds = 0
    for sentence, own, clauses in read(folder, year):
        assert not [one.text for clause in clauses for one in clause.against], sentence.text
        # The answers after a training are evidence twice: by themselves, and beside those before it.
        same = tuple(f"survey/{one.rpartition('/')[2]}/" for one in own if one.startswith("matched/"))
        for bond in (bond for clause in clauses for bond in clause.bonds if bond.evidence_id in ledger(folder, year)):
            bonds += 1
            assert bond.evidence_id in own or bond.evidence_id.startswith(same), (sentence.text, bond)
    assert bonds >= FEWEST
