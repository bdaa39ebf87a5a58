"""What the programme hopes to change, by when, and what it means by its words."""
