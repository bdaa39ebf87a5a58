"""What can be done about accounts, each in one transaction with its event."""
