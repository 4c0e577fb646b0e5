"""Lists that are sent by the clock (U073): exactly the view, with the rights of that moment."""

from __future__ import annotations

import csv
import datetime as dt
import io
from urllib.parse import urlencode

import openpyxl
import pytest
from django.core import mail as outgoing

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import FileReceiver, FileSchedule, ScheduledFile
from storecrew.kernel import clock, mail
from storecrew.kernel.actor import system_actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.surfaces.ui.backoffice import list_files
from storecrew.surfaces.ui.backoffice.export import TYPES

pytestmark = pytest.mark.django_db
ROOT = system_actor("tests")
MONDAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
VIEW = "/admin/people/?f.role=tester&columns=email&sort=-name"


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.STORECREW_DATA = tmp_path
    make_channel("eu", is_default=True)
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def boss(client):
    user = make_staff("head_of_digital", name="Bo", email="bo@x.example")
    make_staff("tester", name="Ann", email="ann@x.example")
    make_staff("tester", name="Zoe", email="zoe@x.example")
    client.force_login(user)
    return user


def scheduled(client, user, view=VIEW, **changes):
    """Send a list by the clock through the form; return the schedule."""
    given = {"name": "Testers", "form": "csv", "rhythm": "day", "at_time": "07:00", "receivers": [user.pk]}
    address = f"/admin/files/add/?{urlencode({'list': view})}"
    answer = client.post(address, given | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    return FileSchedule.objects.latest("pk")


def tick(at):
    """Let the clock come to an instant; return the mails that left since then."""
    before = len(outgoing.outbox)
    with clock.frozen(at):
        work.send_due_files(at=at)
        mail.deliver_due()
    return outgoing.outbox[before:]


def table(message):
    """Return the rows of the CSV file that came with a mail."""
    ((_name, body, _kind),) = message.attachments
    text = body if isinstance(body, str) else body.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))


def lose(user):
    """Take all roles from somebody."""
    for each in people.memberships_of(user.pk):
        people.revoke_role(membership_id=each.id, actor=ROOT, at=MONDAY)


DUE = dt.datetime(2026, 3, 3, 6, 0, tzinfo=dt.UTC)


class TestSending:
    def test_u073_the_mail_holds_exactly_the_view(self, client, boss):
        row = scheduled(client, boss)
        assert (row.zone, row.next_at) == ("Europe/Berlin", DUE)
        assert tick(DUE - dt.timedelta(minutes=1)) == []
        (message,) = tick(DUE)
        assert (message.to, message.subject) == (["bo@x.example"], "Testers")
        assert table(message) == [["Name", "E-mail"], ["Zoe", "zoe@x.example"], ["Ann", "ann@x.example"]]
        shown = b"".join(client.get(f"{VIEW}&export=csv").streaming_content)
        assert shown.decode("utf-8-sig").splitlines()[1:] == ["Zoe,zoe@x.example", "Ann,ann@x.example"]
        row.refresh_from_db()
        assert (row.last_at, row.next_at) == (DUE, DUE + dt.timedelta(days=1))

    def test_u073_once_however_often_the_clock_ticks_and_once_when_it_stood_still(self, client, boss):
        scheduled(client, boss)
        late = DUE + dt.timedelta(days=3, hours=2)
        assert len(tick(late)) == 1
        assert tick(late) == []
        assert FileSchedule.objects.get().next_at == DUE + dt.timedelta(days=4)

    def test_u073_of_two_workers_one_sends(self, client, boss, monkeypatch):
        row = scheduled(client, boss)
        writer, first = list_files.WRITER, []

        def write(*args, **kwargs):
            if not first:
                first.append(1)
                work.send_due_files(at=DUE)
            return list_files.Writer.write(writer, *args, **kwargs)

        monkeypatch.setattr(writer, "write", write)
        with clock.frozen(DUE):
            work.send_due_files(at=DUE)
        assert ScheduledFile.objects.filter(schedule=row).count() == 1
        assert mail.about("work.file_schedule", row.pk)[1:] == []

    def test_u073_cells_are_typed_and_formulas_inert(self, client, boss):
        make_staff("tester", name="=1+1", email="f@x.example")
        scheduled(client, boss, "/admin/people/?f.role=tester", form="xlsx")
        (message,) = tick(DUE)
        ((name, body, kind),) = message.attachments
        assert (name, kind) == ("people-people-2026-03-03.xlsx", TYPES["xlsx"])
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        assert "'=1+1" in [cell.value for cell in sheet["A"]]

    def test_u073_an_empty_list_says_so(self, client, boss):
        row = scheduled(client, boss, "/admin/people/?q=nobody-of-this-name", form="json")
        (message,) = tick(DUE)
        assert message.attachments == []
        assert message.subject == "Testers: nothing in the list"
        assert row.files.get().outcome == "empty"

    def test_u073_a_large_file_is_a_link_for_its_reader_until_its_day(self, client, boss, monkeypatch):
        monkeypatch.setattr("storecrew.contexts.work.rules.MOST_ATTACHED", 20)
        row = scheduled(client, boss)
        (message,) = tick(DUE)
        file = row.files.get()
        assert (file.outcome, message.attachments) == ("linked", [])
        page = f"/admin/files/sent/{file.pk}/"
        assert page in message.body
        with clock.frozen(DUE):
            assert b"zoe@x.example" in b"".join(client.get(page).streaming_content)
            client.force_login(make_staff("head_of_digital", email="other@x.example"))
            assert client.get(page).status_code == 404
            client.logout()
            assert client.get(page).status_code == 302
        client.force_login(boss)
        with clock.frozen(DUE + dt.timedelta(days=14)):
            assert client.get(page).status_code == 404
            stored = file.file.path
            assert work.forget_old_files(at=clock.now()) == 1
        file.refresh_from_db()
        assert not file.file
        with pytest.raises(FileNotFoundError):
            open(stored, "rb").close()  # noqa: PTH123 - the path of the storage

    def test_u073_each_reads_it_in_the_own_language(self, client, boss):
        zoe = make_staff("head_of_digital", name="Ha", email="ha@x.example")
        zoe.locale = "ko"
        zoe.save(update_fields=["locale"])
        scheduled(client, boss, receivers=[boss.pk, zoe.pk])
        to = {message.to[0]: table(message)[0] for message in tick(DUE)}
        assert to["bo@x.example"] == ["Name", "E-mail"]
        assert to["ha@x.example"] != ["Name", "E-mail"]


