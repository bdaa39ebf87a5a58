"""How the hub itself is: looked at by the worker, kept beside the data, shown to administrators and to monitors."""
