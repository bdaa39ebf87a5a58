"""Which percentages and means of young people, and which counts of adults in their work, may be shown."""

from __future__ import annotations

from tideturn.methods.disclosure.model import DisclosureRule, Suppression


def shown_share(k_id: str, n_id: str, suppression: Suppression, *, n: int, rule: DisclosureRule) -> bool:
    """Return whether k of n may be shown as a percentage: neither is hidden, and n reaches the small denominator.

    A percentage gives k away if n is shown, and gives n away if k is shown. So it is hidden if either is hidden.
    """
    return not suppression.hidden & {k_id, n_id} and n >= rule.small_denominator


def shown_mean(n_id: str, suppression: Suppression, *, n: int, rule: DisclosureRule) -> bool:
    """Return whether a mean over n young people may be shown."""
    return n_id not in suppression.hidden and n >= rule.small_denominator


def adult_count_shown(n: int, scope_is_programme: bool, rule: DisclosureRule) -> bool:
    """Return whether counts of answers that adults gave as part of their work may be shown, if n adults answered.

    Always for the whole programme; for a site or another group only if n reaches the small denominator.
    """
    return scope_is_programme or n >= rule.small_denominator
