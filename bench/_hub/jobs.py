"""A job that writes organisations, as an import does."""

from collections.abc import Mapping
from typing import Any

from _hub.rows import make_rows, write_rows
from tideturn.hub.access.standing import Standing
from tideturn.hub.jobs.api import Outcome, Says, job_kind, write_in_stages
from tideturn.hub.organisations import access as policy


@job_kind(
    "bench.write_organisations", title="Write organisations", needs=policy.WRITE, says=("Writing",), idempotent=False
)
def write_organisations(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    """As many as it is asked for."""
    rows = make_rows(arguments["rows"], by.user, seed=2)
    done = write_in_stages(rows, write_rows, progress=progress, saying="Writing", of=arguments["rows"])
    return Outcome(f"{done} organisations.")
