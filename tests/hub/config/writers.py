"""Many writers at once, each telling of a record once it is kept: to be killed in the middle of it.

Run as a program: writers.py PROCESSES THREADS. Prints the id of every record whose transaction has ended.
"""

import os
import sys
import threading
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4


def set_up() -> None:
    import django
    from django.conf import settings

    os.environ["DJANGO_SETTINGS_MODULE"] = "tideturn.hub.config.settings"
    sys.path.insert(0, str(Path(__file__).parent.parent))
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "sample"]
    django.setup()


def write_on() -> None:
    """Write records, each with its event, without end."""
    from django.db import transaction
    from sample.models import Child

    from tideturn.hub.audit.actions import ACTIONS, Kind, action
    from tideturn.hub.audit.record import record

    made = ACTIONS.get("sample.make_child") or action("sample.make_child", Kind.WRITE, "made a record")
    while True:
        with transaction.atomic():
            child = Child.objects.create(reference=uuid4().hex[:20], name="Somebody", note="A note. " * 20)
            record(made, by=uuid4(), via="page", on=child, subjects=[child.pk])
        os.write(1, f"{child.pk}\n".encode())


def process(threads: int) -> None:
    set_up()
    for _ in range(threads - 1):
        threading.Thread(target=write_on, daemon=True).start()
    write_on()


if __name__ == "__main__":
    processes, threads = int(sys.argv[1]), int(sys.argv[2])
    spawned = [get_context("spawn").Process(target=process, args=(threads,)) for _ in range(processes - 1)]
    for one in spawned:
        one.start()
    process(threads)
