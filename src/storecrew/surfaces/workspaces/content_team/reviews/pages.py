"""A review: published, refused for a reason, answered; its reports looked at."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.reviews import public as reviews
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, take_step
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Picture,
    Record,
    Table,
    render_record,
)
from storecrew.surfaces.workspaces.content_team.reviews.review_list import ReviewList, state_of

REASONS = dict(reviews.REASONS)


class RefuseForm(forms.Form):
    """Why a review stays out of the shop."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=reviews.REASONS)
    note = forms.CharField(
        label=gettext_lazy("Words to the author"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author reads this in a mail. Few stars are no reason."),
    )


class AnswerForm(forms.Form):
    """What the shop says below a review."""

    words = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=reviews.MOST_REPLY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Everybody reads it below the review. Empty: the answer goes."),
    )


def _find(request: HttpRequest, review_id: int) -> reviews.ReviewFacts:
    """Return a review within the reader's channels."""
    found = reviews.review(review_id)
    if not request_actor(request).can_see("channel", channels.facts_by_id(found.channel_id).code):
        raise NotFound()
    return found


@workspace_page(permission="reviews.read")
def record(request: HttpRequest, review_id: int) -> HttpResponse:
    """Show a review with its order, its reports and what can be done."""
    found = _find(request, review_id)
    actor = request_actor(request)
    order = orders.order(found.order_id)
    number_url = reverse("orders_record", args=[order.number]) if actor.can("orders.read") else ""
    product = catalog.cards([found.product_id]).get(found.product_id)
    facts = [
        Fact(_("Stars"), found.stars, "number"),
        Fact(_("Words"), found.words),
        Fact(_("Name in the shop"), found.name),
        Fact(
            _("Product"),
            product.title if product else "",
            url=reverse("products_record", args=[found.product_id]) if actor.can("catalog.read") else "",
        ),
        Fact(_("Bought with"), order.number, url=number_url),
        Fact(_("Written"), found.written_at, "datetime"),
        Fact(_("Answer"), found.reply),
        Fact(_("Answered"), found.replied_at, "datetime"),
    ]
    if found.state == "refused":
        facts += [
            Fact(_("Reason"), REASONS.get(found.reason, "")),
            Fact(_("Words to the author"), found.note),
        ]
    return render_record(
        request,
        Record(
            title=found.title or _("Review without a title"),
            subtitle=product.title if product else "",
            record="reviews.review",
            record_id=found.id,
            status=[state_of(found.state)],
            next_step=_next_step(found),
            actions=_actions(found) if actor.can("reviews.write") else [],
            groups=[FactGroup(_("Review"), facts)],
            tables=_reports(found),
            pictures=_pictures(found),
            back_url=reverse("reviews_list"),
            back_label=_("Reviews"),
        ),
    )


def _pictures(found: reviews.ReviewFacts) -> list[Picture]:
    """The photos to look at: they are in the shop with the review, and nowhere before."""
    return [
        Picture(
            reverse("reviews_photo", args=[found.id, each.id]),
            _("Photo %(n)s") % {"n": number},
            _("Photo %(n)s") % {"n": number},
        )
        for number, each in enumerate(found.photos, start=1)
    ]


def _next_step(found: reviews.ReviewFacts) -> str:
    if found.state == "waiting":
        return _("Read it and publish it, whatever its stars, unless it breaks one of the rules.")
    if found.reports:
        return _("Readers reported it. Take it out of the shop, or say that it may stay.")
    return ""


def _actions(found: reviews.ReviewFacts) -> list[Action]:
    made = []
    if found.state != "published":
        url = reverse("reviews_publish", args=[found.id])
        made.append(Action(_("Publish"), url, post=True, tone="strong"))
    made.append(Action(_("Answer"), reverse("reviews_answer", args=[found.id])))
    for number, each in enumerate(found.photos, start=1):
        label = _("Take photo %(n)s out") % {"n": number}
        url = reverse("reviews_photo_drop", args=[found.id, each.id])
        made.append(Action(label, url, post=True, confirm=_("Take this photo out for good? The words stay.")))
    if found.reports:
        made.append(Action(_("It may stay"), reverse("reviews_keep", args=[found.id]), post=True))
    if found.state != "refused":
        made.append(Action(_("Do not publish"), reverse("reviews_refuse", args=[found.id]), tone="danger"))
    return made


