"""A mention and a picture of a customer: the record, and what is done with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mention
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
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
from storecrew.surfaces.workspaces.marketing_manager.mentions import forms as typed
from storecrew.surfaces.workspaces.marketing_manager.mentions.lists import (
    empty,
    mention_status,
    permission_status,
)
from storecrew.surfaces.workspaces.marketing_manager.posts.post_pages import PLACED

OPEN = ("new", "assigned", "service")


class NoSuchRow(NotFound):
    """The row is gone."""


def _mention(mention_id: int) -> Mention:
    rows = Mention.objects.select_related("customer", "assignee", "post", "task")
    row = rows.filter(pk=mention_id).first()
    if row is None:
        raise NoSuchRow
    return row


@workspace_page(permission="mentions.read")
def mention(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Show a mention with its answers and its pictures."""
    row, actor = _mention(mention_id), request_actor(request)
    writes = actor.can("mentions.write")
    answer = Action(_("Answer"), reverse("mention_answer", args=[row.pk]), tone="strong")
    steps = {
        "new": _("Answer it, give it to somebody, or leave it alone."),
        "assigned": _("%(name)s looks after it.") % {"name": row.assignee or "–"},
        "service": _("Customer service looks after it."),
        "answered": _("Close it when nothing more comes."),
    }
    record = Record(
        title=row.author_name or row.author_id or _("Somebody"),
        record="marketing.mention",
        record_id=row.pk,
        subtitle=f"{marketing.network_name(row.network)} · {row.get_kind_display()}",
        status=[mention_status(row)],
        next_step=steps.get(row.state, ""),
        next_action=answer if writes and row.state in OPEN else None,
        actions=_actions(row) if writes else (),
        groups=[
            FactGroup(
                _("What was said"),
                [
                    Fact(_("Text"), row.text or _("no words")),
                    Fact(_("Said"), row.said_at, "datetime"),
                    Fact(_("Who sees it"), _("everybody") if row.public else _("not everybody")),
                    Fact(_("On the network"), _("open") if row.url else "–", url=row.url),
                    Fact(_("Picture"), _("there is one") if row.picture_url else "–"),
                ],
            )
        ],
        tables=[_answers(row, writes), _pictures(row)],
        related=[_people(row, actor)],
        back_url=reverse("mentions"),
        back_label=_("Mentions"),
        icon="comment",
    )
    return render_record(request, record)


def _people(row: Mention, actor: Actor) -> Related:
    task = reverse("tasks_record", args=[row.task_id]) if row.task_id else ""
    post = reverse("post", args=[row.post_id]) if row.post_id and actor.can("marketing.read") else ""
    customer = reverse("customers_record", args=[row.customer_id]) if row.customer_id else ""
    facts = [
        Fact(_("With"), str(row.assignee or "–")),
        Fact(_("Customer"), str(row.customer or "–"), url=customer if actor.can("customers.read") else ""),
        Fact(_("Order"), empty(row.order_number)),
        Fact(_("Below our post"), str(row.post or "–"), url=post),
        Fact(_("Task"), row.task.get_state_display() if row.task else "–", url=task),
    ]
    if row.task and row.task.due_at:
        facts.append(Fact(_("Answer until"), row.task.due_at, "datetime"))
    return Related(_("Who and what it is about"), facts)


def _actions(row: Mention) -> list[Action]:
    def to(name: str) -> str:
        return reverse(name, args=[row.pk])

    if row.state in ("closed", "ignored"):
        return [Action(_("Look at it again"), to("mention_reopen"), post=True)]
    found = [Action(_("Say who it is"), to("mention_link"))]
    if row.picture_url:
        found.append(Action(_("Keep the picture"), to("mention_picture")))
    if row.state in OPEN:
        found.append(Action(_("Give to somebody"), to("mention_assign")))
    if row.state in ("new", "assigned"):
        found.append(Action(_("To customer service"), to("mention_service")))
        found.append(Action(_("Leave alone"), to("mention_ignore"), post=True))
    elif row.state == "answered":
        found.append(Action(_("Answer"), to("mention_answer")))
    return [*found, Action(_("Close"), to("mention_close"), post=True)]


def _answers(row: Mention, writes: bool) -> Table:
    found = list(row.replies.all())
    refused = [writes and each.state == "refused" for each in found]
    return Table(
        _("Answers"),
        [_("Text"), _("By"), _("When"), _("State"), _("Problem")],
        [
            [
                each.text,
                each.written_by,
                each.written_at,
                Status(each.get_state_display(), PLACED[each.state]),
                each.problem or "–",
            ]
            for each in found
        ],
        kinds=["text", "text", "datetime", "status", "text"],
        empty=_("Nobody has answered yet."),
        row_urls=[
            reverse("mention_again", args=[row.pk, each.pk]) if again else each.url
            for each, again in zip(found, refused, strict=True)
        ],
    )


