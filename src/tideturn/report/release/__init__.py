"""A version of a year's report, frozen: what may leave, and the archive by which it can be proved."""

from __future__ import annotations

from tideturn.report.release.earlier import earlier_releases as earlier_releases
from tideturn.report.release.freeze import freeze as freeze
