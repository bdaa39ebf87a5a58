"""Who did what, to which record, and who has seen whom: identifiers alone, in a chain that shows what was changed."""
