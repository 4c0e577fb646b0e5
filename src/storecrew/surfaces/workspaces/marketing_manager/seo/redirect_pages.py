"""Redirects: the list, the form, a file with its preview, and addresses that were not found."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import MissingPath, Redirect
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.tables import TableForm
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import saved

EXAMPLE = "source,target,status\n/old-shop/lamp.html,/c/lamps/,301\n/sale-2024,,410\n"
TONES = {301: "good", 302: "info", 410: "neutral"}


class RedirectForm(forms.Form):
    """Where an old address leads."""

    source = forms.CharField(
        label=gettext_lazy("Old address"),
        max_length=600,
        help_text=gettext_lazy("Such as /old-page; without a language in front it stands for all of them."),
    )
    status = forms.TypedChoiceField(
        label=gettext_lazy("Answer"), coerce=int, choices=Redirect.Status.choices, initial=301
    )
    target = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("A page of the shop, such as /c/lamps/. Empty when it is gone for good."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def content(self) -> seo.RedirectContent:
        """Return what was entered."""
        return seo.RedirectContent(**{name: self.cleaned_data[name] for name in seo.RedirectContent._fields})


class RedirectTableForm(TableForm):
    """Redirects, a row each."""

    columns = gettext_lazy("The first row names the columns: source, target, status, note.")


def _dead(row: Redirect) -> Status | str:
    """Say of a redirect that the page it leads to is gone."""
    return Status(gettext_lazy("Leads nowhere"), "bad") if row.is_dead else ""


class RedirectList(Listing):
    """Old addresses and where they lead."""

    code = "seo.redirects"
    title = gettext_lazy("Redirects")
    walks = False
    permission = "marketing.read"
    template = "marketing_manager/redirects.html"
    search_fields = ("old_path", "new_path", "note")
    default_sort = "-hits"
    intro = gettext_lazy(
        "Asked only where no page answers. Products, categories and pages that get a new address lead on by "
        "themselves and do not stand here."
    )
    empty_title = gettext_lazy("No redirects yet")
    empty_text = gettext_lazy(
        "Bring the addresses of the shop before this one as a file, or send on what visitors did not find."
    )
    columns = (
        Column("old", gettext_lazy("Old address"), "old_path", sort="old_path", primary=True),
        Column("new", gettext_lazy("Leads to"), lambda row: row.new_path or "–", sort="new_path"),
        Column(
            "status",
            gettext_lazy("Answer"),
            lambda row: Status(row.get_status_display(), TONES[row.status]),
            kind="status",
            sort="status",
        ),
        Column("dead", gettext_lazy("Leads nowhere"), _dead, kind="status", sort="is_dead"),
        Column("hits", gettext_lazy("Visits"), "hits", kind="number", sort="hits"),
        Column("last", gettext_lazy("Last visit"), "last_hit_at", kind="datetime", sort="last_hit_at"),
        Column("note", gettext_lazy("Note"), "note", default=False),
        Column(
            "changed",
            gettext_lazy("Changed"),
            "updated_at",
            kind="datetime",
            sort="updated_at",
            default=False,
        ),
    )
    filters = (
        Filter(
            "status",
            gettext_lazy("Answer"),
            "choice",
            "status",
            choices=[(str(code), label) for code, label in Redirect.Status.choices],
        ),
        Filter("dead", gettext_lazy("Leads nowhere"), "boolean", "is_dead"),
        Filter("hits", gettext_lazy("Visits"), "number", "hits"),
        Filter("last", gettext_lazy("Last visit"), "date", "last_hit_at"),
    )
    views = (
        SystemView(gettext_lazy("Never used"), "f.hits=0"),
        SystemView(gettext_lazy("For now"), "f.status=302"),
    )

    def rows(self) -> QuerySet[Redirect]:
        """Return all redirects."""
        return Redirect.objects.all()

    def row_url(self, row: Redirect) -> str:
        """Return the form of the redirect."""
        return reverse("redirect_edit", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may write."""
        return (_("New redirect"), reverse("redirect_add")) if self.actor.can("marketing.write") else None

    def extra_context(self) -> dict[str, Any]:
        """Offer the file."""
        return {"import_url": reverse("redirects_import")} if self.actor.can("marketing.write") else {}


class MissingList(Listing):
    """Addresses that were asked for and are not there."""

    code = "seo.missing"
    title = gettext_lazy("Not found")
    walks = False
    permission = "marketing.read"
    search_fields = ("path",)
    default_sort = "-people"
    intro = gettext_lazy("Open one to send it to the nearest page.")
    empty_title = gettext_lazy("Everything was found")
    empty_text = gettext_lazy(
        "Addresses that visitors ask for and that are not there are counted here, without what follows the "
        "path and without any that could name a person."
    )
    columns = (
        Column("path", gettext_lazy("Address"), "path", sort="path", primary=True),
        Column("people", gettext_lazy("People"), "people", kind="number", sort="people"),
        Column("machines", gettext_lazy("Machines"), "machines", kind="number", sort="machines"),
        Column("first", gettext_lazy("First asked for"), "first_at", kind="datetime", sort="first_at"),
        Column("last", gettext_lazy("Last asked for"), "last_at", kind="datetime", sort="last_at"),
    )
    filters = (
        Filter("people", gettext_lazy("People"), "number", "people"),
        Filter("machines", gettext_lazy("Machines"), "number", "machines"),
        Filter("last", gettext_lazy("Last asked for"), "date", "last_at"),
    )
    views = (SystemView(gettext_lazy("Asked for by people"), "f.people=1&f.people.op=min"),)

    def rows(self) -> QuerySet[MissingPath]:
        """Return all addresses."""
        return MissingPath.objects.all()

    def row_url(self, row: MissingPath) -> str:
        """Return the form that sends it somewhere, for those who may."""
        return reverse("missing_send", args=[row.pk]) if self.actor.can("marketing.write") else ""


