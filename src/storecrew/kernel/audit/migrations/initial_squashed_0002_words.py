"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("audit", "0001_initial"), ("audit", "0002_words")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=80)),
                ("record", models.CharField(max_length=60)),
                ("record_id", models.CharField(max_length=64)),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.CharField(blank=True, max_length=64)),
                ("actor_label", models.CharField(blank=True, max_length=120)),
                ("on_behalf_of", models.CharField(blank=True, max_length=120)),
                ("ip", models.CharField(blank=True, max_length=45)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                (
                    "before",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
                ),
                (
                    "after",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
                ),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("words", models.JSONField(null=True)),
                ("entry_hash", models.CharField(max_length=64)),
                ("chain_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["record", "record_id", "id"], name="audit_record"),
                    models.Index(fields=["actor_kind", "actor_id", "id"], name="audit_actor"),
                    models.Index(
                        condition=models.Q(("chain_hash", "")), fields=["chain_hash"], name="audit_unsealed"
                    ),
                ],
            },
        ),
    ]
