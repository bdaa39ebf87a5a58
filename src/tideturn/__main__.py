"""`python -m tideturn`, and where the `tideturn` command begins."""

import sys

from tideturn import stopping


def main() -> int:
    """Run the command line, with Ctrl-C seen to before anything that takes its time is imported."""
    stopping.at_once()
    from tideturn.cli import main as run

    try:
        return run()
    finally:
        stopping.no_more()


if __name__ == "__main__":
    sys.exit(main())
