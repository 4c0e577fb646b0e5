"""Packaging audits: the parcels of the sample, opened and compared with what was asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import PackagingAudit
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.workspaces.logistics_manager.work.photos import photo_of

YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


def _result(row: PackagingAudit) -> Status:
    return Status(_("passed"), "good") if row.passed else Status(_("failed"), "bad")


def _failed(row: PackagingAudit) -> str:
    return ", ".join(str(fulfillment.AUDIT_CHECKS[name]) for name, good in row.answers.items() if not good)


class AuditList(Listing):
    """Audits, newest first."""

    code = "fulfillment.audits"
    title = gettext_lazy("Packaging audits")
    permission = "fulfillment.read"
    search_fields = ("parcel__code", "note")
    default_sort = "-at"
    empty_title = gettext_lazy("No audits yet")
    empty_text = gettext_lazy("A sample of the closed parcels is chosen for an audit before they leave.")
    columns = (
        Column("parcel", gettext_lazy("Parcel"), lambda row: row.parcel.code, primary=True),
        Column("result", gettext_lazy("Result"), _result, kind="status", sort="passed"),
        Column("failed", gettext_lazy("What failed"), _failed),
        Column("note", gettext_lazy("Note")),
        Column("packed_by", gettext_lazy("Packed by"), lambda row: row.parcel.packed_by),
        Column("auditor", gettext_lazy("Audited by")),
        Column("at", gettext_lazy("When"), kind="datetime", sort="at"),
    )
    filters = (
        Filter("passed", gettext_lazy("Passed"), "boolean", "passed"),
        Filter("at", gettext_lazy("When"), "date", "at"),
    )

    def rows(self) -> QuerySet[PackagingAudit]:
        """Return the audits of the person's locations."""
        mine = fulfillment.visible_work(self.actor)
        rows = PackagingAudit.objects.filter(parcel__fulfillment_order__in=mine)
        return rows.select_related("parcel")

    def row_url(self, row: PackagingAudit) -> str:
        """Open the parcel."""
        return reverse("warehouse_parcel", args=[row.parcel_id])

    def primary_action(self) -> tuple[Text, str] | None:
        """Audit the next parcel of the sample."""
        may = self.actor.can("fulfillment.write") or self.actor.can("packaging.write")
        waiting = fulfillment.to_audit(self.actor) if may else []
        if not waiting:
            return None
        words = _("Audit the next one (%(n)s wait)") % {"n": len(waiting)}
        return words, reverse("warehouse_audit", args=[waiting[0].pk])


class AuditForm(forms.Form):
    """An answer for each check, a note and a photo."""

    note = forms.CharField(
        label=gettext_lazy("What was wrong"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photo = forms.FileField(label=gettext_lazy("Photo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in fulfillment.AUDIT_CHECKS.items():
            self.fields[name] = forms.ChoiceField(label=str(words), choices=YES_NO, widget=forms.RadioSelect)
        self.fields["photo"].widget.attrs |= {"accept": "image/*", "capture": "environment"}
        self.order_fields([*fulfillment.AUDIT_CHECKS, "note", "photo"])


@workspace_page(permission=("fulfillment.write", "packaging.write"))
def audit(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Audit one parcel."""
    actor = request_actor(request)
    parcel = fulfillment.parcel(parcel_id)
    fulfillment.work_of(parcel.work_id, actor)
    form = AuditForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            passed = fulfillment.audit_parcel(
                parcel_id,
                answers={name: values[name] == "yes" for name in fulfillment.AUDIT_CHECKS},
                note=values["note"],
                photo=photo_of(values["photo"]),
                actor=actor,
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            if passed:
                messages.success(request, _("It passed."))
                return redirect("warehouse_audits")
            messages.warning(request, _("It failed. Pack it again before it leaves."))
            return redirect("warehouse_parcel", parcel_id=parcel_id)
    context = {
        "form": form,
        "header_title": _("Audit %(code)s") % {"code": parcel.code},
        "intro": _("Open the parcel and compare it with its instruction."),
        "back_url": reverse("warehouse_audits"),
        "back_label": _("Packaging audits"),
        "spec": parcel.specification,
    }
    return render(
        request, "logistics_manager/quality/audit.html", context, status=422 if form.errors else 200
    )
