"""A demonstration as somebody starts it and logs in; and every way in which it does not become a real hub."""

import hmac
import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from base64 import b32decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tideturn.hub.access.roles import ROLES
from tideturn.hub.common.errors import MisconfiguredError
from tideturn.hub.config.demonstration import BANNER, require_kept_to_itself
from tideturn.hub.config.environment import read
from tideturn.hub.crypto.keys import KeyFolder, Purpose

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[3]
_OURS = ("TIDETURN_", "DJANGO_", "DATABASE_")


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)} | more


def refused(*words: object, env: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", "tideturn", "serve", *map(str, words)]
    told = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert told.returncode == 2, told.stdout + told.stderr
    assert "Traceback" not in told.stderr
    return told.stderr


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(frozen=True)
class Demo:
    place: Path
    url: str
    said: str

    def told(self, role: str, what: str) -> str:
        """What was printed for whoever has a role."""
        of = self.said.partition(f"  e-mail    {role}@demo.invalid\n")[2]
        return next(line.split()[1] for line in of.splitlines() if line.split()[0] == what)


def begun(place: Path, out: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A demonstration that is up; settings of a real hub that lie about are not heeded."""
    port = free_port()
    env = environment(TIDETURN_BIND=f"127.0.0.1:{port}", TIDETURN_URL="https://hub.example.org", TIDETURN_MAIL="x")
    command = [sys.executable, "-m", "tideturn", "serve", "--demo", str(place)]
    with out.open("w") as said:
        serving = subprocess.Popen(command, env=env, stdout=said, stderr=said)
    for _ in range(3_000):
        if serving.poll() is not None or f"The hub is at http://localhost:{port}" in out.read_text():
            break
        time.sleep(0.1)
    assert serving.poll() is None, out.read_text()
    return serving, f"http://localhost:{port}"


def ended(serving: subprocess.Popen[bytes]) -> None:
    serving.send_signal(signal.SIGTERM)
    serving.wait(timeout=60)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    place = tmp_path_factory.mktemp("demo")
    serving, url = begun(place / "hub", place / "said.txt")
    yield Demo(place / "hub", url, (place / "said.txt").read_text())
    ended(serving)


def code_of(secret: str) -> str:
    """What an authenticator app shows (RFC 6238)."""
    made = hmac.digest(b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = made[-1] & 0xF
    return f"{(struct.unpack('>I', made[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


class Browser:
    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path: str) -> str:
        with self._opener.open(self.url + path, timeout=60) as page:
            return page.read().decode()

    def post(self, path: str, **given: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path))
        assert token
        given["csrfmiddlewaretoken"] = token[1]
        with self._opener.open(self.url + path, urllib.parse.urlencode(given).encode(), timeout=60) as page:
            return page.read().decode()


@pytest.mark.parametrize("role", ["systems-lead", "administrator"])
def test_somebody_logs_in_with_what_was_printed(demo: Demo, role: str) -> None:
    browser = Browser(demo.url)
    assert BANNER in browser.get("/account/log-in/")
    email = f"{role}@demo.invalid"
    said = browser.post("/account/log-in/", login=email, password=demo.told(role, "password"))
    assert "What to do first" not in said
    said = browser.post("/account/log-in/second-step/", code=code_of(demo.told(role, "secret")))
    assert BANNER in said
    assert "What to do first" in said
    if role == "administrator":
        assert "System status" in said
    else:
        assert "Riverbank Secondary School" in browser.get("/organisations/")


def test_there_is_an_account_for_each_role_each_with_secrets_of_its_own(demo: Demo) -> None:
    assert demo.said.count("@demo.invalid") == len(ROLES)
    for what in ("password", "secret"):
        told = {demo.told(role.replace("_", "-"), what) for role in ROLES}
        assert len(told) == len(ROLES)


def test_monitors_are_answered_also_while_the_database_is_locked(demo: Demo) -> None:
    for _ in range(2_000):
        said = lines(demo.url)
        if said.get("workers") == "well":
            break
        time.sleep(0.2)
    assert said == dict.fromkeys(said, "well") | {"backup": "now"}
    database = sqlite3.connect(demo.place / "data" / "tideturn.sqlite3", isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    try:
        begun_at = time.monotonic()
        assert lines(demo.url)["database"] == "well"
        assert time.monotonic() - begun_at < 5
    finally:
        database.close()


def lines(url: str) -> dict[str, str]:
    with pytest.raises(urllib.error.HTTPError) as answer:  # since no copies are taken
        urllib.request.urlopen(f"{url}/health/", timeout=60)
    assert answer.value.code == 503
    return dict(line.split(": ") for line in answer.value.read().decode().splitlines())


def test_it_answers_to_no_other_name(demo: Demo) -> None:
    asked = urllib.request.Request(f"{demo.url}/account/log-in/", headers={"Host": "hub.example.org"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(asked, timeout=60)


def test_it_is_refused_as_a_real_hub_with_its_keys_and_without(demo: Demo, tmp_path: Path) -> None:
    copied = tmp_path / "hub"
    shutil.copytree(demo.place, copied)
    own = environment(TIDETURN_DATA=str(copied / "data"), TIDETURN_KEYS=str(copied / "keys"))
    assert "never served as a real hub" in refused(env=own)
    KeyFolder(tmp_path / "others").create()
    assert "is not in the keys' folder" in refused(env=own | {"TIDETURN_KEYS": str(tmp_path / "others")})
    for path in (copied / "keys").glob("*.json"):
        kept = json.loads(path.read_text())
        for key in kept["keys"]:
            key["id"] = key["id"].removeprefix("demo")
        path.write_text(json.dumps(kept))
    assert "is not in the keys' folder" in refused(env=own)


def test_no_other_way_to_start_it_lets_others_in(demo: Demo) -> None:
    own = environment(TIDETURN_DATA=str(demo.place / "data"), TIDETURN_KEYS=str(demo.place / "keys"))
    own["DJANGO_SETTINGS_MODULE"] = "tideturn.hub.config.settings"
    command = [sys.executable, "-c", "import tideturn.hub.config.wsgi"]
    for wrong in ({}, {"TIDETURN_BIND": "0.0.0.0:8000"}, {"TIDETURN_URL": "https://hub.example.org"}):
        done = subprocess.run(command, env=own | wrong, capture_output=True, text=True, timeout=300)
        assert (done.returncode != 0, "to this machine alone" in done.stderr) == (bool(wrong), bool(wrong))


def test_one_that_runs_is_not_thrown_away(demo: Demo) -> None:
    assert "being served already" in refused(
        "--demo", demo.place, "--bind", f"127.0.0.1:{free_port()}", env=environment()
    )
    assert (demo.place / "data" / "tideturn.sqlite3").exists()


def test_it_is_begun_anew_each_time(tmp_path: Path) -> None:
    place, old = tmp_path / "hub", tmp_path / "hub" / "data" / "files"
    KeyFolder(place / "keys").create(demo=True)
    before = (place / "keys" / "records.json").read_text()
    old.mkdir(parents=True)
    (old / "left.sealed").write_text("of the last one")
    serving, _ = begun(place, tmp_path / "said.txt")
    ended(serving)
    assert not (old / "left.sealed").exists()
    assert (place / "keys" / "records.json").read_text() != before


def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "real"
    KeyFolder(place / "keys").create()
    (place / "data").mkdir()
    assert "no demonstration's" in refused("--demo", place, env=environment())
    assert KeyFolder(place / "keys").ring(Purpose.RECORDS)
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "thesis.txt").write_text("x")
    assert "no demonstration's" in refused("--demo", papers, env=environment())
    assert [path.name for path in papers.iterdir()] == ["thesis.txt"]


def test_what_would_not_keep_it_to_itself_is_refused_and_nothing_made(tmp_path: Path) -> None:
    place = tmp_path / "hub"
    url = environment(DATABASE_URL="postgresql://u:planted@localhost/x")
    assert "DATABASE_URL is set" in refused("--demo", place, env=url)
    for bind in ("0.0.0.0:8000", "192.0.2.1:8000", "[::]:8000"):
        assert "TIDETURN_BIND says otherwise" in refused("--demo", place, "--bind", bind, env=environment())
    assert "its own data and keys" in refused("--demo", place, "--data", place, env=environment())
    assert not place.exists()


@pytest.mark.parametrize(
    ("setting", "value", "taken"),
    [
        ("TIDETURN_BIND", "127.0.0.1:9000", True),
        ("TIDETURN_BIND", "[::1]:9000", True),
        ("TIDETURN_BIND", "localhost:9000", True),
        ("TIDETURN_BIND", "localhost.example.org:9000", False),
        ("TIDETURN_URL", "http://localhost:9000", True),
        ("TIDETURN_URL", "https://127.0.0.1.example.org", False),
        ("TIDETURN_HOSTS", "hub.example.org", False),
        ("TIDETURN_PROXIES", "127.0.0.1", False),
        ("DATABASE_URL", "postgresql:///x", False),
    ],
)
def test_only_this_machine_is_taken(setting: str, value: str, taken: bool) -> None:
    told = read({setting: value})
    if taken:
        require_kept_to_itself(told)
    else:
        with pytest.raises(MisconfiguredError, match=setting):
            require_kept_to_itself(told)


def test_that_it_was_one_stays_whatever_keys_come_after(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    keys.create(demo=True)
    for purpose in Purpose:
        keys.add(purpose)
    assert keys.is_demo
    keys.forget_all_but_current(Purpose.RECORDS)
    assert keys.is_demo
    (tmp_path / "records.json").write_text("{}")
    assert keys.is_demo
    KeyFolder(tmp_path / "real").create()
    assert not KeyFolder(tmp_path / "real").is_demo
    assert not KeyFolder(tmp_path / "none").is_demo


def test_the_script_ends_with_it_unless_reports_alone_are_wanted() -> None:
    *_, last_but, echo, last = (ROOT / "script" / "demo").read_text().splitlines()
    assert (last_but, echo) == ('[ "$setup" = hub ] || exit 0', "echo")
    assert last == 'exec "$tideturn" serve --demo "$demo/hub"'
