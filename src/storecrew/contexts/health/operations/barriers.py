"""Somebody could not use a page: their words become a task of those who run the shop."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.health.errors import InvalidBarrier
from storecrew.contexts.work import public as work
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import joined, say

LIMIT = "health.barrier"
CODE = "accessibility_barrier"
OWNER = "ecommerce_sme"
ANSWER_WITHIN = dt.timedelta(days=7)
"""Five working days, as the accessibility statement promises."""
LONGEST = 2_000
ratelimit.define(LIMIT, ip="5/1h")


def report_barrier(
    words: str, *, page: str = "", device: str = "", email: str = "", actor: Actor, at: dt.datetime
) -> int:
    """Open a task about a barrier and return its id; without an address nobody can be answered.

    The same words about the same page, sent twice, are one task.

    :raises InvalidBarrier: no words, too many, or an address that cannot be right
    :raises Refused: too many reports from one place
    """
    words, page, email = words.strip(), page.strip()[:300], email.strip()
    _check(words, email)
    ratelimit.hit(LIMIT, f"ip:{actor.ip}")
    # Staff may read it in the language of the house where nothing else says it.
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            words,
            page and say("Page: %(page)s", page=page),
            device.strip() and say("Device: %(device)s", device=device.strip()[:200]),
            email and say("Answer to: %(email)s", email=email),
        ]
        task = work.open_task(
            code=CODE,
            title=say("Barrier on %(page)s", page=page) if page else say("Barrier in the shop"),
            detail=joined(lines, "\n"),
            owner_role=OWNER,
            url=page,
            due_at=at + ANSWER_WITHIN,
            dedupe_key=f"{CODE}:{hash_of(page, words)}",
            actor=system_actor(LIMIT),
            at=at,
        )
    return task.id


def hash_of(page: str, words: str) -> str:
    """Return a short name for a report."""
    return blake2b(f"{page}\n{words}".encode(), digest_size=12).hexdigest()


def _check(words: str, email: str) -> None:
    wrong = {}
    if not words:
        wrong["words"] = _("Tell us in a few words what does not work.")
    elif len(words) > LONGEST:
        wrong["words"] = _("Please use at most %(n)s characters.") % {"n": LONGEST}
    try:
        if email:
            validate_email(email)
    except ValidationError:
        wrong["email"] = _("Enter an e-mail address such as ann@example.com.")
    if wrong:
        raise InvalidBarrier(**wrong)
