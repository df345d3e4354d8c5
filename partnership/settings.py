"""All settings of the portal, read from the environment (docs/operations.md lists the variables)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from partnership import environment
from partnership.contributed import (
    ERASE as ERASE,
)
from partnership.contributed import (
    FORGET as FORGET,
)
from partnership.contributed import (
    HANDOVER_STEPS as HANDOVER_STEPS,
)
from partnership.contributed import (
    NAVIGATION as NAVIGATION,
)
from partnership.contributed import (
    NEW_ADDRESS as NEW_ADDRESS,
)
from partnership.contributed import (
    NEWCOMER as NEWCOMER,
)
from partnership.contributed import (
    PERSON_DATA as PERSON_DATA,
)
from partnership.contributed import (
    SEARCHABLE as SEARCHABLE,
)
from partnership.contributed import (
    SERVED_BY_IDEA as SERVED_BY_IDEA,
)
from partnership.contributed import (
    STANDING_IN as STANDING_IN,
)
from partnership.contributed import (
    WAITING as WAITING,
)
from partnership.contributed import (
    WITHOUT_ROLE as WITHOUT_ROLE,
)
from partnership.mail_kinds import MAIL_KINDS as MAIL_KINDS

BASE_DIR = Path(__file__).resolve().parent.parent

PORTAL_MODE = environment.choice("PORTAL_MODE", ("demo", "dev", "test", "production"), "production")
IS_DEMO = PORTAL_MODE == "demo"
DEBUG = PORTAL_MODE == "dev"
# Pages of the demo (one-press sign-in, mailbox) exist where nothing is real: never in production.
DEMO_PAGES = IS_DEMO or environment.boolean("PORTAL_DEMO_PAGES", False)
# Here and not only in a system check: gunicorn and Celery run none.
if PORTAL_MODE == "production" and DEMO_PAGES:
    raise ImproperlyConfigured("PORTAL_DEMO_PAGES must be off in production: its pages sign anyone in")

SECRET_KEY = environment.secret("SECRET_KEY", least=50 if PORTAL_MODE == "production" else 1)
# Earlier keys, whose links and sessions still count while they are listed.
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
PORTAL_URL = environment.address("PORTAL_URL", ("https",) if PORTAL_MODE == "production" else ("https", "http"))
PORTAL_HOST = urlsplit(PORTAL_URL).netloc
ALLOWED_HOSTS = [*environment.hosts("ALLOWED_HOSTS"), urlsplit(PORTAL_URL).hostname or ""]
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
USE_X_FORWARDED_HOST = False
TRUSTED_PROXIES = environment.integer("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

REGION = environment.part_of("PORTAL_REGION", BASE_DIR / "partnership" / "region", "trondelag")
REGION_DIR = BASE_DIR / "partnership" / "region" / REGION
DATA_DIR = environment.folder("PORTAL_DATA_DIR", BASE_DIR / ".portal")

INSTALLED_APPS = [
    "partnership.common",
    "partnership.mail",
    "partnership.people",
    "partnership.partners",
    "municipalities",
    "brokers",
    "ideas",
    "meetings",
    "overview",
    "overview.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "django_htmx",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "partnership.common.middleware.RequestLogMiddleware",
    "partnership.common.middleware.RefuseNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partnership.people.language.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "partnership.common.middleware.WrongMethodMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "partnership.urls"
WSGI_APPLICATION = "partnership.wsgi.application"

TEMPLATE_LOADERS: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
if not DEBUG:
    TEMPLATE_LOADERS = [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partnership.common.context.portal",
            ],
            "loaders": TEMPLATE_LOADERS,
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- Storage -----------------------------------------------------------------------------------
DATABASES = {"default": environment.database("DATABASE_URL")}
DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}}  # type: ignore[operator]
if PORTAL_MODE == "test":
    DATABASES["default"]["OPTIONS"].pop("pool")  # type: ignore[attr-defined]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.redis("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_NAME = "sesjon"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "overview.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

MEDIA_ROOT = DATA_DIR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = environment.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PORTAL_MODE in {"dev", "test"}
        else "partnership.common.static_bundle.BundledManifestStorage"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- People and sign-in --------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "partnership.people.signin.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "partnership.people.signin.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
# Sign-up is closed; a password here is what lets the sign-in page ask for one.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "partnership.people.signin.SecondFactorAdapter"
ACCOUNT_FORMS = {
    "login": "partnership.people.signin_forms.PasswordForm",
    "add_email": "partnership.people.signin_forms.AddressForm",
    "set_password": "partnership.people.signin_forms.NewPasswordForm",
    "change_password": "partnership.people.signin_forms.OtherPasswordForm",
    "reset_password_from_key": "partnership.people.signin_forms.ForgottenPasswordForm",
}
MFA_FORMS = {
    "add_webauthn": "partnership.people.signin_forms.AddPasskeyForm",
    "edit_webauthn": "partnership.people.signin_forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PORTAL_MODE != "production"
USERSESSIONS_TRACK_ACTIVITY = False

# --- Language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian Bokmål")), ("nn", _("Norwegian Nynorsk")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "partnership" / "translations"]
LANGUAGE_COOKIE_NAME = "spraak"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
FORMAT_MODULE_PATH = ["partnership.formats"]

# --- Mail ------------------------------------------------------------------------------------------
MAIL_RELAY = environment.relay("EMAIL_URL")
MAIL_FROM = environment.email("MAIL_FROM", "foui@portal.example" if PORTAL_MODE != "production" else None)
MAIL_FROM_NAME = environment.text("MAIL_FROM_NAME", "")
MAIL_ENVELOPE_FROM = environment.email("MAIL_ENVELOPE_FROM", MAIL_FROM)
MAIL_CALENDAR_COPY = environment.boolean("MAIL_CALENDAR_COPY", True)
MAIL_HOLD_SECONDS = environment.integer("MAIL_HOLD_SECONDS", 120)
MAIL_PER_DOMAIN_A_MINUTE = environment.integer("MAIL_PER_DOMAIN_A_MINUTE", 0)
# The portal's own mail goes through the outbox; nothing may use Django's direct road by mistake.
EMAIL_BACKEND = "partnership.mail.backend.OutboxOnlyBackend"
DEFAULT_FROM_EMAIL = MAIL_FROM
SERVER_EMAIL = MAIL_FROM
CONTACT_EMAIL = environment.email("CONTACT_EMAIL", MAIL_FROM)

# --- The web outside --------------------------------------------------------------------------------
# Following the links of funding schemes and calls: the only thing the portal asks of other machines but mail.
CHECK_LINKS = environment.boolean("CHECK_LINKS", PORTAL_MODE == "production")

# --- Celery ------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "partnership.mail.tasks.deliver": {"queue": "mail"},
    "partnership.mail.tasks.sweep": {"queue": "mail"},
}
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_TIMEZONE = "Europe/Oslo"
# Interval schedules only: every wall-clock rule is ours and idempotent (docs/architecture.md). Queue: the default.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "mail": {"task": "partnership.mail.tasks.sweep", "schedule": 30.0, "options": {"queue": "mail", "expires": 25}},
    "digests": {"task": "partnership.mail.tasks.digests", "schedule": 600.0},
    "meetings": {"task": "meetings.tasks.sweep", "schedule": 300.0},
    "needs": {"task": "meetings.tasks.delete_needs", "schedule": 3600.0},
    "poll_guests": {"task": "meetings.tasks.delete_poll_guests", "schedule": 3600.0},
    "ideas": {"task": "ideas.tasks.hourly", "schedule": 3600.0},
    "lessons": {"task": "ideas.tasks.lessons", "schedule": 3600.0},
    "followers": {"task": "ideas.tasks.news", "schedule": 1800.0},
    "people": {"task": "partnership.people.tasks.daily", "schedule": 3600.0},
    "region": {"task": "overview.tasks.refresh_region", "schedule": 240.0, "options": {"expires": 200}},
    "links": {"task": "partnership.partners.tasks.check_links", "schedule": 3600.0},
    "reports": {"task": "overview.tasks.write_reports", "schedule": 60.0, "options": {"expires": 55}},
    "old reports": {"task": "overview.tasks.delete_reports", "schedule": 3600.0},
}

# --- Security headers ----------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
if PORTAL_MODE == "production":
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^helse/"]
    SECURE_HSTS_SECONDS = environment.integer("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# --- Third parties -------------------------------------------------------------------------------------
# So that a widget may be written anew in templates/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "designsystemet"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["designsystemet"]
CRISPY_CLASS_CONVERTERS: dict[str, str] = {}
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "partnership.common.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Paths may hold tokens: our own request log writes the route instead.
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
        # Thirty lines a PDF, of its fonts and steps.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
# auth.W004: the address is unique by a constraint on its lower-case form.
# security.W021: preloading binds the whole domain, also what is not ours, for years; the domain's owner decides.
SILENCED_SYSTEM_CHECKS = ["models.W037", "auth.W004", "security.W021"]
