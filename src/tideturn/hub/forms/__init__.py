"""Drafts of every form, and edit conflicts: what is typed is not lost, and nobody overwrites another's words unseen."""
