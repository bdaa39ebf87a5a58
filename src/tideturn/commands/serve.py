"""`tideturn serve`: run the hub on this machine with one command."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tideturn.commands.hub import the_hub
from tideturn.dataset.problems import TideturnError

_RESTART_SECONDS = 5.0


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "serve",
        help="run the hub: the web server that a team shares",
        description="Runs the hub: makes its folders and keys at first, brings its database up to date, and serves "
        "its pages until it is stopped (Ctrl-C).",
        epilog="Example: tideturn serve --data our-data --keys our-keys. docs/reference/settings.md has every setting.",
    )
    sub.add_argument("--data", type=Path, metavar="DIR", help="the folder of database and files (TIDETURN_DATA)")
    sub.add_argument("--keys", type=Path, metavar="DIR", help="the folder of the keys, elsewhere (TIDETURN_KEYS)")
    sub.add_argument(
        "--demo",
        type=Path,
        metavar="DIR",
        help="a hub of made-up people, begun anew in DIR, for this machine alone",
    )
    sub.add_argument("--bind", metavar="ADDRESS:PORT", help="where the web server listens (TIDETURN_BIND)")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Get the hub ready, then keep its web server and its workers running until a signal stops them."""
    if args.demo is not None and (args.data or args.keys):
        raise TideturnError("A demonstration has its own data and keys.", mend="Leave out --data and --keys.")
    for name, value in (("TIDETURN_DATA", args.data), ("TIDETURN_KEYS", args.keys), ("TIDETURN_BIND", args.bind)):
        if value is not None:
            os.environ[name] = str(value)
    # Only its owner may use what is made from here on: the database, what SQLite puts beside it, the files.
    os.umask(0o077)
    with the_hub():
        from tideturn.hub.config import demonstration, start

        if args.demo is not None:
            demonstration.choose(args.demo)
        else:
            demonstration.require_none()
        with start.served_once():
            _require_free()  # before anything is made, or thrown away
            if args.demo is not None:
                demonstration.begin_anew()
            with start.folders():
                to_see_to = start.set_up()
                start.bring_up_to_date()
            if args.demo is not None:
                _tell_of_demo()
            else:
                _tell(to_see_to)
            return _kept_running()


def _require_free() -> None:
    """Raise HubError if the port is taken."""
    from tideturn.hub.config import start
    from tideturn.hub.config.web_server import bind

    start.require_free(bind)


def _tell(to_see_to: tuple[str, ...]) -> None:
    """Print where everything is kept, and what to do first."""
    from django.conf import settings

    from tideturn.hub.accounts.services import invitations

    print(f"data  {settings.TIDETURN_DATA}\nkeys  {settings.TIDETURN_KEYS}", flush=True)
    print("Keep a copy of each folder, and never both in one place.", flush=True)
    _say_what_is_lost()
    for told in to_see_to:
        print(f"To see to: {told}", flush=True)
    if invitations.first_administrator_is_missing():
        link = invitations.first_administrator_link()
        print(f"Nobody administers the hub yet. Open this within 30 minutes, once:\n  {link}", flush=True)


def _tell_of_demo() -> None:
    """Fill the hub with made-up people, and print how each logs in."""
    from tideturn.hub.demo.filling import fill

    print("A hub of made-up people is filled; this takes some seconds …", flush=True)
    people = fill()
    print("\nEach logs in with e-mail and password, then a code of an authenticator app that was given the secret:\n")
    for one in people:
        print(f"{one.title}\n  e-mail    {one.email}\n  password  {one.password}\n  secret    {one.secret}\n")
    print("All of it is thrown away when the demonstration is begun again. Enter nothing real.", flush=True)


def _say_what_is_lost() -> None:
    """Print a warning if audit events are lost: the person who has just restored an older copy can explain it."""
    from tideturn.hub.audit.anchors import LostLinksError, lost

    if found := lost(whole=True):
        print(f"tideturn: {LostLinksError(found[-1])}", file=sys.stderr, flush=True)


def _kept_running() -> int:
    """Run every process until a signal stops us or the web server ends; restart a worker that has died."""
    web = [sys.executable, "-m", "gunicorn", "-c", "python:tideturn.hub.config.web_server"]
    workers = [[sys.executable, "-m", f"tideturn.hub.config.{name}"] for name in ("worker", "job_worker")]
    # In their own sessions, so that Ctrl-C reaches us alone and each process gets one stop signal.
    serving, working = _begun(web), [_begun(worker) for worker in workers]

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        while True:
            try:
                return serving.wait(timeout=_RESTART_SECONDS)
            except subprocess.TimeoutExpired:
                for at, worker in enumerate(workers):
                    if working[at].poll() is not None:
                        print("tideturn: a worker ended and is begun anew.", file=sys.stderr, flush=True)
                        working[at] = _begun(worker)
    except KeyboardInterrupt:
        print("Stopping …", flush=True)
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _ended(serving, *working)


def _begun(command: list[str]) -> subprocess.Popen[bytes]:
    from tideturn.hub.config.with_parent import BEGUN_BY

    environment = os.environ | {BEGUN_BY: str(os.getpid())}
    return subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 (our own modules)


def _ended(*processes: subprocess.Popen[bytes]) -> None:
    """Ask each process to stop, and kill those still running after half a minute."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + 30
    for process in processes:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
