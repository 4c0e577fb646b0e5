"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("work", "0001_initial"),
        ("work", "0002_tasks_and_calendar"),
        ("work", "0003_inbox_and_undo"),
        ("work", "0004_conflicts"),
        ("work", "0005_words"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="kind")),
                ("kind", models.CharField(max_length=40)),
                ("record", models.CharField(max_length=80)),
                ("record_id", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("url", models.CharField(blank=True, max_length=400)),
                ("with_title", models.CharField(blank=True, max_length=200, verbose_name="with")),
                ("with_url", models.CharField(blank=True, max_length=400)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("measure", models.BigIntegerField(default=0)),
                (
                    "severity",
                    models.CharField(
                        choices=[("blocking", "Blocking"), ("warning", "Warning")],
                        max_length=10,
                        verbose_name="severity",
                    ),
                ),
                ("owner_role", models.CharField(max_length=40, verbose_name="owner")),
                ("planner_role", models.CharField(max_length=40)),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("accepted", "Accepted"), ("resolved", "Resolved")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("dedupe_key", models.CharField(max_length=250)),
                ("found_at", models.DateTimeField(verbose_name="found")),
                ("seen_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=20, verbose_name="answer")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="reason")),
                ("accepted_by", models.CharField(blank=True, max_length=200)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted until"),
                ),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "conflict",
                "verbose_name_plural": "conflicts",
                "ordering": ("starts_at", "id"),
                "indexes": [
                    models.Index(fields=["record", "record_id", "state"], name="work_conflict_record"),
                    models.Index(fields=["state", "owner_role", "starts_at"], name="work_conflict_desk"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "accepted"))),
                        fields=("dedupe_key",),
                        name="work_conflict_active_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(
                                models.Q(("reason", ""), _negated=True), ("accepted_until__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="work_conflict_accepted_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at__isnull", False), ("state", "resolved")),
                            models.Q(models.Q(("state", "resolved"), _negated=True), ("resolved_at", None)),
                            _connector="OR",
                        ),
                        name="work_conflict_resolved_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UndoOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("payload", models.JSONField(default=dict)),
                ("actor_id", models.CharField(max_length=64)),
                ("offered_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "undo offer",
                "verbose_name_plural": "undo offers",
                "indexes": [models.Index(fields=["offered_at"], name="work_undooffer_at")],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record", models.CharField(max_length=80)),
                ("record_id", models.CharField(max_length=64)),
                ("body", models.TextField()),
                ("author_kind", models.CharField(max_length=10)),
                ("author_id", models.CharField(max_length=64)),
                ("author_label", models.CharField(max_length=200)),
                ("mentions", models.JSONField(blank=True, default=list)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ("at", "id"),
                "indexes": [models.Index(fields=["record", "record_id", "at"], name="work_comment_record")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                ("record", models.CharField(blank=True, max_length=80)),
                ("record_id", models.CharField(blank=True, max_length=64)),
                ("owner_role", models.CharField(max_length=40, verbose_name="owner")),
                (
                    "severity",
                    models.CharField(
                        choices=[("info", "Note"), ("warning", "Warning"), ("critical", "Critical")],
                        default="warning",
                        max_length=10,
                        verbose_name="severity",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("resolved", "Resolved")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("dedupe_key", models.CharField(max_length=200)),
                ("url", models.CharField(blank=True, max_length=400)),
                ("times", models.PositiveIntegerField(default=1)),
                ("raised_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("resolution", models.CharField(blank=True, max_length=400)),
                ("words", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ("-raised_at", "-id"),
                "indexes": [
                    models.Index(fields=["state", "owner_role", "-raised_at"], name="work_finding_inbox")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("dedupe_key",),
                        name="work_finding_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list_code", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=2000)),
                ("owner", models.CharField(max_length=64)),
                ("team", models.CharField(blank=True, max_length=40)),
                ("shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list_code", "owner", "name"), name="work_savedview_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("team", ""), ("shared", False), _connector="OR"),
                        name="work_savedview_one_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                ("owner_role", models.CharField(max_length=40, verbose_name="owner")),
                ("location_code", models.CharField(blank=True, max_length=50, verbose_name="location")),
                ("team", models.CharField(blank=True, max_length=40, verbose_name="team")),
                ("record", models.CharField(blank=True, max_length=80)),
                ("record_id", models.CharField(blank=True, max_length=64)),
                ("asked_from_record", models.CharField(blank=True, max_length=80)),
                ("asked_from_id", models.CharField(blank=True, max_length=64)),
                ("url", models.CharField(blank=True, max_length=400)),
                ("dedupe_key", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("taken", "In hand"),
                            ("done", "Done"),
                            ("withdrawn", "No longer needed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("wants_answer", models.BooleanField(default=False)),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=200)),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("taken_by_id", models.CharField(blank=True, max_length=64)),
                ("taken_by", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, max_length=200)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_to", models.CharField(blank=True, max_length=40)),
                ("words", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "ordering": (models.OrderBy(models.F("due_at"), nulls_last=True), "id"),
                "indexes": [
                    models.Index(fields=["state", "owner_role", "due_at"], name="work_task_inbox"),
                    models.Index(fields=["asked_from_record", "asked_from_id"], name="work_task_asked_from"),
                    models.Index(fields=["record", "record_id"], name="work_task_record"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("open", "taken")), models.Q(("dedupe_key", ""), _negated=True)
                        ),
                        fields=("dedupe_key",),
                        name="work_task_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state__in", ("open", "taken"))),
                            models.Q(("closed_at__isnull", False), ("state__in", ("done", "withdrawn"))),
                            _connector="OR",
                        ),
                        name="work_task_closed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("owner_role", models.CharField(max_length=40, verbose_name="owner")),
                ("record", models.CharField(max_length=80)),
                ("record_id", models.CharField(max_length=64)),
                ("url", models.CharField(blank=True, max_length=400)),
                ("put_by", models.CharField(max_length=200)),
                ("changed_at", models.DateTimeField()),
                ("touches", models.JSONField(blank=True, default=list)),
            ],
            options={
                "verbose_name": "date",
                "verbose_name_plural": "dates",
                "ordering": ("starts_at", "id"),
                "indexes": [
                    models.Index(fields=["starts_at"], name="work_calendar_starts"),
                    models.Index(fields=["ends_at"], name="work_calendar_ends"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "record_id", "kind"), name="work_calendar_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                        name="work_calendar_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner", models.CharField(max_length=64, unique=True)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "calendar link",
                "verbose_name_plural": "calendar links",
            },
        ),
        migrations.CreateModel(
            name="InboxEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.CharField(max_length=200)),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inbox_entries",
                        to="work.task",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inbox_entries",
                        to="work.comment",
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "inbox entry",
                "verbose_name_plural": "inbox entries",
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["to", "-at"], name="work_inboxentry_to")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("comment__isnull", False), ("task", None)),
                            models.Q(("comment", None), ("task__isnull", False)),
                            _connector="OR",
                        ),
                        name="work_inboxentry_one_subject",
                    ),
                    models.UniqueConstraint(fields=("task", "to"), name="work_inboxentry_task_once"),
                    models.UniqueConstraint(fields=("comment", "to"), name="work_inboxentry_comment_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InboxMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="work.inboxentry",
                    ),
                ),
                ("person", models.CharField(max_length=64)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("snoozed_until", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "inbox mark",
                "verbose_name_plural": "inbox marks",
                "indexes": [models.Index(fields=["person"], name="work_inboxmark_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "person"), name="work_inboxmark_once")
                ],
            },
        ),
    ]
