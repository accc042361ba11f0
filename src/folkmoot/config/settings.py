"""Django's settings: what an operator may change comes from `environment`, the rest is decided here."""

from django.utils.translation import gettext_lazy as _

from folkmoot.config import lean  # noqa: F401  -- before anything else logs
from folkmoot.config.environment import Environment
from folkmoot.config.logs import LOGS_AS_JSON

ENVIRONMENT = Environment.read()

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
DATA = ENVIRONMENT.data
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
PUBLIC_URL = ENVIRONMENT.public_url
FIGURES_SECONDS = ENVIRONMENT.figures_seconds
METRICS = ENVIRONMENT.metrics
BACKUP_DAYS = ENVIRONMENT.backup_days
FILE_MB, FILES_MB = ENVIRONMENT.file_mb, ENVIRONMENT.files_mb
LOG_REQUESTS = ENVIRONMENT.log_requests

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "folkmoot.kernel",
    "folkmoot.ui",
    "folkmoot.units",
    "folkmoot.people",
    "folkmoot.access",
    "folkmoot.notices",
    "folkmoot.live",
    "folkmoot.documents",
    "folkmoot.accounts",
    "folkmoot.structure",
    "folkmoot.membership",
    "folkmoot.decisions",
    "folkmoot.bylaws",
    "folkmoot.meetings",
    "folkmoot.work",
    "folkmoot.study",
    "folkmoot.reports",
    "folkmoot.consultations",
    "folkmoot.rights",
    "folkmoot.circulars",
    "folkmoot.library",
    "folkmoot.news",
    "folkmoot.desk",
    "folkmoot.demo",
    "folkmoot.config",
    # After our own, whose templates come first.
    "allauth",
    "allauth.account",
    "folkmoot.accounts.apps.SessionsConfig",
    "folkmoot.accounts.apps.FactorsConfig",
    "folkmoot.accounts.apps.IdentitiesConfig",
    # Brings an HTTP client, 4 MB in every process, which only an organisation with an identity provider has a use for.
    *(["allauth.socialaccount.providers.openid_connect"] if ENVIRONMENT.identity_providers else []),
]
# Apps whose tables the database has too, but this process has no use for: see `live_settings`.
LEFT_OUT: list[str] = []

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "folkmoot.config.doors.answer_watchers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Below what serves files, which are many and tell nothing.
    "folkmoot.config.answering.AnswersMiddleware",
    # What a page repeats of a request could let its length tell a secret (BREACH): the only one in our pages is the
    # form token, masked anew each time, another site's request brings no session (SameSite), and Django adds a random
    # length besides.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    *(["folkmoot.ui.pseudo.pseudo_locale"] if DEBUG or DEMO else []),
    "folkmoot.config.bodies.BodiesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "folkmoot.config.faults.refuse_null",
    "django.middleware.csrf.CsrfViewMiddleware",
    "folkmoot.accounts.brought.BroughtAccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "folkmoot.accounts.listing.ListedSessionsMiddleware",
    "folkmoot.access.requests.FactsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "folkmoot.access.requests.facts",
                "folkmoot.access.undoing.page",
                "folkmoot.ui.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "folkmoot.ui.templatetags.ui",
            ],
        },
    }
]

