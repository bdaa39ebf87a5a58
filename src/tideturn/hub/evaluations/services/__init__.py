"""What is done about a year's evaluation."""
