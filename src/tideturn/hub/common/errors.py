"""Define errors that users and operators of the hub can read: each has a sentence."""

from __future__ import annotations


class HubError(Exception):
    """An error with a sentence for people. `mend` is the hint that says what to do."""

    def __init__(self, what: str, *, mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.what} {self.mend}".strip()


class MisconfiguredError(HubError):
    """The hub cannot start as it is set up."""


class KeysError(HubError):
    """A key is lost, mixed up or unreadable: what it sealed cannot be read, and nothing is served."""
