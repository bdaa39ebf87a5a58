"""Charts as frozen specifications, each drawn by a pure function to plain SVG that a page, a PDF and Word can hold."""
