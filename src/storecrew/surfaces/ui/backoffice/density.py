"""Comfortable or compact rows: Wagtail keeps the choice with the person, and our lists follow it too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.users.models import UserProfile

from storecrew.surfaces.ui.backoffice.access import ANY_STAFF, back_address, workspace_page

SNUG = UserProfile.AdminDensityThemes.SNUG
DEFAULT = UserProfile.AdminDensityThemes.DEFAULT


@workspace_page(permission=ANY_STAFF)
@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """Remember how close together the person wants the rows of lists."""
    wanted = SNUG if request.POST.get("compact") == "1" else DEFAULT
    # surface write: a taste in Wagtail's own table, which no context knows
    UserProfile.objects.update_or_create(user=request.user, defaults={"density": wanted})
    return redirect(back_address(request) or reverse("wagtailadmin_home"))
