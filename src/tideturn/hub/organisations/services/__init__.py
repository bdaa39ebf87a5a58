"""What is done in the programme room."""
