"""What every test shares."""

from hypothesis import settings

# How long a machine takes says nothing of what is right: timings are the benchmarks' matter. On a machine that builds
# the project for others hypothesis has a profile of its own, of which the rest is kept.
settings.register_profile("tideturn", settings.default, deadline=None)
settings.load_profile("tideturn")