class TestRights:
    def test_u073_who_lost_the_right_sends_nothing_and_hears_of_it_once(self, client, boss):
        row = scheduled(client, boss)
        lose(boss)
        (message,) = tick(DUE)
        assert message.attachments == []
        assert message.subject == "Testers could not be sent as planned"
        row.refresh_from_db()
        assert row.paused_at == DUE
        assert row.trouble
        assert tick(DUE + dt.timedelta(days=1)) == []
        assert AuditEntry.objects.filter(action="work.file_schedule_stopped").exists()

    def test_u073_a_colleague_who_lost_the_right_gets_it_no_more(self, client, boss):
        other = make_staff("head_of_digital", name="Cy", email="cy@x.example")
        row = scheduled(client, boss, receivers=[boss.pk, other.pk])
        lose(other)
        to = {message.to[0]: message for message in tick(DUE)}
        assert set(to) == {"bo@x.example"}
        assert [each.person for each in FileReceiver.objects.all()] == [str(boss.pk)]
        assert AuditEntry.objects.filter(action="work.file_schedule_receiver_lost").exists()
        assert len(mail.about("work.file_schedule", row.pk)) == 2

    def test_u073_a_colleague_must_be_one_who_may_see_the_list(self, client, boss):
        stranger = make_staff("content_team", email="s@x.example")
        address = f"/admin/files/add/?{urlencode({'list': VIEW})}"
        given = {"name": "T", "form": "csv", "rhythm": "day", "at_time": "07:00", "receivers": [stranger.pk]}
        may = people.actor_for(stranger).can("people.read")
        assert client.post(address, given).status_code == (302 if may else 422)
        view = work.ListView("/admin/people/", "", "csv", "UTC")
        outsider = make_staff(email="none@x.example")
        with pytest.raises(work.CannotHaveFile):
            work.schedule_file(
                name="T",
                list_code="people.people",
                view=view,
                rhythm="day",
                at_time=dt.time(7),
                receivers=[str(outsider.pk)],
                actor=people.actor_for(boss),
                at=MONDAY,
            )

    def test_u073_a_filter_that_is_gone_stops_it_instead_of_widening_it(self, client, boss):
        row = scheduled(client, boss)
        FileSchedule.objects.update(query="f.secret=1")
        (message,) = tick(DUE)
        assert message.attachments == []
        row.refresh_from_db()
        assert row.paused_at == DUE

    def test_u073_a_list_that_cannot_be_written_holds_up_no_other(self, client, boss, monkeypatch):
        scheduled(client, boss, name="Broken")
        scheduled(client, boss, name="Good")
        sound = list_files.Writer.write

        def write(self, view, **kwargs):
            if FileSchedule.objects.filter(name="Broken", last_at=None).exists():
                raise RuntimeError("no disk")
            return sound(self, view, **kwargs)

        monkeypatch.setattr(list_files.Writer, "write", write)
        subjects = {message.subject for message in tick(DUE)}
        assert subjects == {"Broken could not be sent as planned", "Good"}
        assert FileSchedule.objects.get(name="Broken").paused_at is None


