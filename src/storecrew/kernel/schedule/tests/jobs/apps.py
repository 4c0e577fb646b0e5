"""Django app of the test jobs."""

from django.apps import AppConfig


class Config(AppConfig):
    """Register the jobs and the table they write to."""

    name = "storecrew.kernel.schedule.tests.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the jobs."""
        from storecrew.kernel.schedule.tests.jobs import tasks  # noqa: F401
