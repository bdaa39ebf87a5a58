"""Every setting of the hub: its name, what it is for, and what it is where nobody says. The reference is made of it.

A setting comes from the environment; or else from the file that `TIDETURN_SETTINGS` names, in TOML, by the same names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tideturn.hub.common.errors import MisconfiguredError
from tideturn.hub.config import reading

SETTINGS_FILE: Final = "TIDETURN_SETTINGS"


@dataclass(frozen=True)
class Setting:
    """One setting. `read` makes its value of text, and raises ValueError with a sentence where it cannot."""

    name: str
    purpose: str
    default: str = ""
    read: Callable[[str], Any] = str.strip
    secret: bool = False


SETTINGS: Final = (
    Setting("TIDETURN_DATA", "The folder of the embedded database and of the files.", "tideturn-data", reading.folder),
    Setting(
        "TIDETURN_KEYS",
        "The folder of the keys. It may not lie in the data folder, nor the data in it: a copy of one must never hold "
        "the other.",
        "tideturn-keys",
        reading.folder,
    ),
    Setting(
        "DATABASE_URL",
        "The database, as `postgresql://USER:PASSWORD@HOST:PORT/NAME`. Without it the hub keeps an SQLite database in "
        "its data folder.",
        secret=True,
    ),
    Setting(
        "TIDETURN_POOL",
        "How many connections to PostgreSQL each process keeps at most; 0 opens one for each request.",
        "8",
        reading.between(0, 200),
    ),
    Setting(
        "TIDETURN_URL",
        "The address at which people reach the hub, which links in e-mails begin with. Without it, this machine alone.",
        read=reading.address,
    ),
    Setting(
        "TIDETURN_BIND", "The address and port that the web server listens at.", "127.0.0.1:8000", reading.listening
    ),
    Setting(
        "TIDETURN_PROCESSES",
        "How many processes serve pages: as many as there are processors, or one more.",
        "2",
        reading.between(1, 64),
    ),
    Setting(
        "TIDETURN_HOSTS",
        "Other names, apart from that of `TIDETURN_URL`, by which the hub may be asked for; parted by commas.",
        read=reading.hosts,
    ),
    Setting(
        "TIDETURN_PROXIES",
        "The addresses or networks of proxies that are believed about whom they speak for; parted by commas. Where "
        "there is none, the address of the connection counts.",
        read=reading.networks,
    ),
    Setting(
        "TIDETURN_MAIL",
        "The mail server, as `smtps://USER:PASSWORD@HOST:PORT`, `smtp+starttls://…` or `smtp://…`. Without it links "
        "are shown to the administrator.",
        secret=True,
    ),
    Setting("TIDETURN_MAIL_FROM", "The sender of e-mails.", read=reading.mail_address),
    Setting(
        "TIDETURN_IDLE_MINUTES",
        "After how many minutes without a sign of life somebody is logged out.",
        "30",
        reading.between(5, 24 * 60),
    ),
    Setting(
        "TIDETURN_ANCHORS",
        "A folder on another machine, where the heads of the audit's chain are written each minute.",
    ),
    Setting(
        "TIDETURN_BACKUP_TO",
        "A folder on another machine or disk, where copies of the hub are kept. It lies neither in the data folder nor "
        "in the keys'. Without it no copies are taken.",
    ),
    Setting(
        "TIDETURN_RECOVERY_KEY",
        "The public half of the recovery key that copies are shut to; `tideturn backup keypair` makes both halves. The "
        "private one is kept off this machine.",
    ),
    Setting(
        "TIDETURN_BACKUP_EVERY",
        "After how many hours the worker takes another copy; 0 for never.",
        "24",
        reading.between(0, 24 * 366),
    ),
    Setting(
        "TIDETURN_BACKUP_KEEP",
        "How many copies are kept, the newest ones; with 0 all are.",
        "14",
        reading.between(0, 10_000),
    ),
    Setting(
        "TIDETURN_SCANNER",
        "A program that looks for malware: it is given a file as its input, and says by 0 that nothing was found and "
        "by 1 that something was, as `clamdscan -` does. Without it no file is scanned.",
        read=reading.command,
    ),
    Setting(
        "TIDETURN_OPENID",
        "OpenID Connect, as with Microsoft 365: the address of the office's own provider, such as "
        "`https://login.microsoftonline.com/TENANT/v2.0`. Off without it.",
    ),
    Setting("TIDETURN_OPENID_CLIENT", "The hub's own name at that provider."),
    Setting("TIDETURN_OPENID_SECRET", "The hub's secret at that provider.", secret=True),
)
"""All of them, in the order of the reference page."""


_PAGE: Final = f"""# The hub's settings

Every setting comes from the environment; or else from the file that `{SETTINGS_FILE}` names, in TOML and by the same
names.
What cannot be read is told when the hub starts, and it does not start. Those marked *secret* are shown nowhere.

| setting | what it is for | without it |
|---|---|---|
"""


def read(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return each setting's value by its name. Raise MisconfiguredError if a file or a value cannot be read."""
    told = _file(environment.get(SETTINGS_FILE, ""))
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = environment.get(setting.name, told.get(setting.name, setting.default))
        try:
            values[setting.name] = setting.read(text)
        except ValueError as error:
            shown = "what it is set to" if setting.secret else f"“{text}”"
            raise MisconfiguredError(
                f"The setting {setting.name} cannot be {shown}: {error}.", mend=f"It says: {setting.purpose}"
            ) from None
    return values


def address(told: Mapping[str, Any]) -> str:
    """Return the address of the hub: as set, or else this machine with the port that the hub listens on."""
    return str(told["TIDETURN_URL"]) or f"http://localhost:{told['TIDETURN_BIND'].rpartition(':')[2]}"


def _file(path: str) -> dict[str, str]:
    """Return the settings in a file, as text. Raise MisconfiguredError if it cannot be read or names an unknown
    setting.
    """
    if not path:
        return {}
    try:
        told = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise MisconfiguredError(
            f"The file of settings, {path}, cannot be read ({error.strerror}).",
            mend=f"Say in {SETTINGS_FILE} where it lies, or take that away.",
        ) from None
    except ValueError as error:
        raise MisconfiguredError(f"The file of settings, {path}, is not TOML: {error}.") from None
    unknown = sorted(set(told) - {setting.name for setting in SETTINGS})
    if unknown:
        raise MisconfiguredError(
            f"The file of settings, {path}, names {', '.join(unknown)}, which is no setting of the hub.",
            mend="The reference lists them all.",
        )
    return {name: ", ".join(map(str, value)) if isinstance(value, list) else str(value) for name, value in told.items()}


def reference_page() -> str:
    """Return docs/reference/settings.md, which a test holds to this."""
    return _PAGE + "".join(
        f"| `{one.name}` | {one.purpose}{' *Secret.*' if one.secret else ''} | "
        f"{f'`{one.default}`' if one.default else '–'} |\n"
        for one in SETTINGS
    )
