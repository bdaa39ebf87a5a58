"""Draw a report's blocks as a page, a PDF and a Word file."""
