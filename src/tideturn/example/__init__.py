"""The worked example: a declared, seeded, synthetic programme whose true answers are known."""

from tideturn.example.build import build_example

__all__ = ["build_example"]
