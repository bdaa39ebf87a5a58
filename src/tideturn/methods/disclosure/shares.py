"""Percentages and means of young people, and counts of adults in their work: which of them may be shown."""

from __future__ import annotations

from tideturn.methods.disclosure.model import DisclosureRule, Suppression


def shown_share(k_id: str, n_id: str, suppression: Suppression, *, n: int, rule: DisclosureRule) -> bool:
    """Whether k of n may be shown as a percentage: neither is hidden, and n reaches the small denominator.

    With n beside it a percentage gives k away, and with k beside it, n; so one hidden hides it.
    """
    return not suppression.hidden & {k_id, n_id} and n >= rule.small_denominator


def shown_mean(n_id: str, suppression: Suppression, *, n: int, rule: DisclosureRule) -> bool:
    """Whether a mean over n young people may be shown."""
    return n_id not in suppression.hidden and n >= rule.small_denominator


def adult_count_shown(n: int, scope_is_programme: bool, rule: DisclosureRule) -> bool:
    """Whether counts of what adults in their work answered may be shown, where n of them did.

    For the whole programme always; for a site or another group only where enough answered.
    """
    return scope_is_programme or n >= rule.small_denominator
