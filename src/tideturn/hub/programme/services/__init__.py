"""What is done about the programme’s name, its years and its sites."""
