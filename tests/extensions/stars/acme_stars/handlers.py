"""What the extension does when something happens in the shop."""

from django.db.models import F

from acme_stars.models import Star
from storecrew.contexts.catalog.events import ProductChanged
from storecrew.kernel import outbox


@outbox.subscribe(ProductChanged)
def count(event: ProductChanged) -> None:
    """Count a change; the outbox sees to it that an event is counted once."""
    Star.objects.get_or_create(product_id=event.product_id)
    Star.objects.filter(product_id=event.product_id).update(changes=F("changes") + 1)
