"""How the web server is run: gunicorn's settings, made of the hub's own."""

from __future__ import annotations

import os
from typing import Final

from tideturn.hub.config.environment import address, read
from tideturn.hub.config.with_parent import end_with_parent

_SET: Final = read(os.environ)

wsgi_app = "tideturn.hub.config.wsgi:application"
bind = _SET["TIDETURN_BIND"]
workers = _SET["TIDETURN_PROCESSES"]
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 20
max_requests = 10_000
max_requests_jitter = 1_000
# Whom a proxy speaks for is believed of these proxies alone.
forwarded_allow_ips = ",".join(_SET["TIDETURN_PROXIES"]) or "127.0.0.1"
# No access log: an address may hold what somebody typed. The audit says who did what.
accesslog = None
errorlog = "-"
loglevel = "warning"


def when_ready(_: object) -> None:
    """Tell where the hub is, once it listens there. The processes that serve pages end with this one by themselves."""
    end_with_parent()
    print(f"The hub is at {address(_SET)}. Stop it with Ctrl-C.", flush=True)
