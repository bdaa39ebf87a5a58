"""Whether the keys' folder is this database's: told at the start, and not by garbage on a page."""

from __future__ import annotations

from django.db import connection

from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.keys import Key, Purpose, ring
from tideturn.hub.crypto.models import KeyProof


def prove_keys() -> tuple[tuple[Purpose, Key], ...]:
    """Hold every key against what this database has known of it, and remember those it has not seen, which it returns.

    Raises KeysError where a key that it knows is missing, or is another one under the same name; nothing is remembered.
    """
    known = hold_keys()
    new = tuple((purpose, key) for purpose in Purpose for key in ring(purpose).keys if (purpose, key.id) not in known)
    KeyProof.objects.bulk_create(
        KeyProof(purpose=purpose, key=key.id, fingerprint=key.fingerprint) for purpose, key in new
    )
    return new


def hold_keys() -> dict[tuple[str, str], str]:
    """Compare every key with its proof in this database, if there is one. Write nothing.

    Raise KeysError as `prove_keys` does.
    """
    known = _known()
    for purpose in Purpose:
        _hold_against(purpose, known)
    return known


def check_keys() -> None:
    """Hold every key against what this database has known of it, and write nothing.

    Raises KeysError as `prove_keys` does, and where the database was never used with any of these keys.
    """
    if not hold_keys():
        raise KeysError(
            "These keys were never used with this database: it is a new one, or another hub's.",
            mend="See DATABASE_URL, TIDETURN_DATA and TIDETURN_KEYS: are they what the hub itself runs with?",
        )


def forget_key(purpose: Purpose, key_id: str) -> None:
    """Delete the proof of a key that is no longer needed."""
    KeyProof.objects.filter(purpose=purpose, key=key_id).delete()


def _known() -> dict[tuple[str, str], str]:
    if KeyProof._meta.db_table not in connection.introspection.table_names():  # a new database
        return {}
    return {(proof.purpose, proof.key): proof.fingerprint for proof in KeyProof.objects.all()}


def _hold_against(purpose: Purpose, known: dict[tuple[str, str], str]) -> None:
    here = {key.id: key.fingerprint for key in ring(purpose).keys}
    for (of, key_id), fingerprint in known.items():
        if of != purpose:
            continue
        if key_id not in here:
            raise KeysError(
                f"The {purpose} key “{key_id}”, which this database was used with, is not in the keys' folder.",
                mend="Put back the keys that belong to this database, or the database that belongs to these keys.",
            )
        if here[key_id] != fingerprint:
            raise KeysError(
                f"The {purpose} key “{key_id}” in the keys' folder is not the one that this database knows.",
                mend="Put back the keys that belong to this database, or the database that belongs to these keys.",
            )
