"""Who did what to a record, and who has seen a person: only identifiers, in a chain that shows any change."""
