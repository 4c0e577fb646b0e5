"""The program on one page: its rules, its tiers, and what is owed."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Program, Tier
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.loyalty import batch_pages, sale_pages, worth
from storecrew.surfaces.workspaces.marketing_manager.loyalty.voucher_pages import form_page


def currencies() -> list[str]:
    """Return the currencies that the shops sell in."""
    return sorted({channel.currency for channel in channels.all_channels()})


@workspace_page(permission="loyalty.read")
def overview(request: HttpRequest) -> HttpResponse:
    """Show the program, its tiers and what is owed to customers."""
    row = loyalty.program()
    may = request_actor(request).can("loyalty.write")
    actions = []
    if may:
        actions.append(Action(_("Edit the program"), reverse("loyalty_program_edit"), tone="strong"))
        if row is not None:
            actions.append(Action(_("New tier"), reverse("loyalty_tier_add")))
        actions.append(Action(_("New budget for goodwill"), reverse("loyalty_budget_add")))
        actions.append(Action(_("Gift vouchers for a company"), reverse("loyalty_batch_add")))
        actions.append(Action(_("Sell an article as a gift voucher"), reverse("loyalty_voucher_sell")))
    record = Record(
        title=row.name if row else _("Loyalty program"),
        record="loyalty.program",
        record_id=row.pk if row else 0,
        status=[_status(row)],
        next_step="" if row else _("Say what earns points and what a point pays, then open the program."),
        actions=actions,
        groups=[_rules(row)] if row else [],
        tables=[
            _owed(),
            *([_tiers(row, may), *worth.worth_tables(row, request_actor(request))] if row else []),
            batch_pages.budgets_table(may),
            sale_pages.sale_table(),
        ],
        icon="pick",
    )
    return render_record(request, record)


def _status(row: Program | None) -> Status:
    if row is None:
        return Status(_("Not set up"), "neutral")
    return (
        Status(pgettext("program", "Open"), "good")
        if row.open
        else Status(pgettext("program", "Closed"), "warning")
    )


def _by_currency(amounts: dict[str, int]) -> str:
    return " · ".join(Money(amount, code).format() for code, amount in sorted(amounts.items())) or "–"


def _rules(row: Program) -> FactGroup:
    return FactGroup(
        _("Rules"),
        [
            Fact(_("One point for each"), _by_currency(row.earn_per)),
            Fact(_("A point pays"), _by_currency(row.worth)),
            Fact(_("Points count after"), _("%(n)s days") % {"n": row.return_days}),
            Fact(_("Points are good for"), _("%(n)s days") % {"n": row.expiry_days}),
            Fact(_("Least to pay with"), row.least_units, "number"),
            Fact(_("Tiers look at the last"), _("%(n)s days") % {"n": row.rolling_days}),
            Fact(_("Guests see what members pay"), _("yes") if row.shows_prices else _("no")),
        ],
    )


def _owed() -> Table:
    language = get_language() or "en"
    owed: dict[tuple[str, str], list[loyalty.LiabilityRow]] = {}
    for line in loyalty.liability():
        # points are the same in every currency, and only what they are worth differs
        owed.setdefault((line.kind, "" if line.kind == "points" else line.currency), []).append(line)
    rows = [
        (
            lines[0].label,
            ", ".join(line.currency for line in lines if line.currency),
            lines[0].accounts,
            format_decimal(lines[0].units, locale=language) if kind == "points" else "–",
            lines[0].pending,
            " · ".join(line.worth.format(language) for line in lines if line.worth) or "–",
        )
        for (kind, _currency), lines in owed.items()
    ]
    return Table(
        _("What we owe (liability)"),
        (_("Kind"), _("Currency"), _("Accounts"), _("Points"), _("Pending"), _("Worth")),
        rows,
        empty=_("Nothing is owed."),
        kinds=("text", "text", "number", "number", "number", "money"),
    )


def _tiers(row: Program, may: bool) -> Table:
    found = list(row.tiers.all())
    rows = [
        (
            loyalty.said(tier.names),
            _by_currency(tier.thresholds),
            f"{tier.bonus_bp / 10_000:g} ×",
            loyalty.said(tier.benefits) or "–",
        )
        for tier in found
    ]
    return Table(
        _("Tiers"),
        (_("Tier"), _("From a spend of"), _("Points count"), _("Benefits")),
        rows,
        empty=_("No tiers: all members are equal."),
        row_urls=[reverse("loyalty_tier", args=[tier.pk]) for tier in found] if may else (),
    )


class ProgramForm(forms.Form):
    """The rules; one pair of amounts for each currency."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    open = forms.BooleanField(label=gettext_lazy("Takes members and counts"), required=False)
    return_days = forms.IntegerField(
        label=gettext_lazy("Days until points count"), min_value=0, max_value=365
    )
    expiry_days = forms.IntegerField(
        label=gettext_lazy("Days points are good for"), min_value=1, max_value=3650
    )
    least_units = forms.IntegerField(
        label=gettext_lazy("Least points to pay with"), min_value=1, max_value=100_000
    )
    rolling_days = forms.IntegerField(
        label=gettext_lazy("Days that count for a tier"), min_value=1, max_value=3650
    )

    shows_prices = forms.BooleanField(
        label=gettext_lazy("Guests see what members pay"),
        required=False,
        help_text=gettext_lazy(
            "Beside each price that a price list for members, or for a tier without a spend, lowers."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in currencies():
            self.fields[f"per_{code}"] = forms.CharField(
                label=_("One point for each (%(currency)s)") % {"currency": code},
                max_length=20,
                required=False,
            )
            self.fields[f"worth_{code}"] = forms.CharField(
                label=_("A point pays (%(currency)s)") % {"currency": code}, max_length=20, required=False
            )


def amounts(values: dict[str, Any], prefix: str) -> dict[str, int]:
    """Read the amounts of all currencies; empty ones are left out. Raises InvalidAmount."""
    return {
        code: Money.parse(values[f"{prefix}_{code}"], code).amount
        for code in currencies()
        if values.get(f"{prefix}_{code}")
    }


def _typed(amounts: dict[str, int], prefix: str) -> dict[str, str]:
    return {f"{prefix}_{code}": f"{Money(amount, code).decimal:f}" for code, amount in amounts.items()}


@workspace_page(permission="loyalty.write")
def edit(request: HttpRequest) -> HttpResponse:
    """Edit the rules."""
    row = loyalty.program()
    initial: dict[str, Any] = {
        "open": True,
        "return_days": 30,
        "expiry_days": 730,
        "least_units": 1,
        "rolling_days": 365,
    }
    if row is not None:
        initial = {
            name: getattr(row, name)
            for name in (
                *("name", "open", "return_days", "expiry_days"),
                *("least_units", "rolling_days", "shows_prices"),
            )
        }
        initial |= _typed(row.earn_per, "per") | _typed(row.worth, "worth")
    form = of_record(ProgramForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            loyalty.save_program(
                name=values["name"],
                is_open=values["open"],
                earn_per=amounts(values, "per"),
                worth=amounts(values, "worth"),
                return_days=values["return_days"],
                expiry_days=values["expiry_days"],
                least_units=values["least_units"],
                rolling_days=values["rolling_days"],
                shows_prices=values["shows_prices"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("loyalty_program")
    return form_page(request, form, _("Loyalty program"), reverse("loyalty_program"), _("Loyalty"))


class TierForm(forms.Form):
    """One tier, with names for each language."""

    code = forms.SlugField(label=gettext_lazy("Short name in lower case"), max_length=20)
    name_en = forms.CharField(label=gettext_lazy("Name (English)"), max_length=60)
    name_ko = forms.CharField(label=gettext_lazy("Name (Korean)"), max_length=60, required=False)
    benefits_en = forms.CharField(label=gettext_lazy("Benefits (English)"), max_length=300, required=False)
    benefits_ko = forms.CharField(label=gettext_lazy("Benefits (Korean)"), max_length=300, required=False)
    percent = forms.IntegerField(
        label=gettext_lazy("Points count (percent)"), min_value=100, max_value=1000, initial=100
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in currencies():
            self.fields[f"from_{code}"] = forms.CharField(
                label=_("From a spend of (%(currency)s)") % {"currency": code}, max_length=20, required=False
            )


@workspace_page(permission="loyalty.write")
def tier(request: HttpRequest, tier_id: int | None = None) -> HttpResponse:
    """Add or edit a tier."""
    row = Tier.objects.filter(pk=tier_id).first() if tier_id else None
    initial: dict[str, Any] = {}
    if row is not None:
        initial = {"code": row.code, "percent": row.bonus_bp // 100} | _typed(row.thresholds, "from")
        initial |= {f"name_{lang}": text for lang, text in row.names.items()}
        initial |= {f"benefits_{lang}": text for lang, text in row.benefits.items()}
    form = of_record(TierForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            loyalty.save_tier(
                code=values["code"],
                names=_texts(values, "name"),
                benefits=_texts(values, "benefits"),
                thresholds=amounts(values, "from"),
                bonus_bp=values["percent"] * 100,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("loyalty_program")
    return form_page(request, form, _("Tier"), reverse("loyalty_program"), _("Loyalty"))


def _texts(values: dict[str, Any], prefix: str) -> dict[str, str]:
    return {lang: values[f"{prefix}_{lang}"] for lang in ("en", "ko") if values[f"{prefix}_{lang}"]}
