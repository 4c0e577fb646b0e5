"""Django app of the scheduler."""

from django.apps import AppConfig

from storecrew.kernel import revisions

WAKE_TAG = "outbox"


class Config(AppConfig):
    """Register the table of runs, and wake the worker as soon as an event is committed."""

    name = "storecrew.kernel.schedule"
    label = "schedule"

    def ready(self) -> None:
        """Connect the outbox with the worker, and register the scheduler's own job."""
        from storecrew.kernel.outbox.publishing import on_publish_committed
        from storecrew.kernel.schedule import housekeeping  # noqa: F401 - registers its job

        on_publish_committed(_wake)


def _wake() -> None:
    revisions.bump(WAKE_TAG)
