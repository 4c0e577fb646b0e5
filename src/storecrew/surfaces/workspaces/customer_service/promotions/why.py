"""A code or a promotion, and an order or a cart: whether it counts, condition by condition (CS-9)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.verdicts import decided_table, verdict, verdict_table
from storecrew.surfaces.workspaces.customer_service.customers import goodwill_budgets
from storecrew.surfaces.workspaces.customer_service.orders.finding import find

MOST_OFFERED = 200


def _automatic() -> list[tuple[str, Any]]:
    """Return the promotions that need no code, for choosing one."""
    found = promotions.automatic_promotions(most=MOST_OFFERED)
    return [("", _("the one of the code")), *((str(key), name) for key, name in found)]


class WhyForm(forms.Form):
    """What the customer typed or expected, and where; ``order`` is the one that was named."""

    order: orders.OrderFacts | None = None
    code = forms.CharField(label=gettext_lazy("Code"), max_length=80, required=False)
    promotion = forms.TypedChoiceField(
        label=gettext_lazy("Or a promotion without a code"), choices=_automatic, coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    where = forms.CharField(
        label=gettext_lazy("Order number or cart"),
        max_length=300,
        help_text=gettext_lazy(
            "SC-1042, or the reference of a cart. An order is judged as of its placement."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not values.get("code") and values.get("promotion") is None:
            self.add_error("code", _("Write the code, or choose the promotion that has none."))
        return values

    def clean_where(self) -> promotions.Request:
        """Return what that order or cart asks."""
        text = self.cleaned_data["where"].strip()
        try:
            if re.fullmatch(r"[A-Za-z]{2}-\d+", text):
                self.actor.require("orders.read")
                self.order = order = orders.order_by_number(text.upper())
                return promotions.request_of_order(order.id)
            found = checkout.promotion_request(text.rstrip("/").rsplit("/", 1)[-1], at=clock.now())
        except DomainError as error:
            raise forms.ValidationError(str(error)) from None
        if found is None:
            raise forms.ValidationError(_("This cart is empty."))
        return found

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        """Know who asks."""
        super().__init__(*args, **kwargs)
        self.actor = actor


@workspace_page(permission="promotions.read")
def why(request: HttpRequest) -> HttpResponse:
    """Answer why a code or a promotion counts or not; an order leads here with its number."""
    asked_for = request.GET if {"code", "promotion"} & set(request.GET) else None
    form = WhyForm(asked_for, initial=request.GET.dict(), actor=request_actor(request))
    context: dict[str, Any] = {
        "form": form,
        "header_title": _("Why does a promotion not apply?"),
        "intro": _("Every condition with what was needed and what there was."),
        "back_url": reverse("promotions"),
        "back_label": _("Promotions"),
        "submit_label": _("Show why"),
        "tables": [],
    }
    if form.is_bound and form.is_valid():
        context |= _answer(form, request_actor(request))
    return render(request, "backoffice/trial.html", context, status=422 if form.errors else 200)


def _answer(form: WhyForm, actor: Any) -> dict[str, Any]:
    asked, typed = form.cleaned_data["where"], form.cleaned_data["code"]
    if typed:
        found = promotions.explain(asked, code=promotions.normalize_code(typed))
    else:
        found = promotions.explain(asked, promotion_id=form.cleaned_data["promotion"])
    status = verdict(found, asked.currency)
    tables = [verdict_table(found, asked.currency)]
    if form.order is not None and found.promotion_id is not None:
        tables.append(decided_table(form.order.id, found.promotion_id, asked.currency))
    return {
        "words": f"{found.name}: {status.label}" if found.name else status.label,
        "tone": status.tone,
        "sentence": found.sentence,
        "tables": tables,
        **(_offer(form, actor) if typed else {}),
    }


WHY = {
    "not_given": gettext_lazy("It holds for this order, but nothing was taken off."),
    "ended": gettext_lazy("It had just ended when the order was placed."),
    "ours": gettext_lazy("It was paused or used up on our side."),
    "used": gettext_lazy("The order has this benefit already."),
}


def _offer(form: WhyForm, actor: Any) -> dict[str, Any]:
    """Return the way on: what the order missed, and the page that gives it."""
    if form.order is None or not actor.can("loyalty.goodwill"):
        return {}
    found = aftersales.missed_benefit(form.order.id, form.cleaned_data["code"])
    if found.why not in aftersales.GRANTABLE:
        return {"offer": WHY.get(found.why, "")}
    query = urlencode({"code": found.code})
    return {
        "offer": WHY[found.why],
        "offer_label": _("Give the missed %(amount)s") % {"amount": found.amount.format()},
        "offer_url": f"{reverse('promotions_grant', args=[form.order.number])}?{query}",
    }


class GrantForm(forms.Form):
    """Why the missed benefit is given."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("It stays on the customer's record, with the conditions of then."),
    )
    ask = forms.BooleanField(
        label=gettext_lazy("If it is above my limit, send it to a second person"), required=False
    )

    def __init__(self, *args: Any, actor: Any, currency: str, **kwargs: Any) -> None:
        """Ask which budget pays where there is more than one."""
        super().__init__(*args, **kwargs)
        goodwill_budgets.add_choice(self, actor, [currency], before="reason")


@workspace_page(permission="loyalty.goodwill")
def grant(request: HttpRequest, number: str) -> HttpResponse:
    """Give a customer what a code should have taken off."""
    order = find(request, number)
    code = request.GET.get("code", "")[:80]
    found = aftersales.missed_benefit(order.id, code)
    back = f"{reverse('promotions_why')}?{urlencode({'code': found.code, 'where': order.number})}"
    actor = request_actor(request)
    form = GrantForm(
        request.POST or None,
        initial={"reason": str(WHY.get(found.why, ""))},
        actor=actor,
        currency=order.currency,
    )
    if request.method == "POST" and form.is_valid():
        try:
            words = _grant(order, code, form.cleaned_data, actor)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect("orders_record", number=order.number)
    return render_form(
        request,
        form,
        title=_("Give the missed benefit"),
        intro=_granted_as(order)
        % {
            "code": found.code,
            "order": order.number,
            "amount": found.amount.format(),
            "why": WHY.get(found.why, _("Nothing was missed.")),
        },
        submit=_("Give it"),
        back_url=back,
        back_label=_("Why does a promotion not apply?"),
    )


def _grant(order: orders.OrderFacts, code: str, values: dict[str, Any], actor: Any) -> str:
    given: dict[str, Any] = {
        "reason": values["reason"],
        "budget_id": goodwill_budgets.chosen(values),
        "actor": actor,
        "at": clock.now(),
    }
    try:
        aftersales.grant_missed(order.id, code, **given)
    except loyalty.GoodwillAboveLimit:
        if not values["ask"]:
            raise
        aftersales.ask_to_grant(order.id, code, **given)
        return _("Sent to a second person. It is given when they agree.")
    if order.customer_id is None:
        return _("Given. The voucher goes to %(email)s.") % {"email": order.email}
    return _("Given. The customer sees it in the account.")


def _granted_as(order: orders.OrderFacts) -> str:
    if order.customer_id is None:
        return _("%(code)s on %(order)s: %(amount)s as a gift voucher by mail. %(why)s")
    return _("%(code)s on %(order)s: %(amount)s as store credit. %(why)s")
