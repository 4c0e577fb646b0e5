"""Templates of titles and descriptions."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.seo.errors import InvalidTemplate, UnknownTemplate
from storecrew.contexts.seo.facts import TemplateContent
from storecrew.contexts.seo.models import HeadTemplate
from storecrew.contexts.seo.queries.heads import TAG
from storecrew.contexts.seo.queries.words import template_words
from storecrew.contexts.seo.rules import heads
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor

RECORD = "seo.template"


def check_template(content: TemplateContent) -> None:
    """Raise InvalidTemplate, with the fields that are wrong, for what makes no title."""
    wrong = {}
    if content.kind not in heads.PLACEHOLDERS:
        raise InvalidTemplate(kind=template_words("kind"))
    for name in ("title", "description"):
        text = getattr(content, name)
        if name_of := heads.unknown(text, content.kind):
            wrong[name] = template_words("unknown", f"{{{name_of}}}")
        elif heads.has_loose_brace(text) or "{}" in text:
            wrong[name] = template_words("brace")
    if not content.title.strip() and not content.description.strip():
        wrong["title"] = template_words("empty")
    if content.channel and content.channel not in {one.code for one in channels.all_channels()}:
        wrong["channel"] = template_words("channel")
    if wrong:
        raise InvalidTemplate(**wrong)


def save_template(
    content: TemplateContent, *, template_id: int | None = None, actor: Actor, at: dt.datetime
) -> int:
    """Save how titles and descriptions of a kind of page are made; pages show it at once; return its id.

    :raises InvalidTemplate: an unknown placeholder, or one for these pages is there already
    :raises UnknownTemplate: there is none with this id
    """
    actor.require("marketing.write")
    check_template(content)
    values = {name: getattr(content, name).strip() for name in content._fields}
    try:
        with transaction.atomic():
            row = HeadTemplate.objects.filter(pk=template_id).first() if template_id else HeadTemplate()
            if row is None:
                raise UnknownTemplate(template=template_id)
            before = {name: getattr(row, name) for name in values} if template_id else None
            for name, value in values.items():
                setattr(row, name, value)
            row.updated_at = at
            row.save()
            audit.record(
                actor=actor, action="seo.template_saved", record=RECORD, record_id=row.pk, at=at,
                before=before, after=values,
            )  # fmt: skip
            revisions.bump_on_commit(TAG)
    except IntegrityError as taken:
        raise InvalidTemplate(kind=template_words("taken")) from taken
    return row.pk


def remove_template(template_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Let these pages say what they said before. Raises UnknownTemplate."""
    actor.require("marketing.write")
    with transaction.atomic():
        row = HeadTemplate.objects.filter(pk=template_id).first()
        if row is None:
            raise UnknownTemplate(template=template_id)
        before = {"kind": row.kind, "title": row.title, "description": row.description}
        audit.record(
            actor=actor, action="seo.template_removed", record=RECORD, record_id=row.pk, at=at, before=before
        )
        row.delete()
        revisions.bump_on_commit(TAG)
