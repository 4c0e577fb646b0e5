"""What stands against each other on the calendar: a closed warehouse, a freeze, a contract."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.demo.steps.organization import email_of
from storecrew.kernel.actor import Actor

DAY = dt.timedelta(days=1)
RECORD = "work.calendar_entry"


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Put dates of other teams beside the promotion that is scheduled, and a roster for service."""
    _service(actor, until)
    ahead = work.calendar(since=until, until=until + 60 * DAY, kinds=("promotion",))
    plan = next((date for date in ahead if date.starts_at > until), None)
    if plan is None:
        return
    start = plan.starts_at
    for kind, title, after, days, role, touches in (
        ("closure", "New racks in Berlin", 2, 1, "logistics_manager", ["location:berlin"]),
        ("freeze", "No releases before the season", 3, 5, "developer", []),
        ("contract", "Nachtkurier: contract ends", 6, 0, "logistics_manager", []),
        ("print", "Insert for parcels goes to print", -6, 0, "content_team", []),
    ):
        begins = start + after * DAY
        work.put_on_calendar(
            kind=kind,
            title=title,
            starts_at=begins,
            ends_at=begins + days * DAY,
            owner_role=role,
            record=RECORD,
            record_id=f"demo-{kind}",
            touches=touches,
            actor=actor,
            at=until,
        )
    work.refresh_conflicts(at=until)
    for found in work.conflicts_of([(plan.record, plan.record_id)]):
        if found.code == "freeze":
            work.accept_conflict(
                found.id,
                answer="accept",
                reason="Nothing of it needs a release; the shop's own switches are enough.",
                until=plan.ends_at,
                actor=actor,
                at=until,
            )


def _service(actor: Actor, until: dt.datetime) -> None:
    """Two weeks behind and two ahead, Monday to Friday."""
    agent = people.person_by_email(email_of("customer_service"))
    if agent is None:
        return
    today = until.date()
    start = today - dt.timedelta(days=today.weekday() + 14)
    people.save_skill(user_id=agent.id, skill="serve", trained_on=start, actor=actor, at=until)
    for day in (start + dt.timedelta(days=n) for n in range(35)):
        if day.isoweekday() < 6:
            people.save_shift(
                user_id=agent.id, location_code="office", day=day, skill="serve", starts=dt.time(9),
                ends=dt.time(17, 30), timezone="Europe/Berlin", actor=actor, at=until,
            )  # fmt: skip
