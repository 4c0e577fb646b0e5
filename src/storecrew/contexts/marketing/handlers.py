"""What follows from orders, from consent, and from campaigns and promotions that start and stop."""

from __future__ import annotations

from storecrew.contexts.content import public as content
from storecrew.contexts.customers import public as customers
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.marketing import events
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.marketing.operations import conflicting, flows, onsite, profiles, sending, tracking
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock, mail, outbox


@outbox.subscribe(customers.ConsentGiven)
def know_who_agreed(event: customers.ConsentGiven) -> None:
    """Make the profile of an address that agreed, so that segments find it."""
    profiles.refresh_profiles([event.contact_id])


@outbox.subscribe(orders.OrderPlaced)
def know_what_was_bought(event: orders.OrderPlaced) -> None:
    """Make the buyer's profile anew and stop reminding of what was bought."""
    if event.purpose:
        return
    profiles.refresh_buyer(event.order_id)
    flows.note_purchase(event.order_id, at=clock.now())


@outbox.subscribe(orders.OrderCanceled)
def forget_what_was_canceled(event: orders.OrderCanceled) -> None:
    """Make the buyer's profile anew without it."""
    profiles.refresh_buyer(event.order_id)


@outbox.subscribe(mail.MailRefused)
def write_no_more_to_it(event: mail.MailRefused) -> None:
    """Take an address that the mail server refuses like one that a service reports."""
    recipient_id = int(event.record_id) if event.record == sending.COMPOSER else None
    tracking.note_refused_mail(event.mail_id, recipient_id=recipient_id, at=clock.now())


@outbox.subscribe(content.PageChanged)
def ask_again_for_landing_pages(event: content.PageChanged) -> None:
    """Look at the campaign of a landing page that was published or taken back."""
    conflicting.look_again(event.page_id, at=clock.now())


def follow_what_it_tells_of(event: outbox.Event) -> None:
    """Write down how the on-site messages stand: a campaign or promotion started, stopped or ended."""
    onsite.follow_onsite(clock.now())


for _event in (
    promotions.PromotionPaused,
    promotions.PromotionResumed,
    promotions.PromotionLaunched,
    promotions.PromotionEnded,
    events.CampaignLaunched,
    events.CampaignPaused,
    events.CampaignResumed,
    events.CampaignEnded,
):
    outbox.subscribe(_event)(follow_what_it_tells_of)


def order_its_lists(event: outbox.Event) -> None:
    """Let the sort rules of a campaign count while it runs, as it is now."""
    campaign_id: int = event.campaign_id  # type: ignore[attr-defined]
    running = Campaign.objects.filter(pk=campaign_id, state=Campaign.State.LIVE)
    discovery.follow_campaign(campaign_id, runs=running.exists())


for _moved in (
    events.CampaignChanged,
    events.CampaignLaunched,
    events.CampaignStopped,
    events.CampaignPaused,
    events.CampaignResumed,
    events.CampaignEnded,
):
    outbox.subscribe(_moved)(order_its_lists)
