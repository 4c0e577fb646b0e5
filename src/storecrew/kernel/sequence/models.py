"""Counters behind the numbers that people see."""

from __future__ import annotations

from django.db import models


class Sequence(models.Model):
    """The last number given out under a name."""

    name = models.CharField(max_length=60, primary_key=True)
    last = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(last__gte=0), name="sequence_not_negative")]

    def __str__(self) -> str:
        return f"{self.name} {self.last}"
