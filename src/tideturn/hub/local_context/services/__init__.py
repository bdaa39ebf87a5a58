"""What is done about places."""
