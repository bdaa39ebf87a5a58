"""What a demonstration is filled with: an account for each role, and partners, all of them made up."""
