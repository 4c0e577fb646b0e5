"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("insights", "0001_initial"),
        ("insights", "0002_experiments"),
        ("insights", "0003_trends"),
        ("insights", "0004_experiments_of_campaigns"),
        ("insights", "0005_what_pages_lead_to"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
        ("marketing", "initial_squashed_0014_reasons_as_sentences"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incoming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("body", models.JSONField()),
            ],
            options={
                "verbose_name": "incoming note",
                "verbose_name_plural": "incoming notes",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="IngestState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("events", models.PositiveBigIntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "state of counting",
                "verbose_name_plural": "states of counting",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("day", models.DateField()),
                ("hour", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=10)),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                ("way", models.CharField(max_length=12)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("campaign", models.CharField(blank=True, max_length=80)),
                ("device", models.CharField(blank=True, max_length=8)),
                ("page", models.CharField(blank=True, max_length=20)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("product_id", models.PositiveBigIntegerField(null=True)),
                ("term", models.CharField(blank=True, max_length=80)),
                ("count", models.IntegerField(default=1)),
                ("amount", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dimension", models.CharField(max_length=8)),
                ("day", models.DateField()),
                ("hour", models.PositiveSmallIntegerField(default=0)),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("way", models.CharField(blank=True, max_length=12)),
                ("device", models.CharField(blank=True, max_length=8)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("campaign", models.CharField(blank=True, max_length=80)),
                ("count", models.BigIntegerField(default=0)),
                ("amount", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "tally",
                "verbose_name_plural": "tallies",
                "ordering": ["dimension", "day"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "dimension",
                            "day",
                            "channel",
                            "kind",
                            "way",
                            "device",
                            "subject",
                            "campaign",
                            "hour",
                        ),
                        name="insights_tally_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Experiment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("hypothesis", models.TextField(verbose_name="hypothesis")),
                ("owner", models.CharField(max_length=120, verbose_name="owner")),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="marketing.campaign",
                        verbose_name="campaign",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="channels.channel"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sort", "Order of a category"),
                            ("button", "Words of the buy button"),
                            ("block", "Text below the buy button"),
                        ],
                        max_length=8,
                        verbose_name="what differs",
                    ),
                ),
                ("path", models.CharField(blank=True, default="", max_length=200, verbose_name="category")),
                ("variants", models.JSONField(default=list)),
                ("salt", models.CharField(max_length=32)),
                (
                    "metric",
                    models.CharField(
                        choices=[
                            ("orders", "Visitors who order"),
                            ("adds", "Visitors who add to the cart"),
                            ("revenue", "Revenue per visitor"),
                        ],
                        max_length=8,
                        verbose_name="metric",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("fixed", "Once, when the planned size is reached"),
                            ("always", "At any time; needs about twice as many visitors"),
                        ],
                        max_length=8,
                        verbose_name="reading",
                    ),
                ),
                ("baseline", models.FloatField()),
                ("spread", models.FloatField(default=0)),
                ("effect", models.FloatField()),
                ("alpha", models.FloatField(default=0.05)),
                ("power", models.FloatField(default=0.8)),
                ("harm_returns", models.FloatField(default=3)),
                ("harm_contacts", models.FloatField(default=3)),
                ("per_day", models.FloatField(default=0)),
                ("required", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("running", "Running"),
                            ("paused", "Paused"),
                            ("done", "Size reached"),
                            ("decided", "Decided"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("paused_why", models.CharField(blank=True, default="", max_length=200)),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="started")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("winner", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("in_effect", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("known", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "experiment",
                "verbose_name_plural": "experiments",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("running", "paused", "done"))),
                        fields=("channel", "kind", "path"),
                        name="insights_one_experiment_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("in_effect", True)),
                        fields=("channel", "kind", "path"),
                        name="insights_one_winner_in_effect",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("way", models.CharField(max_length=12, verbose_name="way in")),
                ("medium", models.CharField(blank=True, max_length=400, verbose_name="utm_medium is one of")),
                ("source", models.CharField(blank=True, max_length=400, verbose_name="utm_source is one of")),
                ("click", models.CharField(blank=True, max_length=200, verbose_name="click id of")),
                ("host", models.CharField(blank=True, max_length=1000, verbose_name="site is or lies below")),
                ("listed", models.CharField(blank=True, max_length=60, verbose_name="site is on the list")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "traffic rule",
                "verbose_name_plural": "traffic rules",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="RivalPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("rival", models.CharField(max_length=80, verbose_name="competitor")),
                ("amount", models.BigIntegerField(verbose_name="price")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("seen_on", models.DateField(verbose_name="seen on")),
                ("url", models.URLField(blank=True, default="", max_length=500, verbose_name="address")),
                ("noted_by", models.CharField(max_length=120, verbose_name="noted by")),
                ("noted_at", models.DateTimeField(verbose_name="noted")),
            ],
            options={
                "verbose_name": "price of a competitor",
                "verbose_name_plural": "prices of competitors",
                "ordering": ["-seen_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("variant", "rival", "currency", "seen_on"),
                        name="insights_rival_price_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="insights_rival_price_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NewsFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("url", models.URLField(max_length=500, unique=True, verbose_name="address")),
                ("active", models.BooleanField(default=True, verbose_name="read it")),
                ("etag", models.CharField(blank=True, default="", max_length=200)),
                ("modified", models.CharField(blank=True, default="", max_length=200)),
                ("next_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                ("trouble", models.CharField(blank=True, default="", max_length=40, verbose_name="trouble")),
            ],
            options={
                "verbose_name": "news feed",
                "verbose_name_plural": "news feeds",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="TrendNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(blank=True, default="")),
                ("url", models.URLField(blank=True, default="", max_length=500, verbose_name="address")),
                ("noted_by", models.CharField(max_length=120, verbose_name="noted by")),
                ("noted_at", models.DateTimeField(verbose_name="noted")),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["-noted_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="TrendTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("key", models.CharField(max_length=200)),
                ("task_id", models.PositiveBigIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "task of a trend",
                "verbose_name_plural": "tasks of trends",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="insights_trend_task_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visitor", models.BigIntegerField()),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                ("started_at", models.DateTimeField(db_index=True)),
                ("last_at", models.DateTimeField()),
                ("way", models.CharField(max_length=12)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("campaign", models.CharField(blank=True, max_length=80)),
                ("device", models.CharField(blank=True, max_length=8)),
                ("views", models.PositiveIntegerField(default=0)),
                ("pages", models.JSONField(default=list)),
                ("last_path", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ["-started_at"],
                "indexes": [models.Index(fields=["visitor", "last_at"], name="insights_visits_of")],
            },
        ),
        migrations.CreateModel(
            name="CartPath",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField(unique=True)),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                ("visitor", models.BigIntegerField(null=True)),
                ("way", models.CharField(max_length=12)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("campaign", models.CharField(blank=True, max_length=80)),
                ("device", models.CharField(blank=True, max_length=8)),
                ("steps", models.PositiveSmallIntegerField(default=0)),
                ("pages", models.JSONField(default=list)),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                ("changed_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "path of a cart",
                "verbose_name_plural": "paths of carts",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="OrderTouch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("only", "Only visit"),
                            ("first", "First visit"),
                            ("assist", "In between"),
                            ("last", "Last visit"),
                        ],
                        max_length=6,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                ("device", models.CharField(blank=True, max_length=8)),
                ("way", models.CharField(max_length=12)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("campaign", models.CharField(blank=True, max_length=80)),
                ("amount", models.BigIntegerField()),
                ("back_amount", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "touch of an order",
                "verbose_name_plural": "touches of orders",
                "ordering": ["order", "position"],
                "indexes": [
                    models.Index(fields=["campaign", "day"], name="insights_touch_campaign"),
                    models.Index(fields=["day"], name="insights_touch_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "position"), name="insights_touch_once"),
                    models.CheckConstraint(
                        condition=models.Q(("back_amount__gte", 0), ("back_amount__lte", models.F("amount"))),
                        name="insights_touch_back_within",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exposure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "experiment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exposures",
                        to="insights.experiment",
                    ),
                ),
                ("visitor", models.BigIntegerField(db_index=True)),
                ("variant", models.PositiveSmallIntegerField()),
                ("first_at", models.DateTimeField()),
                ("added", models.BooleanField(default=False)),
                ("orders", models.PositiveIntegerField(default=0)),
                ("amount", models.BigIntegerField(default=0)),
                ("returned", models.BooleanField(default=False)),
                ("contacted", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "exposure",
                "verbose_name_plural": "exposures",
                "ordering": ["experiment", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("experiment", "visitor"), name="insights_exposed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ExperimentDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "experiment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="insights.experiment",
                    ),
                ),
                ("variant", models.PositiveSmallIntegerField()),
                ("day", models.DateField()),
                ("visitors", models.IntegerField(default=0)),
                ("adders", models.IntegerField(default=0)),
                ("buyers", models.IntegerField(default=0)),
                ("orders", models.IntegerField(default=0)),
                ("revenue", models.BigIntegerField(default=0)),
                ("squares", models.FloatField(default=0)),
                ("returned", models.IntegerField(default=0)),
                ("contacted", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "day of an experiment",
                "verbose_name_plural": "days of experiments",
                "ordering": ["experiment", "day", "variant"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("experiment", "variant", "day"), name="insights_experiment_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clips",
                        to="insights.newsfeed",
                    ),
                ),
                ("key", models.CharField(max_length=32)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                ("summary", models.CharField(blank=True, default="", max_length=400)),
                ("at", models.DateTimeField(db_index=True, verbose_name="published")),
            ],
            options={
                "verbose_name": "clip",
                "verbose_name_plural": "clips",
                "ordering": ["-at", "-id"],
                "constraints": [models.UniqueConstraint(fields=("feed", "key"), name="insights_clip_once")],
            },
        ),
    ]
