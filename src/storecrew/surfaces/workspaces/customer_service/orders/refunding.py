"""Money that goes back: an amount, or articles, delivery and fees, each with what is left of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.customer_service.orders import outcomes
from storecrew.surfaces.workspaces.customer_service.orders.finding import find
from storecrew.surfaces.workspaces.customer_service.orders.order_actions import OnceForm, done, form_page
from storecrew.surfaces.workspaces.customer_service.orders.order_record import nonce
from storecrew.surfaces.workspaces.customer_service.orders.outcomes import Outcome

FEES = {"gift_wrap": gettext_lazy("Gift wrap")}


class RefundForm(OnceForm):
    """How much goes back and for what, and why."""

    amount = forms.CharField(label=gettext_lazy("Amount"), max_length=20, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("The customer gets"),
        choices=aftersales.REFUND_KINDS,
        initial="money",
        required=False,
        help_text=gettext_lazy("A voucher only where the customer wants one. Its code leaves by mail."),
    )
    made = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, order: orders.OrderFacts, left: aftersales.Refundable, language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _(
            "At most %(left)s. Leave it empty to refund what is chosen below."
        ) % {"left": left.amount.format(language)}
        names = ["key", "made", "amount"]
        for line in order.lines:
            if left.lines.get(line.id):
                names.append(f"line_{line.id}")
                self.fields[names[-1]] = forms.IntegerField(
                    label=" · ".join([line.sku, line.title, *line.options.values()]),
                    min_value=0,
                    max_value=left.lines[line.id],
                    required=False,
                    help_text=_("At most %(units)s, paid %(paid)s for %(n)s.")
                    % {"units": left.lines[line.id], "paid": line.paid.format(language), "n": line.quantity},
                )
        kinds = ", ".join(str(FEES.get(fee.kind, fee.kind)) for fee in orders.fees_of(order.id))
        for name, label, rest in (
            ("shipping", _("Delivery"), left.shipping),
            ("fees", _("Fees (%(kinds)s)") % {"kinds": kinds}, left.fees),
        ):
            if rest.amount > 0:
                names.append(name)
                self.fields[name] = forms.BooleanField(
                    label=f"{label}: {rest.format(language)}",
                    required=False,
                    help_text=_("What is left of it to refund, tax included."),
                )
        self.order_fields([*names, "kind", "reason"])

    def clean(self) -> dict[str, Any]:
        """Ask for one of both: an amount, or what it is for."""
        found = super().clean() or {}
        if bool(found.get("amount")) == self.is_named:
            raise forms.ValidationError(
                _("Write an amount, or choose what is refunded and leave the amount empty.")
            )
        return found

    @property
    def is_named(self) -> bool:
        """Whether something was chosen."""
        values = self.cleaned_data
        return bool(self.lines or values.get("shipping") or values.get("fees"))

    @property
    def lines(self) -> dict[int, int]:
        """Return the chosen units by line id."""
        values = self.cleaned_data.items()
        return {int(name[5:]): units for name, units in values if name.startswith("line_") and units}


@workspace_page(permission="orders.refund")
def refund(request: HttpRequest, number: str) -> HttpResponse:
    """Give money back, up to what was paid and to the limit of the role; for a return that leads here."""
    order = find(request, number)
    left = aftersales.refundable(order.id)
    made = _return_of(request, order)
    initial: dict[str, Any] = {"key": nonce()}
    if made is None:
        initial["amount"] = str(left.amount.decimal)
    else:
        initial |= {"made": made.id, "kind": "credit" if made.wish == "credit" else "money"} | {
            f"line_{key}": min(units, left.lines.get(key, 0)) for key, units in made.came.items()
        }
    form = RefundForm(
        request.POST or None, order=order, left=left, language=request.LANGUAGE_CODE, initial=initial
    )
    second = ""
    if request.method == "POST" and form.is_valid():
        act: Any = aftersales.ask_refund if "second" in request.POST else aftersales.refund
        values = form.cleaned_data
        try:
            given = act(
                order.id,
                amount=Money.parse(values["amount"], order.currency) if values["amount"] else None,
                lines=form.lines or None,
                shipping=bool(values.get("shipping")),
                fees=bool(values.get("fees")),
                reason=values["reason"],
                key=values["key"],
                return_id=values.get("made"),
                credit=values["kind"] == "credit",
                actor=request_actor(request),
                at=clock.now(),
            )
        except aftersales.RefundAboveLimit as error:
            form.add_error(None, str(error))
            second = _("Ask a second person")
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return done(request, order, _told(given, request.LANGUAGE_CODE))
    intro = (
        _("For the return %(number)s: what came back is chosen already.") % {"number": made.number}
        if made
        else ""
    )
    title, submit = _("Refund %(number)s"), _("Refund")
    return form_page(request, order, form, title=title, submit=submit, second=second, intro=intro)


def _return_of(request: HttpRequest, order: orders.OrderFacts) -> aftersales.ReturnFacts | None:
    """Return the open return of this order that the address names."""
    number = request.GET.get("return", "")
    return next(
        (
            one
            for one in aftersales.returns_of_order(order.id)
            if one.number == number and one.state == "received" and not one.outcome
        ),
        None,
    )


def _told(made: aftersales.RefundFacts | approvals.ApprovalFacts, language: str) -> Outcome:
    """Say what came of a refund, or that it waits."""
    if isinstance(made, aftersales.RefundFacts):
        return outcomes.of_refund(made, language)
    words = _("Asked. The refund waits until a colleague approves; you see it on your home.")
    return Outcome(outcomes.messages.INFO, words)
