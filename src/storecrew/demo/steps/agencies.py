"""An agency for search, somebody of it who signs in, and work in every state; the house does some of it."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.people import public as people
from storecrew.demo.steps.organization import PASSWORD, email_of
from storecrew.kernel.actor import Actor

DAY = dt.timedelta(days=1)
BRIEF = (
    "For whom: people who look for something that lasts.\n"
    "What: titles of at most 60 characters and descriptions of at most 155, in English.\n"
    "Good is: the word people search for comes first, no exclamation marks, no prices."
)
# title, hours, cost, given days ago, due in days, state
WORK = (
    ("Titles for the ten best sellers", 6, 48_000, 18, -8, "accepted"),
    ("Descriptions for kitchen and table", 8, 64_000, 14, -6, "accepted late"),
    ("Ad texts for the season", 4, 32_000, 6, 1, "delivered"),
    ("Landing page for gifts", 5, 40_000, 3, 4, "started"),
    ("Keywords for the new lamps", 3, 24_000, 0, 9, "given"),
)


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Let the agency in for a planned campaign and give it work, as it was over three weeks."""
    campaign = next(iter(marketing.campaigns(states=["scheduled"])))
    start = until - 20 * DAY
    agency = marketing.save_agency(
        marketing.AgencyContent(
            name="Northlight Search", what="Search engines, texts", email="office@northlight.example",
            currency=campaign.currency, hourly_rate=8_000, answer_hours=24,
            contract_until=(until + 120 * DAY).date(),
        ),
        actor=actor, at=start,
    )  # fmt: skip
    marketing.grant_access(
        agency, email=email_of("agency"), name="Agency", campaign_ids=[campaign.id], starts_at=start,
        ends_at=until + 60 * DAY, actor=actor, at=start,
    )  # fmt: skip
    person = people.person_by_email(email_of("agency"))
    assert person is not None
    people.set_password(user_id=person.id, password=PASSWORD, actor=actor, at=start)
    them = Actor(kind="staff", id=str(person.id), label=person.name, permissions=frozenset({"agencies.work"}))
    for title, hours, cost, ago, due, state in WORK:
        key = _write(campaign.id, title, hours, cost, until + due * DAY, actor, until - ago * DAY)
        marketing.give_item(key, agency_id=agency, actor=actor, at=until - ago * DAY)
        _work(key, hours, ago, state, them=them, actor=actor, until=until)
    writer = people.person_by_email(email_of("content_team"))
    assert writer is not None
    own = _write(campaign.id, "Story for the home page", 4, 0, until + 3 * DAY, actor, until - DAY)
    marketing.give_item(own, person_id=writer.id, actor=actor, at=until - DAY)
    _write(campaign.id, "Short film for social media", 12, 90_000, until + 20 * DAY, actor, until)


def _write(
    campaign: int, title: str, hours: int, cost: int, due_at: dt.datetime, actor: Actor, at: dt.datetime
) -> int:
    content = marketing.ItemContent(
        campaign_id=campaign, channel="search", title=title, brief=BRIEF, due_at=due_at,
        estimate_minutes=60 * hours, cost=cost,
    )  # fmt: skip
    return marketing.save_item(content, actor=actor, at=at)


def _work(
    key: int, hours: int, ago: int, state: str, *, them: Actor, actor: Actor, until: dt.datetime
) -> None:
    """Bring one piece of work to where it is."""
    given = until - ago * DAY
    if state == "given":
        return
    marketing.start_item(key, actor=them, at=given + dt.timedelta(hours=5))
    minutes = 45 * hours if state == "started" else 60 * hours - 30
    marketing.book_work(key, day=(given + DAY).date(), minutes=minutes // 2, note_text="Research",
                        actor=them, at=given + DAY)  # fmt: skip
    if state == "started":
        return
    marketing.book_work(key, day=(given + 2 * DAY).date(), minutes=minutes // 2, note_text="Texts",
                        actor=them, at=given + 2 * DAY)  # fmt: skip
    link = [f"https://northlight.example/work/{key}"]
    marketing.deliver_item(key, links=link, actor=them, at=given + 4 * DAY)
    if state == "accepted late":
        reason = "Three titles are longer than sixty characters."
        marketing.send_back(key, reason=reason, actor=actor, at=given + 5 * DAY)
        marketing.deliver_item(key, links=link, actor=them, at=given + 9 * DAY)
    if state.startswith("accepted"):
        marketing.accept_item(key, actor=actor, at=given + 10 * DAY)
