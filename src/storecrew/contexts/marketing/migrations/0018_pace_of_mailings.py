from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("marketing", "0017_wish_flows"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailing",
            name="paced_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
