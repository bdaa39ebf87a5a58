"""Copies and the program age, whose form they have: it opens what Tideturn shut, and makes keys that Tideturn takes."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hubs import SERVER, Hub, empty_database, hub

from tideturn.hub.backup.databases import check_copy

GUIDE = Path(__file__).parents[3] / "docs" / "operate" / "backup.md"

pytestmark = pytest.mark.skipif(not shutil.which("age"), reason="age is not here; script/setup age installs it")


def run(line: str, within: Path) -> str:
    done = subprocess.run(["sh", "-euc", line], cwd=within, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def copied(living: Hub, place: Path) -> tuple[Path, Path]:
    """A copy of the hub and one of its keys."""
    living.bring_up_to_date()
    (place / "stick").mkdir()
    living.run("backup", "keys", place / "stick")
    living.run("backup")
    (archive,) = (place / "copies").glob("tideturn-*.tar.age")
    (keys,) = (place / "stick").iterdir()
    return archive, keys


def by_the_guide(pattern: str) -> str:
    """The one line of the guide that is like this, to be run beside the recovery key."""
    (line,) = [one.strip() for one in GUIDE.read_text().splitlines() if re.fullmatch(pattern, one.strip())]
    return line


def test_a_key_that_age_keygen_made_shuts_and_opens_copies(tmp_path: Path) -> None:
    with hub(tmp_path) as living, empty_database() as url:
        said = run(by_the_guide("age-keygen .*").replace("/media/stick/recovery.txt", "made.txt"), tmp_path)
        public = re.search(r"age1[0-9a-z]+", said)
        assert public
        living.settings["TIDETURN_RECOVERY_KEY"] = public[0]
        archive, keys = copied(living, tmp_path)
        back = Hub(tmp_path / "back", url)
        named = ("--keys", keys, "--recovery-key", tmp_path / "made.txt")
        into = ("--into", back.data, "--keys-into", back.keys, *(("--database-url", url) if url else ()))
        assert "links of the audit's chain hold" in back.run("restore", archive, *named, *into)
        assert "does not open" in living.run(
            *("restore", archive, "--keys", keys, "--recovery-key", tmp_path / "recovery.txt"),
            *("--into", tmp_path / "other", "--keys-into", tmp_path / "others"),
            code=2,
        )


@pytest.mark.database
def test_the_program_opens_a_copy_and_its_keys_with_the_commands_of_the_guide(tmp_path: Path) -> None:
    with hub(tmp_path) as living:
        archive, keys = copied(living, tmp_path)
        for name, path in (("tideturn-….tar.age", archive), ("tideturn-keys-….tar.age", keys)):
            line = by_the_guide(rf"age -d -i recovery.txt {name} \| tar x")
            into = tmp_path / path.name.removesuffix(".tar.age")
            into.mkdir()
            run(line.replace(name, str(path)).replace("recovery.txt", str(tmp_path / "recovery.txt")), into)
        hub_copy, keys_copy = (tmp_path / path.name.removesuffix(".tar.age") for path in (archive, keys))
        assert {path.name for path in hub_copy.iterdir()} == {"database", "manifest.json"}
        assert {path.name for path in keys_copy.iterdir()} == {path.name for path in living.keys.glob("*.json")}
        for path in living.keys.glob("*.json"):
            assert (keys_copy / path.name).read_bytes() == path.read_bytes()
        check_copy("postgresql" if SERVER else "sqlite", hub_copy / "database")


def test_what_the_program_shut_anew_is_put_back(tmp_path: Path) -> None:
    """Opened and shut to another key, as whoever changes the recovery key does with the copies that there are."""
    with hub(tmp_path) as living, empty_database() as url:
        archive, keys = copied(living, tmp_path)
        run("age-keygen -o new.txt", tmp_path)
        public = run("age-keygen -y new.txt", tmp_path).strip()
        line = by_the_guide(r"age -d .* \| age -r .*").replace("NEW-PUBLIC-HALF", public)
        for name, path in (("hub", archive), ("keys", keys)):
            run(line.replace("tideturn-….tar.age", str(path)).replace("tideturn-again", name), tmp_path)
        back = Hub(tmp_path / "back", url)
        named = ("--keys", tmp_path / "keys.tar.age", "--recovery-key", tmp_path / "new.txt")
        into = ("--into", back.data, "--keys-into", back.keys, *(("--database-url", url) if url else ()))
        assert "links of the audit's chain hold" in back.run("restore", tmp_path / "hub.tar.age", *named, *into)
