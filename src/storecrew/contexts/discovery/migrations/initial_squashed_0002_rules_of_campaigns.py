"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("discovery", "0001_initial"), ("discovery", "0002_rules_of_campaigns")]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
    ]

    operations = [
        migrations.CreateModel(
            name="SortRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.category",
                        verbose_name="category",
                    ),
                ),
                ("pins", models.JSONField(blank=True, default=list, verbose_name="pinned products")),
                ("boosts", models.JSONField(blank=True, default=list, verbose_name="boosted and buried")),
                ("weights", models.JSONField(blank=True, default=dict, verbose_name="weights")),
                ("sold_out_last", models.BooleanField(default=True, verbose_name="sold out last")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("campaign_id", models.BigIntegerField(blank=True, null=True, verbose_name="campaign")),
                ("campaign_runs", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
            ],
            options={
                "verbose_name": "sort rule",
                "verbose_name_plural": "sort rules",
                "ordering": ["category_id", "-starts_at", "id"],
                "indexes": [models.Index(fields=["campaign_id"], name="discovery_rule_campaign")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__isnull", True),
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="discovery_rule_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("locale", models.CharField(blank=True, max_length=12, verbose_name="language")),
                ("words", models.JSONField(default=list, verbose_name="words")),
                (
                    "one_way",
                    models.BooleanField(default=False, verbose_name="only from the first word to the others"),
                ),
            ],
            options={
                "verbose_name": "synonym",
                "verbose_name_plural": "synonyms",
                "ordering": ["locale", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProductSignal",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalog.product",
                    ),
                ),
                ("units_sold", models.BigIntegerField(default=0, verbose_name="units sold, all time")),
                ("rating_sum", models.BigIntegerField(default=0, verbose_name="sum of ratings")),
                ("rating_count", models.PositiveIntegerField(default=0, verbose_name="number of ratings")),
            ],
            options={
                "verbose_name": "product signal",
                "verbose_name_plural": "product signals",
            },
        ),
        migrations.CreateModel(
            name="DailySale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("units", models.BigIntegerField(default=0, verbose_name="units")),
            ],
            options={
                "verbose_name": "sales of a day",
                "verbose_name_plural": "sales of a day",
                "indexes": [models.Index(fields=["day"], name="discovery_sale_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("product", "day"), name="discovery_sale_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MissedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.CharField(max_length=120, verbose_name="search")),
                ("locale", models.CharField(max_length=12, verbose_name="language")),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.channel"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="times")),
            ],
            options={
                "verbose_name": "search without a result",
                "verbose_name_plural": "searches without a result",
                "ordering": ["-day", "-count"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("query", "locale", "channel", "day"), name="discovery_missed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("product_id", models.BigIntegerField(verbose_name="product")),
                ("at", models.DateTimeField(db_index=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "change to index",
                "verbose_name_plural": "changes to index",
            },
        ),
    ]
