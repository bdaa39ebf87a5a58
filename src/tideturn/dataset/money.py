"""Handle amounts of money: their currency, and how they are written."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import polars as pl

POUNDS: Final = "GBP"
"""The currency of an amount that names none."""
_SIGNS: Final = {POUNDS: "£", "EUR": "€", "USD": "$"}
PENCE: Final = 100
"""Pence in a pound. Amounts are added up in pence, so that their order does not matter."""


def currency_of() -> pl.Expr:
    """Return the currency of each row of `costs.csv`."""
    return pl.col("currency").fill_null(POUNDS).str.to_uppercase()


def sign(currency: str) -> str:
    """Return the prefix of an amount: `£`, or `CHF ` for a currency without a sign here."""
    return _SIGNS.get(currency, f"{currency}\N{NO-BREAK SPACE}")


def pence(amount: float) -> int:
    """Return an amount in pence."""
    return int((Decimal(str(amount)) * PENCE).to_integral_value(ROUND_HALF_UP))


def whole(in_pence: int, shared_by: int = 1) -> int:
    """Return an amount, or one share of it, in whole pounds, with halves rounded up."""
    return int((Decimal(in_pence) / PENCE / shared_by).to_integral_value(ROUND_HALF_UP))
