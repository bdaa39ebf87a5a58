"""Measure how far coders agree: on units that each coder labels, and on spans that each coder marks freely in a text.

`from_wide` and `from_long` make ratings from tables, `coded` makes texts from spans; `agreement_of_units` and
`agreement_of_spans` return every coefficient by code and overall. Agreement is never reduced to one pooled number.
"""

from tideturn.methods.agreement.disagreements import disagreements_on_text, disagreements_on_units
from tideturn.methods.agreement.measure import (
    agreement_of_spans,
    agreement_of_units,
    alpha_of_codes,
    krippendorffs_alpha,
)
from tideturn.methods.agreement.ratings import Ratings, from_long, from_wide
from tideturn.methods.agreement.results import Agreement, CodeAgreement, Estimate, PairAgreement
from tideturn.methods.agreement.spans import Coded, Text, by_character, coded, misplaced

__all__ = [
    "Agreement",
    "CodeAgreement",
    "Coded",
    "Estimate",
    "PairAgreement",
    "Ratings",
    "Text",
    "agreement_of_spans",
    "agreement_of_units",
    "alpha_of_codes",
    "by_character",
    "coded",
    "disagreements_on_text",
    "disagreements_on_units",
    "from_long",
    "from_wide",
    "krippendorffs_alpha",
    "misplaced",
]
