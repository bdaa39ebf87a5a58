"""Entry point of `python -m tideturn` and of the `tideturn` command."""

import gc
import os
import sys

from tideturn import stopping

_SELDOM = 500_000
"""Number of new objects before the garbage collector looks for reference cycles; by default it looks after 700 or so.

A command makes many small objects that stay until it ends, and scanning them again and again costs a tenth of its
time. Frames, which take up most of the memory, are freed without the collector.
"""


def main() -> int:
    """Run the command line; handle Ctrl-C before importing anything slow."""
    stopping.at_once()
    # Set this before importing numpy, which reads it then. Our matrices are small, and years are judged in parallel:
    # sharing one matrix among threads costs more than it saves, and makes them wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_SELDOM, 20, 50)
    from tideturn.cli import main as run

    try:
        return run()
    finally:
        stopping.no_more()
        # The process ends and takes its objects with it: the collector need not scan them for cycles once more.
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
