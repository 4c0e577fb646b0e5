"""What a cart lacked when it was seen last, and what was refused in its checkout."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two more columns; carts of before have neither."""

    dependencies = [("insights", "0006_carts_by_how_far_they_came")]

    operations = [
        migrations.AddField(
            model_name="cartpath",
            name="stands",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(model_name="cartpath", name="hindrances", field=models.JSONField(default=list)),
    ]
