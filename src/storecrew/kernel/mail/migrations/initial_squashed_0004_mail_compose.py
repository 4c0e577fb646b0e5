"""Every table of this context in one step: what a new installation runs (decision 0227)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("mail", "0001_initial"),
        ("mail", "0002_mail_attach"),
        ("mail", "0003_check"),
        ("mail", "0004_mail_compose"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=250)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("locale", models.CharField(max_length=10)),
                ("headers", models.JSONField(default=dict)),
                ("dedupe_key", models.CharField(max_length=160, unique=True)),
                ("record", models.CharField(blank=True, max_length=60)),
                ("record_id", models.CharField(blank=True, max_length=64)),
                ("attach", models.CharField(blank=True, default="", max_length=120)),
                ("compose", models.CharField(blank=True, default="", max_length=120)),
                ("check_name", models.CharField(blank=True, default="", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("given_up", "Given Up"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("queued_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["next_at"],
                        name="mail_due",
                    ),
                    models.Index(fields=["-queued_at"], name="mail_newest"),
                    models.Index(fields=["record", "record_id"], name="mail_record"),
                ],
            },
        ),
    ]
