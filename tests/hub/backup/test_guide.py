"""The guide to copies: every command in it runs, in its order, and does what the guide says."""

import re
import shlex
from pathlib import Path

import pytest
from hubs import SERVER, Hub

GUIDE = Path(__file__).parents[3] / "docs" / "operate" / "backup.md"
COPY, KEYS = "tideturn-….tar.age", "tideturn-keys-….tar.age"


def commands() -> list[str]:
    return [line.strip() for line in GUIDE.read_text().splitlines() if line.strip().startswith("tideturn ")]


@pytest.mark.skipif(bool(SERVER), reason="the guide's steps are those of the built-in database")
def test_every_command_runs_as_it_stands(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.begin_with_keys()
    hub.bring_up_to_date()
    said = []
    for folder in ("mnt/copies", "media/stick", "srv/tideturn", "srv/tideturn-keys"):
        (tmp_path / folder).mkdir(parents=True)
    for command in commands():
        words = shlex.split(re.sub(r"(?<= )/(?=(mnt|media|srv)/)", f"{tmp_path}/", command))[1:]
        for named, pattern in ((COPY, "mnt/copies/tideturn-2*.age"), (KEYS, "media/stick/tideturn-keys-*.age")):
            words = [str(max(tmp_path.glob(pattern))) if word.endswith(f"/{named}") else word for word in words]
        said.append(hub.run(*words))
        if "keypair" in words:
            public = re.search("TIDETURN_RECOVERY_KEY=(age1.+)", said[-1])
            assert public
            hub.settings |= {
                "TIDETURN_RECOVERY_KEY": public[1],
                "TIDETURN_BACKUP_TO": str(tmp_path / "mnt/copies"),
            }
        if "--into" in words:
            assert "The hub is as it was" in said[-1]
            hub.settings |= {
                "TIDETURN_DATA": str(tmp_path / "srv/tideturn/data"),
                "TIDETURN_KEYS": str(tmp_path / "srv/tideturn-keys/keys"),
            }
    assert "all of it was thrown away again" in "".join(said)
    assert "nothing is wrong" in said[-1]


def test_the_guide_names_every_command_of_copies() -> None:
    named = " ".join(commands())
    for words in ("backup keypair", "backup keys", "backup list", "restore", "--rehearse", "--into"):
        assert words in named
