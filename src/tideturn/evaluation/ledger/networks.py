"""Read the network of organisations as evidence: how much denser it is than a wave before, at each scope."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.wording import capital
from tideturn.evaluation.ledger.provenance import digest, of_rows
from tideturn.evaluation.ledger.scopes import Found, Outcome
from tideturn.evaluation.ledger.strands import strand_of
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.model import EvidenceItem, Provenance
from tideturn.evaluation.networks import ID_PREFIX, TIE_COLUMNS, WAVE_COLUMNS, NetworkAt, Rows
from tideturn.evaluation.population import Population
from tideturn.evaluation.readings import beside_a_state, imprecise
from tideturn.evaluation.readings_networks import read_network
from tideturn.evaluation.record_values import NetworkTies
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import MEASURED, Strand
from tideturn.methods.networks import Change

ORIGIN: Final = "network"
_STEPS: Final = ("", "were asked in both waves", "answered both waves", "")
_SHARED: Final = {"share_amount": "amount", "share_quality": "quality", "trust": "trust", "value": "worth"}
"""What ties carry, by the prefix of its numbers."""


def networks(
    dataset: Dataset, measured: Sequence[NetworkAt], outcomes: Mapping[str, Outcome], year: Year, rules: Rules
) -> Found:
    """Return the network against the wave before, for the outcome that `programme.toml` names under `[network]`."""
    outcome = outcomes.get(dataset.programme.network_outcome or "")
    if outcome is None:
        return Found((), ())
    items: list[EvidenceItem] = []
    strands: list[tuple[str, str, Strand]] = []
    rows: dict[tuple[int, int], dict[str, Rows]] = {}
    for at in measured:
        change = at.change
        if at.scope in outcome.scopes and change is not None:
            waves = change.earlier, change.later
            rows[waves] = rows.get(waves) or Rows.by_scope(dataset, waves)
            item, strand = _read(rows[waves][at.scope], at, change, outcome, year, rules)
            items.append(item)
            strands.append((outcome.outcome_id, at.scope, strand))
    return Found(tuple(items), tuple(strands))


def _read(
    rows: Rows, at: NetworkAt, change: Change, outcome: Outcome, year: Year, rules: Rules
) -> tuple[EvidenceItem, Strand]:
    reading = read_network(change, rules, asked=at.asked_both)
    if outcome.claim == "state":
        reading = beside_a_state(reading, "Ties in two waves show")
    population = Population(None, at.asked_both, change.organisations, None, _STEPS)
    about = f"ties between organisations, wave {change.later} against wave {change.earlier}"
    item = EvidenceItem(
        evidence_id=f"{ID_PREFIX}{change.earlier}-{change.later}/{at.scope}/{year.number}",
        outcome_id=outcome.outcome_id,
        scope=at.scope,
        year=year.number,
        kind="monitoring",
        voice="record",
        origin=ORIGIN,
        polarity=reading.polarity,
        n=change.organisations,
        value=_value(at, change),
        interval=(change.allowed.low, change.allowed.high) if change.allowed else None,
        text=capital(about),
        provenance=_provenance(rows),
        unit="organisations",
        as_of=year.as_of,
        population=population,
    )
    return item, strand_of(
        item,
        reading,
        design=MEASURED,
        about=about,
        tokens=frozenset({ORIGIN, people("stakeholder")}),
        imprecise=imprecise(change.allowed, rules),
        sources=change.organisations,
        asked=at.asked_both,
        concerns=population.lost_most("organisations", share=rules.response_rate),
    )


def _value(at: NetworkAt, change: Change) -> NetworkTies:
    """Return ties and densities among those who answered both waves, then what ties carry, apart from their number."""
    carried: dict[str, float | None] = {}
    for moved in change.moved:
        name = _SHARED[moved.what] + ("_kept" if moved.kept else "")
        carried |= {
            f"{name}_before": moved.before,
            f"{name}_after": moved.after,
            f"{name}_low": moved.low,
            f"{name}_high": moved.high,
        }
    return NetworkTies(
        asked=at.asked_both,
        possible=change.organisations * (change.organisations - 1),
        ties_before=change.before,
        ties_after=change.after,
        kept=change.kept,
        new=change.new,
        ended=change.lost,
        density_before=change.density_before,
        density_after=change.density_after,
        density=change.density,
        jaccard=change.jaccard,
        qap=change.qap,
        p_qap=change.qap_p,
        numbers=carried,
    )


def _provenance(rows: Rows) -> Provenance:
    """Return the ties' rows. Their hash also covers who was asked and answered: every number rests on that."""
    of_ties = of_rows("ties", rows.ties, TIE_COLUMNS)
    whole = f"{of_ties.sha256} {digest(rows.waves, WAVE_COLUMNS)}"
    return Provenance(of_ties.table, of_ties.rows, of_ties.count, hashlib.sha256(whole.encode()).hexdigest())
