"""A picture of a customer: the record, what its owner said, shown or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import CustomerPicture
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.workspaces.marketing_manager.mentions import forms as typed
from storecrew.surfaces.workspaces.marketing_manager.mentions.lists import permission_status
from storecrew.surfaces.workspaces.marketing_manager.mentions.pages import NoSuchRow


def _picture(picture_id: int) -> CustomerPicture:
    rows = CustomerPicture.objects.select_related("mention", "product").defer("picture")
    row = rows.filter(pk=picture_id).first()
    if row is None:
        raise NoSuchRow
    return row


@workspace_page(permission="mentions.read")
def picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Show a picture of a customer with what its owner said."""
    row, writes = _picture(picture_id), request_actor(request).can("mentions.write")

    def to(name: str) -> str:
        return reverse(name, args=[row.pk])

    actions: list[Action] = []
    first = None
    if writes and row.permission != "withdrawn":
        permit = Action(_("Note the permission"), to("customer_picture_permit"), tone="strong")
        show = Action(_("Show at the product"), to("customer_picture_show"), post=True, tone="strong")
        hide = Action(_("Hide"), to("customer_picture_show"), post=True, fields={"shown": "0"})
        first = permit if row.permission == "asked" else None if row.shown else show
        question = _("It leaves the product at once and its content is deleted.")
        back = Action(
            _("The owner wants it back"), to("customer_picture_withdraw"), post=True, confirm=question
        )
        actions = [*([hide] if row.shown else []), back]
    steps = {
        "asked": _("Ask its owner on the network, then note what was said."),
        "given": "" if row.shown else _("Show it at its product."),
    }
    content = reverse("customer_picture_content", args=[row.pk]) if row.permission != "withdrawn" else ""
    source = reverse("mention", args=[row.mention_id]) if row.mention_id else ""
    record = Record(
        title=row.alt,
        record="marketing.customerpicture",
        record_id=row.pk,
        status=[permission_status(row)],
        next_step=steps.get(row.permission, ""),
        next_action=first,
        actions=actions,
        groups=[
            FactGroup(
                _("Picture"),
                [
                    Fact(_("Picture"), f"{row.width} × {row.height}", url=content),
                    Fact(_("By"), row.credit),
                    Fact(_("Product"), str(row.product)),
                    Fact(_("Shown"), row.shown),
                    Fact(_("From the mention"), str(row.mention or "–"), url=source),
                ],
            ),
            FactGroup(
                _("Permission"),
                [
                    Fact(_("What was said, and where"), row.permission_words or "–"),
                    Fact(_("When"), row.permission_at or "–", "datetime" if row.permission_at else "text"),
                ],
            ),
        ],
        back_url=reverse("customer_pictures"),
        back_label=_("Pictures of customers"),
        icon="image",
    )
    return render_record(request, record)


@workspace_page(permission="mentions.write")
def picture_permit(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Note what the owner said."""
    row, form = _picture(picture_id), typed.PermitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        marketing.permit_picture(
            row.pk, words=form.cleaned_data["words"], actor=request_actor(request), at=clock.now()
        )
        return redirect("customer_picture_record", picture_id=row.pk)
    return render_form(
        request,
        form,
        title=_("Note the permission"),
        back_url=reverse("customer_picture_record", args=[row.pk]),
        back_label=row.alt,
    )


@workspace_page(permission="mentions.write")
@require_POST
def picture_show(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Show it at its product, or no longer."""
    row = _picture(picture_id)
    try:
        shown = request.POST.get("shown") != "0"
        marketing.show_picture(row.pk, shown=shown, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("customer_picture_record", picture_id=row.pk)


@workspace_page(permission="mentions.write")
@require_POST
def picture_withdraw(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Forget a picture whose owner wants it back."""
    row = _picture(picture_id)
    marketing.withdraw_picture(row.pk, actor=request_actor(request), at=clock.now())
    return redirect("customer_picture_record", picture_id=row.pk)


@workspace_page(permission="mentions.read")
def picture_content(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Hand out the picture to those who look after it."""
    content = CustomerPicture.objects.filter(pk=picture_id).values_list("picture", flat=True).first()
    if not content:
        raise NoSuchRow
    answer = HttpResponse(bytes(content), content_type=marketing.picture_kind(bytes(content)))
    answer["Cache-Control"] = "private, no-store"
    return answer
