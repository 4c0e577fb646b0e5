"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [
        ("payments", "0001_initial"),
        ("payments", "0002_disputes"),
        ("payments", "0003_payouts"),
        ("payments", "0004_evidence_files"),
        ("payments", "0005_hand_refunds"),
        ("payments", "0006_said_reasons"),
        ("payments", "0007_payment_card"),
    ]

    initial = True

    dependencies = [
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
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
                ("gateway", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=100, unique=True)),
                ("gateway_reference", models.CharField(blank=True, max_length=200)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("card", models.CharField(blank=True, default="", max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("action_required", "Waiting for the customer"),
                            ("pending", "Waiting for the money"),
                            ("unknown", "Being checked"),
                            ("failed", "Failed"),
                            ("authorized", "Authorized"),
                            ("partially_captured", "Partly taken"),
                            ("captured", "Taken"),
                            ("partially_refunded", "Partly refunded"),
                            ("refunded", "Refunded"),
                            ("voided", "Released"),
                            ("charged_back", "Charged back"),
                        ],
                        default="requested",
                        max_length=20,
                    ),
                ),
                ("authorized_amount", models.BigIntegerField(default=0)),
                ("capturing_amount", models.BigIntegerField(default=0)),
                ("captured_amount", models.BigIntegerField(default=0)),
                ("voiding_amount", models.BigIntegerField(default=0)),
                ("voided_amount", models.BigIntegerField(default=0)),
                ("refunding_amount", models.BigIntegerField(default=0)),
                ("refunded_amount", models.BigIntegerField(default=0)),
                ("charged_back_amount", models.BigIntegerField(default=0)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("message", models.CharField(blank=True, max_length=500)),
                ("redirect_url", models.CharField(blank=True, max_length=1000)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("check_at", models.DateTimeField(null=True)),
                ("checks", models.PositiveSmallIntegerField(default=0)),
                ("return_due_at", models.DateTimeField(null=True)),
                ("return_reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["status", "created_at"], name="payment_status_created"),
                    models.Index(
                        condition=models.Q(("check_at__isnull", False)),
                        fields=["check_at"],
                        name="payment_check_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gateway_reference", ""), _negated=True),
                        fields=("gateway", "gateway_reference"),
                        name="payment_reference_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payment_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("authorized_amount__gte", 0),
                            ("captured_amount__gte", 0),
                            ("capturing_amount__gte", 0),
                            ("charged_back_amount__gte", 0),
                            ("refunded_amount__gte", 0),
                            ("refunding_amount__gte", 0),
                            ("voided_amount__gte", 0),
                            ("voiding_amount__gte", 0),
                        ),
                        name="payment_sums_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "authorized_amount__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("captured_amount"), "+", models.F("capturing_amount")
                                        ),
                                        "+",
                                        models.F("voiding_amount"),
                                    ),
                                    "+",
                                    models.F("voided_amount"),
                                ),
                            )
                        ),
                        name="payment_captures_authorized",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "captured_amount__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("refunded_amount"), "+", models.F("refunding_amount")
                                ),
                            )
                        ),
                        name="payment_refunds_captured",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=32)),
                ("event_id", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=100)),
                ("payment_key", models.CharField(blank=True, max_length=100)),
                ("reference", models.CharField(blank=True, max_length=200)),
                ("payload", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("applied", "applied"), ("parked", "parked"), ("ignored", "ignored")],
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "parked")), fields=["received_at"], name="webhook_parked"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("gateway", "event_id"), name="webhook_message_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SimulatorCharge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100, unique=True)),
                ("reference", models.CharField(max_length=64, unique=True)),
                ("token", models.CharField(max_length=64)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("state", models.CharField(max_length=16)),
                ("return_url", models.CharField(blank=True, max_length=1000)),
                ("captured_amount", models.BigIntegerField(default=0)),
                ("voided_amount", models.BigIntegerField(default=0)),
                ("refunds", models.JSONField(default=dict)),
                ("capture_keys", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=32)),
                ("reference", models.CharField(max_length=120)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("arrived_on", models.DateField()),
                (
                    "source",
                    models.CharField(
                        choices=[("api", "From the gateway"), ("file", "From a file")], max_length=8
                    ),
                ),
                ("imported_at", models.DateTimeField()),
                ("imported_by", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-arrived_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("gateway", "reference"), name="payout_reference_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="payments.payment",
                    ),
                ),
                (
                    "operation",
                    models.CharField(
                        choices=[
                            ("authorize", "Authorize"),
                            ("capture", "Take"),
                            ("void", "Release"),
                            ("refund", "Refund"),
                            ("charge_back", "Charge back"),
                            ("reinstate", "Charge back returned"),
                            ("fee", "Fee of the dispute"),
                            ("fee_returned", "Fee returned"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("request", "Asked"),
                            ("success", "Done"),
                            ("failure", "Refused"),
                            ("action_required", "Customer must act"),
                            ("pending", "Pending"),
                            ("unknown", "No answer"),
                        ],
                        max_length=16,
                    ),
                ),
                ("key", models.CharField(max_length=150)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("source", models.CharField(max_length=16)),
                ("gateway_event_id", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("message", models.CharField(blank=True, max_length=500)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("raw", models.JSONField(default=dict)),
                ("actor_label", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["success", "failure"])),
                        fields=("payment", "operation", "key"),
                        name="payment_event_outcome_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "request")),
                        fields=("payment", "operation", "key"),
                        name="payment_event_request_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandRefund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_refunds",
                        to="payments.payment",
                    ),
                ),
                ("key", models.CharField(max_length=150)),
                ("amount", models.BigIntegerField()),
                ("reason", storecrew.kernel.said_field.SaidField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To be sent"),
                            ("asked", "Customer is asked"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(blank=True, max_length=200)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("sent_on", models.DateField(null=True)),
                ("reference", models.CharField(blank=True, max_length=140)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "asked"])),
                        fields=["asked_at"],
                        name="hand_refund_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "key"), name="hand_refund_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="hand_refund_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_on__isnull", False),
                            _connector="OR",
                        ),
                        name="hand_refund_sent_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="payments.payment",
                    ),
                ),
                ("gateway", models.CharField(max_length=32)),
                ("reference", models.CharField(max_length=200)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("fraudulent", "The cardholder did not pay this (fraud)"),
                            ("unrecognized", "The cardholder does not recognize the payment"),
                            ("not_received", "Goods were not received"),
                            ("not_as_described", "Goods are damaged or not as described"),
                            ("duplicate", "Charged twice"),
                            ("credit_not_processed", "A refund was promised and did not come"),
                            ("canceled", "The order was canceled"),
                            ("other", "Another reason"),
                        ],
                        max_length=40,
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("fee_amount", models.BigIntegerField(default=0)),
                ("fee_currency", models.CharField(blank=True, max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("needs_answer", "Needs an answer"),
                            ("answered", "Answered"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                            ("accepted", "Accepted"),
                        ],
                        max_length=16,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("inquiry", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("answering_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(null=True)),
                ("evidence", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "needs_answer")),
                        fields=["due_at"],
                        name="dispute_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("gateway", "reference"), name="dispute_reference_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="dispute_amount_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="payments.dispute",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivery", "Proof of delivery"),
                            ("communication", "Messages with the customer"),
                            ("receipt", "Receipt or invoice"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("mimetype", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("added_by", models.CharField(blank=True, max_length=200)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("dispute", "kind"), name="evidence_one_of_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payments.payout",
                    ),
                ),
                ("reference", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("capture", "Take"),
                            ("refund", "Refund"),
                            ("charge_back", "Charge back"),
                            ("reinstate", "Charge back returned"),
                            ("fee", "Fee"),
                            ("other", "Other movement"),
                        ],
                        max_length=16,
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("fee", models.BigIntegerField(default=0)),
                ("original_amount", models.BigIntegerField()),
                ("original_currency", models.CharField(max_length=3)),
                ("named", models.CharField(blank=True, max_length=200)),
                ("hint", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("matched", "Agrees"),
                            ("differs", "Amount differs"),
                            ("unknown", "Unknown here"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout_line",
                        to="payments.paymentevent",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("payout", "reference"), name="payout_line_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Difference",
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
                            ("differs", "Amount differs"),
                            ("unknown", "Unknown here"),
                            ("missing", "Missing there"),
                            ("total", "Lines do not add up"),
                        ],
                        max_length=8,
                    ),
                ),
                ("gateway", models.CharField(max_length=32)),
                (
                    "payout",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="payments.payout",
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difference",
                        to="payments.payoutline",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.paymentevent",
                    ),
                ),
                ("ours", models.BigIntegerField()),
                ("theirs", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("opened_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                ("resolved_by", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("resolved_at", None)),
                        fields=["opened_at"],
                        name="difference_open",
                    )
                ],
            },
        ),
    ]
