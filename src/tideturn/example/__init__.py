"""The worked example: a declared, seeded, synthetic programme whose true answers are known."""
