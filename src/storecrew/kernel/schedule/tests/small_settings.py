"""Settings of real scheduler and worker processes in tests: only what they need to start at once."""

from storecrew.config.settings.test import *  # noqa: F403
from storecrew.config.settings.test import DATABASES

INSTALLED_APPS = [
    "storecrew.kernel.audit",
    "storecrew.kernel.outbox",
    "storecrew.kernel.mail",
    "storecrew.kernel.schedule",
    "storecrew.kernel.schedule.tests.jobs",
    "django_tasks_db",
    "django.contrib.contenttypes",
]
AUTH_USER_MODEL = "auth.User"
MIDDLEWARE: list[str] = []
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
MIGRATION_MODULES = dict.fromkeys(("audit", "outbox", "mail", "schedule", "jobs"))
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DATABASES["default"].setdefault("OPTIONS", {}).pop("pool", None)
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
ROOT_URLCONF = __name__
urlpatterns: list[object] = []
