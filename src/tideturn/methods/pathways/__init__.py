"""Event logs of how cases really move through a system, and counts of them."""

from __future__ import annotations

from tideturn.methods.pathways.counting import Counts as Counts
from tideturn.methods.pathways.counting import count as count
from tideturn.methods.pathways.counting import directly_follows as directly_follows
from tideturn.methods.pathways.counting import ends as ends
from tideturn.methods.pathways.counting import entropy as entropy
from tideturn.methods.pathways.counting import starts as starts
from tideturn.methods.pathways.counting import variants as variants
from tideturn.methods.pathways.log import EventLog as EventLog
from tideturn.methods.pathways.log import event_log as event_log
from tideturn.methods.pathways.rework import Rework as Rework
from tideturn.methods.pathways.rework import rework as rework
from tideturn.methods.pathways.splitting import split as split
from tideturn.methods.pathways.thinning import Thinned as Thinned
from tideturn.methods.pathways.thinning import thinned as thinned
from tideturn.methods.pathways.waits import Waits as Waits
from tideturn.methods.pathways.waits import throughput as throughput
from tideturn.methods.pathways.waits import wait_between as wait_between
