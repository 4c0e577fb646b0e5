"""Pictures of shoppers at products: taken from a mention, permitted in words, shown while that holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.marketing.errors import InvalidMention, PictureState, UnknownPicture
from storecrew.contexts.marketing.models import CustomerPicture
from storecrew.contexts.marketing.operations.mentions import PERMISSION, find_mention
from storecrew.contexts.marketing.providers.social import listening
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.kernel import audit, outgoing, revisions
from storecrew.kernel.actor import Actor

RECORD = "marketing.customerpicture"
Permission = CustomerPicture.Permission


def find_picture(picture_id: int) -> CustomerPicture:
    """Return a picture without its content; raises UnknownPicture."""
    rows = CustomerPicture.objects.select_related("mention", "product").defer("picture")
    row = rows.filter(pk=picture_id).first()
    if row is None:
        raise UnknownPicture(picture=picture_id)
    return row


def keep_picture(mention_id: int, *, sku: str, alt: str, actor: Actor, at: dt.datetime) -> int:
    """Take the picture of a mention for a product; nobody sees it before its owner permits that.

    It is drawn anew, without what cameras and others add. Return its id.

    :raises InvalidMention: there is no picture, it cannot be read, or a field is wrong
    """
    actor.require(PERMISSION)
    row = find_mention(mention_id)
    network = listening.listener(row.network)
    found = catalog.variant_ids_by_sku([sku.strip()])
    wrong = {} if alt.strip() else {"alt": problem_words("missing")}
    if not found:
        wrong["sku"] = problem_words("unknown")
    if not row.picture_url or network is None:
        wrong["picture"] = problem_words("missing")
    if wrong or network is None:
        raise InvalidMention(**wrong)
    try:
        made = catalog.clean_picture(network.picture(row.picture_url))
    except (outgoing.Refused, outgoing.Unreachable, catalog.InvalidImage) as error:
        raise InvalidMention(picture=str(error)) from error
    product_id = catalog.product_ids_of_variants(found.values())[next(iter(found.values()))]
    with transaction.atomic():
        kept = CustomerPicture.objects.create(
            mention=row,
            product_id=product_id,
            picture=made.content,
            width=made.width,
            height=made.height,
            alt=alt.strip()[:400],
            credit=(row.author_name or row.author_id)[:120],
            created_at=at,
        )
        _note("picture_kept", kept.pk, actor, at, after={"product": product_id})
    return kept.pk


def permit_picture(picture_id: int, *, words: str, actor: Actor, at: dt.datetime) -> None:
    """Note what the owner of a picture said, and where, when they permitted it. Raises PictureState."""
    actor.require(PERMISSION)
    if not words.strip():
        raise InvalidMention(words=problem_words("missing"))
    row = find_picture(picture_id)
    with transaction.atomic():
        CustomerPicture.objects.filter(pk=row.pk).update(
            permission=Permission.GIVEN, permission_words=words.strip()[:2000], permission_at=at
        )
        _note("picture_permitted", row.pk, actor, at)


def show_picture(picture_id: int, *, shown: bool, actor: Actor, at: dt.datetime) -> None:
    """Show a picture at its product, or no longer. Raises PictureState without permission."""
    actor.require(PERMISSION)
    row = find_picture(picture_id)
    with transaction.atomic():
        rows = CustomerPicture.objects.filter(pk=row.pk)
        if shown:
            rows = rows.filter(permission=Permission.GIVEN).exclude(permission_words="")
        if not rows.update(shown=shown):
            raise PictureState(picture=row.pk)
        _note("picture_shown" if shown else "picture_hidden", row.pk, actor, at)
        revisions.bump_on_commit(f"product:{row.product_id}")


def withdraw_picture(picture_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Forget a picture whose owner wants it back: it is taken down and its content deleted."""
    actor.require(PERMISSION)
    row = find_picture(picture_id)
    with transaction.atomic():
        CustomerPicture.objects.filter(pk=row.pk).update(
            permission=Permission.WITHDRAWN, shown=False, picture=b"", permission_at=at
        )
        _note("picture_withdrawn", row.pk, actor, at)
        revisions.bump_on_commit(f"product:{row.product_id}")


def _note(action: str, key: int, actor: Actor, at: dt.datetime, **more: Any) -> None:
    audit.record(actor=actor, action=f"marketing.{action}", record=RECORD, record_id=key, at=at, **more)
