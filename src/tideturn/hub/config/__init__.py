"""Put the hub together: its settings, its URLs and its start."""
