"""The worked example: a synthetic programme with a declared seed and known true answers."""

from tideturn.example.build import build_example

__all__ = ["build_example"]
