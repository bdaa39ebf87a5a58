"""Whether coders agree: units that each put codes on, and spans that each laid freely over text.

`from_wide` and `from_long` make ratings of tables, `coded` makes texts of spans; `agreement_of_units` and
`agreement_of_spans` answer with every coefficient by code and overall. Nothing is pooled into one number alone.
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
