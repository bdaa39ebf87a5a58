"""What leaves the host as a copy is shut to a recovery key, whose private half is kept elsewhere.

The form is age's, as its own library writes it: a fresh key for each file, authenticated piece by piece with a mark on
the last one, so that nothing can be cut off, changed or put in another order (https://age-encryption.org/v1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import pyrage

from tideturn.hub.common.errors import HubError

BEGINNING: Final = b"age-encryption.org/v1\n"
"""First bytes of every encrypted file."""
_PRIVATE: Final = "AGE-SECRET-KEY-"
_PUBLIC: Final = "age1"


class RecoveryError(HubError):
    """A recovery key that is none, or a copy that does not open with it."""


@dataclass(frozen=True)
class KeyPair:
    """A recovery key: the public half, which shuts, and the private one, which opens and is kept off the host."""

    public: str
    private: str = field(repr=False)


def new_pair() -> KeyPair:
    """Make a new recovery key."""
    made = pyrage.x25519.Identity.generate()
    return KeyPair(str(made.to_public()), str(made))


def wrong_with(public: str) -> str:
    """Return why a text is no public recovery key, in a sentence that does not repeat it; empty if it is one."""
    if public.upper().startswith(_PRIVATE):
        return "TIDETURN_RECOVERY_KEY holds the private half of a recovery key, which may not lie on this machine."
    try:
        pyrage.x25519.Recipient.from_str(public)
    except pyrage.RecipientError:
        return f"TIDETURN_RECOVERY_KEY is not the public half of a recovery key, which begins with {_PUBLIC}."
    return ""


def read_private(path: Path) -> str:
    """Return the private key from a file whose other lines begin with #. Raise RecoveryError."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise RecoveryError(
            f"The recovery key {path} cannot be read ({why}).", mend="Name the file that holds its private half."
        ) from None
    told = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if len(told) != 1 or not told[0].upper().startswith(_PRIVATE):
        raise RecoveryError(
            f"{path} does not hold the private half of a recovery key.",
            mend=f"It is one line that begins with {_PRIVATE}, as tideturn backup keypair made it.",
        )
    return told[0]


def shut(source: BinaryIO, out: BinaryIO, *, to: str) -> None:
    """Write all of `source` to `out`, shut to a recovery key by its public half. Raises RecoveryError for none."""
    if wrong := wrong_with(to):
        raise RecoveryError(wrong, mend="Make one with: tideturn backup keypair")
    pyrage.encrypt_io(source, out, [pyrage.x25519.Recipient.from_str(to)])


def unshut(source: BinaryIO, out: BinaryIO, *, private: str, name: str) -> None:
    """Write what a shut file holds to `out`; before the last piece nothing of it may be relied on.

    Raises RecoveryError where the key is another one, and where the file was changed, is cut off or is none.
    """
    try:
        identity = pyrage.x25519.Identity.from_str(private)
    except pyrage.IdentityError:
        raise RecoveryError(
            "The private half of the recovery key is not whole.", mend="Compare it with where it was written down."
        ) from None
    try:
        pyrage.decrypt_io(source, out, [identity])
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise RecoveryError(
                f"{name} does not open with this recovery key.",
                mend="It was shut to another one: look for the key that was in use when it was made.",
            ) from None
        raise _damaged(name) from None
    except OSError as error:
        # The library tells of what does not authenticate without a number; a disk that is full has one.
        if error.errno is not None:
            raise
        raise _damaged(name) from None


def _damaged(name: str) -> RecoveryError:
    return RecoveryError(
        f"{name} was changed or cut off, or is no copy of a hub.",
        mend="Nothing of it is used. Take another copy, or fetch this one again from where it is kept.",
    )
