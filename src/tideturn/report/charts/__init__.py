"""Specify charts as frozen objects. A pure function draws each as plain SVG for a page, a PDF and Word."""
