"""Whether the keys' folder is this database's: told at the start, and not by garbage on a page."""

from __future__ import annotations

from tideturn.hub.kernel.errors import KeysError
from tideturn.hub.kernel.keyrings import ring
from tideturn.hub.kernel.keys import Purpose
from tideturn.hub.kernel.models import KeyProof


def prove_keys() -> None:
    """Hold every key against what this database has known of it, and remember those it has not seen.

    Raises KeysError where a key that it knows is missing, or is another one under the same name.
    """
    known = {(proof.purpose, proof.key): proof.fingerprint for proof in KeyProof.objects.all()}
    for purpose in Purpose:
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
        KeyProof.objects.bulk_create(
            [
                KeyProof(purpose=purpose, key=key_id, fingerprint=fingerprint)
                for key_id, fingerprint in here.items()
                if (purpose, key_id) not in known
            ]
        )


def forget_key(purpose: Purpose, key_id: str) -> None:
    """From here on the key need not be there."""
    KeyProof.objects.filter(purpose=purpose, key=key_id).delete()
