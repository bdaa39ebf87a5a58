"""`python -m tideturn`."""

import sys

from tideturn.cli import main

sys.exit(main())
