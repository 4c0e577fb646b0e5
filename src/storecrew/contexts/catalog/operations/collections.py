"""Collections by rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.errors import (
    CollectionNotFound,
    InvalidCollectionRules,
    InvalidProduct,
    SlugTaken,
)
from storecrew.contexts.catalog.events import CollectionChanged
from storecrew.contexts.catalog.models import Collection
from storecrew.contexts.catalog.operations.common import claim_version
from storecrew.contexts.catalog.rules.collections import InvalidRule, clean_rules
from storecrew.contexts.catalog.rules.text import clean_html, clean_line, slugify
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor


def save_collection(
    *,
    name: str,
    rules: Mapping[str, Any],
    actor: Actor,
    at: dt.datetime,
    collection_id: int | None = None,
    expected_version: int | None = None,
    code: str = "",
    slug: str = "",
    description: str = "",
    visible: bool = True,
    translations: Mapping[str, Any] | None = None,
) -> int:
    """Make a collection, or change the one with ``collection_id``; returns its id.

    ``rules`` as described in ``rules/collections.py``. Raises InvalidCollectionRules (with the index
    of the rule), InvalidProduct (no name), SlugTaken, CollectionNotFound, EditConflict.
    """
    actor.require("catalog.write")
    values = _clean(name, rules, slug, description, visible, translations)
    with transaction.atomic():
        before: dict[str, Any] | None = None
        try:
            with transaction.atomic():
                if collection_id is None:
                    values["code"] = slugify(code or name)[:64]
                    collection = Collection.objects.create(**values)
                else:
                    collection = _find(collection_id)
                    before = {key: getattr(collection, key) for key in values}
                    claim_version(collection, expected_version, values)
        except IntegrityError:
            raise SlugTaken(slug=values["slug"]) from None
        audit.record(
            actor=actor, action="catalog.collection_saved", record="catalog.collection",
            record_id=collection.pk, at=at, before=before, after=values,
        )  # fmt: skip
        outbox.publish(CollectionChanged(collection_id=collection.pk))
        revisions.bump_on_commit("catalog", f"collection:{collection.pk}")
    return collection.pk


def _find(collection_id: int) -> Collection:
    collection = Collection.objects.filter(pk=collection_id).first()
    if collection is None:
        raise CollectionNotFound(collection_id=collection_id)
    return collection


def _clean(
    name: str,
    rules: Mapping[str, Any],
    slug: str,
    description: str,
    visible: bool,
    translations: Mapping[str, Any] | None,
) -> dict[str, Any]:
    title = clean_line(name)[:160]
    if not slugify(slug or title):
        raise InvalidProduct(fields={"name": _("This must not be empty.")})
    try:
        cleaned = clean_rules(rules)
    except InvalidRule as problem:
        raise InvalidCollectionRules(index=problem.index, problem=str(problem)) from None
    return {
        "name": title,
        "slug": slugify(slug or title),
        "description": clean_html(description),
        "rules": cleaned,
        "visible": visible,
        "translations": {
            str(locale): {
                key: clean_html(str(text)) if key == "description" else clean_line(text)[:160]
                for key, text in texts.items()
                if key in {"name", "description"} and text
            }
            for locale, texts in (translations or {}).items()
        },
    }
