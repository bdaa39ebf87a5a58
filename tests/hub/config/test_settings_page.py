"""The reference says of every setting what the hub says, and the hub reads no other."""

import re
from pathlib import Path

from tideturn.hub.config.environment import SETTINGS, SETTINGS_FILE, read, reference_page

ROOT = Path(__file__).parents[3]


def test_the_page_is_what_the_settings_say() -> None:
    assert (ROOT / "docs/reference/settings.md").read_text() == reference_page()


def test_every_setting_has_a_purpose_and_a_default_that_can_be_read() -> None:
    assert set(read({})) == {setting.name for setting in SETTINGS}
    assert all(setting.purpose.endswith(".") for setting in SETTINGS)


def test_no_part_of_the_hub_reads_a_setting_that_is_not_told_of() -> None:
    known = {setting.name for setting in SETTINGS} | {SETTINGS_FILE}
    for path in (ROOT / "src/tideturn/hub").rglob("*.py"):
        for name in re.findall(r'(?:environ(?:\.get\(|\[)|_SET\[)["\'](\w+)', path.read_text()):
            assert name in known | {"DJANGO_SETTINGS_MODULE"}, f"{path} reads {name}"
