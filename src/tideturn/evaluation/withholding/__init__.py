"""Decide what a release may contain: small counts of young people are hidden, so that nobody can work them out."""

from __future__ import annotations

from tideturn.evaluation.withholding.published import published as published
from tideturn.evaluation.withholding.published import published_claims as published_claims
from tideturn.evaluation.withholding.records import record_cells as record_cells
from tideturn.evaluation.withholding.released import released_dataset as released_dataset
from tideturn.evaluation.withholding.withhold import Withheld as Withheld
from tideturn.evaluation.withholding.withhold import shown_before as shown_before
from tideturn.evaluation.withholding.withhold import withhold as withhold
