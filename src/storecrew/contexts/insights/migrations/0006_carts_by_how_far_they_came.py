"""Carts that were counted already count by how far they came, on the day they changed last."""

from collections import Counter
from zoneinfo import ZoneInfo

from django.db import migrations, models

PART = 2000
# bits of a cart's steps, and what each means for the way to the order: the same as before plus one
CART, DETAILS, DELIVERY, PAYMENT, DECLINED, ORDER = (1 << number for number in range(6))
WAY = ("began", "checkout", "chose", "paying", "taken")


def kinds_of(steps):
    if steps in (0, ORDER):
        return ()
    far = 4 if steps & ORDER else 3 if steps & (PAYMENT | DECLINED) else 2 if steps & DELIVERY else 0
    far = max(far, 1) if steps & DETAILS else far
    return (*WAY[: far + 1], *(("refused",) if steps & DECLINED else ()))


def count(apps, _schema_editor):
    paths = apps.get_model("insights", "CartPath").objects
    event, tally = apps.get_model("insights", "Event"), apps.get_model("insights", "Tally")
    state = apps.get_model("insights", "IngestState").objects
    zones = {
        pk: ZoneInfo(name)
        for pk, name in apps.get_model("channels", "Channel").objects.values_list("pk", "timezone")
    }
    sums, last = Counter(), 0
    while part := list(paths.filter(pk__gt=last).order_by("pk")[:PART]):
        last, rows = part[-1].pk, []
        for path in part:
            local = path.changed_at.astimezone(zones[path.channel_id])
            for kind in kinds_of(path.steps):
                rows.append(
                    event(
                        at=path.changed_at,
                        day=local.date(),
                        hour=local.hour,
                        kind=kind,
                        channel_id=path.channel_id,
                        way=path.way,
                        source=path.source,
                        campaign=path.campaign,
                        device=path.device,
                    )
                )
                sums[local.date(), path.channel_id, kind, path.way, path.device] += 1
        event.objects.bulk_create(rows, batch_size=500)
        state.filter(pk=1).update(events=models.F("events") + len(rows))
    tally.objects.bulk_create(
        (
            tally(
                dimension="all",
                day=day,
                channel_id=channel_id,
                kind=kind,
                way=way,
                device=device,
                count=number,
            )
            for (day, channel_id, kind, way, device), number in sums.items()
        ),
        batch_size=500,
    )
    paths.update(begun_at=models.F("changed_at"))


def forget(apps, _schema_editor):
    for name in ("Event", "Tally"):
        apps.get_model("insights", name).objects.filter(kind__in=(*WAY, "refused")).delete()


class Migration(migrations.Migration):
    dependencies = [("insights", "0005_what_pages_lead_to")]

    operations = [
        migrations.AddField(model_name="cartpath", name="begun_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(count, forget),
    ]
