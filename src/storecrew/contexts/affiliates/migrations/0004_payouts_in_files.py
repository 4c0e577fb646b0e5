from django.db import migrations, models
from django.db.models import F


def as_they_were(apps, schema_editor):
    """Payouts of before were offered to the bank for two weeks; what they paid is paid."""
    Payout = apps.get_model("affiliates", "Payout")
    Commission = apps.get_model("affiliates", "Commission")
    Payout.objects.filter(filed_at=None).update(filed_at=F("made_at"))
    for payout in Payout.objects.order_by("pk").iterator():
        Commission.objects.filter(
            partner_id=payout.partner_id,
            currency=payout.currency,
            state="due",
            hold_until__lt=payout.made_at,
        ).update(state="paid")


class Migration(migrations.Migration):
    dependencies = [
        ("affiliates", "0003_seedings"),
    ]

    operations = [
        migrations.AddField(
            model_name="payout",
            name="filed_at",
            field=models.DateTimeField(null=True, verbose_name="in a file for the bank"),
        ),
        migrations.AlterField(
            model_name="commission",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "On hold"),
                    ("flagged", "To decide"),
                    ("due", "To pay out"),
                    ("paid", "Paid"),
                    ("void", "Void"),
                ],
                default="pending",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.RunPython(as_they_were, migrations.RunPython.noop),
    ]
