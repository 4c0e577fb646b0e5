"""Write the look of a shop: versions, publishing, and the way back."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import images, theme_queries, theme_rules
from storecrew.contexts.content.errors import InvalidTheme, ThemeRaced, UnknownTheme, UnreadableTheme
from storecrew.contexts.content.events import ThemeChanged
from storecrew.contexts.content.facts import ThemeFacts
from storecrew.contexts.content.models import CACHE_TAG, Theme
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor

PERMISSION = "themes.write"
MOST_BRAND, MOST_NOTE = 60, 200


def save_theme(
    channel_code: str, choices: theme_rules.ThemeChoices, *, note: str = "", actor: Actor, at: dt.datetime
) -> ThemeFacts:
    """Keep a new version of a channel's look; shoppers see it once it is published.

    Choices equal to the newest version's make no new one. Raises UnknownChannel, ThemeRaced, InvalidTheme
    ({field: reason code} in ``details["fields"]``) and UnreadableTheme ({field: sentence}).
    """
    actor.require(PERMISSION)
    channel = channels.facts(channel_code)
    colors = {name: getattr(choices, name).lower() for name in theme_rules.COLORS}
    clean = replace(choices, brand=choices.brand.strip(), **colors)
    _check(clean, note)
    images.prepare_logos(each for each in (clean.logo, clean.logo_dark) if each)
    with transaction.atomic():
        newest = (
            Theme.objects.select_related("channel").filter(channel_id=channel.id).order_by("-number").first()
        )
        if newest is not None and newest.choices == asdict(clean):
            return theme_queries.theme_facts(newest)
        number = newest.number + 1 if newest else 1
        row, made = Theme.objects.get_or_create(
            channel_id=channel.id,
            number=number,
            defaults={"choices": asdict(clean), "note": note.strip(), "made_at": at, "made_by": actor.label},
        )
        if not made:
            raise ThemeRaced(channel=channel_code, number=number)
        audit.record(
            actor=actor,
            action="content.theme_saved",
            record="content.theme",
            record_id=channel.id,
            at=at,
            before=newest.choices if newest else None,
            after={"version": number, **asdict(clean)},
        )
    return theme_queries.theme(channel_code, row.number)


def publish_theme(
    channel_code: str, number: int | None, *, actor: Actor, at: dt.datetime
) -> ThemeFacts | None:
    """Let shoppers see a version from now on, also an older one; ``number`` None is our own look again.

    Publishing what is live already changes nothing. Raises UnknownChannel and UnknownTheme.
    """
    actor.require(PERMISSION)
    channel = channels.facts(channel_code)
    with transaction.atomic():
        locked = Theme.objects.select_for_update().filter(channel_id=channel.id).order_by("number")
        rows = {row.number: row for row in locked}
        if number is not None and number not in rows:
            raise UnknownTheme(channel=channel_code, number=number)
        before = next((key for key, row in rows.items() if row.live), None)
        if before != number:
            Theme.objects.filter(channel_id=channel.id, live=True).update(live=False)
            if number is not None:
                Theme.objects.filter(pk=rows[number].pk).update(live=True)
            audit.record(
                actor=actor,
                action="content.theme_published",
                record="content.theme",
                record_id=channel.id,
                at=at,
                before={"version": before},
                after={"version": number},
            )
            outbox.publish(ThemeChanged(channel_id=channel.id))
            revisions.bump_on_commit(CACHE_TAG)
    return theme_queries.theme(channel_code, number) if number is not None else None


def _check(choices: theme_rules.ThemeChoices, note: str) -> None:
    fields = theme_rules.problems(choices)
    if len(choices.brand) > MOST_BRAND:
        fields["brand"] = "long"
    if len(note) > MOST_NOTE:
        fields["note"] = "long"
    known = images.images_by_id(each for each in (choices.logo, choices.logo_dark) if each)
    for name in ("logo", "logo_dark"):
        if getattr(choices, name) and getattr(choices, name) not in known:
            fields[name] = "unknown"
    if fields:
        raise InvalidTheme(fields=fields)
    weak = theme_rules.weaknesses(choices)
    if weak:
        raise UnreadableTheme(fields={one.field: _sentence(one) for one in weak})


def _sentence(weak: theme_rules.Weak) -> str:
    # Rounded down: 4.49 must not read as the 4.5 that it is not.
    values = {
        "ratio": f"{int(weak.ratio * 10) / 10:.1f}",
        "needed": f"{weak.needed:.1f}",
        "proposal": weak.proposal,
    }
    said = _("The contrast is %(ratio)s : 1, and %(needed)s : 1 is needed to be read.") % values
    next_step = _("%(proposal)s would pass.") % values if weak.proposal else _("Choose another background.")
    return f"{said} {next_step}"
