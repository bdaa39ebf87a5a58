"""What may leave in a release: small counts of young people are hidden, so that they cannot be worked out."""

from __future__ import annotations

from tideturn.evaluation.withholding.published import published as published
from tideturn.evaluation.withholding.withhold import Withheld as Withheld
from tideturn.evaluation.withholding.withhold import withhold as withhold
