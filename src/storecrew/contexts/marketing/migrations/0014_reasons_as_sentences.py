from django.db import migrations

import storecrew.kernel.said_field


class Migration(migrations.Migration):
    dependencies = [("marketing", "0013_inserts_of_parcels")]

    operations = [
        migrations.AlterField(
            "socialpost",
            "stopped_because",
            storecrew.kernel.said_field.SaidField(blank=True, default=""),
        ),
        migrations.AlterField(
            "workitem",
            "reason",
            storecrew.kernel.said_field.SaidField(blank=True, default=""),
        ),
    ]
