"""The mails that bring lists as files, and those that tell a sender what could not be sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.work.facts import FileReader
from storecrew.contexts.work.models import FileReceiver, FileSchedule, ScheduledFile
from storecrew.kernel import mail
from storecrew.kernel.sentence import Sentence, said

TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PAGES = "/admin/files/"
Outcome = ScheduledFile.Outcome


@mail.attachment("work.file")
def _attached(file_id: str) -> mail.Attachment:
    row = ScheduledFile.objects.select_related("schedule").get(pk=file_id)
    with row.file.open("rb") as stored:
        return mail.Attachment(row.name, stored.read(), TYPES[row.schedule.form])


def queue_file(schedule: FileSchedule, file: ScheduledFile, reader: FileReader) -> None:
    """Queue the mail that brings a file, a link to it, or that nothing is in the list."""
    with translation.override(reader.locale):
        words = {
            "name": schedule.name,
            "when": _when(file.made_at, schedule.zone),
            "who": schedule.owner_label,
        }
        rows = ngettext("%(n)s row", "%(n)s rows", file.rows) % {
            "n": number_format(file.rows, force_grouping=True)
        }
        if file.outcome == Outcome.EMPTY:
            subject = _("%(name)s: nothing in the list")
            text = _("Nothing was in this list at %(when)s, so there is no file.") % words
        elif file.outcome == Outcome.LINKED:
            subject = _("%(name)s: your file is ready")
            page = f"{settings.STORECREW_BASE_URL}{PAGES}sent/{file.pk}/"
            until = _when(file.expires_at or file.made_at, schedule.zone)
            text = _("The list as it was at %(when)s, with what you may see of it.") % words + f" {rows}."
            text += "\n\n" + _("It is too large for a mail. Sign in and get it here until %(until)s:") % {
                "until": until
            }
            text += f"\n{page}"
        else:
            subject = "%(name)s"
            text = _("The list as it was at %(when)s, with what you may see of it.") % words + f" {rows}."
        view = f"{schedule.path}?{schedule.query}".rstrip("?")
        text += "\n\n" + _("Open the list:") + f"\n{settings.STORECREW_BASE_URL}{view}"
        text += "\n\n" + _("Sent for %(who)s. Change or stop it:") % words
        text += f"\n{settings.STORECREW_BASE_URL}{PAGES}{schedule.pk}/"
        mail.queue(
            to=reader.email,
            subject=subject % words,
            text=text,
            locale=reader.locale,
            dedupe_key=f"work.file:{file.pk}",
            at=file.made_at,
            record="work.file_schedule",
            record_id=schedule.pk,
            attach=f"work.file:{file.pk}" if file.outcome == Outcome.ATTACHED else "",
        )


def queue_trouble(
    schedule: FileSchedule,
    owner: FileReader,
    at: dt.datetime,
    *,
    trouble: Sentence | None,
    lost: Sequence[tuple[FileReceiver, Sentence]],
    failed: Sequence[ScheduledFile],
) -> None:
    """Tell the sender what was not sent and why; nothing when all went well."""
    if trouble is None and not lost and not failed:
        return
    with translation.override(owner.locale):
        words = {"name": schedule.name}
        lines = [f"{receiver.label}: {_in_words(why)}" for receiver, why in lost]
        if lines:
            lines.append(_("They are no longer among those who get it."))
        lines += [f"{file.label}: {_in_words(file.reason)}" for file in failed]
        if trouble is not None:
            lines += [_in_words(trouble), _("It is paused until you let it go on.")]
        lines += ["", f"{settings.STORECREW_BASE_URL}{PAGES}{schedule.pk}/"]
        mail.queue(
            to=owner.email,
            subject=_("%(name)s could not be sent as planned") % words,
            text="\n".join(lines),
            locale=owner.locale,
            dedupe_key=f"work.file_trouble:{schedule.pk}:{at.isoformat()}",
            at=at,
            record="work.file_schedule",
            record_id=schedule.pk,
        )


def _in_words(sentence: str) -> str:
    return said(sentence.words, sentence) if isinstance(sentence, Sentence) else str(sentence)


def _when(moment: dt.datetime, zone: str) -> str:
    """Write a moment by the clock of the schedule, which is named."""
    return f"{date_format(moment.astimezone(ZoneInfo(zone)), 'DATETIME_FORMAT')} ({zone})"
