"""What every page of the hub has: its frame, its style sheet, and how a form and its errors are shown."""
