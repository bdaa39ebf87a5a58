"""The busiest list of the hub with 100,000 rows, 20 connections without pause, beside Django's admin of the same rows.

    .venv/bin/python bench/hub_list.py [--rows N] [--seconds N] [--rounds N]                    on SQLite
    script/postgres .venv/bin/python bench/hub_list.py …                                        on PostgreSQL

The hub is served as it always is: gunicorn by the hub's own settings, the worker that seals the audit and the one that
runs jobs beside it, access filter and audit included; logging in apart. The load comes from wrk, on the same machine
(https://github.com/wg/wrk; on Debian: apt-get install wrk). The admin is served by the same gunicorn, turn by turn,
without the filter, the audit and the workers. Then the hub again while a job writes as many rows more.

Targets: 95th percentile under 100 ms on SQLite and under 150 ms on PostgreSQL, on two cores.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ADDRESS = "127.0.0.1:8765"
CONNECTIONS = 20
HUB, PEER, WRITING = "the hub", "django admin", "the hub, a job writing"
TARGET = {"sqlite": 100.0, "postgresql": 150.0}
"""Milliseconds."""
SAYS = """
done = function(summary, latency, requests)
  io.write(string.format("found %d %d %d %.3f %.3f\\n", summary.requests,
    summary.errors.status + summary.errors.read + summary.errors.timeout + summary.errors.connect,
    summary.duration, latency:percentile(50) / 1000, latency:percentile(95) / 1000))
end
"""


def main() -> int:
    """Run all, print the table, and exit 1 where the target is missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--seconds", type=int, default=10)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--job", action="store_true", help=argparse.SUPPRESS)
    args = asked.parse_args()
    if args.make or args.job:
        return _in_the_hub(args)
    if shutil.which("wrk") is None:
        print("bench/hub_list.py: wrk is missing: on Debian or Ubuntu, run: sudo apt-get install wrk", file=sys.stderr)
        return 2
    vendor = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    with tempfile.TemporaryDirectory() as place:
        return _measured(args, Path(place), vendor)


def _measured(args: argparse.Namespace, place: Path, vendor: str) -> int:
    environment = os.environ | {
        "TIDETURN_DATA": str(place / "data"),
        "TIDETURN_KEYS": str(place / "keys"),
        "TIDETURN_BIND": ADDRESS,
        "TIDETURN_URL": f"http://{ADDRESS}",
        "DJANGO_SETTINGS_MODULE": "_hub.settings",
        "PYTHONPATH": str(HERE),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    own = [sys.executable, __file__, "--rows", str(args.rows)]
    made = subprocess.run([*own, "--make"], env=environment, check=True, capture_output=True, text=True)
    cookie = made.stdout.split()[-1]
    (place / "says.lua").write_text(SAYS, encoding="utf-8")
    results: dict[str, list[tuple[float, float, float]]] = {HUB: [], PEER: [], WRITING: []}

    def loaded(way: str, path: str) -> None:
        results[way].append(_load(path, cookie, args.seconds, place / "says.lua"))

    for _ in range(args.rounds):
        with _served(environment, workers=True):
            loaded(HUB, "/organisations/")
        with _served(environment | {"TIDETURN_BENCH_PEER": "1"}, workers=False):
            loaded(PEER, "/admin/organisations/organisation/")
    with _served(environment, workers=True):
        subprocess.run([*own, "--job"], env=environment, check=True, capture_output=True)
        time.sleep(2)
        for _ in range(args.rounds):
            loaded(WRITING, "/organisations/")
    print(
        f"{args.rows:,} rows on {vendor}, {CONNECTIONS} connections by wrk; {args.rounds} × {args.seconds} s, medians"
    )
    print(f"{'way':24} {'a second':>9} {'median ms':>10} {'95th ms':>8}")
    missed = False
    for way, runs in results.items():
        rate, middle, high = (statistics.median(column) for column in zip(*runs, strict=True))
        good = way == PEER or high < TARGET[vendor]
        missed |= not good
        told = "" if way == PEER else f"  target {TARGET[vendor]:.0f}: {'met' if good else 'NOT met'}"
        print(f"{way:24} {rate:9.1f} {middle:10.1f} {high:8.1f}{told}")
    print(f"peak memory of the largest process {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")
    return int(missed)


@contextmanager
def _served(environment: dict[str, str], *, workers: bool) -> Iterator[None]:
    """The web server, and the hub's workers, until the load is over."""
    commands = [["-m", "gunicorn", "-c", "python:tideturn.hub.config.web_server"]]
    if workers:
        commands += [["-m", "tideturn.hub.config.worker"], ["-m", "tideturn.hub.config.job_worker"]]
    log = subprocess.DEVNULL
    running = [
        subprocess.Popen([sys.executable, *command], env=environment, start_new_session=True, stdout=log, stderr=log)
        for command in commands
    ]
    try:
        _wait()
        yield
    finally:
        for one in running:
            os.killpg(one.pid, signal.SIGTERM)
        for one in running:
            try:
                one.wait(timeout=10)
            except subprocess.TimeoutExpired:  # a job that is seen through, of which enough was seen here
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()


def _wait() -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://{ADDRESS}/", timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web server does not answer")


def _load(path: str, cookie: str, seconds: int, says: Path) -> tuple[float, float, float]:
    """Requests a second, and the median and 95th percentile in milliseconds, after two seconds to get warm."""
    told = ""
    for time_ in (2, seconds):
        command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{time_}s", "-s", str(says), "--timeout", "30s"]
        told = subprocess.run(
            [*command, "-H", f"Cookie: sessionid={cookie}", f"http://{ADDRESS}{path}"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    found = re.search(r"found (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+)", told)
    assert found, told
    requests, wrong, duration = (int(found[number]) for number in (1, 2, 3))
    assert not wrong, f"{wrong} of {requests} were not answered well\n{told}"
    return requests / (duration / 1e6), float(found[4]), float(found[5])


def _in_the_hub(args: argparse.Namespace) -> int:
    """Within the hub's own set-up: make the rows and a session, or start the job."""
    from tideturn.hub.config import start

    if args.make:
        with start.served_once(), start.folders():
            start.set_up()
            start.bring_up_to_date()
    else:
        start.set_up()
    from _hub import people

    if args.job:
        people.start_writing(args.rows)
    else:
        print(people.made_with(args.rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
