"""Pictures that belong to marketing: of shoppers, with their permission, and of our own posts."""

from __future__ import annotations

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image

from storecrew.contexts.marketing import public as marketing


@require_safe
def customer_picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Hand out a picture of a shopper while it is shown; browsers forget it soon."""
    content = marketing.shown_picture(picture_id)
    if not content:
        raise Http404
    answer = HttpResponse(content, content_type=marketing.picture_kind(content))
    answer["Cache-Control"] = "public, max-age=600"
    return answer


@require_safe
def post_picture(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the picture of a post as JPEG, which is all that Instagram fetches."""
    content = marketing.picture_of_post(key)
    if not content:
        raise Http404
    made = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.convert("RGB").save(made, "JPEG", quality=90)  # surface write: in memory
    answer = HttpResponse(made.getvalue(), content_type="image/jpeg")
    answer["Cache-Control"] = "public, max-age=600"
    answer["X-Robots-Tag"] = "noindex"
    return answer
