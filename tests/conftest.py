"""What every test shares."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.once import begin

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long ones, and leave all others in their random order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


# How long a machine takes says nothing of what is right: timings are the benchmarks' matter. On a machine that builds
# the project for others hypothesis has a profile of its own, of which the rest is kept.
settings.register_profile("tideturn", settings.default, deadline=None)
settings.load_profile("tideturn")

# Two tests already keep both cores busy: another process, or a polars thread, would only wait.
os.environ.setdefault("TIDETURN_ONE_PROCESS", "1")
os.environ.setdefault("POLARS_MAX_THREADS", "1")

# Objects cached for all tests are never garbage; scanning them took a twentieth of the time.
gc.set_threshold(50_000, 50, 50)

# Set before the workers start, so that they share what is costly to make.
ONCE = begin()

# The one for no screen is drawn by the same engine, and takes a third less time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--font-render-hinting=none",  # letters as wide as on a screen, also where there is none
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, begun once: each test has contexts of its own."""
    from playwright.sync_api import expect, sync_playwright  # the other tests need no browser

    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    assert found, "no Chromium: script/setup browser"
    expect.set_options(timeout=30_000)
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # The browser's own loop runs in this thread, which is no reason to keep the hub's tests from the database.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser, with nothing open in it before or after."""
    yield chromium
    for context in chromium.contexts:
        context.close()
