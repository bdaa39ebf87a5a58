"""Statistical disclosure control: choose what to hide in a release, and check that nothing hidden can be worked out.

`suppress` chooses, `audit` tries to undo it, and `shares` and `tables` apply it to percentages and whole tables.
"""

from tideturn.methods.disclosure.audit import audit
from tideturn.methods.disclosure.model import (
    HIDDEN,
    AtMost,
    Cell,
    DisclosureRule,
    EarlierRelease,
    Exposed,
    Relation,
    Suppression,
)
from tideturn.methods.disclosure.shares import adult_count_shown, shown_mean, shown_share
from tideturn.methods.disclosure.suppress import suppress

__all__ = [
    "HIDDEN",
    "AtMost",
    "Cell",
    "DisclosureRule",
    "EarlierRelease",
    "Exposed",
    "Relation",
    "Suppression",
    "adult_count_shown",
    "audit",
    "shown_mean",
    "shown_share",
    "suppress",
]
