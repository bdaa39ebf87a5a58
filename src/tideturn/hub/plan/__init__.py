"""The plan: targets of each year, milestones on the way, and what the programme tries to change in the system."""
