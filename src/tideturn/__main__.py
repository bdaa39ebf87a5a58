"""`python -m tideturn`, and where the `tideturn` command begins."""

import gc
import os
import sys

from tideturn import stopping

_SELDOM = 500_000
"""How many things are made before the collector looks for rings of them; left to itself it looks after 700 or so.

A command makes many small things that stay until it ends, and looking them through again and again costs a tenth of
its time. Frames, which are what takes room, are freed without the collector.
"""


def main() -> int:
    """Run the command line, with Ctrl-C seen to before anything that takes its time is imported."""
    stopping.at_once()
    # Before numpy is imported, which reads it then. Our matrices are small, and years are judged side by side: what
    # would share one out among threads costs more than it saves, and has them wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_SELDOM, 20, 50)
    from tideturn.cli import main as run

    try:
        return run()
    finally:
        stopping.no_more()
        # The process ends, and what it made ends with it: nobody need look that through for rings once more.
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
