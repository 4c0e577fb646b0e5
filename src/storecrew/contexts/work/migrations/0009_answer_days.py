"""How many days an answer to a conflict is about."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column, empty for what was answered before."""

    dependencies = [("work", "0008_inbox_alerts")]

    operations = [
        migrations.AddField(
            model_name="conflict",
            name="answer_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
