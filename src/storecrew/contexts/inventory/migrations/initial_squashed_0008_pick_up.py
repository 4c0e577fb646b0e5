"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("inventory", "0001_initial"),
        ("inventory", "0002_bins_lots_and_count_tasks"),
        ("inventory", "0003_receiving_and_transfers"),
        ("inventory", "0004_counts"),
        ("inventory", "0005_count_causes"),
        ("inventory", "0006_article_codes"),
        ("inventory", "0007_decided_units"),
        ("inventory", "0008_pick_up"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodePool",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="how to use a code"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
            ],
            options={
                "verbose_name": "code pool",
                "verbose_name_plural": "code pools",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warehouse", "Warehouse"),
                            ("store", "Store"),
                            ("digital", "Codes by e-mail"),
                        ],
                        default="warehouse",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("address", models.JSONField(blank=True, default=dict, verbose_name="address")),
                ("is_default", models.BooleanField(default=False, verbose_name="default")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "pick_up",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="orders can be collected here"
                    ),
                ),
                ("opening_hours", models.JSONField(blank=True, default=list, verbose_name="opening hours")),
            ],
            options={
                "verbose_name": "location",
                "verbose_name_plural": "locations",
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("is_default",),
                        name="inventory_one_default_location",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StockPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.channel"
                    ),
                ),
                (
                    "split",
                    models.CharField(
                        choices=[
                            ("never", "One location sends the whole order"),
                            ("lines", "Each article from one location"),
                            ("units", "Any units from any location"),
                        ],
                        default="lines",
                        max_length=10,
                        verbose_name="split",
                    ),
                ),
            ],
            options={
                "verbose_name": "sourcing policy",
                "verbose_name_plural": "sourcing policies",
            },
        ),
        migrations.CreateModel(
            name="StockProfile",
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
                (
                    "tracking",
                    models.CharField(
                        choices=[("none", "Not tracked"), ("lot", "By lot"), ("serial", "By serial number")],
                        default="none",
                        max_length=6,
                        verbose_name="tracking",
                    ),
                ),
                ("expires", models.BooleanField(default=False, verbose_name="expires")),
                (
                    "first_expired_first_out",
                    models.BooleanField(default=True, verbose_name="first expired, first out"),
                ),
                (
                    "shortest_rest_days",
                    models.PositiveIntegerField(default=0, verbose_name="days left at least"),
                ),
                (
                    "storage_class",
                    models.CharField(
                        choices=[
                            ("ambient", "Ambient"),
                            ("bulky", "Bulky"),
                            ("chilled", "Chilled"),
                            ("frozen", "Frozen"),
                            ("secure", "Locked"),
                            ("hazard", "Dangerous goods"),
                        ],
                        default="ambient",
                        max_length=10,
                        verbose_name="storage class",
                    ),
                ),
                (
                    "inspection_level",
                    models.CharField(blank=True, default="", max_length=3, verbose_name="inspection level"),
                ),
                (
                    "aql",
                    models.CharField(
                        blank=True, default="1.0", max_length=5, verbose_name="quality limit (AQL)"
                    ),
                ),
            ],
            options={
                "verbose_name": "stock profile",
                "verbose_name_plural": "stock profiles",
            },
        ),
        migrations.CreateModel(
            name="Lot",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.variant",
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="lot")),
                (
                    "expires_on",
                    models.DateField(blank=True, db_index=True, null=True, verbose_name="expires on"),
                ),
                ("held", models.BooleanField(default=False, verbose_name="held")),
            ],
            options={
                "verbose_name": "lot",
                "verbose_name_plural": "lots",
                "ordering": ["variant", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "code"), name="inventory_lot_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="inventory.codepool",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("added", models.PositiveIntegerField(verbose_name="new codes")),
                ("known", models.PositiveIntegerField(verbose_name="known already")),
                ("actor", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "file of codes",
                "verbose_name_plural": "files of codes",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="LocationChannel",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to="inventory.location",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.channel"
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=100, verbose_name="priority")),
            ],
            options={
                "verbose_name": "location of a channel",
                "verbose_name_plural": "locations of channels",
                "ordering": ["channel", "priority", "location"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "location"), name="inventory_location_once_per_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Zone",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="zones",
                        to="inventory.location",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name", models.CharField(blank=True, default="", max_length=100, verbose_name="name")),
                (
                    "storage_class",
                    models.CharField(
                        choices=[
                            ("ambient", "Ambient"),
                            ("bulky", "Bulky"),
                            ("chilled", "Chilled"),
                            ("frozen", "Frozen"),
                            ("secure", "Locked"),
                            ("hazard", "Dangerous goods"),
                        ],
                        default="ambient",
                        max_length=10,
                        verbose_name="storage class",
                    ),
                ),
                ("walk_order", models.PositiveIntegerField(default=0, verbose_name="walk order")),
            ],
            options={
                "verbose_name": "zone",
                "verbose_name_plural": "zones",
                "ordering": ["location", "walk_order", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("location", "code"), name="inventory_zone_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CountPolicy",
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
                ("amount", models.BigIntegerField(default=5000, verbose_name="value up to")),
                ("percent", models.PositiveSmallIntegerField(default=5, verbose_name="per cent up to")),
                (
                    "single_person",
                    models.BooleanField(default=False, verbose_name="one person runs this place"),
                ),
            ],
            options={
                "verbose_name": "count policy",
                "verbose_name_plural": "count policies",
            },
        ),
        migrations.CreateModel(
            name="Serial",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.variant",
                    ),
                ),
                ("code", models.CharField(max_length=80, verbose_name="serial number")),
                (
                    "lot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.lot",
                    ),
                ),
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
                            ("in_stock", "In stock"),
                            ("picked", "Picked"),
                            ("gone", "Gone"),
                            ("aside", "Set apart"),
                        ],
                        default="in_stock",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "document",
                    models.CharField(blank=True, default="", max_length=100, verbose_name="document"),
                ),
            ],
            options={
                "verbose_name": "serial number",
                "verbose_name_plural": "serial numbers",
                "ordering": ["variant", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "code"), name="inventory_serial_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
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
                        choices=[("purchase_order", "Purchase order"), ("transfer", "Transfer")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("reference", models.CharField(max_length=80, verbose_name="reference")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed"), ("canceled", "Canceled")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due at")),
                ("opened_by", models.CharField(max_length=200, verbose_name="opened by")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "closed_by",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="closed by"),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["state", "due_at"], name="inventory_receipt_due")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("kind", "reference"),
                        name="inventory_receipt_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.CharField(max_length=64)),
                (
                    "variant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.variant",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                ("quantity", models.IntegerField()),
                ("session", models.CharField(blank=True, default="", max_length=64)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "reservation",
                "verbose_name_plural": "reservations",
                "indexes": [
                    models.Index(fields=["variant", "location"], name="inventory_reservation_level"),
                    models.Index(
                        condition=models.Q(("session", ""), _negated=True),
                        fields=["session"],
                        name="inventory_reservation_session",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("holder", "variant", "location"), name="inventory_reservation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="inventory_reservation_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.variant",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                ("quantity", models.IntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("allocated", "Allocated"),
                            ("released", "Released"),
                            ("shipped", "Shipped"),
                        ],
                        default="allocated",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "allocation",
                "verbose_name_plural": "allocations",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="inventory_allocation_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="inventory.codepool",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="inventory.codefile",
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("sealed", models.TextField()),
                ("hint", models.CharField(max_length=4, verbose_name="ends with")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unused", "Unused"),
                            ("given", "Given to an order"),
                            ("burned", "Not for sale any more"),
                        ],
                        default="unused",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                    ),
                ),
                ("unit", models.PositiveIntegerField(null=True)),
                ("given_at", models.DateTimeField(null=True)),
                ("shown_at", models.DateTimeField(null=True)),
                ("burned_because", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "verbose_name": "article code",
                "verbose_name_plural": "article codes",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["pool", "state", "id"], name="inventory_code_next")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order_line", "unit"), name="inventory_code_once_per_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given_at", None),
                                ("order", None),
                                ("order_line", None),
                                ("shown_at", None),
                                ("state", "unused"),
                                ("unit", None),
                            ),
                            models.Q(
                                ("order__isnull", False),
                                ("order_line__isnull", False),
                                ("state", "given"),
                                ("unit__isnull", False),
                            ),
                            models.Q(("state", "burned"), models.Q(("burned_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="inventory_code_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bin",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bins",
                        to="inventory.location",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bins",
                        to="inventory.zone",
                    ),
                ),
                ("code", models.CharField(max_length=50, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("storage", "Storage"),
                            ("receiving", "Receiving"),
                            ("packing", "Packing"),
                            ("quarantine", "Quarantine"),
                        ],
                        default="storage",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("walk_order", models.PositiveIntegerField(default=0, verbose_name="walk order")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "bin",
                "verbose_name_plural": "bins",
                "ordering": ["location", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("location", "code"), name="inventory_bin_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="inventory.receipt",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                ("expected", models.IntegerField(default=0, verbose_name="expected")),
                ("accepted", models.IntegerField(default=0, verbose_name="accepted")),
                ("damaged", models.IntegerField(default=0, verbose_name="damaged")),
                ("wrong", models.IntegerField(default=0, verbose_name="wrong article")),
                ("over", models.IntegerField(default=0, verbose_name="over")),
                ("held", models.IntegerField(default=0, verbose_name="held")),
            ],
            options={
                "verbose_name": "receipt line",
                "verbose_name_plural": "receipt lines",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("receipt", "variant"), name="inventory_receipt_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted__gte", 0),
                            ("damaged__gte", 0),
                            ("expected__gte", 0),
                            ("held__gte", 0),
                            ("over__gte", 0),
                            ("wrong__gte", 0),
                        ),
                        name="inventory_receipt_line_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted__lte", models.F("expected"))),
                        name="inventory_receipt_line_over_is_apart",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockMovement",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.variant",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("adjusted", "Adjusted"),
                            ("imported", "Imported"),
                            ("counted", "Counted"),
                            ("allocated", "Allocated"),
                            ("released", "Released"),
                            ("shipped", "Shipped"),
                            ("returned", "Returned"),
                            ("moved", "Moved to another bucket"),
                            ("transferred", "Transferred"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "bucket",
                    models.CharField(
                        choices=[
                            ("on_hand", "On hand"),
                            ("allocated", "Allocated"),
                            ("safety", "Safety stock"),
                            ("quality_hold", "Quality hold"),
                            ("quarantine", "Quarantine"),
                            ("damaged", "Damaged"),
                        ],
                        max_length=12,
                    ),
                ),
                ("quantity", models.IntegerField()),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "allocation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.allocation",
                    ),
                ),
                ("document", models.CharField(blank=True, default="", max_length=100)),
                ("actor", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "stock movement",
                "verbose_name_plural": "stock movements",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["variant", "location", "id"], name="inventory_movement_ledger")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity", 0), _negated=True), name="inventory_movement_moves"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("allocation__isnull", False)),
                        fields=("allocation", "kind", "bucket"),
                        name="inventory_movement_cause_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "adjusted"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inventory_adjustment_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="number")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_transit", "In transit"),
                            ("received", "Received"),
                            ("canceled", "Canceled"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due at")),
                (
                    "receipt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.receipt",
                    ),
                ),
                ("opened_by", models.CharField(max_length=200, verbose_name="opened by")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="inventory_transfer_goes_elsewhere",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CountTask",
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
                    "bin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.bin",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("short_pick", "Fewer than expected were found"),
                            ("picked_to_zero", "The bin was picked to zero"),
                            ("receipt_mismatch", "A receipt did not match"),
                            ("return_mismatch", "A return did not match"),
                            ("promotion", "A promotion is coming"),
                            ("plan", "The plan says so"),
                            ("asked", "Somebody asked for it"),
                        ],
                        max_length=20,
                        verbose_name="cause",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("recount", "Count again"),
                            ("approval", "Waits for approval"),
                            ("done", "Done"),
                            ("canceled", "Canceled"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("expected", models.IntegerField(null=True, verbose_name="expected")),
                ("found", models.IntegerField(null=True, verbose_name="found")),
                (
                    "document",
                    models.CharField(blank=True, default="", max_length=100, verbose_name="document"),
                ),
                ("times", models.PositiveIntegerField(default=1, verbose_name="times")),
                ("opened_by", models.CharField(max_length=200, verbose_name="opened by")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                ("reason", models.CharField(blank=True, default="", max_length=20, verbose_name="reason")),
                ("posted", models.BooleanField(default=False, verbose_name="posted")),
                (
                    "approved_by",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="approved by"),
                ),
            ],
            options={
                "verbose_name": "count task",
                "verbose_name_plural": "count tasks",
                "ordering": ["due_at", "id"],
                "indexes": [models.Index(fields=["state", "due_at"], name="inventory_count_task_due")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("bin__isnull", False), ("state__in", ("open", "recount", "approval"))
                        ),
                        fields=("bin", "variant"),
                        name="inventory_count_task_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("bin__isnull", True), ("state__in", ("open", "recount", "approval"))
                        ),
                        fields=("location", "variant"),
                        name="inventory_loose_count_task_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BinContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contents",
                        to="inventory.bin",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contents",
                        to="inventory.lot",
                    ),
                ),
                ("quantity", models.IntegerField(default=0, verbose_name="quantity")),
            ],
            options={
                "verbose_name": "bin content",
                "verbose_name_plural": "bin contents",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lot__isnull", True)),
                        fields=("bin", "variant"),
                        name="inventory_content_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lot__isnull", False)),
                        fields=("bin", "variant", "lot"),
                        name="inventory_content_of_lot_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 0)), name="inventory_content_never_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptPosting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postings",
                        to="inventory.receiptline",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "As ordered"),
                            ("damaged", "Damaged"),
                            ("wrong", "Wrong article"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("quantity", models.IntegerField(verbose_name="quantity")),
                ("over", models.IntegerField(default=0, verbose_name="over")),
                (
                    "lot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.lot",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="note")),
                ("actor", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "receipt posting",
                "verbose_name_plural": "receipt postings",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="inventory_posting_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inspections",
                        to="inventory.receiptline",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.lot",
                    ),
                ),
                ("units", models.IntegerField(verbose_name="units")),
                ("level", models.CharField(max_length=3, verbose_name="inspection level")),
                ("aql", models.CharField(max_length=5, verbose_name="quality limit (AQL)")),
                ("sample", models.IntegerField(verbose_name="sample")),
                ("accept", models.IntegerField(verbose_name="accept up to")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To inspect"), ("passed", "Passed"), ("failed", "Failed")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("defects", models.IntegerField(null=True, verbose_name="defects")),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="note")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "decided_by",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="decided by"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
            ],
            options={
                "verbose_name": "inspection",
                "verbose_name_plural": "inspections",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lot__isnull", False), ("state", "open")),
                        fields=("line", "lot"),
                        name="inventory_inspection_of_lot_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lot__isnull", True), ("state", "open")),
                        fields=("line",),
                        name="inventory_inspection_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockLevel",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.variant",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="inventory.location",
                    ),
                ),
                ("on_hand", models.IntegerField(default=0, verbose_name="on hand")),
                ("allocated", models.IntegerField(default=0, verbose_name="allocated")),
                ("reserved", models.IntegerField(default=0, verbose_name="reserved")),
                ("safety", models.IntegerField(default=0, verbose_name="safety stock")),
                ("quality_hold", models.IntegerField(default=0, verbose_name="quality hold")),
                ("quarantine", models.IntegerField(default=0, verbose_name="quarantine")),
                ("damaged", models.IntegerField(default=0, verbose_name="damaged")),
                ("in_bins", models.IntegerField(default=0, verbose_name="in bins")),
                ("low_threshold", models.IntegerField(default=5, verbose_name="low at")),
                (
                    "bin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="levels",
                        to="inventory.bin",
                    ),
                ),
            ],
            options={
                "verbose_name": "stock level",
                "verbose_name_plural": "stock levels",
                "ordering": ["variant", "location"],
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "location"), name="inventory_level_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("allocated__gte", 0),
                            ("damaged__gte", 0),
                            ("low_threshold__gte", 0),
                            ("on_hand__gte", 0),
                            ("quality_hold__gte", 0),
                            ("quarantine__gte", 0),
                            ("reserved__gte", 0),
                            ("safety__gte", 0),
                        ),
                        name="inventory_level_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "on_hand__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("allocated"), "+", models.F("reserved")
                                                ),
                                                "+",
                                                models.F("safety"),
                                            ),
                                            "+",
                                            models.F("quality_hold"),
                                        ),
                                        "+",
                                        models.F("quarantine"),
                                    ),
                                    "+",
                                    models.F("damaged"),
                                ),
                            )
                        ),
                        name="inventory_level_never_oversold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_bins__gte", 0), ("on_hand__gte", models.F("in_bins"))),
                        name="inventory_level_bins_hold_less",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="inventory.transfer",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                ("planned", models.IntegerField(verbose_name="planned")),
                ("sent", models.IntegerField(default=0, verbose_name="sent")),
                ("arrived", models.IntegerField(default=0, verbose_name="arrived")),
                ("written_off", models.IntegerField(default=0, verbose_name="written off")),
                ("reason", models.CharField(blank=True, default="", max_length=20, verbose_name="reason")),
            ],
            options={
                "verbose_name": "transfer line",
                "verbose_name_plural": "transfer lines",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transfer", "variant"), name="inventory_transfer_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("arrived__gte", 0),
                            ("planned__gt", 0),
                            ("sent__gte", 0),
                            ("written_off__gte", 0),
                            (
                                "sent__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("arrived"), "+", models.F("written_off")
                                ),
                            ),
                        ),
                        name="inventory_transfer_line_conserves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="inventory.counttask",
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("quantity", models.IntegerField(verbose_name="counted")),
                ("seen", models.IntegerField(verbose_name="on record")),
                ("is_first", models.BooleanField(default=False)),
                ("dropped", models.BooleanField(default=False, verbose_name="dropped")),
                ("actor", models.CharField(max_length=200)),
                ("actor_id", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "count entry",
                "verbose_name_plural": "count entries",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 0)), name="inventory_count_never_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BinMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="inventory.bincontent",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("put_away", "Put away"),
                            ("picked", "Picked"),
                            ("put_back", "Put back"),
                            ("moved", "Moved between bins"),
                            ("received", "Received"),
                            ("counted", "Counted"),
                            ("left", "Left the location"),
                        ],
                        max_length=10,
                    ),
                ),
                ("quantity", models.IntegerField()),
                ("document", models.CharField(blank=True, default="", max_length=100)),
                ("actor", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "bin move",
                "verbose_name_plural": "bin moves",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["document", "kind"], name="inventory_bin_move_document")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity", 0), _negated=True), name="inventory_bin_move_moves"
                    )
                ],
            },
        ),
    ]
