"""Sort rules of campaigns; indexes that exist are made anew, since they learn how long stock lasts."""

from django.db import migrations, models
from django.utils import timezone


def ask_for_a_rebuild(apps, schema_editor):
    Change = apps.get_model("discovery", "Change")
    if Change.objects.exists():
        Change.objects.create(product_id=0, at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("discovery", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sortrule",
            name="campaign_id",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="campaign"),
        ),
        migrations.AddField(
            model_name="sortrule", name="campaign_runs", field=models.BooleanField(default=False)
        ),
        migrations.AddIndex(
            model_name="sortrule",
            index=models.Index(fields=["campaign_id"], name="discovery_rule_campaign"),
        ),
        migrations.RunPython(ask_for_a_rebuild, migrations.RunPython.noop),
    ]
