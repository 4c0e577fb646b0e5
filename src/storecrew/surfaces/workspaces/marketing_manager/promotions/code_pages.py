"""Codes of a promotion: one to say aloud, batches to send, and files both ways."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.workspaces.marketing_manager.promotions.promotion_record import find

SIZE = 30_000_000
HOW = (
    ("one", gettext_lazy("One code that people can say and type")),
    ("many", gettext_lazy("Many random codes")),
    ("file", gettext_lazy("Codes from a file, one a row")),
    ("block", gettext_lazy("Block a code, for example one that leaked")),
    ("allow", gettext_lazy("Let a blocked code count again")),
)
NEEDED = {"one": "code", "many": "count", "file": "file", "block": "code", "allow": "code"}


class CodesForm(forms.Form):
    """Which codes to make, or which one to block."""

    how = forms.ChoiceField(label=gettext_lazy("What"), choices=HOW, widget=forms.RadioSelect, initial="one")
    code = forms.CharField(
        label=gettext_lazy("Code, or how random ones begin"), required=False, max_length=40
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many"), required=False, min_value=1, max_value=1_000_000
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    name = forms.CharField(label=gettext_lazy("Name of the batch"), required=False, max_length=120)
    uses = forms.IntegerField(
        label=gettext_lazy("Orders per code"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Empty: one for random codes and files, any number for a single code."),
    )
    hidden = forms.BooleanField(
        label=gettext_lazy("Valuable: keep only their hashes, they can be downloaded once, now"),
        required=False,
    )
    expires_at = MomentField(label=gettext_lazy("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        values: dict[str, Any] = super().clean() or {}
        needed = NEEDED.get(values.get("how", ""))
        if needed and not values.get(needed):
            self.add_error(needed, _("This is needed."))
        if values.get("file") and values["file"].size > SIZE:
            self.add_error("file", _("The file is larger than 30 MB."))
        return values


@workspace_page(permission="promotions.write")
def codes(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Make codes or read them in, or block one; hidden ones come back as a file, once."""
    row = find(promotion_id)
    form = CodesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, words = _make(row, form.cleaned_data, request)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            if made is not None:
                return _file(made, row)
            messages.success(request, words)
            return redirect("promotion", promotion_id=row.pk)
    context = {
        "form": form,
        "header_title": _("Codes"),
        "intro": row.name,
        "submit_label": _("Save"),
        "back_url": reverse("promotion", args=[row.pk]),
        "back_label": row.name,
        "export_url": reverse("promotion_codes_file", args=[row.pk]),
    }
    return render(request, "marketing_manager/codes.html", context, status=422 if form.errors else 200)


def _make(row: Promotion, values: dict[str, Any], request: HttpRequest) -> tuple[list[str] | None, str]:
    """Make what was asked for; return hidden codes, and what happened in words."""
    who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
    until = values["expires_at"]
    if values["how"] == "one":
        coupon = promotions.add_code(
            row.pk, values["code"], uses_cap=values["uses"] or 0, expires_at=until, **who
        )
        return None, _("The code %(code)s counts when the promotion runs.") % {"code": coupon.code}
    if values["how"] in ("block", "allow"):
        blocked = values["how"] == "block"
        promotions.block_code(promotions.code_id(row.pk, values["code"]), blocked=blocked, **who)
        told = _("The code %(code)s counts no more.") if blocked else _("The code %(code)s counts again.")
        return None, told % {"code": promotions.normalize_code(values["code"])}
    uses = 1 if values["uses"] is None else values["uses"]
    shared = {
        "name": values["name"],
        "hidden": values["hidden"],
        "uses_cap": uses,
        "expires_at": until,
        **who,
    }
    if values["how"] == "many":
        _batch, made = promotions.generate_codes(
            row.pk, count=values["count"], prefix=values["code"], **shared
        )
        return (made if values["hidden"] else None), _made(len(made))
    text = io.TextIOWrapper(values["file"], encoding="utf-8-sig", errors="replace")
    batch, left_out = promotions.import_codes(row.pk, (line.split(",")[0] for line in text), **shared)
    return None, f"{_made(batch.count)} {_('Left out: %(count)s.') % {'count': left_out}}"


def _made(count: int) -> str:
    return ngettext("%(count)s code is ready.", "%(count)s codes are ready.", count) % {"count": count}


@workspace_page(permission="promotions.write")
def codes_file(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Give the readable codes with their uses as a file."""
    row = find(promotion_id)
    return _file(promotions.readable_codes(row.pk), row)


def _file(rows: Any, row: Promotion) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="codes-{row.pk}.csv"'
    writer = csv.writer(answer)
    for each in rows:
        writer.writerow([each] if isinstance(each, str) else each)
    return answer
