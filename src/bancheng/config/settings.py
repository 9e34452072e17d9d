"""Django's settings. Values come from `config.env`; nothing else reads the environment."""
from __future__ import annotations

from pathlib import Path

from bancheng.config.env import database, env

ENV = env()
ROOT = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.secret
DEBUG = False
ALLOWED_HOSTS = ["*"] if ENV.sandbox else [ENV.public_url.split("//", 1)[-1].split(":")[0].split("/")[0]]
CSRF_TRUSTED_ORIGINS = [ENV.public_url]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "bancheng.apps.audit",
    "bancheng.apps.timers",
    "bancheng.apps.files",
    "bancheng.apps.messages",
    "bancheng.apps.catalogue",
    "bancheng.apps.subjects",
    "bancheng.apps.staff",
    "bancheng.apps.sources",
    "bancheng.apps.licences",
    "bancheng.apps.cases",
    "bancheng.apps.supervision",
    "bancheng.web",
]
MIDDLEWARE = [
    "bancheng.web.middleware.ContentSecurityPolicy",
    "bancheng.web.faults.Readable",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bancheng.web.middleware.Steady",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bancheng.web.counter.serving.Serving",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bancheng.web.middleware.NothingPublished",
]
AUTH_USER_MODEL = "staff.Officer"
ROOT_URLCONF = "bancheng.web.urls"
WSGI_APPLICATION = "bancheng.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "bancheng.web.context.site",
            ],
        },
    }
]
DATABASES = {"default": database(ENV.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
WHITENOISE_MANIFEST_STRICT = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https or not ENV.sandbox
SECURE_HSTS_SECONDS = 365 * 86400 if ENV.https else 0
SESSION_COOKIE_AGE = 8 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"bancheng": {"level": "INFO"}},
}
