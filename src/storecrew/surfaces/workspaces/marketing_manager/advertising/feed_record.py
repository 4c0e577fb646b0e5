"""One feed: its address, what it shows and holds out, and how its checks went."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.advertising.models import Feed
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.ui.numbers import rate
from storecrew.surfaces.workspaces.marketing_manager.advertising import words

CHECKS = 5


@workspace_page(permission="advertising.read")
def feed_record(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Show a feed with its next step."""
    feed = advertising.find(feed_id)
    actor = request_actor(request)
    channel = channels.facts_by_id(feed.channel_id)
    counts = advertising.counts([feed.pk]).get(feed.pk, {})
    step, action = _next(feed, actor)
    record = Record(
        title=feed.code,
        record="advertising.feed_record",
        record_id=feed.pk,
        subtitle=f"{feed.get_kind_display()} · {channel.name} · {feed.locale}",
        status=[words.feed_status(feed)],
        next_step=step,
        next_action=action,
        actions=_actions(feed, actor),
        groups=[_facts(feed, channel, counts)],
        tables=[_held(feed, counts), *_checks(feed)],
        related=[_addresses(feed, channel)],
        back_url=reverse("feeds"),
        back_label=_("Feeds"),
        icon="list-ul",
    )
    return render_record(request, record)


def _next(feed: Feed, actor: Actor) -> tuple[str, Action | None]:
    button = Action(_("Check and release"), reverse("feed_check", args=[feed.pk]), post=True, tone="strong")
    may = button if actor.can("advertising.write") else None
    if feed.state == Feed.State.DRAFT:
        return _("Check it: a sample of its pages is compared, then it is handed out."), may
    if feed.state == Feed.State.WITHHELD:
        last = feed.checks.first()
        if last is not None and not last.sampled:
            return _nothing_listed(), may
        return _("More than a fifth of the sample differs from the pages. Correct them, check again."), may
    return "", None


def _nothing_listed() -> str:
    return _("Not one article is listed, so there is nothing to hand out. See below why they are held out.")


def _actions(feed: Feed, actor: Actor) -> list[Action]:
    held = f"{reverse('feeds_held')}?f.feed={feed.code}"
    found = [Action(_("What is held out"), held)]
    if not actor.can("advertising.write"):
        return found
    found.append(Action(_("Limits"), reverse("feed_edit", args=[feed.pk])))
    if feed.state != Feed.State.DRAFT:
        found.append(Action(_("Check now"), reverse("feed_check", args=[feed.pk]), post=True))
        found.append(
            Action(
                _("Withdraw"),
                reverse("feed_withdraw", args=[feed.pk]),
                post=True,
                tone="danger",
                confirm=_("Hand it out no longer? The network will drop the articles."),
            )
        )
    return found


def _facts(feed: Feed, channel: channels.ChannelFacts, counts: dict[str, int]) -> FactGroup:
    held = sum(number for reason, number in counts.items() if reason)
    return FactGroup(
        _("Feed"),
        [
            Fact(_("Listed"), counts.get("", 0), "number"),
            Fact(_("Held out"), held, "number", url=f"{reverse('feeds_held')}?f.feed={feed.code}"),
            Fact(
                _("Held out at so many units"),
                _("%(count)s or fewer") % {"count": feed.low_stock},
            ),
            Fact(_("Highest return rate"), rate(feed.max_return_bp)),
            Fact(_("Least earned per unit"), Money(feed.min_earned, channel.currency).format()),
            Fact(_("Campaign code"), feed.campaign or "–"),
            Fact(_("Looked through"), feed.refreshed_at, "datetime"),
            Fact(_("Checked"), feed.checked_at, "datetime"),
        ],
    )


def _held(feed: Feed, counts: dict[str, int]) -> Table:
    rows = [
        (
            str(words.REASONS[code]),
            counts[code],
            f"{reverse('feeds_held')}?f.feed={feed.code}&f.reason={code}",
        )
        for code in advertising.CODES
        if counts.get(code)
    ]
    return Table(
        _("Why articles are held out"),
        [_("Reason"), _("Articles")],
        [row[:2] for row in rows],
        empty=_("Everything that is for sale is listed."),
        kinds=["text", "number"],
        row_urls=[row[2] for row in rows],
    )


def _checks(feed: Feed) -> list[Table]:
    checks = list(feed.checks.all()[:CHECKS])
    rows: list[list[Any]] = [
        [
            check.at,
            Status(_("Passed"), "good") if check.passed else Status(_("Failed"), "bad"),
            check.sampled,
            len({each[0] for each in check.differences}),
            check.listed,
        ]
        for check in checks
    ]
    found = [
        Table(
            _("Checks"),
            [_("At"), _("Result"), _("Pages"), _("Differ"), _("Listed")],
            rows,
            empty=_("Not checked yet."),
            kinds=["datetime", "status", "number", "number", "number"],
        )
    ]
    if checks and checks[0].differences:
        different = [
            [sku, str(words.DIFFERENCES.get(field, field)), feed_says, page_says]
            for sku, field, feed_says, page_says in checks[0].differences
        ]
        headers = [_("SKU"), _("What"), _("Feed"), _("Page")]
        found.append(Table(_("What differed last"), headers, different))
    return found


def _addresses(feed: Feed, channel: channels.ChannelFacts) -> Related:
    root = advertising.origin(channel)
    links = [("XML", root + reverse("feed_xml", args=[feed.code]))]
    if feed.kind == Feed.Kind.GOOGLE:
        links.append((_("JSON, as the Merchant API reads it"), root + reverse("feed_json", args=[feed.code])))
    return Related(
        _("Addresses"),
        [Fact(label, url, url=url) for label, url in links],
        text=_("They stay the same and hold no secret. Networks may fetch them as often as they like."),
    )


@workspace_page(permission="advertising.write")
def check(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Compare a sample with the pages and release what passes."""
    if request.method == "POST":
        try:
            found = advertising.check_feed(
                feed_id, release=True, actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            values = {"pages": found.sampled, "listed": found.listed}
            if found.passed:
                messages.success(
                    request,
                    _("Passed: %(pages)s pages say the same. %(listed)s articles are listed.") % values,
                )
            elif not found.sampled:
                messages.error(request, _nothing_listed())
            else:
                messages.error(request, _("Not passed. Look at what differed, correct it and check again."))
    return redirect("feed", feed_id=feed_id)


@workspace_page(permission="advertising.write")
def withdraw(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Hand it out no longer."""
    if request.method == "POST":
        advertising.withdraw_feed(feed_id, actor=request_actor(request), at=clock.now())
        messages.success(request, _("Withdrawn. Its address answers that it is gone."))
    return redirect("feed", feed_id=feed_id)
