"""From an empty hub to a first year, one page after the other: who does what, and what is there already."""
