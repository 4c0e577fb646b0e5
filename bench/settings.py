"""Django's settings in a benchmark: those of an installation, its tables made from the models.

Everything that makes a benchmark's installation differ from a merchant's is here and in `urls.py`.
"""

from storecrew.config.settings.dev import *  # noqa: F403


class FromModels:
    """Stands for every app: no migrations, so that `migrate --run-syncdb` makes the tables at once."""

    def __contains__(self, item: str) -> bool:
        return True

    def __getitem__(self, item: str) -> None:
        return None


MIGRATION_MODULES = FromModels()
ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["*"]
# Events stay in the outbox: what a worker does afterwards is not part of any figure.
STORECREW_OUTBOX = "manual"
STORECREW_DEMO = True
