"""The way in and out: the hub's records as a programme folder, and a programme folder as the hub's records."""
