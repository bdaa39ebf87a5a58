"""Services on accounts, each in one transaction with its event."""
