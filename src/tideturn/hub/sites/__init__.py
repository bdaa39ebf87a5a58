"""The programme's years, and the sites at which it works: every other room says of what it keeps at which site."""
