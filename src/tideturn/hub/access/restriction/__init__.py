"""Restricted records: seen by the people named for them alone, as far as their roles let them."""
