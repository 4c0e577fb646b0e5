"""Django application of the assortment context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssortmentConfig(AppConfig):
    """Range reviews and the assortment plan."""

    name = "storecrew.contexts.assortment"
    label = "assortment"
    verbose_name = _("Assortment")
    default_auto_field = "django.db.models.BigAutoField"
