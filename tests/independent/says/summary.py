"""The executive summary and the board of verdicts."""
