"""Settings: everything that differs between installations comes from the environment; nothing secret has a default outside the demonstration."""

import os
from pathlib import Path

from everychild.kit import database

HOME = database.home()
ROLE = os.environ.get("EVERYCHILD_ROLE", "web")
EVERYCHILD_DEMO = os.environ.get("EVERYCHILD_DEMO") == "1"
EVERYCHILD_AGREEMENTS = Path(os.environ.get("EVERYCHILD_AGREEMENTS", Path(__file__).resolve().parent.parent / "agreements"))
EVERYCHILD_GATEWAYS = Path(os.environ["EVERYCHILD_GATEWAYS"]) if os.environ.get("EVERYCHILD_GATEWAYS") else None
EVERYCHILD_RIGHTS_CONTACT = os.environ.get("EVERYCHILD_RIGHTS_CONTACT", "the information-governance lead of your council")
EVERYCHILD_AUTHORITY = os.environ.get("EVERYCHILD_AUTHORITY", "999")
EVERYCHILD_EMERGENCY_FOLDER = Path(os.environ.get("EVERYCHILD_EMERGENCY_FOLDER", HOME / "emergency"))
EVERYCHILD_EMERGENCY_PASSPHRASE_FILE = os.environ.get("EVERYCHILD_EMERGENCY_PASSPHRASE_FILE", "")
EVERYCHILD_EMERGENCY_KEPT_DAYS = int(os.environ.get("EVERYCHILD_EMERGENCY_KEPT_DAYS", "3"))

DEBUG = False
SECRET_KEY = os.environ.get("EVERYCHILD_SECRET_KEY") or database.own_secret("django")
ALLOWED_HOSTS = os.environ.get("EVERYCHILD_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
_https = os.environ.get("EVERYCHILD_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.usersessions",
    "everychild.kit",
    "everychild.organisations",
    "everychild.ledger",
    "everychild.intake",
    "everychild.people",
    "everychild.sharing",
    "everychild.work",
    "everychild.schooling",
    "everychild.exchange",
    "everychild.portals",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "everychild.kit.middleware.browser_rules",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "everychild.portals.shapes.well_formed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "everychild.portals.clock.one_moment",
    "everychild.sharing.middleware.one_transaction",
]

ROOT_URLCONF = "everychild.urls"
WSGI_APPLICATION = "everychild.wsgi.application"

_rooms = [Path(__file__).resolve().parent / room / "templates" for room in ("kit", "portals")]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": _rooms,
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "everychild.kit.pages.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "everychild.portals.context.whose_page",
            ],
        },
    },
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
    },
]

DATABASES = {"default": database.django_settings(ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "everychild.portals.passwords.NotOurWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "everychild.portals.sign_in.ClosedDoor"
SOCIALACCOUNT_ADAPTER = "everychild.portals.sign_in.KnownStaff"
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _https else 0
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
EVERYCHILD_SIGN_IN_ORIGINS = tuple(origin for origin in os.environ.get("EVERYCHILD_SIGN_IN_ORIGINS", "").split(",") if origin)
"""Where an organisation's own sign-in pages are: browsers hold a form to the policy through every redirect."""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
EMAIL_BACKEND = os.environ.get("EVERYCHILD_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
_this_host_only = "__Host-" if _https else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_this_host_only}sessionid", f"{_this_host_only}csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # what a page says next is about somebody: it stays off the browser's disk
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "everychild.portals.errors.form_expired"
SECURE_HSTS_SECONDS = 31536000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "everychild.portals.uploads.OnlyWhereAsked",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [folder for folder in [Path(__file__).resolve().parent.parent / "build" / "static"] if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "everychild.portals.log_lines.Line"}},
    "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"everychild.signing": {"level": "INFO"}},
    "root": {"handlers": ["errors"], "level": "WARNING"},
}
