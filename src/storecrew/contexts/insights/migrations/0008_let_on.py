"""Over which guard-rails somebody let an experiment go on."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column; of what was let go on before nothing is known."""

    dependencies = [("insights", "0007_reasons_of_carts")]

    operations = [
        migrations.AddField(
            model_name="experiment", name="let_on", field=models.JSONField(blank=True, default=dict)
        ),
    ]
