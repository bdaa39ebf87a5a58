"""What the sentences and tables of the report state, and how each is recomputed: one module a topic, all registered."""

import importlib
import pkgutil

for each in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{each.name}")
