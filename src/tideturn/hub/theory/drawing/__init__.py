"""Draw a theory of change: plain values in, places on a page out. Nothing here reads the database or knows a person."""
