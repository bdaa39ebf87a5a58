"""One module for each command: `add_to(commands)` declares it, `run(args)` runs it and returns the exit code.

A command imports what it needs when it runs: reading frames and drawing charts take time that `--help` should not.
"""
