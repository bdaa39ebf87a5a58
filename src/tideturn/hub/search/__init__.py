"""Search: names despite typing mistakes, and texts by their words. Both databases give the same results."""
