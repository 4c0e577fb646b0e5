"""Redirects: one hop long, checked against what lives, tried as a file before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.seo.errors import InvalidRedirect, UnknownRedirect
from storecrew.contexts.seo.facts import Checked, RedirectContent
from storecrew.contexts.seo.models import MissingPath, Redirect
from storecrew.contexts.seo.providers.site import site
from storecrew.contexts.seo.queries.moves import languages
from storecrew.contexts.seo.queries.words import redirect_words
from storecrew.contexts.seo.rules import paths
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

RECORD = "seo.redirect"
PRIVATE = ("/admin", "/api", "/accounts", "/static", "/media", "/webhooks", "/documents", "/payments")
MOST_ROWS = 2000


def save_redirect(
    content: RedirectContent, *, redirect_id: int | None = None, actor: Actor, at: dt.datetime
) -> int:
    """Send an old address to a page, new or changed; return its id.

    What led to the old address leads straight to the new one, so that nobody is led twice.

    :raises InvalidRedirect: with the fields that are wrong
    :raises UnknownRedirect: there is none with this id
    """
    actor.require("marketing.write")
    content = _tidied(content)
    wrong = _wrong(content, redirect_id=redirect_id, planned={})
    if Redirect.objects.filter(old_path=content.source).exclude(pk=redirect_id or 0).exists():
        wrong.setdefault("source", "known")
    if wrong:
        raise InvalidRedirect(**{name: redirect_words(code) for name, code in wrong.items()})
    with transaction.atomic():
        key = _write(content, redirect_id, at)
        audit.record(
            actor=actor, action="seo.redirect_saved", record=RECORD, record_id=key, at=at,
            after={"source": content.source, "target": content.target, "status": content.status},
        )  # fmt: skip
    return key


def _write(content: RedirectContent, redirect_id: int | None, at: dt.datetime) -> int:
    values = {
        "old_path": content.source,
        "new_path": content.target,
        "status": content.status,
        "note": content.note,
        "updated_at": at,
    }
    if redirect_id is None:
        # What a file names anew is changed by it.
        row, _new = Redirect.objects.update_or_create(
            old_path=content.source, defaults=values, create_defaults=values | {"created_at": at}
        )
        redirect_id = row.pk
    elif not Redirect.objects.filter(pk=redirect_id).update(**values):
        raise UnknownRedirect(redirect=redirect_id)
    before = Redirect.objects.filter(new_path__in=_spellings(content.source)).exclude(pk=redirect_id)
    if content.target:
        before.update(new_path=content.target, updated_at=at)
    else:
        before.update(new_path="", status=Redirect.Status.GONE, updated_at=at)
    MissingPath.objects.filter(path=paths.split_language(content.source, languages())[1]).delete()
    return redirect_id


def remove_redirect(redirect_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Let an old address lead nowhere again. Raises UnknownRedirect."""
    actor.require("marketing.write")
    with transaction.atomic():
        row = Redirect.objects.filter(pk=redirect_id).first()
        if row is None:
            raise UnknownRedirect(redirect=redirect_id)
        audit.record(
            actor=actor, action="seo.redirect_removed", record=RECORD, record_id=redirect_id, at=at,
            before={"source": row.old_path, "target": row.new_path, "status": row.status},
        )  # fmt: skip
        row.delete()


def check_redirects(rows: Sequence[tuple[int, RedirectContent]], *, actor: Actor) -> list[Checked]:
    """Return each row of a file, tidied, with what is wrong with it; nothing is written.

    Rows are judged together: two that lead in a circle are a loop although neither is written yet.
    """
    actor.require("marketing.write")
    tidied = [(line, _tidied(content)) for line, content in rows[:MOST_ROWS]]
    planned = {content.source: content.target for _line, content in tidied}
    seen: set[str] = set()
    found = []
    for line, content in tidied:
        wrong = _wrong(content, redirect_id=None, planned=planned)
        if content.source in seen:
            wrong = {"source": "taken"}
        seen.add(content.source)
        found.append(Checked(line, content, {name: redirect_words(code) for name, code in wrong.items()}))
    return found


