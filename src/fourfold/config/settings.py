"""Django's settings, from one typed reading of the environment. Differences between places are values, not files."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import allauth
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from fourfold.config.env import read
from fourfold.config.secret import kept_secret
from fourfold.config.static_files import fingerprint

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
ENV = read(os.environ, ROOT)

DATA = ENV.data
JOURNAL = DATA / "journal"
SECRET_KEY = ENV.secret_key or kept_secret(DATA)
DEBUG = ENV.debug
DEMO = ENV.demo
ADDRESS = ENV.address
# Where a link in a mail leads.
LINKS_TO = ENV.address or f"http://localhost:{ENV.port}"
_host = urlsplit(ENV.address).hostname
ALLOWED_HOSTS = [_host] if _host else ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [ENV.address] if ENV.address else []
_secure = ENV.address.startswith("https://")

WINGS = [
    "fourfold.foundation.scope",
    "fourfold.foundation.design",
    "fourfold.foundation.trail",
    "fourfold.foundation.access",
    "fourfold.foundation.due",
    "fourfold.foundation.notify",
    "fourfold.foundation.act",
    "fourfold.foundation.documents",
    "fourfold.foundation.retention",
    "fourfold.foundation.intake",
    "fourfold.casework.people",
    "fourfold.casework.voice",
    "fourfold.casework.cycles",
    "fourfold.casework.identify",
    "fourfold.casework.assess",
    "fourfold.casework.plan",
    "fourfold.casework.do",
    "fourfold.casework.review",
    "fourfold.casework.onward",
    "fourfold.desk",
]

INSTALLED_APPS = [
    "fourfold.config",
    *WINGS,
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fourfold.foundation.access.middleware.readable_address",
    "fourfold.foundation.access.middleware.whole_door",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "fourfold.foundation.access.middleware.private_by_default",
]

ROOT_URLCONF = "fourfold.config.urls"
WSGI_APPLICATION = "fourfold.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {"environment": "fourfold.foundation.design.environment.environment"},
    },
    {
        # allauth renders its plain-text mails with Django's own engine; every page of ours is Jinja.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {"default": {**ENV.database, "ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 60}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
# The first is the mark of a session that the doors open to; the second knows people by their password (ADR 0006).
SESSION_ENGINE = "fourfold.foundation.access.sessions"
AUTHENTICATION_BACKENDS = [
    "fourfold.foundation.access.backends.PassedTheDoor",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "fourfold.foundation.access.second_factor.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Fourfold"
SOCIALACCOUNT_ADAPTER = "fourfold.foundation.access.providers.Accounts"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": [provider.for_library() for provider in ENV.providers]}
}
PASSWORD_RESET_TIMEOUT = 60 * 60
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "en-gb"
# Turkish and Somali join when their catalogues are translated (a test watches): a page that says it is in Turkish
# and is in English would be read out with the wrong voice.
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_ROOT = ROOT / "build" / "collected"
STATICFILES_DIRS = [ROOT / "build" / "static"] if (ROOT / "build" / "static").is_dir() else []
STATIC_FOLDERS = [
    *STATICFILES_DIRS,
    *PACKAGE.glob("*/*/static"),
    *Path(allauth.__file__).parent.glob("**/static"),
]
STATIC_URL = f"/static/{fingerprint(STATIC_FOLDERS)}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = f"^{STATIC_URL}"

SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_SSL_REDIRECT = _secure
PROXIES = ENV.proxies
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.proxies else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The press that begins a sign-in elsewhere is answered by sending the browser there.
        "form-action": [SELF, *(provider.origin for provider in ENV.providers)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
CSRF_FAILURE_VIEW = "fourfold.foundation.access.kept_forms.token_expired"
# Mail leaves the machine only where a mail server is named, and never from a demonstration.
_mail = urlsplit(ENV.mail)
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if ENV.mail and not DEMO else 'filebased'}.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = (
    _mail.scheme == "smtp" and bool(_mail.username),
    _mail.scheme == "smtps",
)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = DATA / "mail"
# Only a demonstration, and a machine that sends no mail, goes without a sender of its own.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from or "Fourfold <no-reply@fourfold.example>"

SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W018"]
