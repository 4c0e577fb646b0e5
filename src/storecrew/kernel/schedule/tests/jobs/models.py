"""Where the test jobs leave a trace."""

from django.db import models


class Trace(models.Model):
    """One execution of a test job or task."""

    what = models.CharField(max_length=40)
    pid = models.IntegerField()
    tick = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.what} {self.tick}"