FORM_RENDERER = "folkmoot.ui.forms.FormRenderer"
ROOT_URLCONF = "folkmoot.config.urls"
WSGI_APPLICATION = "folkmoot.config.wsgi.application"
LOGGING = LOGS_AS_JSON
LOGGING_CONFIG = "folkmoot.config.logs.configure"
DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["folkmoot.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Most members have no password: signing in begins with a code by mail (docs/decisions/0006-sign-in.md).
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "folkmoot.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; allauth reads from this that there is a password to sign in with.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# An address is verified before it becomes an account's: by admission, by a code, or by the wait.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# allauth would write of accounts to be opened; our forms write to unknown addresses themselves.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "folkmoot.accounts.entrance.PasswordForm",
    "request_login_code": "folkmoot.accounts.entrance.AskForCodeForm",
    "confirm_login_code": "folkmoot.accounts.entrance.EnterCodeForm",
    "reset_password": "folkmoot.accounts.entrance.ForgottenPasswordForm",
    "confirm_password_reset_code": "folkmoot.accounts.entrance.EnterCodeForm",
    "reset_password_from_key": "folkmoot.accounts.entrance.NewPasswordForm",
    "set_password": "folkmoot.accounts.entrance.FirstPasswordForm",
    "change_password": "folkmoot.accounts.entrance.OtherPasswordForm",
    "reauthenticate": "folkmoot.accounts.entrance.SamePasswordForm",
}
# An identity provider lets nobody in whom a member did not link themselves: not by an address, and not for the first time.
SOCIALACCOUNT_ADAPTER = "folkmoot.accounts.identities.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": ENVIRONMENT.identity_providers, "SCOPE": ["openid"]}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "folkmoot.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey counts as two factors only where the device made sure of its owner.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Clocks differ, and people type slowly; entrance.py sees to it that a code is good once all the same.
MFA_TOTP_TOLERANCE = 1
# A passkey has no secret that can be guessed; a hall signs in from one network address, each with two requests.
MFA_RATE_LIMITS = {"webauthn_login": "200/m/ip"}
MFA_FORMS = {
    "authenticate": "folkmoot.accounts.entrance.SecondStepForm",
    "reauthenticate": "folkmoot.accounts.entrance.SameCodeForm",
    "activate_totp": "folkmoot.accounts.entrance.FirstAppCodeForm",
    "add_webauthn": "folkmoot.accounts.entrance.NewPasskeyForm",
    "edit_webauthn": "folkmoot.accounts.entrance.PasskeyNameForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Mail to a slow phone takes its time.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# How many proxies before us write X-Forwarded-For: what those wrote is believed, what a client wrote is not.
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
ACCOUNT_RATE_LIMITS = {
    # A hall full of members signs in together, from one network address.
    "login": "100/m/ip",
    # By mail address alone it takes at least four networks to keep somebody out; what one network may try for an address is
    # counted apart (accounts/slowing.py).
    "request_login_code": "100/m/ip,40/h/key",
    "request_login_code_here": "3/5m/key,10/h/key",
    "request_login_code_known": "40/h/key",
    "slip": "60/m/ip",
    "login_failed": "10/m/ip,60/h/key",
    "login_failed_here": "5/5m/key,15/h/key",
    "login_failed_known": "60/h/key",
    "second_step_here": "5/5m/key,15/h/key",
    "reset_password": "20/m/ip,40/h/key",
    "reset_password_here": "3/5m/key,10/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "5/5m/user",
}
USERSESSIONS_TRACK_ACTIVITY = False
# Throttles count across page processes, so they lie in the database; its `add` is the only atomic one Django has.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "throttle",
        "KEY_FUNCTION": "folkmoot.accounts.throttling.hidden_key",
        # Beyond this, rows are culled, which loosens throttles: far more than an attacker fills in an hour.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_ENGINE = "folkmoot.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PUBLIC_URL.startswith("https:")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        # The form that begins signing in with the identity provider is answered by a way to it.
        "form-action": ["'self'", *filter(None, [ENVIRONMENT.identity_origin])],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("en", _("English"))]
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "folkmoot.ui.formats"

FILE_UPLOAD_HANDLERS = [
    "folkmoot.ui.uploads.NoMoreThanIsTaken",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
# whitenoise warns of a folder that is not there, even where the finders have all it serves.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "folkmoot.config.static.CollectedStorage"},
}
# Before anything was collected, as in tests, files come from where they lie.
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
# What a form may carry without a file: a long decision in several languages.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

MAIL = ENVIRONMENT.mail
EMAIL_BACKEND = MAIL.backend
EMAIL_FILE_PATH = MAIL.folder
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starts_tls, MAIL.speaks_tls
# A page waits for the mail server that carries a sign-in code: not for ever.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
PUSH_INSIDE = frozenset(ENVIRONMENT.push_inside)
MAILS_PER_SECOND = ENVIRONMENT.email_per_second
