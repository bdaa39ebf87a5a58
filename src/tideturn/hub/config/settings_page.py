"""The reference page of the hub's settings, made of the settings themselves."""

from __future__ import annotations

from typing import Final

from tideturn.hub.config.environment import SETTINGS, SETTINGS_FILE

_HEAD: Final = f"""# The hub's settings

Every setting comes from the environment; or else from the file that `{SETTINGS_FILE}` names, in TOML and by the same
names.
What cannot be read is told when the hub starts, and it does not start. Those marked *secret* are shown nowhere.

| setting | what it is for | without it |
|---|---|---|
"""


def page() -> str:
    """The page in Markdown."""
    return _HEAD + "".join(
        f"| `{one.name}` | {one.purpose}{' *Secret.*' if one.secret else ''} | "
        f"{f'`{one.default}`' if one.default else '–'} |\n"
        for one in SETTINGS
    )


if __name__ == "__main__":
    print(page(), end="")
