"""What is done about folders that come in and go out."""
