"""Import and export: the hub's records as a programme folder, and a folder or spreadsheet as records."""
