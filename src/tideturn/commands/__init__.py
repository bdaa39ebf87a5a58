"""One module a command: `add_to(subparsers)` declares it, `run(args)` does it and returns the exit code."""
