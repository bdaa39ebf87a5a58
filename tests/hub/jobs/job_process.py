"""The process that runs jobs, with the tests' own kinds and a lease of two seconds: to be killed."""

import os
import sys
from datetime import timedelta
from pathlib import Path


def main() -> None:
    from django.conf import settings

    os.environ["DJANGO_SETTINGS_MODULE"] = "tideturn.hub.config.settings"
    sys.path.insert(0, str(Path(__file__).parent.parent))
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "sample"]
    from tideturn.hub.config import job_worker

    job_worker._LOOK_SECONDS, job_worker._SIGN_SECONDS = 0.1, 0.4
    import django

    django.setup()
    import sample.jobs  # noqa: F401  (its kinds of job)

    from tideturn.hub.jobs import leases

    leases.LEASE = timedelta(seconds=2)
    job_worker.main()


if __name__ == "__main__":
    main()
