"""Django's settings, made of the hub's own; nothing here is set by hand in an installation."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.messages import constants as messages

import tideturn
from tideturn.hub.common.errors import KeysError
from tideturn.hub.common.log import logging_settings, our_lines
from tideturn.hub.config.demonstration import BANNER, require_kept_to_itself
from tideturn.hub.config.elsewhere import database, mail, openid
from tideturn.hub.config.environment import address, read
from tideturn.hub.crypto.keys import KeyFolder, Purpose

_SET: Final = read(os.environ)

TIDETURN_DATA: Path = _SET["TIDETURN_DATA"]
TIDETURN_KEYS: Path = _SET["TIDETURN_KEYS"]
TIDETURN_FILES: Path = TIDETURN_DATA / "files"
TIDETURN_SCANNER: str = _SET["TIDETURN_SCANNER"]
TIDETURN_ANCHORS: str = _SET["TIDETURN_ANCHORS"]
TIDETURN_BACKUP_TO: str = _SET["TIDETURN_BACKUP_TO"]
TIDETURN_BACKUP_EVERY = timedelta(hours=_SET["TIDETURN_BACKUP_EVERY"])
TIDETURN_BACKUP_KEEP: int = _SET["TIDETURN_BACKUP_KEEP"]
TIDETURN_RECOVERY_KEY: str = _SET["TIDETURN_RECOVERY_KEY"]
TIDETURN_PROXIES: tuple[str, ...] = _SET["TIDETURN_PROXIES"]
TIDETURN_URL: str = address(_SET)

# Which hub this is, at the head of every page.
TIDETURN_BANNER: str = ""
if KeyFolder(TIDETURN_KEYS).is_demo:
    require_kept_to_itself(_SET)
    TIDETURN_BANNER = BANNER

DEBUG = False


def _web_secrets() -> list[str]:
    """Return the keys, the one in use first. Return none if they are missing; the checks at start report that."""
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
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # numbers in pages, with a comma after each three figures
    "django_cotton.apps.SimpleAppConfig",  # its other one would set the loaders of templates by itself
    "django_htmx",
    "tideturn.hub.crypto",
    "tideturn.hub.audit",
    "tideturn.hub.ui",
    "django.forms",  # after ours, whose template for a list of choices replaces its own
    "tideturn.hub.accounts",  # before the library, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "tideturn.hub.history",
    "tideturn.hub.notices",
    "tideturn.hub.access",
    "django_tasks",
    "django_tasks_db",
    "tideturn.hub.jobs",
    "tideturn.hub.forms",
    "tideturn.hub.access_forms",
    "tideturn.hub.search",
    "tideturn.hub.resources",
    "tideturn.hub.programme",
    "tideturn.hub.organisations",
    "tideturn.hub.learning",
    "tideturn.hub.outcomes",
    "tideturn.hub.local_context",
    "tideturn.hub.theory",
    "tideturn.hub.plan",
    "tideturn.hub.import_export",
    "tideturn.hub.evaluations",
    "tideturn.hub.onboarding",
    "tideturn.hub.backup",
    "tideturn.hub.health",
    "tideturn.hub.config",  # last: it puts the others together
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tideturn.hub.access.closed.middleware.fails_closed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tideturn.hub.common.middleware.no_store",
    "tideturn.hub.common.middleware.looked_up_once",
    "allauth.account.middleware.AccountMiddleware",
    "tideturn.hub.accounts.middleware.sign_of_life",
    "tideturn.hub.accounts.middleware.SecondFactorFirst",
    "axes.middleware.AxesMiddleware",
    "tideturn.hub.access.middleware.Refusals",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "tideturn.hub.config.urls"
WSGI_APPLICATION = "tideturn.hub.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # Said outright, since libraries that bring a loader would each put theirs in place of the others'.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tideturn.hub.notices.queries.unread_notices",
                "tideturn.hub.ui.shell.shell",
            ],
        },
    }
]
COTTON_ISOLATE_BY_DEFAULT = True  # a part is drawn from what it is given, and not from what its page happens to hold

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DATABASES = {"default": database(_SET["DATABASE_URL"], TIDETURN_DATA, _SET["TIDETURN_POOL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "tideturn.hub.accounts.passwords.NoPatternValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "tideturn.hub.accounts.backends.InForceBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# The library of accounts: its own limits are off, since they count by the address alone and would shut out an office.
ACCOUNT_ADAPTER = "tideturn.hub.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "tideturn.hub.accounts.forms.LogInForm",
    "reauthenticate": "tideturn.hub.accounts.forms.ConfirmForm",
    "change_password": "tideturn.hub.accounts.forms.NewPasswordForm",
    "set_password": "tideturn.hub.accounts.forms.FirstPasswordForm",
}
MFA_ADAPTER = "tideturn.hub.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = False
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "tideturn.hub.accounts.forms.CodeForm",
    "reauthenticate": "tideturn.hub.accounts.forms.ConfirmCodeForm",
    "authenticate_webauthn": "tideturn.hub.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "tideturn.hub.accounts.forms.ConfirmPasskeyForm",
    "login_webauthn": "tideturn.hub.accounts.forms.PasskeyLogInForm",
    "activate_totp": "tideturn.hub.accounts.forms.AppForm",
    "add_webauthn": "tideturn.hub.accounts.forms.AddPasskeyForm",
}

# The office's own accounts, where a provider is set.
_OPENID = openid(_SET["TIDETURN_OPENID"], _SET["TIDETURN_OPENID_CLIENT"], _SET["TIDETURN_OPENID_SECRET"])
INSTALLED_APPS += _OPENID.applications
SOCIALACCOUNT_PROVIDERS = _OPENID.providers
SOCIALACCOUNT_ADAPTER = "tideturn.hub.accounts.provider.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False

# The one limiter counts by account and address together, and keeps a keyed mark of what was typed.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "tideturn.hub.accounts.limiter.account_of"
AXES_CLIENT_IP_CALLABLE = "tideturn.hub.accounts.addresses.household_of"
AXES_LOCKOUT_CALLABLE = "tideturn.hub.accounts.limiter.shut_page"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "credential", "csrfmiddlewaretoken", "next"]

TIDETURN_MAIL: str = _SET["TIDETURN_MAIL"]
_MAIL = mail(TIDETURN_MAIL)
EMAIL_BACKEND = _MAIL.backend
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = _MAIL.ssl, _MAIL.starttls, 10
DEFAULT_FROM_EMAIL: str = _SET["TIDETURN_MAIL_FROM"] or f"tideturn@{_URL.hostname}"

# A page loads and runs what the hub itself serves; the code that an authenticator app reads is drawn into its page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *_OPENID.origins],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = logging_settings()
our_lines()
# It writes four lines for each log-in, which the audit tells of.
LOGGING["loggers"]["axes"] = {"handlers": [], "level": "ERROR", "propagate": True}
# The queue tells each second that nothing waits.
for _queue in ("django_tasks", "django_tasks_db"):
    LOGGING["loggers"][_queue] = {"handlers": [], "level": "WARNING", "propagate": True}

# How what is said once on the next page looks there.
MESSAGE_TAGS = {
    messages.INFO: "information",
    messages.SUCCESS: "done",
    messages.WARNING: "warning",
    messages.ERROR: "problem",
}
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
# Our two typefaces, where the report keeps them, so that they are shipped once.
STATICFILES_DIRS = [("ui/fonts", Path(tideturn.__file__).parent / "report" / "fonts" / "web")]
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_ENGINE = "tideturn.hub.accounts.sessions"
SESSION_COOKIE_AGE = 60 * _SET["TIDETURN_IDLE_MINUTES"]
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would lie on a disk in clear
# A form of our own page is taken also where the proxy in front does not say that it was asked by https.
CSRF_TRUSTED_ORIGINS = [f"{_URL.scheme}://{_URL.netloc}"]
# What comes from a page of an earlier session is not done, and not lost.
CSRF_FAILURE_VIEW = "tideturn.hub.forms.pages.too_old"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"
