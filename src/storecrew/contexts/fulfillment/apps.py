"""The Django app of the fulfillment context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class FulfillmentConfig(AppConfig):
    name = "storecrew.contexts.fulfillment"
    label = "fulfillment"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Fulfillment")

    def ready(self) -> None:
        """Register handlers, timed work, who may stop a change, and how busy the warehouses are."""
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.fulfillment import handlers, tasks  # noqa: F401
        from storecrew.contexts.fulfillment.capacity import load, senders
        from storecrew.contexts.fulfillment.operations.stopping import Warehouse
        from storecrew.contexts.fulfillment.queries.shipments import journey_of
        from storecrew.contexts.fulfillment.queries.team import damages_between, shipped_between
        from storecrew.contexts.fulfillment.subject_data import CollectionData
        from storecrew.contexts.orders.public import register_journeys, register_stopper
        from storecrew.contexts.promotions import public as promotions
        from storecrew.contexts.shipping import public as shipping

        customers.register_subject_data(CollectionData())
        register_stopper("warehouse", Warehouse())
        register_journeys(journey_of)
        shipping.register_capacity(load)
        shipping.register_places(senders)
        promotions.register_parcels(shipped_between)
        promotions.register_contacts(gettext_noop("damage reports"), damages_between)
