"""Counting what visitors of an experiment do: each visitor once, as sums per variant and day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights.facts import Note
from storecrew.contexts.insights.models import Experiment, ExperimentDay, Exposure
from storecrew.contexts.insights.queries import experiments as queries
from storecrew.contexts.insights.rules import days, kinds
from storecrew.contexts.insights.rules.batches import Path
from storecrew.kernel import audit, revisions, rows
from storecrew.kernel.actor import system_actor

RECORD = "insights.experiment"
WEEK = dt.timedelta(days=7)
CLOCKWORK = system_actor("insights.experiments")
Place = tuple[int, int, dt.date]


def count_trials(notes: Sequence[Note], paths: Mapping[int, Path]) -> None:
    """Count a batch for the experiments that run; the caller holds the state of counting.

    An order counts for whoever its cart belongs to. What happened before a variant was seen does not count.
    """
    if not any(note.visitor is not None or note.cart is not None for note in notes):
        return
    running = {row.pk: row for row in Experiment.objects.filter(state=Experiment.State.RUNNING)}
    if running:
        _Counting(running, notes, paths).run()


class _Counting:
    """One batch: exposures that are known, that are new, and what to add to the days."""

    def __init__(
        self, running: dict[int, Experiment], notes: Sequence[Note], paths: Mapping[int, Path]
    ) -> None:
        self.running, self.paths = running, paths
        self.notes = sorted(notes, key=lambda one: one.at)
        self.zones = {one.id: one.timezone for one in channels.all_channels(include_inactive=True)}
        visitors = {one for note in notes if (one := self.visitor(note)) is not None}
        self.known: dict[int, dict[int, Exposure]] = defaultdict(dict)
        for row in Exposure.objects.filter(experiment_id__in=running, visitor__in=visitors):
            self.known[row.visitor][row.experiment_id] = row
        self.changed: dict[tuple[int, int], Exposure] = {}
        self.more: dict[Place, dict[str, float]] = defaultdict(lambda: defaultdict(int))  # not money: sums

    def visitor(self, note: Note) -> int | None:
        """Return whose note it is; an order's is that of its cart."""
        path = self.paths.get(note.cart) if note.cart is not None else None
        return note.visitor if note.visitor is not None else path.visitor if path else None

    def run(self) -> None:
        """Count all notes, save, and close what has its size."""
        for note in self.notes:
            visitor = self.visitor(note)
            if visitor is None:
                continue
            for experiment_id, variant in note.trials:
                self._see(note, visitor, experiment_id, variant)
            for row in self.known[visitor].values():
                if row.first_at <= note.at and self.running[row.experiment_id].channel_id == note.channel_id:
                    self._act(note, row)
        changed = list(self.changed.values())
        rows.save([row for row in changed if row.pk is not None], ["added", "orders", "amount"])
        rows.insert([row for row in changed if row.pk is None])
        add_to_days(self.more)
        if self.more:
            close_full(self.running.values(), at=self.notes[-1].at)

    def _see(self, note: Note, visitor: int, experiment_id: int, variant: int) -> None:
        mine = self.known[visitor]
        row = self.running.get(experiment_id)
        if row is None or experiment_id in mine or not 0 <= variant < len(row.variants):
            return
        mine[experiment_id] = Exposure(
            experiment_id=experiment_id, visitor=visitor, variant=variant, first_at=note.at
        )
        self._count(note, mine[experiment_id], visitors=1)

    def _act(self, note: Note, row: Exposure) -> None:
        if note.kind == kinds.ADD and not row.added:
            row.added = True
            self._count(note, row, adders=1)
        elif note.kind == kinds.ORDER:
            before, row.amount = row.amount, row.amount + note.amount
            row.orders += 1
            self._count(
                note,
                row,
                orders=1,
                buyers=int(row.orders == 1),
                revenue=note.amount,
                squares=float(row.amount) ** 2 - float(before) ** 2,  # not money: minor units squared
            )

    def _count(self, note: Note, row: Exposure, **more: float) -> None:  # not money: sums
        day = days.local(note.at, self.zones.get(note.channel_id, "UTC"))[0]
        self.changed[row.experiment_id, row.visitor] = row
        for name, value in more.items():
            self.more[row.experiment_id, row.variant, day][name] += value


def add_to_days(more: Mapping[Place, Mapping[str, Any]]) -> None:
    """Add counts to the days of variants."""
    for (experiment_id, variant, day), counts in sorted(more.items()):
        place: dict[str, Any] = {"experiment_id": experiment_id, "variant": variant, "day": day}
        changes = {name: F(name) + value for name, value in counts.items()}
        if not ExperimentDay.objects.filter(**place).update(**changes):
            ExperimentDay.objects.get_or_create(**place)
            ExperimentDay.objects.filter(**place).update(**changes)


def close_full(running: Any, *, at: dt.datetime) -> None:
    """Stop counting where every variant has its visitors and a week went by: what is read is frozen then.

    It looks at visitors alone, never at results, so it cannot favor a side.
    """
    for row in running:
        if (
            row.started_at is None
            or at - row.started_at < WEEK
            or not queries.reached(row, queries.sums_of(row))
        ):
            continue
        done = {"state": Experiment.State.DONE, "done_at": at, "updated_at": at}
        if Experiment.objects.filter(pk=row.pk, state=Experiment.State.RUNNING).update(**done):
            audit.record(
                actor=CLOCKWORK, action="insights.experiment_size_reached", record=RECORD, record_id=row.pk,
                after={"state": "done"}, at=at,
            )  # fmt: skip
            revisions.bump_on_commit(queries.TAG)
