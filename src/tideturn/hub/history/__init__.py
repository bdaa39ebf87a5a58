"""What every record said before: one table of versions. Each is sealed for its own place and opens with its record."""
