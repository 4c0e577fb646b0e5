"""Whom we talk to at a supplier."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Supplier
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.three_way import of_record


class ContactForm(forms.Form):
    """A person and how to reach them."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    duty = forms.CharField(label=gettext_lazy("Responsible for"), max_length=80, required=False)
    email = forms.EmailField(label=gettext_lazy("Email"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)


def contact_table(row: Supplier) -> Table:
    """Return a supplier's contacts for its page; each leads to its form."""
    people = list(row.contacts.order_by("name"))
    rows = [(each.name, each.duty or "–", each.email or "–", each.phone or "–") for each in people]
    headers = (_("Name"), _("Responsible for"), _("Email"), _("Phone"))
    urls = [reverse("purchasing_contact", args=[row.code, each.pk]) for each in people]
    return Table(_("Contacts"), headers, rows, empty=_("Nobody is known there yet."), row_urls=urls)


def _supplier(code: str) -> Supplier:
    row = Supplier.objects.filter(code=code).first()
    if row is None:
        raise NotFound()
    return row


@workspace_page(permission="purchasing.write")
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add somebody to talk to."""
    return _form(request, _supplier(code), ContactForm(request.POST or None), _("Add a contact"))


@workspace_page(permission="purchasing.write")
def edit(request: HttpRequest, code: str, contact_id: int) -> HttpResponse:
    """Change how somebody is reached, or forget them."""
    row = _supplier(code)
    person = row.contacts.filter(pk=contact_id).first()
    if person is None:
        raise NotFound()
    if request.method == "POST" and request.POST.get("second"):
        purchasing.remove_contact(row.code, contact_id, actor=request_actor(request), at=clock.now())
        messages.success(request, _("Removed."))
        return redirect("purchasing_supplier", code=row.code)
    initial = {name: getattr(person, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST or None, initial=initial)
    form.fields["name"].disabled = True
    of_record(form)
    return _form(request, row, form, _("Edit contact"), second=_("Remove"))


def _form(
    request: HttpRequest, row: Supplier, form: ContactForm, title: str, *, second: str = ""
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            purchasing.save_contact(
                row.code, **form.cleaned_data, actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("purchasing_supplier", code=row.code)
    back = reverse("purchasing_supplier", args=[row.code])
    return render_form(
        request, form, title=title, submit=_("Save"), second=second, back_url=back, back_label=row.name
    )
