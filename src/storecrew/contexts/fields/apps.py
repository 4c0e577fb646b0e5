"""Django application of the fields context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldsConfig(AppConfig):
    """Definitions and values of custom fields."""

    name = "storecrew.contexts.fields"
    label = "fields"
    verbose_name = _("Custom fields")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the reactions, and say what is known of a person."""
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.fields import handlers  # noqa: F401
        from storecrew.contexts.fields.subject_data import FieldData

        customers.register_subject_data(FieldData())
