"""A REST address for programs of the business."""

from django.http import HttpRequest
from ninja import Router, Schema

from acme_stars.models import Star
from storecrew.surfaces.rest.staff.keys import KeyWith

router = Router()


class StarOut(Schema):
    product_id: int
    changes: int


@router.get("/stars", auth=KeyWith("acme_stars.read"), response=list[StarOut])
def stars(request: HttpRequest) -> list[Star]:
    """Return the products with the most stars."""
    return list(Star.objects.all()[:50])
