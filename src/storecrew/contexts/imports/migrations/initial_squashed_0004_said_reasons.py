"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models

import storecrew.contexts.imports.models
import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [
        ("imports", "0001_initial"),
        ("imports", "0002_whose_import"),
        ("imports", "0003_sheets"),
        ("imports", "0004_said_reasons"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        storage=storecrew.contexts.imports.models.private_files,
                        upload_to=storecrew.contexts.imports.models.generated_name,
                        verbose_name="file",
                    ),
                ),
                (
                    "archive",
                    models.FileField(
                        blank=True,
                        storage=storecrew.contexts.imports.models.private_files,
                        upload_to=storecrew.contexts.imports.models.generated_name,
                        verbose_name="pictures",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.channel",
                        verbose_name="channel",
                    ),
                ),
                ("format", models.CharField(default="auto", max_length=20, verbose_name="format")),
                ("encoding", models.CharField(blank=True, max_length=20, verbose_name="encoding")),
                ("delimiter", models.CharField(blank=True, max_length=2, verbose_name="separator")),
                ("header", models.JSONField(blank=True, default=list, verbose_name="header")),
                ("fingerprint", models.CharField(blank=True, db_index=True, max_length=64)),
                ("mapping", models.JSONField(blank=True, default=dict, verbose_name="mapping")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("previewing", "Preview is being made"),
                            ("previewed", "Waiting for confirmation"),
                            ("importing", "Importing"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="uploaded",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="products done")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="products in all")),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="counts")),
                ("report", models.JSONField(blank=True, default=dict, verbose_name="report")),
                ("error", storecrew.kernel.said_field.SaidField(blank=True, verbose_name="error")),
                ("actor_label", models.CharField(blank=True, max_length=200, verbose_name="started by")),
                ("actor_id", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SheetRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30, verbose_name="kind")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        storage=storecrew.contexts.imports.models.private_files,
                        upload_to=storecrew.contexts.imports.models.generated_name,
                        verbose_name="file",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("encoding", models.CharField(blank=True, max_length=20, verbose_name="encoding")),
                ("delimiter", models.CharField(blank=True, max_length=2, verbose_name="separator")),
                ("header", models.JSONField(blank=True, default=list, verbose_name="header")),
                ("mapping", models.JSONField(blank=True, default=dict, verbose_name="mapping")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Columns to be named"),
                            ("previewed", "Waiting for confirmation"),
                            ("taken", "Taken over"),
                            ("undone", "Taken back"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="counts")),
                ("report", models.JSONField(blank=True, default=dict, verbose_name="report")),
                ("changes", models.JSONField(blank=True, default=dict, verbose_name="changes")),
                ("kept", models.PositiveIntegerField(default=0, verbose_name="changed since and kept")),
                ("actor_label", models.CharField(blank=True, max_length=200, verbose_name="uploaded by")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "sheet",
                "verbose_name_plural": "sheets",
                "ordering": ["-created_at", "-id"],
                "indexes": [models.Index(fields=["kind", "-id"], name="imports_sheet_kind")],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="imports.importrun",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("before", models.JSONField(default=dict)),
                ("undone", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "batch of an import",
                "verbose_name_plural": "batches of imports",
                "ordering": ["run", "number"],
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="imports_batch_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="images",
                        to="imports.importrun",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                    ),
                ),
                ("source", models.CharField(max_length=1000, verbose_name="source")),
                ("alt", models.CharField(blank=True, max_length=255, verbose_name="alternative text")),
                ("sku", models.CharField(blank=True, max_length=120, verbose_name="SKU")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("attached", "Attached"),
                            ("failed", "Could not be fetched"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="problem")),
            ],
            options={
                "verbose_name": "picture of an import",
                "verbose_name_plural": "pictures of imports",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["state", "id"],
                        name="imports_image_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("product", "source"), name="imports_image_once")
                ],
            },
        ),
    ]
