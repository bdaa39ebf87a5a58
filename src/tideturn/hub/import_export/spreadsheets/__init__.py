"""Read spreadsheets as they are, match them to a table of the folder, and report problems cell by cell."""
