"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import storecrew.contexts.marketing.models.mailings
import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [
        ("marketing", "0001_initial"),
        ("marketing", "0002_mailings_and_flows"),
        ("marketing", "0003_more_flows"),
        ("marketing", "0004_print_pieces"),
        ("marketing", "0005_agencies"),
        ("marketing", "0006_onsite_messages"),
        ("marketing", "0007_social_posts"),
        ("marketing", "0008_splits_and_birthdays"),
        ("marketing", "0009_campaign_groups"),
        ("marketing", "0010_sender_records"),
        ("marketing", "0011_campaign_forecasts"),
        ("marketing", "0012_mentions"),
        ("marketing", "0013_inserts_of_parcels"),
        ("marketing", "0014_reasons_as_sentences"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("customers", "initial_squashed_0004_customer_birthday"),
        ("people", "__first__"),
        ("promotions", "initial_squashed_0003_code_index"),
        ("work", "initial_squashed_0005_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="StrategyPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("audience", models.CharField(max_length=120, verbose_name="audience")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "E-mail"),
                            ("web", "Web"),
                            ("print", "Print"),
                            ("social", "Social media"),
                            ("search", "Search"),
                            ("affiliates", "Affiliates and creators"),
                        ],
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                (
                    "goal",
                    models.CharField(
                        choices=[
                            ("revenue", "Revenue"),
                            ("orders", "Orders"),
                            ("new_customers", "New customers"),
                            ("win_back", "Customers who come back"),
                            ("awareness", "Visits"),
                            ("clear_stock", "Units of stock to clear"),
                        ],
                        max_length=16,
                        verbose_name="goal",
                    ),
                ),
                ("goal_value", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("budget", models.BigIntegerField(default=0)),
                ("positioning", models.TextField(blank=True, default="")),
                ("outcome", models.TextField(blank=True, default="")),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "line of the strategy",
                "verbose_name_plural": "strategy",
                "ordering": ["-year", "-quarter", "audience", "channel"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("audience", "channel", "year", "quarter"), name="marketing_plan_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)), name="marketing_quarter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget__gte", 0)), name="marketing_plan_budget"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "what",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="what it does"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, default="", max_length=254, verbose_name="e-mail address"),
                ),
                ("currency", models.CharField(max_length=3)),
                ("hourly_rate", models.BigIntegerField(default=0, verbose_name="per hour")),
                ("answer_hours", models.PositiveSmallIntegerField(default=24, verbose_name="begins within")),
                ("contract_until", models.DateField(blank=True, null=True, verbose_name="contract until")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hourly_rate__gte", 0)), name="marketing_agency_rate"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.contact"
                    ),
                ),
                ("orders", models.PositiveIntegerField(default=0)),
                ("first_order_at", models.DateTimeField(blank=True, null=True)),
                ("last_order_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "profile",
                "verbose_name_plural": "profiles",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["last_order_at"], name="marketing_profile_last")],
            },
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("conditions", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "segment",
                "verbose_name_plural": "segments",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="marketing_segment_has_a_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Flow",
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
                            ("abandoned_cart", "Abandoned cart"),
                            ("welcome", "Welcome after signing up"),
                            ("win_back", "Long time no order"),
                            ("replenishment", "Used up"),
                            ("price_drop", "Cheaper than in the cart"),
                            ("birthday", "Birthday"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("is_on", models.BooleanField(default=False, verbose_name="on")),
                ("steps", models.JSONField(default=list)),
                ("settings", models.JSONField(default=dict)),
                ("holdout_percent", models.PositiveSmallIntegerField(default=10)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "flow",
                "verbose_name_plural": "flows",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("holdout_percent__lte", 50)),
                        name="marketing_holdout_at_most_half",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SenderRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("domain", models.CharField(max_length=255)),
                ("kind", models.CharField(max_length=5)),
                ("name", models.CharField(max_length=320, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("good", "Good"),
                            ("weak", "Could be better"),
                            ("bad", "Mails may not arrive"),
                        ],
                        max_length=4,
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("record", models.TextField(blank=True, default="")),
                ("value", models.IntegerField(default=0)),
                ("checked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "record of the sender",
                "verbose_name_plural": "records of the sender",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "goal",
                    models.CharField(
                        choices=[
                            ("revenue", "Revenue"),
                            ("orders", "Orders"),
                            ("new_customers", "New customers"),
                            ("win_back", "Customers who come back"),
                            ("awareness", "Visits"),
                            ("clear_stock", "Units of stock to clear"),
                        ],
                        max_length=16,
                        verbose_name="goal",
                    ),
                ),
                ("goal_value", models.BigIntegerField(default=0)),
                (
                    "audience",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="audience"),
                ),
                ("brief", models.TextField(blank=True, default="", verbose_name="brief")),
                ("utm_campaign", models.SlugField(max_length=60, unique=True)),
                ("shop_channels", models.JSONField(default=list)),
                ("currency", models.CharField(max_length=3)),
                ("budget", models.BigIntegerField(default=0, verbose_name="budget")),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="campaigns",
                        to="marketing.strategyplan",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("scheduled", "Scheduled"),
                            ("live", "Live"),
                            ("paused", "Paused"),
                            ("stopped", "Stopped by a check"),
                            ("ended", "Ended"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("stopped_because", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["state", "starts_at"], name="marketing_campaigns_due"),
                    models.Index(fields=["ends_at"], name="marketing_campaigns_ending"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("budget__gte", 0)), name="marketing_budget"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at", None),
                            ("ends_at", None),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="marketing_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Spending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spending",
                        to="marketing.profile",
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "spending",
                "verbose_name_plural": "spending",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("profile", "currency"), name="marketing_spending_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Bought",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bought",
                        to="marketing.profile",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("units", models.PositiveIntegerField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "bought article",
                "verbose_name_plural": "bought articles",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("profile", "variant"), name="marketing_bought_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FlowRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "flow",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="marketing.flow",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.contact"
                    ),
                ),
                ("subject", models.CharField(max_length=64)),
                ("held_out", models.BooleanField(default=False)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done"), ("left", "Left")],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=24)),
                ("entered_at", models.DateTimeField()),
                ("bought_at", models.DateTimeField(blank=True, null=True)),
                ("bought_amount", models.BigIntegerField(default=0)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
            ],
            options={
                "verbose_name": "run of a flow",
                "verbose_name_plural": "runs of flows",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "running")),
                        fields=["next_at"],
                        name="marketing_flows_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("flow", "subject"), name="marketing_flow_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="marketing.campaign",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "E-mail"),
                            ("web", "Web"),
                            ("print", "Print"),
                            ("social", "Social media"),
                            ("search", "Search"),
                            ("affiliates", "Affiliates and creators"),
                        ],
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("owner", models.CharField(max_length=120, verbose_name="owner")),
                ("partner", models.CharField(blank=True, default="", max_length=120, verbose_name="partner")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("cost", models.BigIntegerField(default=0, verbose_name="cost")),
                ("actual_cost", models.BigIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("ordered", "Ordered"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ["starts_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                        name="marketing_activity_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost__gte", 0),
                            models.Q(("actual_cost", None), ("actual_cost__gte", 0), _connector="OR"),
                        ),
                        name="marketing_activity_costs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoundPromotion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bound",
                        to="marketing.campaign",
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="promotions.promotion",
                    ),
                ),
            ],
            options={
                "verbose_name": "bound promotion",
                "verbose_name_plural": "bound promotions",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "promotion"), name="marketing_bound_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accesses",
                        to="marketing.agency",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("granted_by", models.CharField(max_length=200)),
                ("campaigns", models.ManyToManyField(related_name="+", to="marketing.campaign")),
            ],
            options={
                "verbose_name": "access of an agency",
                "verbose_name_plural": "accesses of agencies",
                "ordering": ["-ends_at", "id"],
                "indexes": [models.Index(fields=["ended_at", "ends_at"], name="marketing_access_ending")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("user",),
                        name="marketing_one_open_access",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="marketing_access_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("welcome", "Welcome"),
                            ("curated", "Curated choice"),
                            ("engagement", "Engagement"),
                            ("referral", "Referral"),
                            ("discount", "Discount"),
                            ("abandonment", "Abandoned cart"),
                            ("confirmation", "Confirmation"),
                            ("survey", "Survey"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("topic", models.CharField(max_length=12, verbose_name="topic")),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailings",
                        to="marketing.campaign",
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailings",
                        to="marketing.segment",
                    ),
                ),
                ("subjects", models.JSONField(default=dict)),
                ("other_subjects", models.JSONField(default=dict)),
                ("test_percent", models.PositiveSmallIntegerField(default=0)),
                ("test_hours", models.PositiveSmallIntegerField(default=4)),
                ("winner", models.CharField(blank=True, default="", max_length=1)),
                ("decided_by", models.CharField(blank=True, default="", max_length=8)),
                ("holdout_percent", models.PositiveSmallIntegerField(default=0)),
                ("blocks", models.JSONField(default=list)),
                ("per_hour", models.PositiveIntegerField(default=2000)),
                ("days", models.PositiveSmallIntegerField(default=1)),
                ("send_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("scheduled", "Scheduled"),
                            ("sending", "Being sent"),
                            ("paused", "Paused"),
                            ("sent", "Sent"),
                            ("canceled", "Canceled"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("cursor", models.BigIntegerField(default=0)),
                ("is_counted", models.BooleanField(default=False)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "mailing",
                "verbose_name_plural": "mailings",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["state", "send_at"], name="marketing_mailings_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 30)), name="marketing_mailing_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_hour__gte", 1)), name="marketing_mailing_speed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holdout_percent__lte", 50), ("test_percent__lte", 100)),
                        name="marketing_mailing_shares",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlowMail",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="marketing.flowrun",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("is_other", models.BooleanField(default=False)),
                (
                    "key",
                    models.CharField(
                        default=storecrew.contexts.marketing.models.mailings.new_key,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("handed", "Handed over"), ("sent", "Sent"), ("skipped", "Left out")],
                        default="handed",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=24)),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "message of a flow",
                "verbose_name_plural": "messages of flows",
                "ordering": ["step"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "step"), name="marketing_flow_step_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignForecast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forecasts",
                        to="marketing.campaign",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("weeks", models.JSONField(default=list)),
                ("basis", models.JSONField(default=dict)),
                ("began_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("actual", models.JSONField(default=dict)),
                ("compared_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "forecast of a campaign",
                "verbose_name_plural": "forecasts of campaigns",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["compared_at", "ends_at"], name="marketing_to_compare")],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "revision"), name="marketing_forecast_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SocialPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posts",
                        to="marketing.campaign",
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="promotions.promotion",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("text", models.TextField(verbose_name="text")),
                ("shop_channel", models.CharField(max_length=32)),
                ("locale", models.CharField(max_length=8, verbose_name="language")),
                ("path", models.CharField(default="/", max_length=300)),
                ("skus", models.JSONField(default=list)),
                ("picture", models.BinaryField(default=b"")),
                ("picture_width", models.PositiveIntegerField(default=0)),
                ("picture_height", models.PositiveIntegerField(default=0)),
                ("picture_alt", models.CharField(blank=True, default="", max_length=400)),
                ("due_at", models.DateTimeField(verbose_name="posted at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("scheduled", "Scheduled"),
                            ("stopped", "Stopped by a check"),
                            ("done", "Posted"),
                            ("canceled", "Canceled"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("stopped_because", storecrew.kernel.said_field.SaidField(blank=True, default="")),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "ordering": ["-due_at", "-id"],
                "indexes": [models.Index(fields=["state", "due_at"], name="marketing_posts_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("path__startswith", "/")), name="marketing_post_path_is_ours"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OnsiteMessage",
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
                        choices=[("banner", "Banner"), ("popup", "Pop-up")], max_length=8, verbose_name="kind"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "placement",
                    models.CharField(
                        choices=[
                            ("all", "Every page (a banner: a bar at the top)"),
                            ("home", "Home page"),
                            ("category", "Categories and collections"),
                            ("product", "Product pages"),
                            ("cart", "Cart"),
                        ],
                        max_length=8,
                        verbose_name="place",
                    ),
                ),
                ("category", models.CharField(blank=True, default="", max_length=200)),
                ("priority", models.SmallIntegerField(default=0, verbose_name="priority")),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="onsite",
                        to="marketing.campaign",
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="promotions.promotion",
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onsite",
                        to="marketing.segment",
                    ),
                ),
                ("skus", models.JSONField(default=list)),
                ("shop_channels", models.JSONField(default=list)),
                ("headings", models.JSONField(default=dict)),
                ("texts", models.JSONField(default=dict)),
                ("buttons", models.JSONField(default=dict)),
                ("path", models.CharField(blank=True, default="", max_length=300)),
                ("picture_id", models.PositiveBigIntegerField(blank=True, null=True)),
                ("starts_local", models.CharField(max_length=16)),
                ("ends_local", models.CharField(max_length=16)),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                (
                    "trigger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("delay", "After so many seconds on the page"),
                            ("scroll", "After so many percent of the page"),
                            ("exit", "When the pointer leaves the page (a phone: at 60 percent of the page)"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("trigger_after", models.PositiveSmallIntegerField(default=0)),
                ("cap_times", models.PositiveSmallIntegerField(default=1)),
                ("cap_days", models.PositiveSmallIntegerField(default=7)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("running", "Running"),
                            ("held", "Held"),
                            ("ended", "Ended"),
                        ],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("held_because", models.CharField(blank=True, default="", max_length=24)),
                (
                    "stopped",
                    models.CharField(
                        blank=True,
                        choices=[("", "not by hand"), ("held", "Held"), ("ended", "Ended")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "on-site message",
                "verbose_name_plural": "on-site messages",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["state", "starts_at"], name="marketing_onsite_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("path", ""), ("path__startswith", "/"), _connector="OR"),
                        name="marketing_onsite_path_is_ours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="marketing_onsite_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "banner"),
                            models.Q(("placement", "cart"), _negated=True),
                            _connector="OR",
                        ),
                        name="marketing_no_popup_in_the_cart",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="work_items",
                        to="marketing.campaign",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "E-mail"),
                            ("web", "Web"),
                            ("print", "Print"),
                            ("social", "Social media"),
                            ("search", "Search"),
                            ("affiliates", "Affiliates and creators"),
                        ],
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("brief", models.TextField(verbose_name="brief")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("estimate_minutes", models.PositiveIntegerField(default=0, verbose_name="estimate")),
                ("cost", models.BigIntegerField(default=0, verbose_name="agreed cost")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Nobody has it"),
                            ("given", "Given"),
                            ("started", "In work"),
                            ("delivered", "To be accepted"),
                            ("accepted", "Accepted"),
                            ("dropped", "Not needed"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="marketing.agency",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="marketing.activity",
                    ),
                ),
                ("given_at", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("sent_back", models.PositiveSmallIntegerField(default=0)),
                ("reason", storecrew.kernel.said_field.SaidField(blank=True, default="")),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "work item",
                "verbose_name_plural": "work items",
                "ordering": ["due_at", "id"],
                "indexes": [models.Index(fields=["state", "due_at"], name="marketing_items_due")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cost__gte", 0)), name="marketing_item_cost"),
                    models.CheckConstraint(
                        condition=models.Q(("agency", None), ("person", None), _connector="OR"),
                        name="marketing_item_has_one_holder",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="marketing.mailing",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.contact"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=storecrew.contexts.marketing.models.mailings.new_key,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("handed", "Handed over"),
                            ("sent", "Sent"),
                            ("skipped", "Left out"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=24)),
                ("part", models.CharField(blank=True, default="", max_length=1)),
                ("claim", models.CharField(blank=True, default="", max_length=24)),
                ("not_before", models.DateTimeField()),
                ("handed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("opened_by_machine_at", models.DateTimeField(blank=True, null=True)),
                ("clicked_at", models.DateTimeField(blank=True, null=True)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("complained_at", models.DateTimeField(blank=True, null=True)),
                ("bought_at", models.DateTimeField(blank=True, null=True)),
                ("bought_amount", models.BigIntegerField(default=0)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
            ],
            options={
                "verbose_name": "recipient",
                "verbose_name_plural": "recipients",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["mailing", "not_before", "id"],
                        name="marketing_recipients_due",
                    ),
                    models.Index(fields=["mailing", "handed_at"], name="marketing_recipients_handed"),
                    models.Index(fields=["contact", "handed_at"], name="marketing_recipient_pressure"),
                    models.Index(
                        condition=models.Q(("claim", ""), _negated=True),
                        fields=["claim"],
                        name="marketing_recipients_claim",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("mailing", "contact"), name="marketing_recipient_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="marketing.socialpost",
                    ),
                ),
                ("network", models.CharField(max_length=20, verbose_name="network")),
                ("key", models.CharField(max_length=32, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("unknown", "No clear answer"),
                            ("posted", "Posted"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("external_id", models.CharField(blank=True, default="", max_length=200)),
                ("url", models.CharField(blank=True, default="", max_length=500)),
                ("problem", models.CharField(blank=True, default="", max_length=300)),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "post on a network",
                "verbose_name_plural": "posts on networks",
                "ordering": ["network", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("post", "network"), name="marketing_placed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.CharField(max_length=20, verbose_name="network")),
                ("external_id", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("mention", "Mention"), ("comment", "Comment")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("author_id", models.CharField(blank=True, default="", max_length=200)),
                (
                    "author_name",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="author"),
                ),
                ("text", models.TextField(blank=True, default="", verbose_name="text")),
                ("url", models.CharField(blank=True, default="", max_length=500)),
                ("picture_url", models.CharField(blank=True, default="", max_length=2000)),
                ("said_at", models.DateTimeField(verbose_name="said")),
                ("heard_at", models.DateTimeField()),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mentions",
                        to="marketing.socialpost",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("assigned", "Somebody's"),
                            ("service", "With customer service"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("ignored", "Left alone"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                ("order_number", models.CharField(blank=True, default="", max_length=40)),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="work.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
                "ordering": ["-said_at", "-id"],
                "indexes": [
                    models.Index(fields=["state", "-said_at"], name="marketing_mentions_open"),
                    models.Index(fields=["network", "author_id"], name="marketing_mentions_author"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("network", "external_id"), name="marketing_heard_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prints",
                        to="marketing.campaign",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="prints",
                        to="marketing.activity",
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="promotions.promotion",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("flyer", "Flyer (A5)"),
                            ("catalog", "Page of a catalog (A4)"),
                            ("insert", "Insert for parcels (A6)"),
                            ("labels", "Price labels (A4, 24 a sheet)"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("shop_channel", models.CharField(max_length=32)),
                ("locale", models.CharField(max_length=8, verbose_name="language")),
                ("headline", models.CharField(blank=True, default="", max_length=80)),
                ("text", models.TextField(blank=True, default="")),
                ("skus", models.JSONField(default=list)),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("word", models.SlugField(max_length=24, unique=True, verbose_name="short address")),
                ("path", models.CharField(default="/", max_length=300)),
                ("copies", models.PositiveIntegerField(default=0, verbose_name="copies")),
                ("packs", models.BooleanField(default=False, verbose_name="goes into parcels")),
                ("pack_countries", models.JSONField(blank=True, default=list)),
                ("pack_skus", models.JSONField(blank=True, default=list)),
                ("pack_categories", models.JSONField(blank=True, default=list)),
                ("pack_first", models.BooleanField(default=False)),
                ("pack_from", models.DateTimeField(blank=True, null=True)),
                ("pack_until", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="files due")),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "printed piece",
                "verbose_name_plural": "printed pieces",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("path__startswith", "/")), name="marketing_print_path_is_ours"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliverables",
                        to="marketing.workitem",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("url", models.CharField(blank=True, default="", max_length=500)),
                ("content", models.BinaryField(default=b"")),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "deliverable",
                "verbose_name_plural": "deliverables",
                "ordering": ["-round", "id"],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to="marketing.workitem",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="marketing.agency",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes")),
                ("expenses", models.BigIntegerField(default=0)),
                ("cost", models.BigIntegerField(default=0)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "booked time",
                "verbose_name_plural": "booked time",
                "ordering": ["day", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expenses__gte", 0), ("cost__gte", 0)),
                        name="marketing_booking_costs",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="marketing.mention",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("written_by", models.CharField(max_length=200)),
                ("written_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("unknown", "No clear answer"),
                            ("posted", "Posted"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("external_id", models.CharField(blank=True, default="", max_length=200)),
                ("url", models.CharField(blank=True, default="", max_length=500)),
                ("problem", models.CharField(blank=True, default="", max_length=300)),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "answer to a mention",
                "verbose_name_plural": "answers to mentions",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CustomerPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mention",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="marketing.mention",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                    ),
                ),
                ("picture", models.BinaryField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("alt", models.CharField(max_length=400, verbose_name="what it shows")),
                ("credit", models.CharField(max_length=120, verbose_name="by")),
                (
                    "permission",
                    models.CharField(
                        choices=[("asked", "Not given yet"), ("given", "Given"), ("withdrawn", "Withdrawn")],
                        default="asked",
                        max_length=10,
                        verbose_name="permission",
                    ),
                ),
                ("permission_words", models.TextField(blank=True, default="")),
                ("permission_at", models.DateTimeField(blank=True, null=True)),
                ("shown", models.BooleanField(default=False, verbose_name="shown")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "picture of a customer",
                "verbose_name_plural": "pictures of customers",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("shown", True)),
                        fields=["product"],
                        name="marketing_pictures_shown",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shown", False),
                            models.Q(
                                ("permission", "given"), models.Q(("permission_words", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="marketing_picture_shown_with_permission",
                    )
                ],
            },
        ),
    ]
