"""A range review: opened, decided product by product, signed, closed with the date of the next."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.assortment import public as assortment
from storecrew.contexts.assortment.models import RangeRow
from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, take_step
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.head_of_digital.ranges import words
from storecrew.surfaces.workspaces.head_of_digital.ranges.forms import (
    CloseForm,
    DecideForm,
    OfAssortment,
    OpenForm,
)
from storecrew.surfaces.workspaces.head_of_digital.ranges.review_lists import ReviewList, RowList, _seen


@workspace_page(permission="assortment.read")
def record(request: HttpRequest, review_id: int) -> HttpResponse:
    """Show a review: what was decided, who signed, when the next one is."""
    actor = request_actor(request)
    found = _seen(actor, review_id)
    open_ = found.closed_at is None
    products = reverse("range_reviews_rows", args=[found.id])
    actions = [Action(_("Products and decisions"), products, tone="strong")]
    if open_ and actor.can("assortment.read"):
        mine = {each.code for each in people.roles_of(request.user.pk or 0)}
        owner = people.OWNER in mine
        actions += [
            Action(
                _("Sign for %(role)s") % {"role": words.OWNERS.get(one.role, one.role)},
                reverse("range_reviews_sign", args=[found.id]), post=True, fields={"role": one.role},
            )
            for one in found.sign_offs
            if not one.signed_at and (owner or one.role in mine)
        ]  # fmt: skip
    if open_ and actor.can("assortment.write"):
        actions.append(
            Action(
                _("Ask for the figures anew"), reverse("range_reviews_refresh", args=[found.id]), post=True
            )
        )
        actions.append(Action(_("Close it"), reverse("range_reviews_close", args=[found.id])))
    undecided = found.decisions.get("", 0)
    return render_record(
        request,
        Record(
            title=found.name,
            subtitle=_("Products of %(scope)s") % {"scope": found.scope},
            record="assortment.review",
            record_id=found.id,
            status=[Status(_("Open"), "warning") if open_ else Status(_("Closed"), "neutral")],
            next_step=_next_step(found, undecided),
            actions=actions,
            groups=[
                FactGroup(
                    _("Review"),
                    [
                        Fact(_("Held on"), found.held_on, "date"),
                        Fact(_("Figures of"), _("%(n)s days") % {"n": found.days}),
                        Fact(_("Figures as of"), found.figures_at, "datetime"),
                        Fact(_("Next one on"), found.next_on, "date"),
                        Fact(_("Closed"), found.closed_at, "datetime"),
                    ],
                ),
                FactGroup(
                    _("Decisions"),
                    [
                        Fact(_("Products"), found.products, "number", url=products),
                        Fact(_("Undecided"), undecided, "number", url=f"{products}?f.undecided=1"),
                        *(
                            Fact(
                                label,
                                found.decisions.get(code, 0),
                                "number",
                                url=f"{products}?f.decision={code}",
                            )
                            for code, label in assortment.DECISIONS
                        ),
                    ],
                ),
            ],
            tables=[
                Table(
                    _("Who attends"),
                    (_("Role"), _("Signed by"), _("Signed")),
                    [
                        (words.OWNERS.get(one.role, one.role), one.signed_by, one.signed_at)
                        for one in found.sign_offs
                    ],
                    kinds=("text", "text", "datetime"),
                )
            ],
            back_url=reverse("range_reviews_list"),
            back_label=_("Range reviews"),
        ),
    )


def _next_step(found: assortment.RangeReviewFacts, undecided: int) -> str:
    if found.closed_at is not None:
        return ""
    if undecided:
        return _("Decide about the products that are left, then everybody who attends signs.")
    if any(not one.signed_at for one in found.sign_offs):
        return _("Everything is decided. Those who attend sign.")
    return _("Everybody signed. Close it and set the date of the next one.")


@workspace_page(permission="assortment.write")
def add(request: HttpRequest) -> HttpResponse:
    """Open a review."""
    actor = request_actor(request)
    form = OpenForm(request.POST or None, actor=actor, initial={"held_on": channels.house_day(clock.now())})
    if request.method == "POST" and form.is_valid():
        try:
            made = assortment.open_review(**form.values(), actor=actor, at=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            return redirect("range_reviews_rows", review_id=made.id)
    return _form(request, form, _("Open a range review"), _("Open it"), reverse("range_reviews_list"))


@workspace_page(permission="assortment.write")
def decide(request: HttpRequest, review_id: int, product_id: int) -> HttpResponse:
    """Decide what becomes of a product, with its figures above the form."""
    actor = request_actor(request)
    found = _seen(actor, review_id)
    row = RangeRow.objects.select_related("product", "review").filter(
        review_id=review_id, product_id=product_id
    ).first()  # fmt: skip
    if row is None:
        raise assortment.UnknownRangeReview(review=review_id)
    initial = {"decision": row.decision or "keep", "reason": row.reason, "ends_on": row.ends_on,
               "owner_role": row.owner_role or "ecommerce_sme"}  # fmt: skip
    form = DecideForm(request.POST or None, initial=initial)
    back = reverse("range_reviews_rows", args=[found.id])

    def act() -> None:
        assortment.decide(review_id, product_id, **form.cleaned_data, actor=actor, at=clock.now())

    if request.method == "POST" and _acted(form, act):
        messages.success(request, _("Decided: %(product)s") % {"product": row.product.title})
        return redirect(f"{back}?f.undecided=1&sort=-revenue")
    intro = words.in_a_line(row, get_language() or "en", costs=actor.can("pricing.cost_read"))
    return _form(request, form, row.product.title, _("Decide"), back, intro=intro, back_label=found.name)


@workspace_page(permission="assortment.read")
@require_POST
def sign(request: HttpRequest, review_id: int) -> HttpResponse:
    """Sign for a role that attends."""
    actor = request_actor(request)
    _seen(actor, review_id)
    try:
        assortment.sign_off(review_id, role=request.POST.get("role", "")[:40], actor=actor, at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("range_reviews_record", review_id=review_id)


@workspace_page(permission="assortment.write")
@require_POST
def refresh(request: HttpRequest, review_id: int) -> HttpResponse:
    """Ask for the figures anew."""
    actor = request_actor(request)
    _seen(actor, review_id)
    take_step(request, assortment.refresh_figures, review_id, done=_("The figures are those of now."))
    return redirect("range_reviews_record", review_id=review_id)


@workspace_page(permission="assortment.write")
def close(request: HttpRequest, review_id: int) -> HttpResponse:
    """Close a review that everybody signed."""
    actor = request_actor(request)
    found = _seen(actor, review_id)
    form = CloseForm(request.POST or None)
    back = reverse("range_reviews_record", args=[found.id])

    def act() -> None:
        assortment.close_review(review_id, **form.cleaned_data, actor=actor, at=clock.now())

    if request.method == "POST" and _acted(form, act):
        return redirect(back)
    title = _("Close %(name)s") % {"name": found.name}
    return _form(request, form, title, _("Close it"), back, back_label=found.name)


def _acted(form: OfAssortment, act: Callable[[], None]) -> bool:
    """Carry out a valid form; what is refused stands beside its field."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        form.take(error)
        return False
    return True


def _form(
    request: HttpRequest,
    form: OfAssortment,
    title: str,
    submit: str,
    back: str,
    *,
    intro: str = "",
    back_label: str = "",
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title,
        intro=intro,
        submit=submit,
        back_url=back,
        back_label=back_label or _("Range reviews"),
    )


urlpatterns = [
    path("range-reviews/", ReviewList.as_view(), name="range_reviews_list"),
    path("range-reviews/add/", add, name="range_reviews_add"),
    path("range-reviews/<int:review_id>/", record, name="range_reviews_record"),
    path("range-reviews/<int:review_id>/products/", RowList.as_view(), name="range_reviews_rows"),
    path("range-reviews/<int:review_id>/products/<int:product_id>/", decide, name="range_reviews_decide"),
    path("range-reviews/<int:review_id>/sign/", sign, name="range_reviews_sign"),
    path("range-reviews/<int:review_id>/refresh/", refresh, name="range_reviews_refresh"),
    path("range-reviews/<int:review_id>/close/", close, name="range_reviews_close"),
]