@workspace_page(permission="marketing.write")
def redirect_add(request: HttpRequest) -> HttpResponse:
    """Write a new redirect."""
    form = RedirectForm(request.POST or None, initial={"source": request.GET.get("source", "")[:500]})
    return _edit(request, form, None, _("New redirect"))


@workspace_page(permission="marketing.write")
def redirect_edit(request: HttpRequest, redirect_id: int) -> HttpResponse:
    """Change a redirect, or take it away."""
    row = Redirect.objects.filter(pk=redirect_id).first()
    if row is None:
        raise seo.UnknownRedirect(redirect=redirect_id)
    initial = {"source": row.old_path, "target": row.new_path, "status": row.status, "note": row.note}
    return _edit(request, of_record(RedirectForm(request.POST or None, initial=initial)), row, row.old_path)


@workspace_page(permission="marketing.write")
@require_POST
def redirect_remove(request: HttpRequest, redirect_id: int) -> HttpResponse:
    """Take a redirect away."""
    seo.remove_redirect(redirect_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("The redirect is gone."))
    return redirect("redirects")


@workspace_page(permission="marketing.write")
def missing_send(request: HttpRequest, missing_id: int) -> HttpResponse:
    """Send an address that was not found somewhere; the nearest page is proposed."""
    row = MissingPath.objects.filter(pk=missing_id).first()
    if row is None:
        # Somebody has sent it on already.
        return redirect("missing")
    near = seo.nearest(row.path)
    initial = {"source": row.path, "target": near[0].path if near else ""}
    form = RedirectForm(request.POST or None, initial=initial)
    # It may have a redirect whose page is gone by now: that one is changed.
    known = Redirect.objects.filter(old_path=row.path).first()
    return _edit(request, form, known, _("Send it to …"), near=near, back=("missing", _("Not found")))


def _edit(
    request: HttpRequest,
    form: RedirectForm,
    row: Redirect | None,
    title: str,
    *,
    near: tuple[seo.Proposal, ...] = (),
    back: tuple[str, str] | None = None,
) -> HttpResponse:
    def save(entered: seo.RedirectContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return seo.save_redirect(entered, redirect_id=row.pk if row else None, **who)

    name, label = back or ("redirects", _("Redirects"))
    if request.method == "POST" and form.is_valid() and saved(form, save) is not None:
        messages.success(request, _("Saved. Visitors are led there from now on."))
        return redirect(name)
    context = {
        "form": form,
        "row": row,
        "near": near,
        "header_title": title,
        "back_url": reverse(name),
        "back_label": label,
    }
    return render(request, "marketing_manager/redirect.html", context, status=422 if form.errors else 200)


@workspace_page(permission="marketing.write")
def redirects_import(request: HttpRequest) -> HttpResponse:
    """Read redirects from a file; show what is wrong with which row before anything is written."""
    form = RedirectTableForm(request.POST or None, request.FILES or None)
    checked: list[seo.Checked] = []
    text = ""
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["table"]
            rows = read_rows(text)
        except forms.ValidationError as error:
            form.add_error("table", error)
        else:
            who: dict[str, Any] = {"actor": request_actor(request)}
            checked = seo.check_redirects(rows, **who)
            if "confirm" in request.POST and rows and not any(one.wrong for one in checked):
                number = seo.import_redirects(rows, at=clock.now(), **who)
                said = ngettext("%(n)s redirect is written.", "%(n)s redirects are written.", number)
                messages.success(request, said % {"n": number})
                return redirect("redirects")
            form = RedirectTableForm(initial={"table": text})
    bad = [(one, " ".join(one.wrong.values())) for one in checked if one.wrong]
    context = {
        "form": form,
        "checked": checked[:200],
        "bad": bad,
        "good": len(checked) - len(bad),
        "example": EXAMPLE,
        "header_title": _("Redirects from a file"),
        "back_url": reverse("redirects"),
        "back_label": _("Redirects"),
    }
    status = 422 if form.errors or bad else 200
    return render(request, "marketing_manager/redirects_import.html", context, status=status)


def read_rows(text: str) -> list[tuple[int, seo.RedirectContent]]:
    """Read a table with a heading row; raises ValidationError for what is none."""
    head = text.partition("\n")[0]
    lines = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=max("\t;,", key=head.count)))
    names = [name.strip().casefold() for name in lines[0]] if lines else []
    if "source" not in names:
        raise forms.ValidationError(_("The first row names the columns; one of them is source."))
    if len(lines) - 1 > seo.MOST_ROWS:
        raise forms.ValidationError(_("The table is too long; split it."))
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        found = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        if not any(found.values()):
            continue
        status = found.get("status") or ("301" if found.get("target") else "410")
        rows.append(
            (
                number,
                seo.RedirectContent(
                    found.get("source", ""),
                    found.get("target", ""),
                    int(status) if status.isascii() and status.isdigit() else 0,
                    found.get("note", ""),
                ),
            )
        )
    return rows
