from __future__ import annotations

from hypothesis import settings

# A slow or busy machine is no fault of the method.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
