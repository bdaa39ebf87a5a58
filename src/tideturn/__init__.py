"""Tideturn: a programme's records, surveys and interviews, turned into an evaluation that can be trusted."""

__version__ = "0.1.0"
