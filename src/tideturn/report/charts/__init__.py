"""Charts as plain Vega-Lite specifications, drawn to SVG on this machine; and small strips drawn by hand."""
