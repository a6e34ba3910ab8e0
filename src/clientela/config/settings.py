"""All settings, from the environment. There is one file for every machine on purpose."""

import os
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from clientela.config import data_folder, database, mail
from clientela.config.logs import LOGGING as LOGGING

# Django's own classes know their type parameters only in the stubs; `Field[str, str]` must also run.
django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent
DATA = data_folder.path()
FILES = DATA / "files"

SECRET_KEY = data_folder.secret_key(DATA)
DEBUG = False

# ── Where we are reached ────────────────────────────────────────────────────
BASE_URL = (os.environ.get("CLIENTELA_BASE_URL") or "http://localhost:8000").rstrip("/")
_BASE = urlsplit(BASE_URL)
_SECURE = _BASE.scheme == "https"
ALLOWED_HOSTS = [_BASE.hostname or "localhost", "localhost", "127.0.0.1", "[::1]", socket.gethostname()]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = "clientela.config.urls"

# ── What it is made of ──────────────────────────────────────────────────────
ENGINE = [
    "records",
    "access",
    "entities",
    "changes",
    "query",
    "jobs",
    "live",
    "imports",
    "api",
    "screens",
    "documents",
    "numbering",
]
# In the order of dependency: each may use those before it.
DOMAINS = [
    "contacts",
    "catalog",
    "pricing",
    "configurator",
    "activities",
    "territories",
    "deals",
    "leads",
    "telesales",
    "orders",
    "contracts",
    "invoices",
    "ledger",
    "encyclopedia",
    "performance",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "pgtrigger",
    *(f"clientela.engine.{name}" for name in ENGINE),
    *(f"clientela.domains.{name}" for name in DOMAINS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]
# Triggers are made after every migration, all at once: in the migrations they cost a rendering of all models each.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "clientela.config.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clientela.config.compression.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "clientela.engine.access.middleware.ActorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "ui/templates", *(PACKAGE / "domains" / name / "templates" for name in DOMAINS)],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "clientela.ui.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.request",
                "clientela.ui.context.page",
            ],
        },
    }
]

# ── PostgreSQL, and nothing else ────────────────────────────────────────────
DATABASES = database.connections(DATA)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sign-in rate limits must be counted once for all worker processes, so they live in a table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_ENGINE = "clientela.engine.access.sessions"

# ── Who signs in, and how ───────────────────────────────────────────────────
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["clientela.engine.access.backend.Backend"]
ACCOUNT_ADAPTER = "clientela.engine.access.backend.Adapter"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
# Whoever types strangers' addresses must not make us write to them.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _BASE.scheme
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Clientela"
# Browsers allow passkeys over plain http on localhost only; the library asks for the same to be said here.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _SECURE

# ── What a browser may do ───────────────────────────────────────────────────
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
CSRF_FAILURE_VIEW = "clientela.engine.screens.responses.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Longer bodies are refused by the server with 413 before a byte is read.
UPLOAD_LIMIT = 512 * 2**20
# What one file on a record may have; files live in the database.
FILE_LIMIT = int(os.environ.get("CLIENTELA_FILE_MB") or 25) * 2**20
# Per token and web process (engine/api/limits.py says why); 0 for no limit.
API_REQUESTS_PER_MINUTE = int(os.environ.get("CLIENTELA_API_RATE") or 6_000)

# ── Languages, time, files that never change ────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("ru", _("Russian")),
    ("pl", _("Polish")),
    ("zh-hant", _("Traditional Chinese")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "ui/static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Built files carry their content's hash in their name, so browsers may keep them for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"-[0-9a-f]{10}\.\w+$"

vars().update(mail.settings(DATA))
