"""Comments, findings and saved views."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Finding
from storecrew.contexts.work.operations import remarks as operations
from storecrew.contexts.work.rules import mentions
from storecrew.contexts.work.tests.factories import make_finding
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

AT = datetime(2026, 3, 1, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def staff(user_id="7", label="Ann"):
    return Actor(
        kind="staff", id=user_id, label=label, permissions=frozenset({"work.read", "work.write"}), scopes={}
    )


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("hello", []),
        ("ask @Ann.", ["ann"]),
        (
            "@kim@shop.example and @kim@shop.example, @marketing_manager",
            ["kim@shop.example", "marketing_manager"],
        ),
        ("mail me at ann@shop.example", []),
    ],
)
def test_mentions(text, called):
    assert mentions(text) == called


@pytest.mark.django_db
class TestComments:
    def test_comments_are_kept_in_order_with_their_author(self):
        work.comment(record="orders.order", record_id=5, body=" First @kim ", actor=staff(), at=AT)
        work.comment(record="orders.order", record_id="5", body="Second", actor=staff("8", "Bob"), at=LATER)
        work.comment(record="orders.order", record_id=6, body="Elsewhere", actor=staff(), at=AT)
        found = work.comments_for("orders.order", 5)
        assert [(c.body, c.author_label) for c in found] == [("First @kim", "Ann"), ("Second", "Bob")]
        assert found[0].mentions == ("kim",)

    def test_the_newest_are_kept_when_there_are_too_many(self):
        for i in range(4):
            work.comment(record="x", record_id=1, body=str(i), actor=staff(), at=AT + timedelta(seconds=i))
        assert [c.body for c in work.comments_for("x", 1, limit=2)] == ["2", "3"]

    @pytest.mark.parametrize("body", ["", "  \n", "x" * 5001])
    def test_empty_and_endless_comments_are_refused(self, body):
        with pytest.raises(work.EmptyComment):
            work.comment(record="x", record_id=1, body=body, actor=staff(), at=AT)

    def test_a_right_is_needed(self):
        with pytest.raises(Denied):
            work.comment(record="x", record_id=1, body="hi", actor=guest_actor(), at=AT)


@pytest.mark.django_db
class TestFindings:
    def test_raising_twice_counts_and_opens_once(self):
        first = make_finding()
        again = make_finding(at=LATER, severity="critical")
        assert (again.id, again.times, again.severity) == (first.id, 2, "critical")
        assert (again.raised_at, again.seen_at) == (first.raised_at, LATER)
        assert OutboxEvent.objects.count() == 1

    def test_a_resolved_finding_may_open_again(self):
        first = make_finding()
        assert work.resolve_finding(dedupe_key="low:1", resolution="received", actor=staff(), at=LATER)
        assert make_finding(at=LATER).id != first.id
        assert audit.entries_for("work.finding", first.id)[0].reason == "received"

    def test_losing_the_race_to_open_counts_as_a_sighting(self, monkeypatch):
        real = operations._seen_again
        calls = []

        def first_look_is_too_early(key, values):
            calls.append(key)
            if len(calls) == 1:
                # the competitor's row arrives between our look and our insert
                Finding.objects.create(
                    dedupe_key=key, code="x", title="t", owner_role="r", raised_at=AT, seen_at=AT
                )
                return False
            return real(key, values)

        monkeypatch.setattr(operations, "_seen_again", first_look_is_too_early)
        assert make_finding().times == 2
        assert Finding.objects.count() == 1

    def test_resolving_is_told_once(self):
        found = make_finding()
        assert work.resolve_finding(finding_id=found.id, actor=staff(), at=LATER)
        assert not work.resolve_finding(finding_id=found.id, actor=staff(), at=LATER)
        assert not work.resolve_finding(dedupe_key="nothing", actor=staff(), at=LATER)
        with pytest.raises(work.UnknownFinding):
            work.resolve_finding(finding_id=0, actor=staff(), at=LATER)

    @pytest.mark.parametrize(
        "change", [{"title": " "}, {"owner_role": ""}, {"dedupe_key": ""}, {"severity": "doom"}]
    )
    def test_half_findings_are_refused(self, change):
        with pytest.raises(work.InvalidFinding):
            make_finding(**change)

    def test_the_inbox_is_ordered_by_severity_and_limited_to_roles(self):
        make_finding("a", severity="info")
        make_finding("b", severity="critical")
        make_finding("c", severity="warning", owner_role="customer_service", code="support.late")
        assert [f.severity for f in work.open_findings()] == ["critical", "warning", "info"]
        assert [f.owner_role for f in work.open_findings(role="customer_service")] == ["customer_service"]
        assert len(work.open_findings(roles=["customer_service", "inventory_manager"], limit=2)) == 2
        assert work.count_open_findings() == {"critical": 1, "warning": 1, "info": 1}
        assert work.count_open_findings(code_prefix="support.") == {"critical": 0, "warning": 1, "info": 0}

    def test_rights_are_needed(self):
        with pytest.raises(Denied):
            make_finding(actor=guest_actor())
        with pytest.raises(Denied):
            work.resolve_finding(finding_id=1, actor=guest_actor(), at=AT)


@pytest.mark.django_db
class TestViews:
    def save(self, name="Late", actor=None, **changes):
        return work.save_view(
            list_code="orders", name=name, query="state=late", actor=actor or staff(), at=AT, **changes
        )

    def test_who_sees_which_view(self):
        self.save("Own")
        self.save("Team", team="warehouse", own_teams=["warehouse"])
        self.save("All", shared=True)
        see = lambda user, *teams: [v.name for v in work.views_for("orders", user_id=user, teams=teams)]  # noqa: E731
        assert see("7") == ["All", "Own", "Team"]
        assert see("8") == ["All"]
        assert see("8", "warehouse") == ["All", "Team"]
        assert work.views_for("products", user_id="7") == []

    def test_saving_the_same_name_replaces(self):
        first = self.save()
        second = self.save(shared=True)
        assert (first.id, second.sharing) == (second.id, "shared")

    def test_a_view_is_shared_only_with_ones_own_team(self):
        with pytest.raises(work.NotYourTeam):
            self.save(team="warehouse", own_teams=["content"])

    @pytest.mark.parametrize("name", ["", " ", "x" * 61])
    def test_a_view_needs_a_short_name(self, name):
        with pytest.raises(work.InvalidView):
            self.save(name)

    def test_only_the_owner_deletes(self):
        view = self.save(shared=True)
        with pytest.raises(work.UnknownView):
            work.delete_view(view_id=view.id, actor=staff("8"))
        work.delete_view(view_id=view.id, actor=staff())
        assert work.views_for("orders", user_id="7") == []

    def test_rights_are_needed(self):
        with pytest.raises(Denied):
            self.save(actor=guest_actor())
        with pytest.raises(Denied):
            work.delete_view(view_id=1, actor=guest_actor())


@pytest.mark.django_db
def test_what_did_not_start_is_one_alert_by_its_code_and_record():
    values = {"code": "sale_stopped", "name": "Spring", "why": "No stock.", "owner_role": "marketing_manager"}
    where = {"record": "sales.sale", "record_id": 5, "url": "/admin/sales/5/"}
    for at in (AT, LATER):
        work.raise_not_started(**values, **where, actor=staff(), at=at)
    row = Finding.objects.get()
    assert (row.dedupe_key, row.severity, row.times) == ("sale_stopped:5", "critical", 2)
    assert (row.title, row.detail, row.record_id) == ("Spring did not start", "No stock.", "5")
