"""The forms in which people are invited, given roles and let in, and their addresses: what is typed there is kept."""
