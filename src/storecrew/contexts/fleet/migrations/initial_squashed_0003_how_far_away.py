"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [("fleet", "0001_initial"), ("fleet", "0002_said_reasons"), ("fleet", "0003_how_far_away")]

    initial = True

    dependencies = [
        ("inventory", "initial_squashed_0008_pick_up"),
        ("people", "__first__"),
        ("shipping", "initial_squashed_0011_proof_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("delivery", "delivery"), ("pickup", "pickup")], max_length=8),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("planned", "planned"),
                            ("done", "done"),
                            ("waiting", "waiting"),
                            ("returned", "returned"),
                            ("canceled", "canceled"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "label",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="shipping.label",
                    ),
                ),
                ("reference", models.CharField(max_length=100, unique=True)),
                ("order_ref", models.CharField(blank=True, db_index=True, max_length=100)),
                (
                    "depot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                ("address", models.JSONField(default=dict)),
                ("lat_e6", models.IntegerField(blank=True, null=True)),
                ("lon_e6", models.IntegerField(blank=True, null=True)),
                ("place_source", models.CharField(blank=True, max_length=8)),
                ("weight_g", models.PositiveIntegerField(default=0)),
                ("volume_l", models.PositiveIntegerField(default=0)),
                ("service_minutes", models.PositiveSmallIntegerField(default=5)),
                ("day", models.DateField()),
                ("window_from", models.TimeField(blank=True, null=True)),
                ("window_until", models.TimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("left_over", models.CharField(blank=True, max_length=20)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["day", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["depot", "day"], name="fleet_job_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "pickup"), ("label__isnull", False), _connector="OR"),
                        name="fleet_delivery_has_label",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("window_from__isnull", True),
                            ("window_until__isnull", True),
                            ("window_until__gt", models.F("window_from")),
                            _connector="OR",
                        ),
                        name="fleet_job_window_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostalPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("prefix", models.CharField(max_length=12)),
                ("name", models.CharField(blank=True, max_length=80)),
                ("lat_e6", models.IntegerField()),
                ("lon_e6", models.IntegerField()),
            ],
            options={
                "ordering": ["country", "prefix"],
                "constraints": [
                    models.UniqueConstraint(fields=("country", "prefix"), name="fleet_postal_place_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DepotPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "location",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="inventory.location"
                    ),
                ),
                ("lat_e6", models.IntegerField()),
                ("lon_e6", models.IntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                ("timezone", models.CharField(max_length=40)),
            ],
            options={
                "ordering": ["location"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))), name="fleet_depot_opens_first"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Vehicle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("plate", models.CharField(blank=True, max_length=20)),
                (
                    "depot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "licence_class",
                    models.CharField(
                        choices=[("B", "B"), ("BE", "BE"), ("C1", "C1"), ("C", "C"), ("CE", "CE")],
                        default="B",
                        max_length=4,
                    ),
                ),
                ("max_weight_g", models.PositiveIntegerField()),
                ("max_volume_l", models.PositiveIntegerField()),
                ("max_stops", models.PositiveSmallIntegerField(default=80)),
                ("currency", models.CharField(max_length=3)),
                ("cost_per_km_amount", models.BigIntegerField(default=0)),
                ("cost_per_hour_amount", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "ready"), ("out", "out"), ("sold", "sold")],
                        default="ready",
                        max_length=8,
                    ),
                ),
                ("out_because", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["depot", "name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("max_stops__gt", 0), ("max_volume_l__gt", 0), ("max_weight_g__gt", 0)
                        ),
                        name="vehicle_holds_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_per_hour_amount__gte", 0), ("cost_per_km_amount__gte", 0)),
                        name="vehicle_costs_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Driver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "depot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                ("licence_classes", models.JSONField(default=list)),
                ("licence_until", models.DateField()),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["user__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("depot_codes", models.JSONField(default=list)),
                ("seconds", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.JSONField(default=dict)),
                ("message", storecrew.kernel.said_field.SaidField(blank=True)),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("queued", "running"))),
                        fields=("day",),
                        name="fleet_one_plan_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VehicleCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="fleet.vehicle"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inspection", "inspection"),
                            ("insurance", "insurance"),
                            ("maintenance", "maintenance"),
                            ("tires", "tires"),
                            ("licence", "licence"),
                        ],
                        max_length=12,
                    ),
                ),
                ("due_on", models.DateField()),
                ("lead_days", models.PositiveSmallIntegerField(default=30)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_on", None)), fields=["due_on"], name="vehicle_check_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_on", None)),
                        fields=("vehicle", "kind"),
                        name="vehicle_check_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Trip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("day", models.DateField()),
                (
                    "depot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trips", to="fleet.vehicle"
                    ),
                ),
                (
                    "driver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trips", to="fleet.driver"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("under_way", "under_way"),
                            ("finished", "finished"),
                            ("canceled", "canceled"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("distance_m", models.PositiveIntegerField(default=0)),
                ("driven_m", models.PositiveIntegerField(blank=True, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("planned_cost_amount", models.BigIntegerField(default=0)),
                ("actual_cost_amount", models.BigIntegerField(blank=True, null=True)),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="trips",
                        to="fleet.planrun",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["day", "depot", "starts_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "canceled"), _negated=True),
                        fields=("day", "vehicle"),
                        name="fleet_vehicle_once_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "canceled"), _negated=True),
                        fields=("day", "driver"),
                        name="fleet_driver_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TripStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stops", to="fleet.trip"
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="fleet.job"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("moved", "moved"),
                        ],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("arrives_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody_home", "nobody_home"),
                            ("closed", "closed"),
                            ("refused", "refused"),
                            ("wrong_address", "wrong_address"),
                            ("no_access", "no_access"),
                            ("damaged", "damaged"),
                            ("no_time", "no_time"),
                            ("vehicle", "vehicle"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("next_attempt", "next_attempt"),
                            ("pickup_point", "pickup_point"),
                            ("return", "return"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("on_time", models.BooleanField(blank=True, null=True)),
                ("away_m", models.PositiveIntegerField(blank=True, null=True)),
                ("is_far", models.BooleanField(blank=True, null=True)),
                ("key", models.CharField(blank=True, max_length=64, null=True, unique=True)),
            ],
            options={
                "ordering": ["trip", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "planned")),
                        fields=("job",),
                        name="fleet_job_on_one_trip",
                    )
                ],
            },
        ),
    ]
