"""What every record said before: one table of versions, each sealed for its own place and opened with its record."""
