"""The learning log: what was learnt, about the problem or the work, with whom it was shared, and what came of it."""
