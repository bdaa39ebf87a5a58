"""Evaluations: the engine run on the hub's records, and the reports it made."""
