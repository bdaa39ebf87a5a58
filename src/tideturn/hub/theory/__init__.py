"""The theory of change: what the programme does, what should come of it, why, and how that was altered."""
