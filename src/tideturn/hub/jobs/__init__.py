"""Work that takes longer than a page may: begun by somebody, watched, cancelled, and its result kept for a day."""