class TestPages:
    def test_u073_the_export_menu_leads_to_the_form_with_the_view(self, client, boss):
        address = client.get(VIEW).context["by_the_clock"]
        answer = client.get(address)
        assert "Role" in answer.context["intro"]
        assert next(iter(answer.context["form"].fields["receivers"].choices))[1] == "Bo"

    def test_u073_what_is_no_list_cannot_be_sent(self, client, boss):
        for nothing in ("", "?list=/admin/palette/", "?list=/nowhere/"):
            assert client.get(f"/admin/files/add/{nothing}").status_code == 404

    def test_u073_pause_go_on_send_now_change_and_delete(self, client, boss):
        row = scheduled(client, boss)
        page, do = f"/admin/files/{row.pk}/", f"/admin/files/{row.pk}/do/"
        client.post(do, {"what": "pause"})
        assert tick(DUE) == []
        client.post(do, {"what": "send"})
        mail.deliver_due()
        assert len(outgoing.outbox) == 1
        assert row.files.get().made_at == MONDAY
        client.post(do, {"what": "resume"})
        row.refresh_from_db()
        assert (row.paused_at, row.next_at) == (None, DUE)
        seen = client.get(f"{page}edit/").context["form"].initial
        given = {"name": "All testers", "form": "json", "rhythm": "month", "at_time": "06:30"}
        assert client.post(f"{page}edit/", given | {"receivers": seen["receivers"]}).status_code == 302
        row.refresh_from_db()
        assert row.next_at == dt.datetime(2026, 4, 1, 4, 30, tzinfo=dt.UTC)
        answer = client.get(page)
        assert "All testers" in answer.content.decode()
        assert client.get("/admin/files/?f.state=on").context["total"] == 1
        client.post(do, {"what": "delete"})
        assert not FileSchedule.objects.exists()
        done = set(AuditEntry.objects.values_list("action", flat=True))
        assert done >= {
            f"work.file_schedule_{what}"
            for what in ("made", "paused", "resumed", "changed", "sent", "deleted")
        }

    def test_u073_a_receiver_sees_it_and_can_leave_but_not_change_it(self, client, boss):
        other = make_staff("head_of_digital", name="Cy", email="cy@x.example")
        row = scheduled(client, boss, receivers=[boss.pk, other.pk])
        client.force_login(other)
        assert client.get(f"/admin/files/{row.pk}/").status_code == 200
        assert client.get(f"/admin/files/{row.pk}/edit/").status_code == 404
        for what in ("send", "pause", "resume", "delete"):
            client.post(f"/admin/files/{row.pk}/do/", {"what": what})
        row.refresh_from_db()
        assert row.paused_at is None
        client.post(f"/admin/files/{row.pk}/do/", {"what": "leave"})
        assert client.get(f"/admin/files/{row.pk}/").status_code == 404
        assert [each.person for each in row.receivers.all()] == [str(boss.pk)]

    def test_u073_a_schedule_needs_a_name_and_somebody(self, client, boss):
        address = f"/admin/files/add/?{urlencode({'list': VIEW})}"
        assert client.post(address, {"name": " "}).status_code == 422
        view = work.ListView("/admin/people/", "", "pdf", "UTC")
        with pytest.raises(work.InvalidFileSchedule):
            work.schedule_file(
                name="T",
                list_code="people.people",
                view=view,
                rhythm="day",
                at_time=dt.time(7),
                receivers=[str(boss.pk)],
                actor=people.actor_for(boss),
                at=MONDAY,
            )
