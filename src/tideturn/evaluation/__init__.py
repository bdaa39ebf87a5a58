"""Evidence ledger → readings → verdicts → confidence → gaps: how a year is judged, by ordered rules."""
