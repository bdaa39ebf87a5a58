"""The hub's own settings, and the peer beside them."""

import os

from tideturn.hub.config.settings import *  # noqa: F403
from tideturn.hub.config.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = ["_hub", *INSTALLED_APPS]
if os.environ.get("TIDETURN_BENCH_PEER"):
    INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
    ROOT_URLCONF = "_hub.admin_site"
    # The peer asks who is logged in, and nothing of a second factor or of grants.
    MIDDLEWARE = [name for name in MIDDLEWARE if "tideturn.hub" not in name or "no_store" in name]
