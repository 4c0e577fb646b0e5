"""Pieces of paper for a campaign: written down, printed with the facts of this moment, followed home.

A file is made only while what it says can be kept: every article can be bought, and the promotion is
approved and would not pause for lack of them. A flyer cannot be called back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing.errors import InvalidPrint, NoPrintProfile, PrintRefused, UnknownPrint
from storecrew.contexts.marketing.facts import PrintContent, PrintedArticle
from storecrew.contexts.marketing.models import Activity, Campaign, PrintPiece
from storecrew.contexts.marketing.operations import inserts, print_dates
from storecrew.contexts.marketing.operations.print_dates import RECORD
from storecrew.contexts.marketing.providers import paper
from storecrew.contexts.marketing.providers.paper import colors
from storecrew.contexts.marketing.queries import blocks
from storecrew.contexts.marketing.queries.prints import short_address
from storecrew.contexts.marketing.queries.words import problem_words, problems
from storecrew.contexts.marketing.rules.mailing import in_language
from storecrew.contexts.marketing.rules.paper import PAPERS
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

WORD = re.compile(r"[a-z0-9][a-z0-9-]{1,23}")
LISTS = ("skus", "pack_countries", "pack_skus", "pack_categories")
APPROVED = ("scheduled", "live")


def save_print(content: PrintContent, *, print_id: int | None = None, actor: Actor, at: dt.datetime) -> int:
    """Write a piece down, new or changed, with its deadline on the calendar; return its id.

    :raises InvalidPrint: with the fields that are wrong
    :raises UnknownPrint: there is none with this id
    """
    actor.require("marketing.write")
    if wrong := _wrong(content):
        raise InvalidPrint(**problems(wrong, skus=content.skus, pack_skus=content.pack_skus))
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    values |= {name: list(getattr(content, name)) for name in LISTS} | {"updated_at": at}
    try:
        with transaction.atomic():
            if print_id is None:
                print_id = PrintPiece.objects.create(**values, created_at=at).pk
            elif not PrintPiece.objects.filter(pk=print_id).update(**values):
                raise UnknownPrint(piece=print_id)
            print_dates.show_print(print_id, at=at)
            inserts.sync_piece(print_id, at=at)
            after = {"name": content.name, "word": content.word, "copies": content.copies}
            audit.record(
                actor=actor,
                action="marketing.print_saved",
                record=RECORD,
                record_id=print_id,
                at=at,
                after=after,
            )
    except IntegrityError as taken:
        raise InvalidPrint(word=problem_words("taken")) from taken
    return print_id


def _wrong(content: PrintContent) -> dict[str, str]:
    wrong = {}
    if not content.name.strip():
        wrong["name"] = "missing"
    if content.kind not in PAPERS:
        wrong["kind"] = "unknown"
    elif not content.skus:
        wrong["skus"] = "missing"
    elif len(content.skus) > PAPERS[content.kind].most:
        wrong["skus"] = "room"
    elif set(content.skus) != set(catalog.variant_ids_by_sku(content.skus)):
        wrong["skus"] = "unknown"
    wrong |= _wrong_packing(content)
    if not WORD.fullmatch(content.word):
        wrong["word"] = "utm"
    if not content.path.startswith("/") or content.path.startswith("//"):
        wrong["path"] = "path"
    if content.shop_channel not in {each.code for each in channels.all_channels()}:
        wrong["shop_channel"] = "unknown"
    if not Campaign.objects.filter(pk=content.campaign_id).exists():
        wrong["campaign"] = "unknown"
    if content.activity_id is not None:
        activities = Activity.objects.filter(pk=content.activity_id, campaign_id=content.campaign_id)
        if not activities.exists():
            wrong["activity"] = "unknown"
    return wrong


def _wrong_packing(content: PrintContent) -> dict[str, str]:
    """Return what is wrong with whose parcels it is for."""
    wrong = {}
    if content.packs and content.kind != PrintPiece.Kind.INSERT:
        wrong["packs"] = "no_insert"
    if set(content.pack_skus) - set(catalog.variant_ids_by_sku(content.pack_skus)):
        wrong["pack_skus"] = "unknown"
    if content.pack_from and content.pack_until and content.pack_until <= content.pack_from:
        wrong["pack_until"] = "order"
    return wrong


def print_pdf(print_id: int, *, actor: Actor, at: dt.datetime) -> bytes:
    """Return a piece as a PDF file for the printer: with bleed and crop marks, colors in CMYK, a QR code.

    Pictures are in CMYK too, by the printer's profile where the settings name one.

    :raises NoPrintProfile: the file that the settings name is no profile of a press
    :raises PrintRefused: what it says cannot be kept now; ``details`` name the articles or the promotion
    :raises UnknownPrint: there is none with this id
    """
    actor.require("marketing.read")
    row = PrintPiece.objects.select_related("campaign").filter(pk=print_id).first()
    if row is None:
        raise UnknownPrint(piece=print_id)
    channel = channels.facts(row.shop_channel)
    sentence = _promise(row)
    found = blocks.for_print(row.skus, channel=channel, locale=row.locale, at=at)
    if missing := [sku for sku in row.skus if sku not in found]:
        raise _refused(", ".join(missing), skus=missing)
    _plenty(row, channel, at)
    try:
        return _drawn(row, channel, sentence, found, at)
    except colors.NotForPrint as error:
        raise NoPrintProfile(profile=str(error)) from error


def print_refusal(print_id: int, *, at: dt.datetime) -> str:
    """Say why a piece would not be printed now, "" where it would."""
    row = PrintPiece.objects.filter(pk=print_id).first()
    if row is None:
        raise UnknownPrint(piece=print_id)
    channel = channels.facts(row.shop_channel)
    there = blocks.buyable(row.skus, channel=channel)
    missing = [sku for sku in row.skus if sku not in there]
    try:
        _promise(row)
        if missing:
            raise _refused(", ".join(missing))
        _plenty(row, channel, at)
    except PrintRefused as refused:
        return str(refused)
    return ""


def _drawn(
    row: PrintPiece,
    channel: channels.ChannelFacts,
    sentence: str,
    found: Mapping[str, PrintedArticle],
    at: dt.datetime,
) -> bytes:
    return paper.draw(
        PAPERS[row.kind],
        labels=row.kind == PrintPiece.Kind.LABELS,
        shop=channel.name,
        headline=row.headline,
        text=row.text,
        promise=sentence,
        code=row.code,
        address=short_address(row.word),
        articles=[found[sku] for sku in row.skus],
        locale=row.locale,
        day=at.date(),
        profile=settings.STORECREW_PRINT_PROFILE,
    )


def _promise(row: PrintPiece) -> str:
    """Return what the bound promotion promises, "" without one; refuse one that no gate has let through."""
    if row.promotion_id is None:
        return ""
    standing = promotions.standing([row.promotion_id]).get(row.promotion_id)
    if standing is None or standing.state not in APPROVED or row.shop_channel not in standing.windows:
        name = standing.name if standing else str(row.promotion_id)
        raise _refused(name, promotion=name)
    return in_language(standing.sentence, row.locale)


def _plenty(row: PrintPiece, channel: channels.ChannelFacts, at: dt.datetime) -> None:
    """Refuse articles that run so low that the bound promotion would pause (MKT-18)."""
    low_from = promotions.low_from(row.promotion_id, at=at) if row.promotion_id is not None else 0
    if not low_from:
        return
    there = blocks.buyable(row.skus, channel=channel, above=low_from)
    if low := [sku for sku in row.skus if sku not in there]:
        words = {"what": ", ".join(low), "below": low_from}
        sentence = _("%(what)s: no more than %(below)s left, too few for the promotion. It is not printed.")
        raise PrintRefused(sentence % words, skus=low)


def _refused(what: str, **details: Any) -> PrintRefused:
    sentence = _("%(what)s cannot be promised now, so it is not printed.") % {"what": what}
    return PrintRefused(sentence, **details)
