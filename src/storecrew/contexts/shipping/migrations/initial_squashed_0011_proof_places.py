"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models

import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [
        ("shipping", "0001_initial"),
        ("shipping", "0002_carriers"),
        ("shipping", "0003_promises"),
        ("shipping", "0004_proofs"),
        ("shipping", "0005_right_manner"),
        ("shipping", "0006_services_customs_claims"),
        ("shipping", "0007_rests_and_zones"),
        ("shipping", "0008_said_reasons"),
        ("shipping", "0009_ways"),
        ("shipping", "0010_collected_promises"),
        ("shipping", "0011_proof_places"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressHold",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                ("number", models.CharField(max_length=32)),
                ("channel_code", models.CharField(max_length=50)),
                ("country", models.CharField(max_length=2)),
                ("place", models.CharField(max_length=64)),
                ("codes", models.JSONField(default=list)),
                ("because", storecrew.kernel.said_field.SaidField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("asked", "asked"),
                            ("released", "released"),
                            ("corrected", "corrected"),
                            ("dropped", "dropped"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["opened_at", "pk"],
                "indexes": [
                    models.Index(fields=["order", "place"], name="address_hold_of_order"),
                    models.Index(
                        condition=models.Q(("state__in", ("open", "asked"))),
                        fields=["number"],
                        name="address_hold_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "asked"))),
                        fields=("order",),
                        name="address_hold_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AddressMemory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=64, unique=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("good", "good"), ("undeliverable", "undeliverable")], max_length=14
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("order_ref", models.CharField(blank=True, max_length=100)),
                ("learned_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-learned_at"],
            },
        ),
        migrations.CreateModel(
            name="CarrierAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=40)),
                ("active", models.BooleanField(default=True)),
                ("test_mode", models.BooleanField(default=True)),
                ("currency", models.CharField(max_length=3)),
                ("settings", models.JSONField(blank=True, default=dict)),
                ("sealed_secrets", models.TextField(blank=True, default="")),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("check_passed", models.BooleanField(blank=True, null=True)),
                ("check_message", models.CharField(blank=True, max_length=500)),
                ("claim_days", models.PositiveSmallIntegerField(default=7)),
                ("position", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SimulatedParcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("tracking_number", models.CharField(max_length=40, unique=True)),
                ("script", models.CharField(max_length=20)),
                ("bought_at", models.DateTimeField()),
                ("voided", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="CustomsIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2, unique=True)),
                ("eori", models.CharField(blank=True, max_length=17)),
                ("vat_number", models.CharField(blank=True, max_length=20)),
                ("signer", models.CharField(max_length=100)),
                (
                    "incoterm",
                    models.CharField(choices=[("DAP", "DAP"), ("DDP", "DDP")], default="DAP", max_length=3),
                ),
            ],
            options={
                "ordering": ["country"],
            },
        ),
        migrations.CreateModel(
            name="GoodsProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "variant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("sku", models.CharField(max_length=120, unique=True)),
                ("customs_description", models.CharField(blank=True, max_length=200)),
                ("hs_code", models.CharField(blank=True, max_length=10)),
                ("origin", models.CharField(blank=True, max_length=2)),
                ("fragile", models.BooleanField(default=False)),
                (
                    "temperature",
                    models.CharField(
                        choices=[("ambient", "ambient"), ("chilled", "chilled"), ("frozen", "frozen")],
                        default="ambient",
                        max_length=8,
                    ),
                ),
                ("un_number", models.CharField(blank=True, max_length=4)),
                ("hazard_class", models.CharField(blank=True, max_length=4)),
                ("limited_quantity", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["sku"],
            },
        ),
        migrations.CreateModel(
            name="ServiceRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("position", models.PositiveIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("pallet", "pallet"),
                            ("only", "only"),
                            ("never", "never"),
                            ("insure", "insure"),
                        ],
                        max_length=8,
                    ),
                ),
                ("services", models.JSONField(blank=True, default=list)),
                ("min_weight_g", models.PositiveIntegerField(blank=True, null=True)),
                ("max_weight_g", models.PositiveIntegerField(blank=True, null=True)),
                ("min_side_mm", models.PositiveIntegerField(blank=True, null=True)),
                ("min_value_amount", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("countries", models.JSONField(blank=True, default=list)),
                ("postal_codes", models.JSONField(blank=True, default=list)),
                ("business", models.BooleanField(blank=True, null=True)),
                ("goods", models.JSONField(blank=True, default=list)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_value_amount__isnull", True),
                            models.Q(("currency", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="service_rule_has_currency",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100, unique=True)),
                ("order_ref", models.CharField(blank=True, db_index=True, max_length=100)),
                ("service_code", models.CharField(blank=True, max_length=64)),
                ("unit", models.CharField(max_length=8)),
                ("needed_by", models.DateField(blank=True, null=True)),
                ("goods", models.JSONField(default=list)),
                ("rules", models.JSONField(default=list)),
                ("considered", models.JSONField(default=list)),
                ("fallback", models.BooleanField(default=False)),
                ("insured_amount", models.BigIntegerField(default=0)),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-decided_at"],
            },
        ),
        migrations.CreateModel(
            name="ShippingMethod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("translations", models.JSONField(blank=True, default=dict)),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("flat", "flat"), ("table", "table")], default="flat", max_length=8
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("home", "home"), ("location", "location"), ("point", "point")],
                        db_default="home",
                        default="home",
                        max_length=8,
                    ),
                ),
                ("keep_days", models.PositiveSmallIntegerField(db_default=7, default=7)),
                ("carrier", models.CharField(blank=True, default="", max_length=64)),
                ("min_days", models.PositiveSmallIntegerField(default=1)),
                ("max_days", models.PositiveSmallIntegerField(default=3)),
                ("handling_days", models.PositiveSmallIntegerField(default=0)),
                ("queue_days", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cutoff", models.TimeField(blank=True, null=True)),
                ("working_days", models.JSONField(blank=True, default=list)),
                ("holidays", models.JSONField(blank=True, default=list)),
                ("rest_days", models.JSONField(blank=True, default=list, editable=False)),
                ("closings", models.JSONField(blank=True, default=list, editable=False)),
                ("country_days", models.JSONField(blank=True, default=dict, editable=False)),
                ("zones", models.JSONField(blank=True, default=list, editable=False)),
                ("position", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("max_days__gte", models.F("min_days"))),
                        name="shipping_method_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order_ref", models.CharField(max_length=100, unique=True)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.channel"
                    ),
                ),
                ("method_code", models.CharField(max_length=64)),
                ("placed_at", models.DateTimeField()),
                ("earliest", models.DateField()),
                ("latest", models.DateField()),
                ("leaves_by", models.DateField()),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("location", models.CharField(blank=True, db_default="", default="", max_length=50)),
                ("transit_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("told_latest", models.DateField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("closed", models.BooleanField(default=False)),
                ("kept", models.BooleanField(blank=True, null=True)),
            ],
            options={
                "ordering": ["leaves_by", "placed_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed", False), ("left_at", None)),
                        fields=["leaves_by"],
                        name="promise_open",
                    ),
                    models.Index(fields=["placed_at"], name="promise_placed"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CarrierService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="shipping.carrieraccount",
                    ),
                ),
                ("code", models.SlugField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("carrier_code", models.CharField(blank=True, max_length=80)),
                (
                    "unit",
                    models.CharField(
                        choices=[("parcel", "parcel"), ("pallet", "pallet")], default="parcel", max_length=8
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                ("min_days", models.PositiveSmallIntegerField(default=1)),
                ("max_days", models.PositiveSmallIntegerField(default=3)),
                ("max_weight_g", models.PositiveIntegerField(blank=True, null=True)),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("max_days__gte", models.F("min_days"))),
                        name="carrier_service_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CarrierZone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="zones",
                        to="shipping.carrieraccount",
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("countries", models.JSONField(blank=True, default=list)),
                ("postal_codes", models.JSONField(blank=True, default=list)),
                ("extra_days", models.PositiveSmallIntegerField(default=0)),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "code"), name="carrier_zone_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shipping.carrieraccount",
                    ),
                ),
                ("service_code", models.CharField(max_length=64)),
                ("service_name", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=100, unique=True)),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("fingerprint", models.CharField(max_length=64)),
                ("order_ref", models.CharField(blank=True, db_index=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("unknown", "unknown"),
                            ("bought", "bought"),
                            ("refused", "refused"),
                            ("voiding", "voiding"),
                            ("voided", "voided"),
                        ],
                        default="requested",
                        max_length=12,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=200)),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("tracking_url", models.CharField(blank=True, max_length=500)),
                ("from_address", models.JSONField(default=dict)),
                ("to_address", models.JSONField(default=dict)),
                ("parcels", models.JSONField(default=list)),
                ("options", models.JSONField(default=dict)),
                ("weight_g", models.PositiveIntegerField(default=0)),
                ("value_amount", models.BigIntegerField(default=0)),
                ("insured_amount", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("cost_amount", models.BigIntegerField(blank=True, null=True)),
                ("cost_currency", models.CharField(blank=True, max_length=3)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("message", models.CharField(blank=True, max_length=500)),
                ("actor_label", models.CharField(blank=True, max_length=200)),
                ("requested_at", models.DateTimeField()),
                ("bought_at", models.DateTimeField(blank=True, null=True)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("check_at", models.DateTimeField(blank=True, null=True)),
                ("checks", models.PositiveSmallIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("picked_up", "picked_up"),
                            ("in_transit", "in_transit"),
                            ("out_for_delivery", "out_for_delivery"),
                            ("ready_for_pickup", "ready_for_pickup"),
                            ("delivery_delayed", "delivery_delayed"),
                            ("on_hold", "on_hold"),
                            ("delivery_failed", "delivery_failed"),
                            ("return_to_sender", "return_to_sender"),
                            ("cancelled", "cancelled"),
                            ("delivered", "delivered"),
                            ("unknown", "unknown"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("status_at", models.DateTimeField(blank=True, null=True)),
                ("picked_up_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("poll_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["tracking_number"], name="label_tracking"),
                    models.Index(
                        condition=models.Q(("check_at__isnull", False)),
                        fields=["check_at"],
                        name="label_check_due",
                    ),
                    models.Index(
                        condition=models.Q(("poll_at__isnull", False)),
                        fields=["poll_at"],
                        name="label_poll_due",
                    ),
                    models.Index(fields=["status", "status_at"], name="label_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("tracking_number", ""), _negated=True),
                        fields=("account", "tracking_number"),
                        name="label_tracking_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CarrierMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="shipping.carrieraccount",
                    ),
                ),
                ("event_id", models.CharField(max_length=200)),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("payload", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("applied", "applied"), ("parked", "parked"), ("ignored", "ignored")],
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "parked")),
                        fields=["received_at"],
                        name="carrier_message_parked",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "event_id"), name="carrier_message_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShippingRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="shipping.shippingmethod",
                    ),
                ),
                ("countries", models.JSONField(blank=True, default=list)),
                ("excluded_postal", models.JSONField(blank=True, default=list)),
                ("min_weight_g", models.PositiveIntegerField(blank=True, null=True)),
                ("max_weight_g", models.PositiveIntegerField(blank=True, null=True)),
                ("min_value_amount", models.BigIntegerField(blank=True, null=True)),
                ("max_value_amount", models.BigIntegerField(blank=True, null=True)),
                ("min_items", models.PositiveIntegerField(blank=True, null=True)),
                ("max_items", models.PositiveIntegerField(blank=True, null=True)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("free_over_amount", models.BigIntegerField(blank=True, null=True)),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="shipping_rate_amount_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("free_over_amount__isnull", True), ("free_over_amount__gte", 0), _connector="OR"
                        ),
                        name="shipping_rate_free_over_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RestDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("name", models.CharField(max_length=100)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rest_days",
                        to="shipping.carrieraccount",
                    ),
                ),
                ("location", models.CharField(blank=True, default="", max_length=50)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
            ],
            options={
                "ordering": ["day", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", False)),
                        fields=("day", "account"),
                        name="rest_day_of_carrier",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("location", ""), _negated=True),
                        fields=("day", "location"),
                        name="rest_day_of_location",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("country", ""), _negated=True),
                        fields=("day", "country"),
                        name="rest_day_of_country",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", True), ("country", ""), ("location", "")),
                        fields=("day",),
                        name="rest_day_of_everybody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country", ""), ("location", "")),
                            models.Q(("account__isnull", True), ("country", "")),
                            models.Q(("account__isnull", True), ("location", "")),
                            _connector="OR",
                        ),
                        name="rest_day_of_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ZoneRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="shipping.carrierservice",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="shipping.carrierzone",
                    ),
                ),
                ("up_to_g", models.PositiveIntegerField()),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "ordering": ["service", "zone", "up_to_g"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "zone", "up_to_g"), name="zone_rate_step_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("up_to_g__gt", 0)), name="zone_rate_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DamageClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="shipping.label",
                    ),
                ),
                ("order_ref", models.CharField(blank=True, db_index=True, max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[("damage", "damage"), ("loss", "loss"), ("delay", "delay")], max_length=8
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("filed", "filed"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=2000)),
                ("amount", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("file_by", models.DateField()),
                ("carrier_ref", models.CharField(blank=True, max_length=100)),
                ("result_amount", models.BigIntegerField(blank=True, null=True)),
                ("result_note", models.CharField(blank=True, max_length=500)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(blank=True, max_length=200)),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["file_by", "pk"],
                "indexes": [models.Index(fields=["state", "file_by"], name="claim_due")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "filed"))),
                        fields=("label",),
                        name="claim_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="claim_amount_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabelDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="shipping.label",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "pdf"), ("zpl", "zpl"), ("customs", "customs")], max_length=12
                    ),
                ),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("label", "kind"), name="label_document_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="shipping.label",
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("picked_up", "picked_up"),
                            ("in_transit", "in_transit"),
                            ("out_for_delivery", "out_for_delivery"),
                            ("ready_for_pickup", "ready_for_pickup"),
                            ("delivery_delayed", "delivery_delayed"),
                            ("on_hold", "on_hold"),
                            ("delivery_failed", "delivery_failed"),
                            ("return_to_sender", "return_to_sender"),
                            ("cancelled", "cancelled"),
                            ("delivered", "delivered"),
                            ("unknown", "unknown"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("description", models.CharField(blank=True, max_length=300)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("source", models.CharField(max_length=12)),
                ("fingerprint", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["occurred_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("label", "fingerprint"), name="tracking_event_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProofOfDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="shipping.label",
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("recipient", "recipient"),
                            ("household", "household"),
                            ("reception", "reception"),
                            ("neighbor", "neighbor"),
                            ("safe_place", "safe_place"),
                        ],
                        default="recipient",
                        max_length=12,
                    ),
                ),
                ("received_by", models.CharField(blank=True, max_length=100)),
                ("code_fits", models.BooleanField(default=False)),
                ("has_photo", models.BooleanField(default=False)),
                ("has_signature", models.BooleanField(default=False)),
                ("photo", models.BinaryField(default=b"")),
                ("signature", models.BinaryField(default=b"")),
                ("note", models.CharField(blank=True, max_length=300)),
                ("lat_e6", models.IntegerField(blank=True, null=True)),
                ("lon_e6", models.IntegerField(blank=True, null=True)),
                ("accuracy_m", models.PositiveIntegerField(blank=True, null=True)),
                ("away_m", models.PositiveIntegerField(blank=True, null=True)),
                ("is_far", models.BooleanField(blank=True, null=True)),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("actor_label", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["happened_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code_fits", True),
                            ("has_photo", True),
                            ("has_signature", True),
                            models.Q(("received_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proof_shows_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="shipping.damageclaim",
                    ),
                ),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("claim", "digest"), name="claim_photo_once")],
            },
        ),
    ]
