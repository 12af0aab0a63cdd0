"""Django's settings, all from the environment; `docs/reference/settings.md` describes each variable."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from newswire.project.environment import read_environment

environment = read_environment(os.environ)

NEWSWIRE_HOME: Path = environment.home
NEWSWIRE_AUTHORITY = environment.authority
NEWSWIRE_PROVIDER = environment.provider
NEWSWIRE_DSN = environment.database_url
NEWSWIRE_PUBLIC_DSN = environment.public_database_url
NEWSWIRE_BASE_URL = environment.base_url
NEWSWIRE_PURGE = environment.purge
NEWSWIRE_EDITION_LANGUAGE = environment.edition_language
NEWSWIRE_PRIVATE_HOSTS = environment.private_hosts
NEWSWIRE_SUMMARY_ENDPOINT = environment.summary_endpoint

SECRET_KEY = environment.secret_key
DEBUG = False
ALLOWED_HOSTS = list(environment.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(environment.trusted_origins)

INSTALLED_APPS = [
    "newswire.accounts.apps.AccountsConfig",
    "newswire.wire.apps.WireConfig",
    "newswire.edition.apps.EditionConfig",
    "newswire.media.apps.MediaConfig",
    "newswire.subscribers.apps.SubscribersConfig",
    "newswire.routing.apps.RoutingConfig",
    "newswire.editing.apps.EditingConfig",
    "newswire.editing.planning.apps.PlanningConfig",
    "newswire.editing.shifts.apps.ShiftsConfig",
    "newswire.editing.writing.apps.WritingConfig",
    "newswire.delivery.apps.DeliveryConfig",
    "newswire.ingest.apps.IngestConfig",
    "newswire.look.apps.LookConfig",
    "newswire.portal.apps.PortalConfig",
    "newswire.desk.apps.DeskConfig",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newswire.accounts.doorkeeper.Doorkeeper",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newswire.portal.enrolment.EnrolFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth's second factors ask it for the request
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newswire.project.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **environment.database(),
        "CONN_HEALTH_CHECKS": True,  # the database was restarted: a look at each request instead of an error
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 12, "timeout": 10}},
    },
}
LOGGING = {  # Django's own tells nobody of an error in a view unless DEBUG is on
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "newswire.kit.redaction.RedactSecrets"}},  # an error names the address it came from
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["redact"]}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
}
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["newswire.desk.permissions.RoleBackend"]  # rights follow the role, not groups
MFA_ADAPTER = "newswire.accounts.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = environment.provider
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("tr", _("Turkish")),
    ("ar", _("Arabic")),
    ("ru", _("Russian")),
    ("fr", _("French")),
    ("es", _("Spanish")),
]
USE_I18N = True
LOCALE_PATHS = [  # the others are apps, found by Django itself
    Path(__file__).parents[1] / "public" / "locale",
    Path(__file__).parents[1] / "desk" / "wagtail_words" / "locale",  # what Wagtail's own catalogues lack
]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/assets/"  # `/static/` is the public website's own
MEDIA_URL = "/desk/media/"
MEDIA_ROOT = environment.home / "desk-media"

EMAIL_HOST = environment.mail.host
EMAIL_PORT = environment.mail.port
EMAIL_HOST_USER = environment.mail.user
EMAIL_HOST_PASSWORD = environment.mail.password
EMAIL_USE_SSL = environment.mail.is_tls
EMAIL_USE_TLS = environment.mail.is_starttls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.mail.sender

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = environment.secure
CSRF_COOKIE_SECURE = environment.secure
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

WAGTAIL_SITE_NAME = "Newswire"
WAGTAILADMIN_BASE_URL = environment.base_url
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no picture of an editor is asked of another machine
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("tr", "Türkçe"), ("ar", "العربية")]
WAGTAILADMIN_USER_LOGIN_FORM = "newswire.desk.sign_in.LoginForm"
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "newswire.desk.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]  # what can be released; no SVG: it may carry scripts
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
LOGIN_URL = "/desk/login/"
LOGIN_REDIRECT_URL = "/desk/"
SILENCED_SYSTEM_CHECKS: list[str] = []
