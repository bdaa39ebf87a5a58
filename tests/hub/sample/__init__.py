"""A record kind of the tests' own, which carries everything that a room's record may: no part of the product."""