def import_redirects(rows: Sequence[tuple[int, RedirectContent]], *, actor: Actor, at: dt.datetime) -> int:
    """Write all rows of a file, or none; return how many.

    :raises InvalidRedirect: one of them is wrong
    """
    checked = check_redirects(rows, actor=actor)
    if bad := next((one for one in checked if one.wrong), None):
        raise InvalidRedirect(**bad.wrong)
    with transaction.atomic():
        for one in checked:
            _write(one.content, None, at)
        audit.record(
            actor=actor, action="seo.redirects_imported", record=RECORD, record_id=0, at=at,
            after={"count": len(checked)},
        )  # fmt: skip
    return len(checked)


def _tidied(content: RedirectContent) -> RedirectContent:
    target = content.target.strip()
    if not paths.is_ours(target):
        # The whole address of a page of the shop is understood too.
        from django.conf import settings

        target = target.removeprefix(settings.STORECREW_BASE_URL) or target
    return content._replace(source=paths.tidy(content.source), target=target, note=content.note.strip()[:200])


def _wrong(content: RedirectContent, *, redirect_id: int | None, planned: dict[str, str]) -> dict[str, str]:
    wrong = {}
    if content.status not in Redirect.Status.values:
        wrong["status"] = "status"
    if code := _wrong_source(content.source):
        wrong["source"] = code
    gone = content.status == Redirect.Status.GONE
    if gone and content.target:
        wrong["target"] = "gone"
    elif not gone and (code := _wrong_target(content, redirect_id, planned)):
        wrong["target"] = code
    return wrong


def _wrong_source(source: str) -> str:
    if source in ("", "/"):
        return "missing"
    if len(source) > paths.LONGEST:
        return "long"
    if source.startswith(PRIVATE):
        return "private"
    language, rest = paths.split_language(source, languages())
    alive = [
        code for code in ((language,) if language else languages())
        if site().status(paths.target_address(rest, code, languages()))[0] == 200
    ]  # fmt: skip
    if alive:
        return "alive"
    return "moved" if catalog.moved_path(rest) else ""


def _wrong_target(content: RedirectContent, redirect_id: int | None, planned: dict[str, str]) -> str:
    if not content.target:
        return "missing"
    if not paths.is_ours(content.target):
        return "host"
    if len(content.target) > paths.LONGEST:
        return "long"
    end = paths.tidy(content.target)
    if _same(end, content.source):
        return "same"
    if leads := _leads(end, redirect_id, planned):
        return "loop" if any(_same(paths.tidy(one), content.source) for one in leads) else "chain"
    own = paths.split_language(content.source, languages())[0] or languages()[0]
    status, location = site().status(paths.target_address(content.target, own, languages()).split("?")[0])
    if status in (301, 302, 308) and location:
        return "chain"
    return "" if status == 200 else "nothing"


def _leads(end: str, redirect_id: int | None, planned: dict[str, str]) -> list[str]:
    """Return where a target leads on to, by what is written and what is planned, at most ten steps."""
    found: list[str] = []
    while len(found) < 10:
        rest = paths.split_language(end, languages())[1]
        step = planned.get(end) or planned.get(rest)
        if step is None:
            row = Redirect.objects.filter(old_path__in={end, rest}).exclude(pk=redirect_id or 0).first()
            step = row.new_path if row else None
        if not step or step in found:
            break
        found.append(step)
        end = paths.tidy(step)
    return found


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    (a_language, a), (b_language, b) = (
        paths.split_language(one, languages()), paths.split_language(other, languages())
    )  # fmt: skip
    return a == b and not (a_language and b_language)


def _spellings(source: str) -> tuple[str, ...]:
    return source, f"{source}/"
