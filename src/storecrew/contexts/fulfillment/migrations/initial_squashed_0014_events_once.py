"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models

import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [
        ("fulfillment", "0001_initial"),
        ("fulfillment", "0002_pick_and_pack"),
        ("fulfillment", "0003_routing"),
        ("fulfillment", "0004_labels_of_parcels"),
        ("fulfillment", "0005_routing_and_quality"),
        ("fulfillment", "0006_manifests"),
        ("fulfillment", "0007_substitutions"),
        ("fulfillment", "0008_goods_specifications"),
        ("fulfillment", "0009_thresholds"),
        ("fulfillment", "0010_said_reasons"),
        ("fulfillment", "0011_inserts"),
        ("fulfillment", "0012_collections"),
        ("fulfillment", "0013_copies_by_location"),
        ("fulfillment", "0014_events_once"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("inventory", "initial_squashed_0008_pick_up"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
        ("promotions", "initial_squashed_0003_code_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Insert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("codes", models.JSONField(default=list)),
                ("owner_role", models.CharField(max_length=40)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("active", models.BooleanField(default=False)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("channels", models.JSONField(default=list)),
                ("countries", models.JSONField(default=list)),
                ("skus", models.JSONField(default=list)),
                ("categories", models.JSONField(default=list)),
                ("first_order", models.BooleanField(default=False)),
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
            ],
            options={
                "verbose_name": "insert",
                "verbose_name_plural": "inserts",
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("active", True)),
                        fields=["active"],
                        name="fulfillment_insert_active",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Manifest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="number")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                ("carrier_code", models.CharField(max_length=40)),
                ("carrier", models.CharField(max_length=100, verbose_name="carrier")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Being loaded"),
                            ("closing", "The carrier is being told"),
                            ("closed", "Taken by the carrier"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("parcel_count", models.PositiveIntegerField(default=0, verbose_name="parcels")),
                ("opened_by", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("driver", models.CharField(blank=True, default="", max_length=120, verbose_name="driver")),
                (
                    "reference",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="reference of the carrier"
                    ),
                ),
                ("closed_by", models.CharField(blank=True, default="", max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="taken")),
            ],
            options={
                "verbose_name": "manifest",
                "verbose_name_plural": "manifests",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("location", "carrier_code"),
                        name="fulfillment_manifest_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(
                                ("parcel_count__gte", 1),
                                models.Q(("driver", ""), ("reference", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="fulfillment_manifest_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Box",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("length_mm", models.PositiveIntegerField(verbose_name="length inside (mm)")),
                ("width_mm", models.PositiveIntegerField(verbose_name="width inside (mm)")),
                ("height_mm", models.PositiveIntegerField(verbose_name="height inside (mm)")),
                (
                    "max_weight_g",
                    models.PositiveIntegerField(default=30000, verbose_name="holds at most (g)"),
                ),
                (
                    "tare_g",
                    models.PositiveIntegerField(default=0, verbose_name="weight of the empty box (g)"),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "box",
                "verbose_name_plural": "boxes",
                "ordering": ["length_mm", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("height_mm__gt", 0), ("length_mm__gt", 0), ("width_mm__gt", 0)),
                        name="fulfillment_box_has_room",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackingSpec",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("default", "Everything"),
                            ("order_type", "A kind of order"),
                            ("goods", "Goods of a kind, such as fragile ones"),
                            ("product_type", "A product type"),
                            ("sku", "One article"),
                        ],
                        max_length=15,
                        verbose_name="for",
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=120, verbose_name="which")),
                ("version", models.PositiveIntegerField(default=1)),
                ("current", models.BooleanField(default=True)),
                ("inner", models.CharField(blank=True, max_length=200, verbose_name="inner packaging")),
                ("outer", models.CharField(blank=True, max_length=200, verbose_name="outer packaging")),
                ("void_fill", models.CharField(blank=True, max_length=200, verbose_name="void fill")),
                ("insert", models.CharField(blank=True, max_length=200, verbose_name="insert")),
                ("orientation", models.CharField(blank=True, max_length=200, verbose_name="orientation")),
                (
                    "label_position",
                    models.CharField(blank=True, max_length=200, verbose_name="where the label goes"),
                ),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="note")),
                ("fragile", models.BooleanField(default=False, verbose_name="fragile")),
                ("upright", models.BooleanField(default=False, verbose_name="keep upright")),
                ("hygiene_seal", models.BooleanField(default=False, verbose_name="hygiene seal")),
                ("gift_wrap", models.BooleanField(default=False, verbose_name="gift wrap")),
                ("photo", models.BooleanField(default=False, verbose_name="photo of the open parcel")),
                ("saved_by", models.CharField(max_length=200)),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "packing specification",
                "verbose_name_plural": "packing specifications",
                "ordering": ["scope", "key", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scope", "key", "version"), name="fulfillment_spec_version"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("scope", "key"),
                        name="fulfillment_spec_current",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PickRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "One order"),
                            ("batch", "Batch of orders"),
                            ("wave", "Wave"),
                            ("zone", "Zone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("zone_code", models.CharField(blank=True, max_length=50)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Under way"), ("done", "Done")], default="open", max_length=10
                    ),
                ),
                ("picker_id", models.CharField(max_length=64)),
                ("picker", models.CharField(max_length=200)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "pick list",
                "verbose_name_plural": "pick lists",
                "ordering": ["-started_at", "-id"],
                "indexes": [
                    models.Index(fields=["state", "location", "picker_id"], name="fulfillment_run_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="PackagingRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days that are watched")),
                ("damages", models.PositiveSmallIntegerField(verbose_name="damages that ask for a change")),
                (
                    "bad_stars",
                    models.PositiveSmallIntegerField(verbose_name="stars up to which a rating is bad"),
                ),
                (
                    "bad_ratings",
                    models.PositiveSmallIntegerField(verbose_name="bad ratings that ask for a change"),
                ),
                (
                    "bad_percent",
                    models.PositiveSmallIntegerField(
                        verbose_name="percent of the ratings that are bad, at least"
                    ),
                ),
                (
                    "sample_percent",
                    models.PositiveSmallIntegerField(verbose_name="percent of the parcels that are audited"),
                ),
            ],
            options={
                "verbose_name": "packaging thresholds",
                "verbose_name_plural": "packaging thresholds",
            },
        ),
        migrations.CreateModel(
            name="PackagingRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
                ("stars", models.PositiveSmallIntegerField()),
                ("comment", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["at"], name="fulfillment_rating_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stars__range", (1, 5))), name="fulfillment_rating_stars"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackagingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(max_length=128, verbose_name="SKU")),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Asked for"),
                            ("accepted", "Being done"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("owner", models.CharField(blank=True, max_length=200, verbose_name="owner")),
                ("decision", models.CharField(blank=True, max_length=500, verbose_name="what was decided")),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "packaging change",
                "verbose_name_plural": "packaging changes",
                "ordering": ["-opened_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "accepted"))),
                        fields=("sku",),
                        name="fulfillment_change_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, unique=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("active", models.BooleanField(default=True)),
                ("step", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("step__gte", 1)), name="fulfillment_rule_step")
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingPlace",
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
                ("cost", models.PositiveIntegerField(default=0, verbose_name="cost of a parcel")),
                ("latitude_e6", models.IntegerField(blank=True, null=True)),
                ("longitude_e6", models.IntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude_e6__isnull", True), ("longitude_e6__isnull", True)),
                            models.Q(
                                ("latitude_e6__range", (-90000000, 90000000)),
                                ("longitude_e6__range", (-180000000, 180000000)),
                            ),
                            _connector="OR",
                        ),
                        name="fulfillment_place_on_earth",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
                ("chosen", models.CharField(max_length=50)),
                ("before", models.CharField(max_length=50)),
                ("rule", models.CharField(blank=True, max_length=30)),
                ("ranks", models.JSONField(default=list)),
                ("places", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Shipment",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("locations", models.CharField(blank=True, max_length=400)),
                ("carrier", models.CharField(blank=True, max_length=100)),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("tracking_url", models.CharField(blank=True, max_length=500)),
                ("actor_label", models.CharField(blank=True, max_length=200)),
                ("shipped_at", models.DateTimeField()),
                ("tracking_status", models.CharField(blank=True, max_length=30)),
                ("tracking_note", models.CharField(blank=True, max_length=300)),
                ("tracked_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["shipped_at"], name="shipment_shipped")],
                "constraints": [models.UniqueConstraint(fields=("order", "key"), name="shipment_once")],
            },
        ),
        migrations.CreateModel(
            name="Substitution",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline"
                    ),
                ),
                ("units", models.PositiveIntegerField()),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                ("sku", models.CharField(max_length=128)),
                ("title", models.CharField(max_length=500)),
                ("refund_amount", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for the customer"),
                            ("accepted", "Accepted"),
                            ("refused", "Rather waits"),
                            ("refunded", "Rather has the money back"),
                            ("expired", "Not answered in time"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("answered_by", models.CharField(blank=True, default="", max_length=200)),
                (
                    "answered_by_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "By the link in the mail"),
                            ("phone", "By phone, written down by staff"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("refund_due", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "replacement",
                "verbose_name_plural": "replacements",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["order"], name="fulfillment_offers_of_order"),
                    models.Index(
                        condition=models.Q(("refund_due", True)), fields=["id"], name="fulfillment_offer_owes"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("order_line",),
                        name="fulfillment_one_offer_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refund_amount__gte", 0), ("units__gte", 1)),
                        name="fulfillment_offer_sane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("accepted", "refused", "refunded")), _negated=True),
                            models.Q(
                                ("answered_at__isnull", False), models.Q(("answered_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="fulfillment_answer_is_recorded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InsertCopies",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "insert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="fulfillment.insert",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                ("left", models.PositiveIntegerField(default=0, verbose_name="copies at the benches")),
            ],
            options={
                "verbose_name": "copies of an insert",
                "verbose_name_plural": "copies of inserts",
                "ordering": ["location__name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("insert", "location"), name="fulfillment_insert_copies_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShipmentLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="fulfillment.shipment",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("shipment", "order_line"), name="shipment_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="shipment_line_quantity"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FulfillmentOrder",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                ("number", models.CharField(max_length=32)),
                ("channel_code", models.CharField(max_length=50)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be picked"),
                            ("picking", "Being picked"),
                            ("picked", "Picked"),
                            ("packed", "Packed"),
                            ("handed_over", "Handed over to the carrier"),
                            ("held", "On hold"),
                            ("short", "Waiting for goods"),
                            ("canceled", "Canceled"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("held_because", storecrew.kernel.said_field.SaidField(blank=True)),
                ("method_code", models.CharField(blank=True, max_length=64)),
                ("method_name", models.CharField(blank=True, max_length=200)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("units", models.PositiveIntegerField(default=0)),
                ("priority", models.PositiveSmallIntegerField(default=100, verbose_name="priority")),
                ("placed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="to be handed over by")),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="orders",
                        to="fulfillment.pickrun",
                    ),
                ),
                ("tote", models.CharField(blank=True, max_length=20)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "fulfillment order",
                "verbose_name_plural": "fulfillment orders",
                "ordering": ["priority", "due_at", "id"],
                "indexes": [
                    models.Index(
                        fields=["location", "state", "priority", "due_at"], name="fulfillment_queue"
                    ),
                    models.Index(fields=["order"], name="fulfillment_of_order"),
                    models.Index(fields=["state", "due_at"], name="fulfillment_late"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "picking", "picked", "held"))),
                        fields=("order", "location"),
                        name="fulfillment_order_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "short")),
                        fields=("order", "location"),
                        name="fulfillment_short_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fulfillment_order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection",
                        to="fulfillment.fulfillmentorder",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                ("number", models.CharField(max_length=32)),
                ("code", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Ready to be collected"),
                            ("collected", "Collected"),
                            ("withdrawn", "Taken back by us"),
                            ("given_up", "Not collected"),
                        ],
                        default="ready",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("ready_at", models.DateTimeField(verbose_name="ready since")),
                ("keep_until", models.DateTimeField(verbose_name="kept until")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("by_code", models.BooleanField(default=False)),
                ("received_by", models.CharField(blank=True, default="", max_length=200)),
                ("seen", models.CharField(blank=True, default="", max_length=200)),
                ("closed_by", models.CharField(blank=True, default="", max_length=200)),
                ("key", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={
                "verbose_name": "order to be collected",
                "verbose_name_plural": "orders to be collected",
                "ordering": ["ready_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ready")),
                        fields=["location", "ready_at"],
                        name="collection_ready",
                    ),
                    models.Index(
                        condition=models.Q(("state", "ready")), fields=["keep_until"], name="collection_kept"
                    ),
                    models.Index(fields=["order"], name="collection_of_order"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "collected"), _negated=True),
                            models.Q(("by_code", True), ("closed_at__isnull", False)),
                            models.Q(("closed_at__isnull", False), models.Q(("seen", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="collection_has_a_proof",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fulfillment_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="fulfillment.fulfillmentorder",
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Being packed"),
                            ("closed", "Closed"),
                            ("handed_over", "Handed over"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("box_code", models.CharField(blank=True, max_length=40)),
                ("specification", models.JSONField(default=dict)),
                ("proposal", models.JSONField(default=list)),
                ("message", models.CharField(blank=True, max_length=500)),
                ("expected_g", models.PositiveIntegerField(blank=True, null=True)),
                ("weight_g", models.PositiveIntegerField(blank=True, null=True)),
                ("weight_reason", models.CharField(blank=True, max_length=300)),
                ("photo", models.ImageField(blank=True, upload_to="parcels/%Y/%m/")),
                ("packed_by_id", models.CharField(max_length=64)),
                ("packed_by", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("needs_check", models.BooleanField(default=False)),
                ("checked_by", models.CharField(blank=True, max_length=200)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "label_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No label"),
                            ("wanted", "Label is asked for"),
                            ("asking", "The carrier is being asked"),
                            ("waiting", "The carrier has not answered"),
                            ("bought", "Label is there"),
                            ("refused", "No label: see why"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("label_service", models.CharField(blank=True, max_length=64)),
                ("label_asked_at", models.DateTimeField(blank=True, null=True)),
                ("label_tries", models.PositiveSmallIntegerField(default=0)),
                ("label_problem", models.CharField(blank=True, max_length=64)),
                ("label_words", models.CharField(blank=True, max_length=300)),
                ("label_fallback", models.BooleanField(default=False)),
                ("label_id", models.BigIntegerField(blank=True, null=True)),
                ("carrier", models.CharField(blank=True, max_length=100)),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                (
                    "shipment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="fulfillment.shipment",
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="fulfillment.manifest",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["tracking_number"], name="fulfillment_parcel_tracking"),
                    models.Index(fields=["state", "closed_at"], name="fulfillment_parcel_state"),
                    models.Index(fields=["label_id"], name="fulfillment_parcel_label"),
                    models.Index(
                        condition=models.Q(("label_state__in", ("wanted", "asking", "waiting"))),
                        fields=["label_state"],
                        name="fulfillment_label_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("fulfillment_order",),
                        name="fulfillment_parcel_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FulfillmentLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fulfillment_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="fulfillment.fulfillmentorder",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                ("sku", models.CharField(max_length=128)),
                ("title", models.CharField(max_length=500)),
                ("quantity", models.PositiveIntegerField()),
                ("picked", models.PositiveIntegerField(default=0)),
                ("packed", models.PositiveIntegerField(default=0)),
                ("shipped", models.PositiveIntegerField(default=0)),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lines",
                        to="fulfillment.pickrun",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fulfillment_order", "order_line"), name="fulfillment_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("packed__lte", models.F("picked")),
                            ("picked__lte", models.F("quantity")),
                            ("shipped__lte", models.F("quantity")),
                        ),
                        name="fulfillment_line_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FulfillmentEvent",
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
                (
                    "fulfillment_order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="fulfillment.fulfillmentorder",
                    ),
                ),
                ("order_line_id", models.BigIntegerField(blank=True, null=True)),
                ("kind", models.CharField(max_length=20)),
                ("quantity", models.PositiveIntegerField(default=0)),
                ("note", storecrew.kernel.said_field.SaidField(blank=True)),
                ("location_name", models.CharField(blank=True, max_length=200)),
                ("actor_label", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("once", models.CharField(editable=False, max_length=64, null=True, unique=True)),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [
                    models.Index(fields=["order", "at"], name="fulfillment_event_order"),
                    models.Index(fields=["kind", "at"], name="fulfillment_event_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParcelInsert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inserts",
                        to="fulfillment.parcel",
                    ),
                ),
                (
                    "insert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fulfillment.insert"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Goes in"),
                            ("put", "Is in"),
                            ("missing", "No copy was there"),
                            ("left_out", "Left out"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("by", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("parcel", "insert"), name="fulfillment_insert_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ParcelLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="fulfillment.parcel",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fulfillment.fulfillmentline",
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("parcel", "line"), name="fulfillment_parcel_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="fulfillment_parcel_line_quantity"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParcelScan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scans",
                        to="fulfillment.parcel",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PickStep",
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
                        related_name="steps",
                        to="fulfillment.pickrun",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="fulfillment.fulfillmentline",
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("bin_id", models.BigIntegerField(blank=True, null=True)),
                ("bin_code", models.CharField(blank=True, max_length=60)),
                ("zone_code", models.CharField(blank=True, max_length=60)),
                ("lot_id", models.BigIntegerField(blank=True, null=True)),
                ("lot_code", models.CharField(blank=True, max_length=100)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("quantity", models.PositiveIntegerField()),
                ("picked", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("done", "Picked"),
                            ("short", "Not all was there"),
                            ("dropped", "Not needed any more"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["sequence", "id"],
                "indexes": [models.Index(fields=["run", "state", "sequence"], name="fulfillment_step_next")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("picked__lte", models.F("quantity"))),
                        name="fulfillment_step_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DamageReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("damaged", "Damaged"), ("wrong", "Wrong article"), ("missing", "Missing")],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("supplier", "Supplier"),
                            ("storage", "Storage"),
                            ("pick", "Picking"),
                            ("packing", "Packing"),
                            ("carrier", "Carrier"),
                            ("unknown", "Not known"),
                        ],
                        max_length=10,
                        verbose_name="cause",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("staff", "Warehouse"), ("customer", "Customer"), ("carrier", "Carrier")],
                        max_length=10,
                        verbose_name="told by",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="fulfillment.parcel",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                ("sku", models.CharField(blank=True, max_length=128, verbose_name="SKU")),
                ("units", models.PositiveIntegerField(default=1, verbose_name="units")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("photo", models.ImageField(blank=True, upload_to="damages/%Y/%m/", verbose_name="photo")),
                ("reported_by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "damage report",
                "verbose_name_plural": "damage reports",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["at"], name="fulfillment_damage_at"),
                    models.Index(fields=["sku", "at"], name="fulfillment_damage_sku"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("units__gte", 1)), name="fulfillment_damage_units"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackagingAudit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit",
                        to="fulfillment.parcel",
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("passed", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("photo", models.ImageField(blank=True, upload_to="audits/%Y/%m/")),
                ("auditor_id", models.CharField(max_length=64)),
                ("auditor", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "packaging audit",
                "verbose_name_plural": "packaging audits",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["at"], name="fulfillment_audit_at")],
            },
        ),
        migrations.CreateModel(
            name="PickScan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scans",
                        to="fulfillment.pickstep",
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("actor_label", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
    ]
