"""How the hub is put together: its settings, its addresses, and how it is started."""
