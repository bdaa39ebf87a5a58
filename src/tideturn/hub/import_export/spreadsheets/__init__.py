"""Spreadsheets that somebody kept: read as they are, matched to a table of the folder, and told of cell by cell."""
