"""What is done about learning points."""
