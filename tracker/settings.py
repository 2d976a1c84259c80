"""One flat file. Every value that may differ between installations is read from the environment here, loudly."""

import os
import secrets
import tomllib
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tracker.servers import broker_url, database_url

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("TRACKER_VAR") or BASE_DIR / "var").resolve()


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_bool(name: str, default: bool = False) -> bool:
    value = env(name).strip().lower()
    if value in {"", "0", "false", "no", "off"}:
        return default if value == "" else False
    if value in {"1", "true", "yes", "on"}:
        return True
    raise SystemExit(f"{name}={value!r}: expected 1 or 0")


def env_int(name: str, default: int) -> int:
    value = env(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise SystemExit(f"{name}={value!r}: expected a whole number") from None


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def env_networks(name: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(text) for text in env_list(name)]
    except ValueError as wrong:
        raise SystemExit(f"{name}={env(name)!r}: expected networks such as 10.1.0.0/16; {wrong}") from None


def kept_secret(name: str) -> str:
    """A secret made once and kept under var/ (mode 0600), for installations that set none themselves."""
    path = VAR / name
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    candidate = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(candidate, path)  # atomic: of two first starts one wins, and both read the same secret
    except FileExistsError:
        pass
    finally:
        candidate.unlink()
    return path.read_text()


def parse_database_url(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL: expected postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": "10"} | dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": env_int("DATABASE_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
    }


# --- the installation ---------------------------------------------------------------------------
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
DEBUG = env_bool("DEBUG")
SECRET_KEY = env("SECRET_KEY") or kept_secret("secret_key")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")  # earlier ones, while the change is under way
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
PUBLIC_READ = env_bool("PUBLIC_READ")  # published incidents without a token or login
REVIEW_FOUR_EYES = env_bool("REVIEW_FOUR_EYES")  # whoever publishes is not the one who last edited
REQUIRE_MFA = env_list("REQUIRE_MFA")  # roles that need a second factor
if unknown := set(REQUIRE_MFA) - {"viewer", "submitter", "analyst", "editor", "admin"}:
    raise SystemExit(
        f"REQUIRE_MFA={','.join(REQUIRE_MFA)!r}: expected names of roles; {min(unknown)} is none"
    )

# What every file of the API says of its data. Who states no licence gives none.
DATA_LICENSE = " ".join(env("DATA_LICENSE").split())
DATA_LICENSE_URL = env("DATA_LICENSE_URL").strip()
DATA_ATTRIBUTION = " ".join(env("DATA_ATTRIBUTION").split())

UPLOADS = Path(
    env("UPLOADS") or VAR / "uploads"
)  # files with many articles; all web servers and workers see them
UPLOADS_KEPT = env_int("UPLOADS_KEPT_DAYS", 30)  # after the end of their batch
SNAPSHOT_ROOT = Path(env("SNAPSHOT_ROOT") or VAR / "snapshots")  # files that are never made again: save them

# Seconds that one statement of a request may take; 0: as long as it takes. See tracker/patience.py.
STATEMENT_TIMEOUT = env_int("STATEMENT_TIMEOUT", 30)
if not 0 <= STATEMENT_TIMEOUT <= 86_400:
    raise SystemExit(f"STATEMENT_TIMEOUT={STATEMENT_TIMEOUT}: expected seconds, 0 to 86400")
DATABASES = {"default": parse_database_url(database_url(start=False))}
CELERY_BROKER_URL = broker_url(start=False)

# --- intake limits ------------------------------------------------------------------------------
MAX_TEXT_BYTES = 5 * 1024 * 1024
MAX_UPLOAD_BYTES = 25 * 1024 * 1024
MAX_BATCH_BYTES = env_int("MAX_BATCH_MB", 2048) * 1024 * 1024  # of a file with many articles
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES + 1024 * 1024  # a form's other fields and boundaries
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
READ_ATTEMPTS = 4  # then the article is failed, with its reason

# --- Django -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "incidents.apps.IncidentsConfig",  # before admin: our templates win
    "incidents.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "corsheaders",
]
MIDDLEWARE = [
    "incidents.api.request_ids.RequestId",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "incidents.api.compression.Gzip",
    "incidents.api.throttling.RateLimits",
    "incidents.api.conditional.Conditional",  # within Gzip: of what is said, not of how it is packed
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "incidents.api.language.English",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "incidents.admin.account.middleware.SecondFactor",
    "incidents.admin.account.middleware.LastSeen",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"graphic": "incidents.admin.review.graphic", "maps": "incidents.admin.maps"},
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "incidents.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"

# One user name from one address: five wrong passwords or codes, then a quarter of an hour's rest.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "incidents.admin.account.adapter.client_address"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "code", "credential", "oldpassword"]

# --- accounts -----------------------------------------------------------------------------------
NUM_PROXIES = env_int("NUM_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = NUM_PROXIES
ACCOUNT_ADAPTER = "incidents.admin.account.adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_SIGNUP_FIELDS = [
    "username*",
    "password1*",
]  # nobody signs up, but the login form looks here for its own
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# axes counts wrong passwords, by name and address: by the name alone anybody could shut out a colleague
ACCOUNT_RATE_LIMITS = {"login_failed": ""}
MFA_ADAPTER = "incidents.admin.account.adapter.SecondFactors"
MFA_FORMS = {
    "authenticate": "incidents.admin.account.forms.AuthenticateForm",
    "reauthenticate": "incidents.admin.account.forms.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Conflict incident tracker"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True

EMAIL_HOST = env("EMAIL_HOST")  # without one no mail is sent, and forgotten passwords are for admins to mend
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "tracker@localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT") or VAR / "static")
STATICFILES_DIRS = [path for path in [BASE_DIR / "static"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tracker.static.HashedStaticFiles"},
}
WHITENOISE_USE_FINDERS = DEBUG
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# Throttles and axes count here, so that several web processes count together.
CACHE_URL = env("CACHE_URL") or (
    CELERY_BROKER_URL if CELERY_BROKER_URL.startswith(("redis://", "rediss://", "unix://")) else ""
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "tracker",
    }
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- security -----------------------------------------------------------------------------------
# HTTPS=1 says that a proxy ends TLS in front of us. The embedded default listens on loopback, plain.
HTTPS = env_bool("HTTPS")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow keys without TLS on localhost only
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "worker-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

# --- REST API -----------------------------------------------------------------------------------
API_ADDRESSES = r"^/(api|ogc|compat)/"

# Streams of events that one web process holds open, each in a thread of its own, and for how long.
EVENT_STREAMS = env_int("EVENT_STREAMS", 2)
EVENT_STREAM_SECONDS = env_int("EVENT_STREAM_SECONDS", 300)

# Webhooks are told at public addresses, by HTTPS; and what else the operator lets them.
WEBHOOKS_EACH = env_int("WEBHOOKS_EACH", 10)  # for one account
WEBHOOK_HTTP = env_bool("WEBHOOK_HTTP", DEBUG)
WEBHOOK_NETWORKS = env_networks("WEBHOOK_NETWORKS")
WEBHOOK_LOG_DAYS = env_int("WEBHOOK_LOG_DAYS", 30)
WEBHOOK_PAUSE_DAYS = env_int("WEBHOOK_PAUSE_DAYS", 5)  # of nothing but failures

# Pages of these origins may ask the API, with a token: cookies are neither sent nor taken from elsewhere.
CORS_ALLOWED_ORIGINS = env_list("CORS_ALLOWED_ORIGINS")
CORS_ALLOW_ALL_ORIGINS = CORS_ALLOWED_ORIGINS == ["*"]
if CORS_ALLOW_ALL_ORIGINS:
    CORS_ALLOWED_ORIGINS = []
CORS_URLS_REGEX = API_ADDRESSES
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = [
    *("accept", "authorization", "content-type", "if-match", "if-modified-since", "if-none-match"),
    *("idempotency-key", "last-event-id", "x-request-id"),
]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Last-Modified", "Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy"),
    *("X-Request-Id", "X-Next-Cursor", "Content-Disposition", "Deprecation", "Sunset"),
    "Idempotency-Replayed",
    *("X-Generated-At", "X-Data-Version", "X-Application", "X-License", "X-Attribution"),
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "incidents.api.authentication.BearerToken",
        "incidents.api.authentication.Session",
        "incidents.api.authentication.TokenAsPassword",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["incidents.api.permissions.MayRead"],
    "DEFAULT_RENDERER_CLASSES": ["incidents.api.renderers.Json"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "incidents.api.pagination.StableCursor",
    "DEFAULT_FILTER_BACKENDS": ["incidents.api.filters.strict.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "incidents.api.throttling.ByAddress",
        "incidents.api.throttling.ByAccount",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env("THROTTLE_ANON", "60/min"),
        "user": env("THROTTLE_USER", "1200/min"),
    },
    "EXCEPTION_HANDLER": "incidents.api.problems.as_problem",
    "NUM_PROXIES": NUM_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Conflict incident tracker",
    "DESCRIPTION": "Published conflict incidents with the words they stand on. Guide: docs/dashboard-builder.md."
    " What [errors](/api/v1/problems) mean.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "filter": True, "defaultModelsExpandDepth": 0},
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {},
    "WEBHOOKS": [f"incidents.api.messages.{name}" for name in ("published", "changed", "gone", "test")],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "incidents.api.examples.with_examples",
    ],
}

# --- history ------------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True

# --- logs ---------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "incidents.api.request_ids.WithRequestId"},
        "quiet": {"()": "tracker.celery.Quiet"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id", "quiet"]}
    },
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "INFO")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
