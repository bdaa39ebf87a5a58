#!/usr/bin/env python3
"""Django's commands for developers, on a hub of their own beneath build/: makemigrations, shell, dbshell, sqlmigrate.

.venv/bin/python manage.py makemigrations organisations
"""

import os
import sys
from pathlib import Path

HUB = Path(__file__).parent / "build" / "developing"


def main() -> None:
    """Run a command on that hub, which is made if it is not there yet."""
    from tideturn.hub.crypto.keys import KeyFolder

    (HUB / "data").mkdir(mode=0o700, parents=True, exist_ok=True)
    KeyFolder(HUB / "keys").create()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tideturn.hub.config.settings",
        "TIDETURN_DATA": str(HUB / "data"),
        "TIDETURN_KEYS": str(HUB / "keys"),
    }
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
