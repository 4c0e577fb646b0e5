"""Work of agencies for tests."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from PIL import Image

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import WorkItem
from storecrew.contexts.marketing.tests.factories import (
    ACTOR,
    AT,
    grant,
    make_agency,
    make_item,
)
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor

HOUR = dt.timedelta(hours=1)


def outsider(email: str = "nora@studio.example") -> Actor:
    return people.actor_for(User.objects.get(email=email))


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 40), "red").save(made, "PNG")
    return made.getvalue()


def given(**changes) -> WorkItem:
    item = make_item(**changes)
    agency = make_agency()
    grant(agency, item.campaign_id)
    marketing.give_item(item.pk, agency_id=agency, actor=ACTOR, at=AT)
    item.refresh_from_db()
    return item


def tasks(code: str) -> list[work.TaskFacts]:
    return [task for task in work.inbox(ACTOR) if task.code == code]
