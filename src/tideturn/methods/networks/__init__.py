"""Networks of organisations, surveyed in waves: how many work together, how, and whether that changed.

A tie is level 1 or more. If an organisation did not answer, its ties are missing, never absent.
"""

from __future__ import annotations

from tideturn.methods.networks.between import Change as Change
from tideturn.methods.networks.between import Moved as Moved
from tideturn.methods.networks.between import compare as compare
from tideturn.methods.networks.meaning import MEANING as MEANING
from tideturn.methods.networks.measures import External as External
from tideturn.methods.networks.measures import Node as Node
from tideturn.methods.networks.measures import WaveMeasures as WaveMeasures
from tideturn.methods.networks.measures import betweenness as betweenness
from tideturn.methods.networks.measures import centralisation as centralisation
from tideturn.methods.networks.measures import external_index as external_index
from tideturn.methods.networks.measures import measure as measure
from tideturn.methods.networks.network import Network as Network
from tideturn.methods.networks.network import network as network
from tideturn.methods.networks.sharing import Quantity as Quantity
from tideturn.methods.networks.sharing import Sharing as Sharing
from tideturn.methods.networks.sharing import sharing as sharing
from tideturn.methods.networks.waves import Wave as Wave
from tideturn.methods.networks.waves import read_waves as read_waves
