"""Inserts of parcels: handed down to the warehouse with whose parcels they are for, and with their copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.marketing.errors import InvalidPrint, UnknownPrint
from storecrew.contexts.marketing.models import Campaign, PrintPiece
from storecrew.contexts.marketing.queries.prints import insert_key, short_address
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.kernel.actor import Actor

MOST_COPIES = 10_000_000


def sync_piece(print_id: int, *, at: dt.datetime) -> None:
    """Tell the warehouse whose parcels a piece goes into now; nothing of what never went into one."""
    row = PrintPiece.objects.select_related("campaign").get(pk=print_id)
    if row.packs or fulfillment.insert_counts([insert_key(row.pk)]):
        _tell(row, row.campaign, at)


def sync_campaign(campaign: Campaign, *, at: dt.datetime) -> None:
    """Tell the warehouse of the inserts of a campaign whose state changed; one query for none."""
    for row in campaign.prints.filter(packs=True):
        _tell(row, campaign, at)


def lay_out_copies(print_id: int, copies: Mapping[str, int], *, actor: Actor, at: dt.datetime) -> None:
    """Write down how many copies of an insert lie at the packing benches of locations now, by their codes.

    :raises UnknownPrint: there is none with this id
    :raises InvalidPrint: it goes into no parcels, or a number cannot be right
    :raises UnknownLocation: a code names none
    """
    actor.require("marketing.write")
    row = PrintPiece.objects.filter(pk=print_id).first()
    if row is None:
        raise UnknownPrint(piece=print_id)
    if not row.packs:
        raise InvalidPrint(copies=problem_words("no_insert"))
    if not all(0 <= count <= MOST_COPIES for count in copies.values()):
        raise InvalidPrint(copies=problem_words("negative"))
    fulfillment.lay_out(insert_key(row.pk), copies, actor=actor, at=at)


def _tell(row: PrintPiece, campaign: Campaign, at: dt.datetime) -> None:
    fulfillment.offer_insert(
        fulfillment.InsertOffer(
            key=insert_key(row.pk),
            name=row.name,
            codes=(row.word.upper(), short_address(row.word)),
            owner_role="marketing_manager",
            url=f"/admin/prints/{row.pk}/",
            active=row.packs and campaign.state == Campaign.State.LIVE,
            starts_at=row.pack_from or campaign.starts_at,
            ends_at=row.pack_until or campaign.ends_at,
            channels=(row.shop_channel,),
            countries=tuple(row.pack_countries),
            skus=tuple(row.pack_skus),
            categories=tuple(row.pack_categories),
            first_order=row.pack_first,
            promotion_id=row.promotion_id,
        ),
        at=at,
    )
