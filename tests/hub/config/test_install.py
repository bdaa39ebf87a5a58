"""What `docs/operate/install.md` has one write down is what the hub reads, and the service is one of systemd’s."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tideturn.hub.config.environment import SETTINGS, SETTINGS_FILE, read

OPERATE = Path(__file__).parents[3] / "docs" / "operate"


def test_the_settings_of_the_guide_are_read_from_their_file(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", (OPERATE / "install.md").read_text(encoding="utf-8"), re.DOTALL)
    written = tomllib.loads(block)
    assert set(written) <= {setting.name for setting in SETTINGS}
    file = tmp_path / "settings"
    file.write_text(block, encoding="utf-8")
    told = read({SETTINGS_FILE: str(file)})
    assert told["TIDETURN_DATA"] == Path("/srv/tideturn/data")
    assert told["TIDETURN_PROXIES"] == ("127.0.0.1",)


def test_the_service_reads_that_file_and_may_write_where_the_settings_point() -> None:
    unit = (OPERATE / "tideturn.service").read_text(encoding="utf-8")
    guide = (OPERATE / "install.md").read_text(encoding="utf-8")
    assert f"Environment={SETTINGS_FILE}=/etc/tideturn/settings" in unit
    writable = [path.lstrip("-") for line in re.findall(r"^ReadWritePaths=(.*)$", unit, re.M) for path in line.split()]
    for pointed in re.findall(r'^TIDETURN_(?:DATA|KEYS|ANCHORS) = "([^"]+)"', guide, re.M):
        assert any(pointed.startswith(f"{path}/") for path in writable), pointed


def test_the_command_that_is_typed_runs_as_the_service_does(tmp_path: Path) -> None:
    """The same user, settings and program, with the words as they were typed."""
    unit = (OPERATE / "tideturn.service").read_text(encoding="utf-8")
    sudo = tmp_path / "sudo"
    sudo.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    sudo.chmod(0o755)
    done = subprocess.run(
        ["sh", str(OPERATE / "tideturn.sh"), "backup", "keys", "/media/a stick"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    as_user, user, env, settings, program, *words = done.stdout.split("|")[:-1]
    assert (as_user, env, words) == ("-u", "env", ["backup", "keys", "/media/a stick"])
    assert f"User={user}\n" in unit
    assert f"Environment={settings}\n" in unit
    assert f"ExecStart={program} serve\n" in unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_finds_nothing_unknown_in_the_service(tmp_path: Path) -> None:
    unit = tmp_path / "tideturn.service"
    text = (OPERATE / "tideturn.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/tideturn/.venv/bin/tideturn", shutil.which("true") or "/bin/true"))
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert "tideturn.service" not in told.stderr
