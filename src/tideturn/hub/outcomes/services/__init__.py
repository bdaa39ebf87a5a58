"""What is done about outcomes and definitions."""
