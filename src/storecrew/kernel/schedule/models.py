"""The table of runs (one row per job and tick, which is also the claim on it) and of the living workers."""

from __future__ import annotations

from django.db import models


class ScheduledRun(models.Model):
    """One run of a job. A run without an end is alive while its heart beats."""

    class State(models.TextChoices):
        """How a run stands."""

        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        LOST = "lost"

    name = models.CharField(max_length=100)
    tick = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    holder = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "tick"], name="schedule_tick_once"),
            # A job never overlaps itself, whatever the number of schedulers and the length of a run.
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(state="running"), name="schedule_one_run_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["name", "-tick"], name="schedule_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.tick} {self.state}"


class Worker(models.Model):
    """A process that does background work, known by its beating heart."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
