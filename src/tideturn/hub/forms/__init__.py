"""Nothing typed is lost, and nobody's words are written over unseen: drafts of every form, and edits that meet."""
