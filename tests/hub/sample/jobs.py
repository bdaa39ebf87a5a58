import time
from collections.abc import Mapping, Sequence
from typing import Any

from sample import policy, queries
from sample.models import Child, Visit
from tideturn.hub.access.standing import Standing
from tideturn.hub.access.tables import harmless
from tideturn.hub.crypto.files import FileInClear
from tideturn.hub.jobs.api import Outcome, Says, job_kind, write_in_stages

READING, COUNTING, WRITING = "Reading the records", "Counting", "Writing visits"


@job_kind("sample.export_children", title="Export of records", needs=policy.EXPORT, says=(READING,), idempotent=True)
def export_children(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    progress.say(READING)
    lines = queries.children_exported(by)
    rows = "".join(f"{harmless(one.reference)},{harmless(one.name)}\n" for one in lines)
    return Outcome(f"{len(lines)} records.", FileInClear("children.csv", "text/csv; charset=utf-8", rows.encode()))


def _counted(arguments: Mapping[str, Any], progress: Says) -> Outcome:
    for number in range(arguments["to"]):
        progress.say(COUNTING, number, arguments["to"])
        time.sleep(arguments.get("pause", 0.0))
    if "fails" in arguments:
        raise ValueError(arguments["fails"])
    return Outcome(f"Counted to {arguments['to']} for {arguments.get('for', 'nobody')}.")


@job_kind("sample.count_up", title="A count", needs=policy.ADD, says=(COUNTING,), idempotent=True)
def count_up(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    return _counted(arguments, progress)


@job_kind("sample.count_once", title="A count", needs=policy.ADD, says=(COUNTING,), idempotent=False)
def count_once(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    return _counted(arguments, progress)


@job_kind("sample.write_visits", title="Writing of visits", needs=policy.ADD, says=(WRITING,), idempotent=False)
def write_visits(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    child = policy.READABLE.get_visible(by, arguments["child"])

    def write(stage: Sequence[int]) -> None:
        Visit.objects.bulk_create(Visit(child=child, told=f"Visit {number}") for number in stage)

    done = write_in_stages(range(arguments["visits"]), write, progress=progress, saying=WRITING, of=arguments["visits"])
    assert Child.objects.filter(pk=child.pk).exists()
    return Outcome(f"{done} visits.")
