"""The hub: the web system in which a team keeps its records, around the core that evaluates them."""
