"""Where a count's frames run, where this machine is too small for them."""
