"""Engines that run a count's frames if this machine is too small for them."""
