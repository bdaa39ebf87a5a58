"""What draws a report's blocks: a page now; PDF and Word from the same blocks later."""
