"""Set-up: the steps from an empty hub to a first year, and who does each."""
