"""Put the alerts that are open into inboxes, and give the lines that are there what they fold by."""

from itertools import islice

from django.db import migrations

A_BATCH = 1_000


def fill(apps, _schema_editor):
    Entry = apps.get_model("work", "InboxEntry")
    Finding = apps.get_model("work", "Finding")
    fields = (
        "pk",
        "task__code",
        "task__asked_from_record",
        "task__asked_from_id",
        "comment__record",
        "comment__record_id",
    )
    for found in _batches(Entry.objects.filter(topic="").values_list(*fields).iterator()):
        rows = [Entry(pk=pk, topic=_topic(*about)) for pk, *about in found]
        Entry.objects.bulk_update(rows, ["topic"])
    open_ones = Finding.objects.filter(state="open", inbox_entries=None)
    for found in _batches(open_ones.values_list("pk", "code", "owner_role", "raised_at").iterator()):
        Entry.objects.bulk_create(
            Entry(finding_id=pk, to=role, topic=f"alert {code}"[:150], at=at) for pk, code, role, at in found
        )


def _topic(code, asked, asked_id, commented, commented_id):
    record, record_id = (commented, commented_id) if commented else (asked, asked_id)
    return (f"about {record}:{record_id}" if record else f"task {code}")[:150]


def _batches(rows):
    while found := list(islice(rows, A_BATCH)):
        yield found


class Migration(migrations.Migration):
    dependencies = [("work", "0007_inbox_lines")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
