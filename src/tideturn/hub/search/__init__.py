"""Finding by what is remembered: names with typing mistakes, and texts by their words; alike on either database."""