def _pictures(row: Mention) -> Table:
    found = list(row.pictures.select_related("product").defer("picture"))
    return Table(
        _("Pictures"),
        [_("What it shows"), _("Product"), _("Permission"), _("Shown")],
        [[each.alt, str(each.product), permission_status(each), each.shown] for each in found],
        kinds=["text", "text", "status", "text"],
        row_urls=[reverse("customer_picture_record", args=[each.pk]) for each in found],
    )


def _form(
    request: HttpRequest,
    row: Mention,
    form: forms.Form,
    run: Callable[..., Any],
    title: str,
    submit: str,
    done: str,
    intro: str = "",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            run(row.pk, **form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            for name, words in (error.details or {"": ""}).items():
                known = name in form.fields
                form.add_error(name if known else None, str(words) if known else str(error))
        else:
            messages.success(request, done)
            return redirect("mention", mention_id=row.pk)
    return render_form(
        request,
        form,
        title=title,
        intro=intro or row.text[:300],
        submit=submit,
        back_url=reverse("mention", args=[row.pk]),
        back_label=row.author_name or _("Mention"),
    )


@workspace_page(permission="mentions.write")
def mention_answer(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Answer: to everybody, or to those who see the mention."""
    row = _mention(mention_id)
    form = typed.AnswerForm(request.POST or None, public=row.public)

    def run(key: int, text: str, **who: Any) -> None:
        marketing.answer_mention(key, text, **who)

    return _form(request, row, form, run, _("Answer"), _("Send the answer"), _("It leaves now."))


@workspace_page(permission="mentions.write")
def mention_assign(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Give it to a colleague."""
    form, row = typed.AssignForm(request.POST or None), _mention(mention_id)
    done = _("Given.")
    return _form(request, row, form, marketing.assign_mention, _("Give to somebody"), _("Give"), done)


@workspace_page(permission="mentions.write")
def mention_service(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Make a task for customer service of it."""
    form, row = typed.ServiceForm(request.POST or None), _mention(mention_id)
    done = _("Customer service has it.")
    return _form(
        request, row, form, marketing.hand_to_service, _("To customer service"), _("Hand over"), done
    )


@workspace_page(permission="mentions.write")
def mention_link(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Say who the author is."""
    row = _mention(mention_id)
    start = {"order_number": row.order_number, "email": row.customer.email if row.customer else ""}
    form = typed.LinkForm(request.POST or None, initial=start)
    intro = _(
        "What the same author says later is known at once. It is exported and erased with the customer."
    )
    return _form(
        request, row, form, marketing.link_mention, _("Say who it is"), _("Save"), _("Saved."), intro
    )


@workspace_page(permission="mentions.write")
def mention_picture(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Keep the picture of a mention for a product."""
    form, row = typed.KeepPictureForm(request.POST or None), _mention(mention_id)
    done = _("Kept. It is shown when its owner permits it.")
    return _form(request, row, form, marketing.keep_picture, _("Keep the picture"), _("Keep"), done)


def _step(request: HttpRequest, mention_id: int, run: Callable[..., Any], **more: Any) -> HttpResponse:
    row = _mention(mention_id)
    try:
        run(row.pk, actor=request_actor(request), at=clock.now(), **more)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("mention", mention_id=row.pk)


@workspace_page(permission="mentions.write")
@require_POST
def mention_close(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Be done with it."""
    return _step(request, mention_id, marketing.close_mention)


@workspace_page(permission="mentions.write")
@require_POST
def mention_ignore(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Leave it alone."""
    return _step(request, mention_id, marketing.close_mention, ignore=True)


@workspace_page(permission="mentions.write")
@require_POST
def mention_reopen(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Look at it again."""
    return _step(request, mention_id, marketing.reopen_mention)


@workspace_page(permission="mentions.write")
def mention_again(request: HttpRequest, mention_id: int, reply_id: int) -> HttpResponse:
    """Send an answer again that was refused."""
    row = _mention(mention_id)

    def run(_key: int, **who: Any) -> None:
        marketing.try_answer_again(reply_id, **who)

    done = _("It leaves now.")
    return _form(request, row, forms.Form(request.POST or None), run, _("Send again"), _("Send again"), done)
