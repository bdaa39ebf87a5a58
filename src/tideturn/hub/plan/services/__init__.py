"""What is done about the plan."""
