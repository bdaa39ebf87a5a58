"""What is done about the theory of change: its next version is worked on, made the version, or had from a folder."""
