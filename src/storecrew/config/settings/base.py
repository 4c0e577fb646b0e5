"""Settings that every installation shares; dev, test and prod build on them."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import available_timezones

from storecrew.config.apps import our_apps
from storecrew.config.environment import LOCK_WAIT, data_folder, database, environment
from storecrew.config.extending.loading import load, template_folders
from storecrew.config.forwarding import checked
from storecrew.config.mailing import mailing
from storecrew.config.staff_signin import staff_sign_in

ENV = environment()
PACKAGE = Path(__file__).resolve().parents[2]
PROJECT = PACKAGE.parents[1]
STORECREW_DATA = data_folder(ENV, PROJECT)
STORECREW_DEMO = ENV.flag("STORECREW_DEMO")
STORECREW_BASE_URL = ENV.text("STORECREW_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
STORECREW_GATEWAYS = ENV.words("STORECREW_GATEWAYS", "simulator,bank_transfer,cash_on_delivery,invoice")
# When held money is taken: when the order ships, or at once when it is placed.
STORECREW_CAPTURE = ENV.text("STORECREW_CAPTURE", "shipping")
# The most that a role may refund of one order, in minor units by currency; None is no limit, "*" the rest.
STORECREW_REFUND_LIMITS: dict[str, dict[str, int] | None] = {
    "owner": None,
    "head_of_digital": None,
    "*": {"EUR": 20_000, "KRW": 300_000, "*": 20_000},
}
# Up to which total a role may order from a supplier without a second person, in minor units by currency.
STORECREW_PURCHASE_LIMITS: dict[str, dict[str, int] | None] = {
    "owner": None,
    "head_of_digital": {"EUR": 5_000_000, "KRW": 75_000_000, "*": 5_000_000},
    "inventory_manager": {"EUR": 200_000, "KRW": 3_000_000, "*": 200_000},
    "*": {},
}
STORECREW_STRIPE_SECRET_KEY = ENV.text("STORECREW_STRIPE_SECRET_KEY")
STORECREW_STRIPE_PUBLISHABLE_KEY = ENV.text("STORECREW_STRIPE_PUBLISHABLE_KEY")
STORECREW_STRIPE_WEBHOOK_SECRET = ENV.text("STORECREW_STRIPE_WEBHOOK_SECRET")
STORECREW_STRIPE_PAGE_ORIGIN = ENV.text("STORECREW_STRIPE_PAGE_ORIGIN")
STORECREW_STRIPE_API_BASE = ENV.text("STORECREW_STRIPE_API_BASE")
# The key of Korea's public address service; without it Korean addresses are typed by hand.
# Networks that posts go to, of those that have their keys below.
STORECREW_SOCIAL = ENV.words("STORECREW_SOCIAL", "mastodon,facebook,instagram,simulator")
STORECREW_MASTODON_URL = ENV.text("STORECREW_MASTODON_URL").rstrip("/")
STORECREW_MASTODON_TOKEN = ENV.text("STORECREW_MASTODON_TOKEN")
STORECREW_FACEBOOK_API = ENV.text("STORECREW_FACEBOOK_API", "https://graph.facebook.com/v23.0").rstrip("/")
STORECREW_FACEBOOK_PAGE = ENV.text("STORECREW_FACEBOOK_PAGE")
STORECREW_INSTAGRAM_ACCOUNT = ENV.text("STORECREW_INSTAGRAM_ACCOUNT")
STORECREW_INSTAGRAM_TOKEN = ENV.text("STORECREW_INSTAGRAM_TOKEN")
# Meta signs what it sends with the secret of the app, and asks for the word when an address is entered.
STORECREW_META_SECRET = ENV.text("STORECREW_META_SECRET")
STORECREW_META_VERIFY = ENV.text("STORECREW_META_VERIFY")
STORECREW_FACEBOOK_TOKEN = ENV.text("STORECREW_FACEBOOK_TOKEN")
STORECREW_JUSO_KEY = ENV.text("STORECREW_JUSO_KEY")
# The key file of a service account that may read the property in Search Console, and the property's name.
STORECREW_SEARCH_CONSOLE_KEY = ENV.text("STORECREW_SEARCH_CONSOLE_KEY")
STORECREW_SEARCH_CONSOLE_PROPERTY = ENV.text("STORECREW_SEARCH_CONSOLE_PROPERTY")
# Google answers 2,000 questions a day about one property.
STORECREW_SEARCH_CONSOLE_DAILY = ENV.integer("STORECREW_SEARCH_CONSOLE_DAILY", 1800)
# How many of 100 page views report how fast they were; 0 measures nothing.
STORECREW_VITALS_PERCENT = ENV.integer("STORECREW_VITALS_PERCENT", 100 if STORECREW_DEMO else 20)
# Where bookkeeping puts what products for partners cost, unless somebody names another.
STORECREW_SEEDING_COST_CENTER = ENV.text("STORECREW_SEEDING_COST_CENTER", "MARKETING-SEEDING")
# The ICC profile of the press by which pictures are converted for print; without one a plain separation.
STORECREW_PRINT_PROFILE = ENV.text("STORECREW_PRINT_PROFILE")
# What answering one question about an order costs, in minor units per currency.
STORECREW_CONTACT_COST: dict[str, int] = {"EUR": 350, "USD": 380, "GBP": 300, "KRW": 4500}
# Visits are counted unless the shop says no; notes of a busy moment are written together.
STORECREW_TRAFFIC = ENV.flag("STORECREW_TRAFFIC", default=True)
STORECREW_TRAFFIC_SECONDS = ENV.integer("STORECREW_TRAFFIC_SECONDS", 1)
STORECREW_OUTBOX = ENV.text("STORECREW_OUTBOX", "worker")

DEBUG = False
SECRET_KEY = ENV.text("STORECREW_SECRET_KEY", "sample-secret-for-trying-out-only-never-in-production")
ALLOWED_HOSTS = ENV.words("STORECREW_HOSTS", "localhost,127.0.0.1,[::1]")
# Proxies whose word for the address of a visitor is believed.
STORECREW_PROXIES = checked(ENV.words("STORECREW_PROXIES", "127.0.0.1,::1"))
CSRF_TRUSTED_ORIGINS = ENV.words("STORECREW_ORIGINS")

# Read before anything of ours is imported, because the catalog of rights is made with theirs (decision 0184).
EXTENSIONS = load(off=ENV.words("STORECREW_EXTENSIONS_OFF"))
INSTALLED_APPS = [
    *our_apps(),
    "storecrew.config.app.Config",
    "wagtail.contrib.redirects",
    "wagtail.contrib.forms",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
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
    "django_htmx",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.apple",
    "allauth.socialaccount.providers.facebook",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.socialaccount.providers.openid_connect",
    # pretends to be one of them, for the demo; an owner's switch and STORECREW_DEMO open it
    "allauth.socialaccount.providers.dummy",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    # last, so that all of ours is there when they start
    *EXTENSIONS,
]

MIGRATION_MODULES: dict[str, str | None] = {}

MIDDLEWARE = [
    "storecrew.kernel.pagecache.middleware.PageCacheMiddleware",
    "storecrew.surfaces.ui.requests.RequestIdMiddleware",
    "storecrew.config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "storecrew.surfaces.ui.headers.SecurityHeadersMiddleware",
    "storecrew.surfaces.ui.static_files.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "storecrew.surfaces.ui.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "storecrew.surfaces.ui.backoffice.outside_pages.LeavingMiddleware",
    "storecrew.surfaces.ui.backoffice.signed_in.SignedInMiddleware",
    "storecrew.surfaces.ui.backoffice.signin.SecondFactorMiddleware",
    "storecrew.surfaces.ui.backoffice.outside.OutsideMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "storecrew.surfaces.storefront.middleware.SignOutMiddleware",
    "storecrew.surfaces.storefront.closed.ClosedShopMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "storecrew.surfaces.ui.busy.BusyMiddleware",
]

ROOT_URLCONF = "storecrew.config.urls"
WSGI_APPLICATION = "storecrew.config.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "storecrew.surfaces.ui.overrides.ShopTemplates",
        "NAME": "shop",
        "DIRS": [PACKAGE / "surfaces/ui/templates", PACKAGE / "surfaces/storefront"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "storecrew.surfaces.ui.jinja.environment",
            # What those who run the installation put there wins over ours by path (decision 0176).
            "overrides": [
                STORECREW_DATA / "templates",
                *ENV.words("STORECREW_TEMPLATES"),
                *template_folders(),
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]

DATABASES = {
    "default": database(
        ENV.text("DATABASE_URL"),
        STORECREW_DATA,
        lock_wait=ENV.integer("STORECREW_LOCK_WAIT", LOCK_WAIT),
        building=ENV.flag("STORECREW_BUILDING"),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = ENV.text("REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(STORECREW_DATA / "cache"),
        }
    )
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.User"
if STORECREW_DEMO and ENV.flag("STORECREW_BUILDING"):
    # Sign-ins of the demo are public; whoever signs in gets the hash that everybody else has.
    PASSWORD_HASHERS = ["storecrew.demo.passwords.PublicPasswordHasher"]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "storecrew.surfaces.ui.backoffice.signin.AccountAdapter"
ACCOUNT_FORMS = {"signup": "storecrew.surfaces.ui.backoffice.signin.ShopperSignupForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Confirming the address first is what keeps "is there an account?" unanswered (ABU-03).
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "10/m/ip",
    "reset_password": "10/m/ip,3/10m/key",
    "confirm_email": "1/10s/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
# Services of shoppers' own choice; which of them are offered, and their secrets, are set in the back office.
SOCIALACCOUNT_ADAPTER = "storecrew.surfaces.ui.backoffice.outside_signin.ServiceAdapter"
SOCIALACCOUNT_FORMS = {"signup": "storecrew.surfaces.ui.backoffice.outside_signin.OutsideSignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "google": {"SCOPE": ["openid", "profile", "email"], "OAUTH_PKCE_ENABLED": True},
    "facebook": {"METHOD": "oauth2", "SCOPE": ["email", "public_profile"], "FIELDS": ["id", "email", "name"]},
    "openid_connect": {"OAUTH_PKCE_ENABLED": True},
}
# The provider by which people who work here sign in, if there is one.
STORECREW_STAFF_SIGN_IN = staff_sign_in(
    {
        "url": ENV.text("STORECREW_STAFF_OIDC_URL"),
        "name": ENV.text("STORECREW_STAFF_OIDC_NAME", "single sign-on"),
        "client_id": ENV.text("STORECREW_STAFF_OIDC_CLIENT_ID"),
        "client_secret": ENV.text("STORECREW_STAFF_OIDC_CLIENT_SECRET"),
        "factors": ENV.words("STORECREW_STAFF_OIDC_FACTORS", "mfa,phr,phrh"),
        "domains": ENV.words("STORECREW_STAFF_OIDC_DOMAINS"),
        "role": ENV.text("STORECREW_STAFF_OIDC_ROLE"),
    }
)
MFA_ADAPTER = "storecrew.surfaces.ui.backoffice.signin.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "storecrew.surfaces.ui.backoffice.passkeys.PasskeyForm"}
MFA_TOTP_ISSUER = "Storecrew"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = STORECREW_BASE_URL.startswith("http://")
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

CSRF_FAILURE_VIEW = "storecrew.surfaces.storefront.help.errors.csrf_failure"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["storecrew.config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = STORECREW_DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = STORECREW_DATA / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# The server or service that mails leave by; without one they are kept in the data folder.
STORECREW_MAIL_URL = ENV.text("STORECREW_MAIL_URL")
# With this password, and the user "mail", the service reports what came back; without it nothing is taken.
STORECREW_MAIL_REPORTS_SECRET = ENV.text("STORECREW_MAIL_REPORTS_SECRET")
_mailing = mailing(STORECREW_MAIL_URL, STORECREW_DATA, reports_secret=STORECREW_MAIL_REPORTS_SECRET)
STORECREW_MAIL_SERVICE: str = str(_mailing["STORECREW_MAIL_SERVICE"])
globals().update(_mailing)
DEFAULT_FROM_EMAIL = ENV.text("STORECREW_MAIL_FROM", "shop@storecrew.example")
# What the domain of the sender publishes is asked here; empty: the name servers of this machine.
STORECREW_DKIM_SELECTORS = ENV.words("STORECREW_DKIM_SELECTORS", "mail")
STORECREW_NAME_SERVERS = ENV.words("STORECREW_NAME_SERVERS")

# So long the texts of mails that left, and what gateways and carriers reported, are kept.
STORECREW_MAILS_KEPT_DAYS = ENV.integer("STORECREW_MAILS_KEPT_DAYS", 365, least=30)
STORECREW_REPORTS_KEPT_DAYS = ENV.integer("STORECREW_REPORTS_KEPT_DAYS", 180, least=30)

WAGTAIL_SITE_NAME = "Storecrew"
# address and password have pages of their own, with proof, ended sessions and an audit line
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILADMIN_BASE_URL = STORECREW_BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Names of the operating system alone are no zones to a browser, whose list of zones would stop at them.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime", "Factory"})
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILIMAGES_IMAGE_FORM_BASE = "storecrew.surfaces.ui.backoffice.pictures.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ko", "한국어")]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": ENV.text("STORECREW_LOG_LEVEL", "WARNING")},
}
