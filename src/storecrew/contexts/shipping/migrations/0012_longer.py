"""Working days that plans add to what is promised."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column, empty until a plan lengthens a promise."""

    dependencies = [("shipping", "0011_proof_places")]

    operations = [
        migrations.AddField(
            model_name="shippingmethod",
            name="longer",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
