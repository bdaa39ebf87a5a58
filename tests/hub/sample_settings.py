"""The hub's own settings with the tests' own room besides, for commands that run in a process of their own."""

from tideturn.hub.config.settings import *  # noqa: F403
from tideturn.hub.config.settings import INSTALLED_APPS as OWN

INSTALLED_APPS = [*OWN, "sample"]
ROOT_URLCONF = "sample.urls"
