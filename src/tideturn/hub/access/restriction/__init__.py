"""Restricted records: only the people named for them see them, as far as their roles let them."""
