"""Reads of looks."""

from __future__ import annotations

from hashlib import blake2b

from django.core import signing
from django.db.models import Max

from storecrew.contexts.catalog.public import ImageFacts
from storecrew.contexts.content import images, theme_rules
from storecrew.contexts.content.errors import UnknownTheme
from storecrew.contexts.content.facts import ThemeFacts
from storecrew.contexts.content.models import CACHE_TAG, Theme
from storecrew.kernel.kept import kept

SALT = "storecrew.theme"
HOUR = 3_600


def theme_preview(channel_code: str, number: int) -> str:
    """Return what lets a page of the shop be shown in a version that is not published, for an hour."""
    return signing.dumps([channel_code, number], salt=SALT)


def previewed_theme(token: str) -> ThemeFacts | None:
    """Return the version that a token lets be seen; None for one that is not ours, too old, or of nothing."""
    try:
        code, number = signing.loads(token, salt=SALT, max_age=HOUR)
        return theme(code, number)
    except (signing.BadSignature, UnknownTheme):
        return None


@kept(CACHE_TAG, in_transactions=True)
def live_theme(channel_id: int) -> ThemeFacts | None:
    """Return the look that shoppers of a channel see, or None for ours."""
    row = Theme.objects.select_related("channel").filter(channel_id=channel_id, live=True).first()
    return theme_facts(row) if row else None


def theme(channel_code: str, number: int) -> ThemeFacts:
    """Return one version of a channel's look; UnknownTheme when there is none."""
    row = Theme.objects.select_related("channel").filter(channel__code=channel_code, number=number).first()
    if row is None:
        raise UnknownTheme(channel=channel_code, number=number)
    return theme_facts(row)


def themes(channel_code: str) -> list[ThemeFacts]:
    """Return the versions of a channel's look, the newest first."""
    rows = Theme.objects.select_related("channel").filter(channel__code=channel_code)
    return [theme_facts(row) for row in rows.order_by("-number")]


def theme_states() -> dict[int, tuple[int, int | None]]:
    """Return (newest version, live version) by channel id, for lists."""
    found = {
        row["channel_id"]: row["newest"]
        for row in Theme.objects.values("channel_id").annotate(newest=Max("number"))
    }
    live = dict(Theme.objects.filter(live=True).values_list("channel_id", "number"))
    return {channel: (newest, live.get(channel)) for channel, newest in found.items()}


def theme_css(number: int, channel_id: int) -> str | None:
    """Return the tokens of a version as a style sheet, or None for a version that never was."""
    row = Theme.objects.filter(channel_id=channel_id, number=number).first()
    return theme_rules.css(theme_rules.ThemeChoices(**row.choices)) if row else None


def theme_facts(row: Theme) -> ThemeFacts:
    """Build the facts of a version whose channel is loaded."""
    choices = theme_rules.ThemeChoices(**row.choices)
    tokens = theme_rules.css(choices)
    pictures = images.images_by_id(each for each in (choices.logo, choices.logo_dark) if each)
    brand = choices.brand or row.channel.name

    def logo(key: int | None) -> ImageFacts | None:
        return images.logo_facts(pictures[key], brand) if key in pictures else None

    return ThemeFacts(
        id=row.pk,
        channel_id=row.channel_id,
        channel_code=row.channel.code,
        number=row.number,
        brand=brand,
        choices=choices,
        live=row.live,
        note=row.note,
        made_at=row.made_at,
        made_by=row.made_by,
        light=theme_rules.light(choices),
        dark=theme_rules.dark(choices),
        digest=blake2b(tokens.encode(), digest_size=6).hexdigest(),
        logo=logo(choices.logo),
        logo_dark=logo(choices.logo_dark),
    )
