"""How the web server is run: gunicorn's settings, made of the hub's own."""

from __future__ import annotations

import os
import sys
from typing import Final

from tideturn.hub.config.environment import address, read
from tideturn.hub.config.with_parent import end_with_parent

_SET: Final = read(os.environ)
_TURN: Final = 0.02
"""Seconds that a thread goes on where others wait; Python's own are 0.005."""

wsgi_app = "tideturn.hub.config.wsgi:application"
bind = _SET["TIDETURN_BIND"]
workers = _SET["TIDETURN_PROCESSES"]
worker_class = "gthread"
threads = 4
# A connection ends with its answer: kept ones stay with the process that took them, and one process would have most of
# the work while another has none.
keepalive = 0
timeout = 60
graceful_timeout = 20
max_requests = 10_000
max_requests_jitter = 1_000
# Only these proxies are trusted to say which client they forward.
forwarded_allow_ips = ",".join(_SET["TIDETURN_PROXIES"]) or "127.0.0.1"
# No access log: an address may hold what somebody typed. The audit says who did what.
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_fork(_: object, __: object) -> None:
    """Let a thread go on for longer with the page that it makes: to change from one to another costs its time too."""
    sys.setswitchinterval(_TURN)


def when_ready(_: object) -> None:
    """Tell where the hub is, once it listens there. The processes that serve pages end with this one by themselves."""
    end_with_parent()
    print(f"The hub is at {address(_SET)}. Stop it with Ctrl-C.", flush=True)
