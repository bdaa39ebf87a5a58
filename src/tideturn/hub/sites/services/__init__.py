"""What is done about years and sites."""
