"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("seo", "0001_initial"), ("seo", "0002_followed")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "running"), ("done", "done")], default="running", max_length=8
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "audit",
                "verbose_name_plural": "audits",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("state",),
                        name="seo_one_audit_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HeadTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("product", "Product"),
                            ("category", "Category"),
                            ("collection", "Collection"),
                            ("page", "Content page"),
                            ("home", "Home page"),
                            ("search", "Search results"),
                        ],
                        max_length=12,
                        verbose_name="kind of page",
                    ),
                ),
                ("locale", models.CharField(blank=True, default="", max_length=8, verbose_name="language")),
                ("channel", models.CharField(blank=True, default="", max_length=32, verbose_name="channel")),
                ("title", models.CharField(blank=True, default="", max_length=200, verbose_name="title")),
                (
                    "description",
                    models.CharField(blank=True, default="", max_length=400, verbose_name="description"),
                ),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "template of titles",
                "verbose_name_plural": "templates of titles",
                "ordering": ["kind", "locale", "channel"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "locale", "channel"), name="seo_template_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_path", models.CharField(max_length=500, unique=True, verbose_name="old address")),
                (
                    "new_path",
                    models.CharField(
                        blank=True, db_index=True, default="", max_length=500, verbose_name="leads to"
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (301, "Moved for good (301)"),
                            (302, "For now (302)"),
                            (410, "Gone for good (410)"),
                        ],
                        default=301,
                        verbose_name="answer",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="note")),
                ("hits", models.PositiveBigIntegerField(default=0, verbose_name="visits")),
                ("last_hit_at", models.DateTimeField(blank=True, null=True, verbose_name="last visit")),
                ("is_dead", models.BooleanField(db_index=True, default=False, verbose_name="leads nowhere")),
                ("looked_at", models.DateTimeField(blank=True, null=True, verbose_name="followed")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "ordering": ["old_path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("old_path", models.F("new_path")), _negated=True),
                        name="seo_redirect_not_to_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("new_path", ""), ("status", 410)),
                            models.Q(
                                models.Q(("status", 410), _negated=True),
                                models.Q(("new_path", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="seo_redirect_leads_or_is_gone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MissingPath",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="address")),
                ("people", models.PositiveBigIntegerField(default=0, verbose_name="visits of people")),
                ("machines", models.PositiveBigIntegerField(default=0, verbose_name="visits of machines")),
                ("first_at", models.DateTimeField(verbose_name="first asked for")),
                ("last_at", models.DateTimeField(db_index=True, verbose_name="last asked for")),
            ],
            options={
                "verbose_name": "address not found",
                "verbose_name_plural": "addresses not found",
                "ordering": ["-people", "-machines", "id"],
            },
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=700, unique=True, verbose_name="address")),
                ("kind", models.CharField(max_length=12, verbose_name="kind of page")),
                ("locale", models.CharField(max_length=8, verbose_name="language")),
                ("label", models.CharField(blank=True, default="", max_length=300, verbose_name="page")),
                ("record_id", models.BigIntegerField(default=0)),
                (
                    "index",
                    models.CharField(
                        choices=[
                            ("open", "May be listed"),
                            ("noindex", "Says noindex"),
                            ("elsewhere", "Names another address"),
                            ("moved", "Leads elsewhere"),
                            ("blocked", "Closed by robots.txt"),
                            ("broken", "Does not answer"),
                            ("unseen", "Not looked at yet"),
                        ],
                        default="unseen",
                        max_length=10,
                        verbose_name="search engines",
                    ),
                ),
                ("status", models.PositiveSmallIntegerField(default=0, verbose_name="answer")),
                ("facts", models.JSONField(default=dict)),
                ("depth", models.PositiveSmallIntegerField(null=True, verbose_name="clicks from home")),
                ("linked", models.PositiveIntegerField(default=0, verbose_name="linked from")),
                ("views", models.PositiveBigIntegerField(default=0, verbose_name="seen in 28 days")),
                ("worth", models.BigIntegerField(default=0, verbose_name="orders of visits with it")),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="seo.auditrun",
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="seo.auditrun",
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="looked at")),
            ],
            options={
                "verbose_name": "page of the shop",
                "verbose_name_plural": "pages of the shop",
                "ordering": ["path"],
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
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="seo.page"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                (
                    "severity",
                    models.PositiveSmallIntegerField(choices=[(1, "Error"), (2, "Warning"), (3, "Hint")]),
                ),
                ("values", models.JSONField(default=dict)),
                ("first_at", models.DateTimeField(verbose_name="first seen")),
                ("last_at", models.DateTimeField(verbose_name="last seen")),
                ("fixed_at", models.DateTimeField(blank=True, null=True, verbose_name="cured")),
                ("ignored_at", models.DateTimeField(blank=True, null=True, verbose_name="set aside")),
                ("ignored_by", models.CharField(blank=True, default="", max_length=120)),
                (
                    "ignore_reason",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="why"),
                ),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["severity", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("page", "code"), name="seo_finding_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ignored_at__isnull", True),
                            models.Q(("ignore_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="seo_ignored_with_a_reason",
                    ),
                ],
            },
        ),
    ]
