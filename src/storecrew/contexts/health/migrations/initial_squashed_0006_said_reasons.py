"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models

import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [
        ("health", "0001_initial"),
        ("health", "0002_sample_store"),
        ("health", "0003_task_times"),
        ("health", "0004_launches"),
        ("health", "0005_check_orders"),
        ("health", "0006_said_reasons"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="VitalsCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("page", models.CharField(max_length=40)),
                ("device", models.CharField(max_length=8)),
                ("measure", models.CharField(max_length=4)),
                ("step", models.PositiveSmallIntegerField()),
                ("count", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "count of page speed",
                "verbose_name_plural": "counts of page speed",
                "ordering": ["-day", "page", "device", "measure", "step"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "page", "device", "measure", "step"), name="health_vitals_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskTimeCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("role", models.CharField(max_length=40)),
                ("task", models.CharField(max_length=60)),
                ("step", models.PositiveSmallIntegerField()),
                ("count", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "count of task times",
                "verbose_name_plural": "counts of task times",
                "ordering": ["-day", "role", "task", "step"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "role", "task", "step"), name="health_task_time_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Launch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("channel_code", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Being prepared"),
                            ("live", "Live"),
                            ("rolled_back", "Rolled back"),
                            ("dropped", "Dropped"),
                        ],
                        default="preparing",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField(null=True)),
                ("opened_by", models.CharField(blank=True, max_length=120)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=120)),
                ("reason", storecrew.kernel.said_field.SaidField(blank=True)),
                ("canary_at", models.DateTimeField(null=True)),
                ("canary_problem", storecrew.kernel.said_field.SaidField(blank=True)),
                ("check_at", models.DateTimeField(null=True)),
                ("check_order", models.CharField(blank=True, max_length=32)),
                ("check_problem", storecrew.kernel.said_field.SaidField(blank=True)),
            ],
            options={
                "verbose_name": "launch",
                "verbose_name_plural": "launches",
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "preparing")),
                        fields=("channel_code",),
                        name="health_one_launch",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleStore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("product_ids", models.JSONField(default=list)),
                ("promotion_ids", models.JSONField(default=list)),
                ("user_ids", models.JSONField(default=list)),
                ("last_order_id", models.BigIntegerField(default=0)),
                ("password", models.CharField(max_length=60)),
                ("built_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "sample store",
                "verbose_name_plural": "sample stores",
            },
        ),
        migrations.CreateModel(
            name="LaunchSignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "launch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="health.launch",
                    ),
                ),
                ("item", models.CharField(max_length=20)),
                ("evidence", models.CharField(max_length=1000)),
                ("seen", models.JSONField(default=dict)),
                ("signed_by", models.CharField(max_length=120)),
                ("signed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "sign-off",
                "verbose_name_plural": "sign-offs",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("launch", "item"),
                        name="health_signed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LaunchGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "launch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="health.launch"
                    ),
                ),
                ("item", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=400)),
                ("granted_by", models.CharField(max_length=120)),
                ("granted_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "grant for a launch",
                "verbose_name_plural": "grants for launches",
            },
        ),
    ]
