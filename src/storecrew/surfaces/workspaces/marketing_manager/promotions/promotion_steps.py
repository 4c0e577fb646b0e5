"""What marketing does with a promotion, from choosing its kind to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice import copying
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.earlier import earlier, fill
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.promotions import words
from storecrew.surfaces.workspaces.marketing_manager.promotions.promotion_form import PromotionForm
from storecrew.surfaces.workspaces.marketing_manager.promotions.promotion_initial import initial_of, sides_of
from storecrew.surfaces.workspaces.marketing_manager.promotions.promotion_record import EDITS, find

# Where the codes of the domain's fields stand in the form.
FIELD_OF = {
    "percent_bp": "percent",
    "tiers": "steps",
    "groups": "group_one",
    "budget_cap": "budget",
    "margin_floor_bp": "margin_floor",
}

OF_ITS_OWN = ("starts", "ends", "revision")
"""What a copy does not take over: when it runs."""


@workspace_page(permission="promotions.write")
def kinds(request: HttpRequest) -> HttpResponse:
    """Let the kind be chosen by what it does."""
    found = [
        (reverse("promotion_add", args=[code]), name, text) for code, (name, text) in promotions.KINDS.items()
    ]
    context = {
        "kinds": found,
        "header_title": _("New promotion"),
        "back_url": reverse("promotions"),
        "back_label": _("Promotions"),
    }
    return render(request, "marketing_manager/kinds.html", context)


@workspace_page(permission="promotions.write")
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new promotion of a kind, blank or as a copy that has no dates yet."""
    of = copying.source(request, find)
    if kind not in promotions.KINDS or (of is not None and of.kind != kind):
        raise NotFound()
    initial: dict[str, Any] = {}
    if of is not None:
        initial = {key: value for key, value in initial_of(of).items() if key not in OF_ITS_OWN}
        initial["name"] = copying.named(of.name)
    form = PromotionForm(request.POST or None, kind=kind, initial=initial)

    def save(content: promotions.Content) -> Promotion:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        key = copying.make(
            request,
            "promotions.promotion",
            of.name if of else "",
            lambda: promotions.create_promotion(content, **who).pk,
        )
        return find(key)

    return _edit(request, form, save, title=promotions.KINDS[kind][0], back=reverse("promotion_kinds"))


@workspace_page(permission="promotions.write")
def edit(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Change a promotion that does not run."""
    row = find(promotion_id)
    form = of_record(PromotionForm(request.POST or None, kind=row.kind, initial=initial_of(row)))
    name = ("promotions.promotion", row.pk)
    fill(form, earlier(request, form, name, EDITS, lambda entry: sides_of(row, entry)))

    def save(content: promotions.Content) -> Promotion:
        revision = form.cleaned_data["revision"] or 0
        return promotions.change_promotion(
            row.pk, content, revision=revision, actor=request_actor(request), at=clock.now()
        )

    return _edit(request, form, save, title=row.name, back=reverse("promotion", args=[row.pk]))


def _edit(
    request: HttpRequest,
    form: PromotionForm,
    save: Callable[[promotions.Content], Promotion],
    *,
    title: Any,
    back: str,
) -> HttpResponse:
    sentence = ""
    if request.method == "POST" and form.is_valid():
        try:
            content = form.content()
            sentence = words.describe_content(content)
            if "second" not in request.POST:
                row = save(content)
                messages.success(request, _("Saved."))
                return redirect("promotion", promotion_id=row.pk)
        except promotions.InvalidPromotion as error:
            for name, text in error.details.items():
                field = FIELD_OF.get(name, name)
                form.add_error(field if field in form.fields else None, str(text))
        except DomainError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "sentence": sentence,
        "header_title": title,
        "submit_label": _("Save"),
        "second_label": _("Say what it does"),
        "back_url": back,
        "back_label": _("Back"),
    }
    return render(
        request, "marketing_manager/promotion_form.html", context, status=422 if form.errors else 200
    )


@workspace_page(permission="promotions.write")
def schedule(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Let it start at its time; a refusal is shown with what is missing."""
    return _step(
        request, promotion_id, promotions.schedule_promotion, _("Scheduled. Service and warehouse are asked.")
    )


@workspace_page(permission="promotions.write")
def propose(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Plan its units by past sales, and say how far off that may be."""
    row = find(promotion_id)
    if request.method == "POST":
        try:
            found = promotions.propose_plan(row.pk, actor=request_actor(request), at=clock.now())
            least, units, most = (
                sum(getattr(each, name) for each in found.values()) for name in ("least", "units", "most")
            )
            messages.success(
                request,
                _(
                    "Planned from the sales of four weeks: %(units)s units, "
                    "nine times in ten %(least)s to %(most)s."
                )
                % {"units": units, "least": least, "most": most},
            )
        except DomainError as error:
            messages.error(request, str(error))
    return redirect("promotion", promotion_id=row.pk)


@workspace_page(permission="promotions.write")
def pause(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Pause it for new carts."""

    def run(key: int, **who: Any) -> None:
        promotions.pause_promotion(key, reason=say("Paused by hand."), **who)

    return _step(request, promotion_id, run, _("Paused. Carts that have it keep it."))


@workspace_page(permission="promotions.write")
def resume(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Let it go on."""
    return _step(request, promotion_id, promotions.resume_promotion, _("It runs again."))


@workspace_page(permission="promotions.write")
def end(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """End it for good."""
    return _step(request, promotion_id, promotions.end_promotion, _("Ended."))


def _step(request: HttpRequest, promotion_id: int, run: Callable[..., Any], done: str) -> HttpResponse:
    row = find(promotion_id)
    if request.method == "POST":
        take_step(request, run, row.pk, done=done)
    return redirect("promotion", promotion_id=row.pk)
