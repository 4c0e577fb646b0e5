"""The design system as a Django app: templates, styles, scripts."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """What all pages look like and are made of."""

    name = "storecrew.surfaces.ui"
    label = "ui"
    verbose_name = _("Design system")
