"""Freeze a version of a year's report: the release, which may be published, and the archive that proves it."""

from __future__ import annotations

from tideturn.report.release.earlier import earlier_releases as earlier_releases
from tideturn.report.release.freeze import freeze as freeze
