"""A return: announced from its order, received at the dock, or canceled."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Picture,
    Record,
    Table,
    render_record,
)
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.customer_service.orders.finding import find
from storecrew.surfaces.workspaces.customer_service.returns import exchanging, free
from storecrew.surfaces.workspaces.customer_service.returns.cause_limits import cause_limits
from storecrew.surfaces.workspaces.customer_service.returns.cause_list import CauseList
from storecrew.surfaces.workspaces.customer_service.returns.finding import find_return
from storecrew.surfaces.workspaces.customer_service.returns.forms import (
    AnnounceForm,
    CancelForm,
    DecideForm,
    ReceiveForm,
)
from storecrew.surfaces.workspaces.customer_service.returns.return_list import ReturnList
from storecrew.surfaces.workspaces.customer_service.returns.words import (
    CONDITIONS,
    OUTCOMES,
    PROBLEMS,
    REASONS,
    WISHES,
    found_words,
    state_of,
    unit_words,
)


@workspace_page(permission=("orders.read", "inventory.read", "fulfillment.read"))
def return_record(request: HttpRequest, return_id: int) -> HttpResponse:
    """Show a return."""
    made, order = find_return(request, return_id)
    place = next((each.name for each in inventory.locations() if each.id == made.location_id), "")
    record = Record(
        title=made.number,
        subtitle=_("Return of %(number)s") % {"number": order.number},
        record="aftersales.return",
        record_id=made.id,
        status=[state_of(made.state)],
        next_step=_next_step(made, order),
        actions=_actions(made, order, request_actor(request)),
        groups=[
            FactGroup(
                _("Return"),
                [
                    Fact(_("Order"), order.number, url=reverse("orders_record", args=[order.number])),
                    Fact(_("Reason"), REASONS[made.reason]),
                    Fact(_("Note"), made.note),
                    Fact(_("Wanted for it"), WISHES[made.wish]),
                    Fact(_("Outcome"), OUTCOMES.get(made.outcome, "")),
                    Fact(_("Fetched on"), made.pickup_on, "date"),
                    Fact(_("Announced"), made.opened_at, "datetime"),
                    Fact(
                        _("Announced by"),
                        _("the customer") if made.by_customer else actor_words(made.opened_by),
                    ),
                    Fact(_("Closed"), made.closed_at, "datetime"),
                    Fact(_("Location"), place),
                ],
            ),
            *exchanging.exchange_facts(made),
            *exchanging.label_facts(made),
        ],
        tables=[
            Table(
                _("What comes back"),
                (_("SKU"), _("Article"), _("Announced"), _("Reason"), _("Condition said"), _("Found")),
                [
                    (
                        line.sku,
                        line.title,
                        line.quantity,
                        REASONS.get(line.reason, ""),
                        CONDITIONS.get(line.condition, ""),
                        found_words(line),
                    )
                    for line in made.lines
                ],
                kinds=("text", "text", "number"),
            ),
            *_apart(made, request_actor(request)),
        ],
        pictures=_pictures(made.id),
        back_url=reverse("returns_list"),
        back_label=_("Returns"),
    )
    return render_record(request, record)


def _pictures(return_id: int) -> list[Picture]:
    """Show what the customer photographed, and what the warehouse found."""
    return [
        Picture(
            reverse("returns_photo", args=[return_id, each.id]),
            _("Photo of the customer") if each.by_customer else _("Photo of what was found"),
            f"{_('the customer') if each.by_customer else _('the warehouse')}, "
            f"{date_format(each.added_at, 'SHORT_DATE_FORMAT')}",
        )
        for each in aftersales.photos_of_returns([return_id]).get(return_id, ())
    ]


@workspace_page(permission=("orders.read", "inventory.read", "fulfillment.read"))
def photo(request: HttpRequest, return_id: int, photo_id: int) -> HttpResponse:
    """Hand out a photo of a return to those who may see it."""
    made, _order = find_return(request, return_id)
    content, kind = aftersales.return_photo(made.id, photo_id)
    if not content:
        raise NotFound()
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _apart(made: aftersales.ReturnFacts, actor: Actor) -> list[Table]:
    """Return the units that were set apart, each leading to its decision for who may decide."""
    apart = [(line, unit) for line in made.lines for unit in line.units if unit.decision in aftersales.APART]
    if not apart:
        return []
    may = actor.can("inventory.write") or actor.can("fulfillment.write")
    return [
        Table(
            _("Set apart, not for sale"),
            (_("SKU"), _("Article"), _("Where it is")),
            [(line.sku, line.title, unit_words(unit)) for line, unit in apart],
            row_urls=[reverse("returns_decide", args=[made.id, unit.id]) for _line, unit in apart]
            if may
            else [],
        )
    ]


def _next_step(made: aftersales.ReturnFacts, order: orders.OrderFacts) -> str:
    exchange = made.exchange.state if made.exchange is not None and not made.outcome else ""
    if exchange == "asked":
        return _("The customer wants another variant. Agree to it, or cancel the return.")
    if made.state == "announced":
        return _("When the parcel is here, open it and write where each unit goes.")
    if made.state == "received" and exchange == "waiting":
        return _("The goods are not as new. Send the exchange, refund, or give nothing.")
    came_with = aftersales.exchange_of_order(order.id) if order.total.amount == 0 else None
    if made.state == "received" and not made.outcome and came_with:
        return _("These goods were an exchange for %(number)s: the money is on that order.") % {
            "number": came_with[2]
        }
    if made.state == "received" and not made.outcome and order.captured.amount > order.refunded.amount:
        return _("The goods are decided. Refund what the customer gets back.")
    return ""


def _actions(made: aftersales.ReturnFacts, order: orders.OrderFacts, actor: Actor) -> list[Action]:
    found = exchanging.exchange_actions(made, actor)
    found += exchanging.label_actions(made, order, actor)
    if made.state == "announced" and (actor.can("inventory.write") or actor.can("fulfillment.write")):
        found.append(Action(_("Receive"), reverse("returns_receive", args=[made.id]), tone="strong"))
    if made.state == "announced" and actor.can("orders.write"):
        found.append(Action(_("Cancel the return"), reverse("returns_cancel", args=[made.id]), tone="danger"))
    if made.state == "received" and not made.outcome and actor.can("orders.refund"):
        if order.captured > order.refunded:
            url = f"{reverse('orders_refund', args=[order.number])}?return={made.number}"
            found.append(Action(_("Refund"), url, tone="strong"))
        found.append(
            Action(_("Give no money back"), reverse("returns_refuse", args=[made.id]), tone="danger")
        )
    return found


@workspace_page(permission="orders.write")
def announce(request: HttpRequest, number: str) -> HttpResponse:
    """Announce that units of an order come back."""
    order = find(request, number)
    left = aftersales.returnable(order.id)
    others = aftersales.exchange_choices(order.id, at=clock.now())
    form = AnnounceForm(request.POST or None, order=order, left=left, others=others)
    if request.method == "POST" and form.is_valid():
        try:
            made = aftersales.announce_return(
                order.id,
                lines=form.lines(),
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
                instead=form.instead(),
                credit=form.cleaned_data["credit"],
                pickup_on=form.cleaned_data["pickup_on"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, " ".join(map(str, (error.message, *_details(error), error.next_step))))
        else:
            messages.success(
                request, _("%(number)s is announced. The warehouse expects it.") % {"number": made.number}
            )
            return redirect("returns_record", return_id=made.id)
    return render_form(
        request,
        form,
        title=_("Return of %(number)s") % {"number": order.number},
        intro=_("Goods and money are two decisions: refund from the order when you know what came."),
        submit=_("Announce the return"),
        back_url=reverse("orders_record", args=[order.number]),
        back_label=order.number,
    )


def _details(error: DomainError) -> list[str]:
    """Return the sentences of a refused pick-up, which says what is missing."""
    return [str(words) for words in error.details.values() if not isinstance(words, (dict, list))]


@workspace_page(permission=("inventory.write", "fulfillment.write"))
def receive(request: HttpRequest, return_id: int) -> HttpResponse:
    """Open the parcel: where does each unit go."""
    made, order = find_return(request, return_id)
    actor = request_actor(request)
    places = [each for each in inventory.locations() if each.active and actor.can_see("location", each.code)]
    marks = inventory.sent_marks(order.id, {line.variant_id for line in made.lines})
    form = ReceiveForm(request.POST or None, request.FILES or None, made=made, places=places, marks=marks)
    if request.method == "POST" and form.is_valid():
        try:
            aftersales.receive_return(
                made.id, found=form.found(), location_code=form.cleaned_data["location"],
                photos=form.cleaned_data["photos"], actor=actor, at=clock.now(),
            )  # fmt: skip
        except aftersales.FoundDoesNotFit as error:
            form.add_error(None, str(PROBLEMS[str(error.details["problem"])]))
        except inventory.NotSentWithOrder as error:
            mark = error.details.get("serial") or error.details.get("lot")
            form.add_error(None, f"{mark}: {error}")
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written. What is on the shelf can be sold again."))
            return redirect("returns_record", return_id=made.id)
    return render_form(
        request,
        form,
        title=_("Receive %(number)s") % {"number": made.number},
        intro=_("Order %(number)s. Every announced unit goes somewhere, if only to what is missing.")
        % {"number": order.number},
        submit=_("Write what was found"),
        back_url=reverse("returns_record", args=[made.id]),
        back_label=made.number,
        template="customer_service/receive_return.html",
    )


@workspace_page(permission=("inventory.write", "fulfillment.write"))
def decide(request: HttpRequest, return_id: int, units_id: int) -> HttpResponse:
    """Say where units go that were set apart; only this makes them sellable."""
    made, _order = find_return(request, return_id)
    found = [(line, unit) for line in made.lines for unit in line.units if unit.id == units_id]
    if not found:
        raise NotFound()
    line, unit = found[0]
    form = DecideForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            aftersales.decide_units(
                units_id, **form.cleaned_data, actor=request_actor(request), at=clock.now()
            )
        except aftersales.FoundDoesNotFit as error:
            form.add_error(None, str(PROBLEMS[str(error.details["problem"])]))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written. What is on the shelf can be sold again."))
            return redirect("returns_record", return_id=made.id)
    return render_form(
        request,
        form,
        title=_("Decide about units of %(number)s") % {"number": made.number},
        intro=f"{line.sku} {line.title}: {unit_words(unit)}",
        submit=_("Write the decision"),
        back_url=reverse("returns_record", args=[made.id]),
        back_label=made.number,
    )


@workspace_page(permission="orders.write")
def cancel(request: HttpRequest, return_id: int) -> HttpResponse:
    """Expect the goods no longer."""
    made, _order = find_return(request, return_id)
    title, submit = _("Cancel %(number)s"), _("Cancel the return")
    return _end(request, made, aftersales.cancel_return, title, submit)


@workspace_page(permission="orders.refund")
def refuse(request: HttpRequest, return_id: int) -> HttpResponse:
    """Give nothing for what came back."""
    made, _order = find_return(request, return_id)
    title, submit = _("No money back for %(number)s"), _("Give no money back")
    return _end(request, made, aftersales.refuse_return, title, submit)


def _end(
    request: HttpRequest, made: aftersales.ReturnFacts, act: Callable[..., object], title: str, submit: str
) -> HttpResponse:
    """Ask for a reason, which the customer reads, and end the return with it."""
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(made.id, reason=form.cleaned_data["reason"], actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("returns_record", return_id=made.id)
    return render_form(
        request,
        form,
        title=title % {"number": made.number},
        submit=submit,
        back_url=reverse("returns_record", args=[made.id]),
        back_label=made.number,
    )


urlpatterns = [
    *exchanging.urlpatterns,
    *free.urlpatterns,
    path("returns/", ReturnList.as_view(), name="returns_list"),
    path("returns/why/thresholds/", cause_limits, name="returns_why_limits"),
    path("returns/why/", CauseList.as_view(), name="returns_why"),
    path("returns/<int:return_id>/", return_record, name="returns_record"),
    path("returns/<int:return_id>/photos/<int:photo_id>/", photo, name="returns_photo"),
    path("returns/<int:return_id>/receive/", receive, name="returns_receive"),
    path("returns/<int:return_id>/units/<int:units_id>/", decide, name="returns_decide"),
    path("returns/<int:return_id>/cancel/", cancel, name="returns_cancel"),
    path("returns/<int:return_id>/refuse/", refuse, name="returns_refuse"),
    path("orders/<str:number>/return/", announce, name="returns_announce"),
]
