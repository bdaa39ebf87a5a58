"""Django's settings, made of the hub's own; nothing here is set by hand in an installation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tideturn.hub.config.database import database
from tideturn.hub.config.environment import read
from tideturn.hub.kernel.errors import KeysError
from tideturn.hub.kernel.keys import KeyFolder, Purpose
from tideturn.hub.kernel.log import logging_settings

_SET: Final = read(os.environ)

TIDETURN_DATA: Path = _SET["TIDETURN_DATA"]
TIDETURN_KEYS: Path = _SET["TIDETURN_KEYS"]
TIDETURN_FILES: Path = TIDETURN_DATA / "files"
TIDETURN_SCANNER: str = _SET["TIDETURN_SCANNER"]
TIDETURN_ANCHORS: str = _SET["TIDETURN_ANCHORS"]
TIDETURN_PROXIES: tuple[str, ...] = _SET["TIDETURN_PROXIES"]
TIDETURN_URL: str = _SET["TIDETURN_URL"] or f"http://localhost:{_SET['TIDETURN_BIND'].rpartition(':')[2]}"

DEBUG = False


def _web_secrets() -> list[str]:
    """The one in use first. None where the keys are missing, which the checks at the start tell of."""
    try:
        keys = KeyFolder(TIDETURN_KEYS).ring(Purpose.WEB).keys
    except KeysError:
        return [""]
    return [key.secret.hex() for key in reversed(keys)]


# They sign sessions and links and nothing else; the keys that seal records are other ones.
SECRET_KEY, *SECRET_KEY_FALLBACKS = _web_secrets()

_URL = urlsplit(TIDETURN_URL)
ALLOWED_HOSTS = [name for name in (_URL.hostname, *_SET["TIDETURN_HOSTS"]) if name]
_SECURE: Final = _URL.scheme == "https"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "tideturn.hub.kernel",
    "tideturn.hub.audit",
    "tideturn.hub.accounts",
    "tideturn.hub.access",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tideturn.hub.kernel.middleware.no_store",
]
ROOT_URLCONF = "tideturn.hub.config.urls"
WSGI_APPLICATION = "tideturn.hub.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": database(_SET["DATABASE_URL"], TIDETURN_DATA, _SET["TIDETURN_POOL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Every request is one transaction, so that a record and its audit row stand or fall together even where a view writes
# through two services.
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGGING = logging_settings()

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_AGE = 60 * _SET["TIDETURN_IDLE_MINUTES"]
SESSION_SAVE_EVERY_REQUEST = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"
