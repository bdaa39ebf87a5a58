"""Draw a theory of change: `reading` finds what a page may show, and the rest places plain values on it."""
