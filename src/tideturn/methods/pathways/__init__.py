"""How cases really move through a system: an event log, and what can be counted of it."""

from __future__ import annotations

from tideturn.methods.pathways.log import EventLog as EventLog
from tideturn.methods.pathways.log import event_log as event_log