def _reports(found: reviews.ReviewFacts) -> list[Table]:
    rows = [(REASONS.get(reason, ""), words, at) for reason, words, at in reviews.reports_of(found.id)]
    if not rows:
        return []
    heads = (_("Reason"), _("Words"), _("Reported"))
    return [Table(_("Reports"), heads, rows, kinds=("text", "text", "datetime"))]


@workspace_page(permission="reviews.write")
@require_POST
def publish(request: HttpRequest, review_id: int) -> HttpResponse:
    """Show the review in the shop."""
    return _act(request, review_id, reviews.publish_review, _("The review is in the shop."))


@workspace_page(permission="reviews.write")
@require_POST
def keep(request: HttpRequest, review_id: int) -> HttpResponse:
    """Leave a reported review as it is."""
    return _act(request, review_id, reviews.keep_review, _("Its reports are looked at."))


@workspace_page(permission="reviews.read")
@require_safe
def photo(request: HttpRequest, review_id: int, photo_id: int) -> HttpResponse:
    """Hand out a photo of a review to who looks at it."""
    content, kind = reviews.review_photo(_find(request, review_id).id, photo_id)
    if not content:
        raise reviews.UnknownReviewPhoto()
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    return answer


@workspace_page(permission="reviews.write")
@require_POST
def drop_photo(request: HttpRequest, review_id: int, photo_id: int) -> HttpResponse:
    """Take one photo out of a review."""
    found = _find(request, review_id)
    done = _("The photo is out of the review.")
    take_step(request, reviews.drop_photo, found.id, photo_id, reason="", done=done)
    return redirect("reviews_record", review_id=review_id)


def _act(request: HttpRequest, review_id: int, act: Callable[..., object], done: str) -> HttpResponse:
    found = _find(request, review_id)
    take_step(request, act, found.id, done=done)
    return redirect("reviews_record", review_id=review_id)


@workspace_page(permission="reviews.write")
def refuse(request: HttpRequest, review_id: int) -> HttpResponse:
    """Keep a review out of the shop for a reason that its author reads."""
    found = _find(request, review_id)
    return _form(request, found, RefuseForm(request.POST or None), reviews.refuse_review, _("Do not publish"))


@workspace_page(permission="reviews.write")
def answer(request: HttpRequest, review_id: int) -> HttpResponse:
    """Answer a review below it."""
    found = _find(request, review_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"words": found.reply})
    return _form(request, found, form, reviews.answer_review, _("Answer"))


def _form(
    request: HttpRequest,
    found: reviews.ReviewFacts,
    form: forms.Form,
    act: Callable[..., object],
    submit: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(found.id, **form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("reviews_record", review_id=found.id)
    return render_form(
        request,
        form,
        title=found.title or _("Review without a title"),
        intro=f"{'★' * found.stars} {found.words}",
        submit=submit,
        back_url=reverse("reviews_record", args=[found.id]),
        back_label=_("Review"),
    )


urlpatterns = [
    path("reviews/", ReviewList.as_view(), name="reviews_list"),
    path("reviews/<int:review_id>/", record, name="reviews_record"),
    path("reviews/<int:review_id>/photos/<int:photo_id>/", photo, name="reviews_photo"),
    path("reviews/<int:review_id>/photos/<int:photo_id>/drop/", drop_photo, name="reviews_photo_drop"),
    path("reviews/<int:review_id>/publish/", publish, name="reviews_publish"),
    path("reviews/<int:review_id>/keep/", keep, name="reviews_keep"),
    path("reviews/<int:review_id>/refuse/", refuse, name="reviews_refuse"),
    path("reviews/<int:review_id>/answer/", answer, name="reviews_answer"),
]
