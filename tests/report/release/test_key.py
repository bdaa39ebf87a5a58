"""The key of a folder's releases: made once, by whoever comes first, for its owner alone, and never a broken one."""

from __future__ import annotations

import hmac
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.report.release.freeze import MANIFEST, RELEASE
from tideturn.report.release.key import KEY, HashKey, key_of, made_key
from tideturn.report.release.proof import key_for, plain_hashes

SECRET = HashKey(bytes(range(32)))


def test_a_hash_is_the_hmac_of_version_name_and_content() -> None:
    told = hmac.new(bytes(range(32)), b"year-1-1\ncases.csv\ncase_id\n", "sha256").hexdigest()
    assert SECRET.of("year-1-1", "cases.csv", b"case_id\n") == told
    others = (("year-1-2", "cases.csv"), ("year-1-1", "plan.csv"))
    assert all(SECRET.of(*other, b"case_id\n") != told for other in others)
    assert HashKey(bytes(32)).of("year-1-1", "cases.csv", b"case_id\n") != told


def test_what_is_printed_of_a_key_does_not_hold_it() -> None:
    assert SECRET.secret.hex() not in repr(SECRET)
    assert len(SECRET.mark) == 16
    assert SECRET.mark not in SECRET.secret.hex()


def test_a_folder_has_one_key_which_its_owner_alone_may_read(tmp_path: Path) -> None:
    assert key_of(tmp_path) is None
    first = made_key(tmp_path)
    assert made_key(tmp_path) == key_of(tmp_path) == first
    assert first != made_key(tmp_path / "releases")
    path = tmp_path / "releases" / KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == first.as_file()


def test_of_many_who_publish_at_once_all_go_on_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as workers:
        made = set(workers.map(lambda _: made_key(tmp_path), range(32)))
    assert len(made) == 1
    assert [entry.name for entry in (tmp_path / "releases").iterdir()] == [KEY]


def test_a_disk_without_hard_links_has_a_key_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "not permitted")

    monkeypatch.setattr(os, "link", refused)
    assert made_key(tmp_path) == key_of(tmp_path)
    assert [entry.name for entry in (tmp_path / "releases").iterdir()] == [KEY]


@pytest.mark.parametrize("content", [b"", b"abc", b"\xff" * 65, b"0" * 62, b"g" * 64])
def test_a_file_that_holds_no_key_stops_a_release(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / KEY).write_bytes(content)
    with pytest.raises(TideturnError, match="not the key"):
        made_key(tmp_path)
    assert (tmp_path / "releases" / KEY).read_bytes() == content


def test_a_release_is_proved_with_its_own_key_wherever_that_lies(tmp_path: Path) -> None:
    manifest = {"hash_key": SECRET.mark}
    archive, folder = tmp_path / "archive", tmp_path / "folder"
    for place in (archive, folder):
        (place / "releases").mkdir(parents=True)
    with pytest.raises(TideturnError, match="is not here"):
        key_for(manifest, archive, folder)
    made_key(folder)
    with pytest.raises(TideturnError, match="another key"):
        key_for(manifest, archive, folder)
    (archive / "releases" / KEY).write_bytes(SECRET.as_file())
    assert key_for(manifest, archive, folder) == SECRET


def test_plain_hashes_are_found_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / RELEASE).mkdir()
    graph = tmp_path / RELEASE / "provenance.json"
    graph.write_text('{"entity": {"file:cases.csv": {"tideturn:hmac_sha256": "00"}}}')
    assert plain_hashes(tmp_path, {"hash_key": "0", "dataset": {"cases.csv": "00"}}) == ()
    assert plain_hashes(tmp_path, {"dataset": {"cases.csv": "00"}}) == (MANIFEST,)
    graph.write_text('{"entity": {"file:cases.csv": {"tideturn:sha256": "00"}}}')
    assert plain_hashes(tmp_path, {"dataset": {"cases.csv": "00"}}) == (MANIFEST, "provenance.json")
    assert plain_hashes(tmp_path, {"dataset": {}}) == ("provenance.json",)
