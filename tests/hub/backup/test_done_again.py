"""What was taken from somebody after a copy is taken from them again once it is put back, and nothing is given."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hubs import Hub, empty_database, hub
from taken_away import REASON

from tideturn.hub.access.restriction.narrowing import LOST_REASON
from tideturn.hub.backup.places import LEDGER

PROGRAM = Path(__file__).parents[1] / "taken_away.py"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "sample_settings", "PYTHONPATH": str(PROGRAM.parent)}


@dataclass
class Back:
    """What the restore said, what is found in what was put back, the ledger, and the accounts and records before."""

    said: str
    found: dict
    ledger: str
    given: dict
    newer: str


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Back]:
    place = tmp_path_factory.mktemp("again")
    (place / "stick").mkdir()
    with hub(place, **SETTINGS) as living, empty_database() as url:
        given = living.ask("give", program=PROGRAM)
        living.run("backup", "keys", place / "stick")
        living.run("backup")
        (archive,) = (place / "copies").glob("tideturn-*.tar.age")
        newer = living.ask("take_away", json.dumps(given), program=PROGRAM)["newer"]
        living.run("backup")  # which writes the ledger too, as the worker does
        shutil.rmtree(living.place)

        made = Hub(place / "back", url, SETTINGS)
        (keys,) = (place / "stick").iterdir()
        named = ("--keys", keys, "--recovery-key", place / "recovery.txt")
        into = ("--into", made.data, "--keys-into", made.keys, *(("--database-url", url) if url else ()))
        said = made.run("restore", archive, *named, *into)
        found = made.ask("look", json.dumps(given), program=PROGRAM)
        yield Back(said, found, (place / "copies" / LEDGER).read_text(), given, newer)


def test_a_record_is_seen_by_whom_it_was_restricted_to_and_by_nobody_besides(back: Back) -> None:
    sees = back.found["sees"]
    assert sees["open"] == ["manager", "worker"]  # whoever was named later is named anew
    assert sees["restricted"] == ["manager", "worker"]
    assert sees["by_a_newer"] == ["manager", "worker"]  # who laid it is not in the copy
    assert sees["lifted"] == ["manager", "taken_off", "worker"]  # it is lifted anew
    assert "never_named" in sees["kept"]
    assert back.found["named"] == 2
    assert back.found["restrictions"] == 4


def test_why_a_record_was_restricted_is_not_in_the_ledger_and_its_page_says_so(back: Back) -> None:
    assert back.found["reason"] == LOST_REASON
    assert back.found["laid_by"] == ["manager", "Not known"]
    assert back.found["page"] == 200


def test_roles_and_authorities_that_were_withdrawn_are_and_none_is_granted(back: Back) -> None:
    kept = ["keeps_role", "manager", "never_named", "taken_off", "worker"]
    assert back.found["roles"] == kept
    assert back.found["elsewhere"] == 0
    assert back.found["withdrawn_by"] == ["None", "manager"]
    assert back.found["authorities"] == ["manager"]


def test_no_older_password_factor_or_code_opens_anything(back: Back) -> None:
    factors = back.found["factors"]
    assert back.found["without_password"] == ["changes_password", "recovered", "removes_app"]
    assert "removes_app" not in factors
    assert "recovered" not in factors
    assert factors["removes_app_of_two"] == ["webauthn"]
    assert factors["removes_passkey"] == ["totp"]
    assert factors["keeps_app"] == ["totp"]
    assert factors["renews_codes"] == ["totp"]
    assert factors["uses_code"] == ["recovery_codes", "totp"]
    assert back.found["used"] == 1 << 3


def test_what_was_erased_is(back: Back) -> None:
    records = back.given["records"]
    assert back.found["children"] == sorted(pk for name, pk in records.items() if name != "erased")
    assert back.found["versions"] == {"kept": ["Of kept"]}  # which open, and none of what was erased came back


def test_it_is_said_in_words_and_told_to_the_audit(back: Back) -> None:
    told = (
        "1 changes of a password",
        "4 removals of a second factor",
        "1 uses of a recovery code",
        "1 recoveries of accounts",
        "3 restrictions of a record",
        "2 withdrawals of a role",
        "1 withdrawals of an authority",
        "1 erasures of a sample",
    )
    assert [one for one in told if one not in back.said] == []
    addresses = "changes_password@example.org, recovered@example.org, removes_app@example.org"
    assert f"Let in again whoever has no password that counts: {addresses}." in back.said
    assert back.found["from_ledger"] == sorted(
        [
            *["access.withdraw_grant"] * 2,
            "access.withdraw_authority",
            *["access.restrict_record"] * 3,
            *["accounts.end_way_in"] * 6,
        ]
    )
    assert back.found["faults"] == []


def test_the_ledger_holds_identifiers_alone(back: Back) -> None:
    for name in ("example.org", REASON.split()[0], "removes_app", back.newer):
        assert name not in back.ledger
    for line in map(json.loads, back.ledger.splitlines()):
        assert set(line) == {"id", "at", "kind", "subject", "details", "signed"}
        assert set(line["details"]) <= {"by", "at", "kind", "to", "factor", "used"}
