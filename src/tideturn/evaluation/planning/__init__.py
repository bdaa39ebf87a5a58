"""Plan what a year to come could show, before it begins: from what was collected before, and what is planned."""
