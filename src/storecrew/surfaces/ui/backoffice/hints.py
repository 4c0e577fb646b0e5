"""What the search of a list looks into, in the words of its readers: from the fields that it searches."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST = 4
# By the end of a field's path; the longer end wins. What only programs write ("record_id") has no word.
WORDS: dict[str, str | Promise] = {
    "actor_label": _("person"),
    "alt": _("description"),
    "answer": _("answer"),
    "audience": _("audience"),
    "author_name": _("author"),
    "barcode": _("barcode"),
    "batch__name": _("batch"),
    "bin__code": _("bin"),
    "body": _("text"),
    "brand": _("brand"),
    "campaign": _("campaign"),
    "campaign__name": _("campaign"),
    "campaign_name": _("campaign"),
    "carrier": _("carrier"),
    "carrier_ref": _("reference"),
    "category__name": _("category"),
    "channel_code": _("shop"),
    "code": _("code"),
    "comment__body": _("comment"),
    "company": _("company"),
    "country": _("country"),
    "credit": _("author"),
    "currency": _("currency"),
    "customer__name": _("name"),
    "customs_description": _("description"),
    "decision": _("decision"),
    "description": _("description"),
    "detail": _("text"),
    "driver": _("driver"),
    "email": _("e-mail address"),
    "eori": "EORI",
    "grant__name": _("customer"),
    "group_name": _("ad group"),
    "hint": _("code"),
    "host": _("domain"),
    "hs_code": _("HS code"),
    "hypothesis": _("hypothesis"),
    "keywords__text": _("keyword"),
    "label": _("page"),
    "name": _("name"),
    "named": _("reference"),
    "new_path": _("address"),
    "note": _("note"),
    "number": _("number"),
    "old_path": _("address"),
    "order__number": _("order"),
    "order_ref": _("order"),
    "outcome": _("outcome"),
    "owner": _("person"),
    "parcel__code": _("parcel"),
    "partner__name": _("partner"),
    "path": _("address"),
    "payout__reference": _("payout"),
    "phone": _("phone"),
    "plate": _("number plate"),
    "positioning": _("positioning"),
    "price_list__name": _("price list"),
    "product__slug": _("product"),
    "product__title": _("product"),
    "query": _("search words"),
    "reason": _("reason"),
    "received_by": _("person"),
    "recipient_email": _("e-mail address"),
    "recipient_name": _("recipient"),
    "reference": _("reference"),
    "region": _("region"),
    "requester_label": _("person"),
    "rival": _("competitor"),
    "season": _("season"),
    "segment": _("segment"),
    "signer": _("signer"),
    "sku": "SKU",
    "subject": _("subject"),
    "supplier__name": _("supplier"),
    "supplier_sku": "SKU",
    "tax_class__name": _("tax class"),
    "text": _("text"),
    "title": _("title"),
    "to": _("e-mail address"),
    "tracking_number": _("tracking number"),
    "un_number": _("UN number"),
    "url": _("address"),
    "what": _("task"),
    "with_title": _("title"),
    "word": _("code word"),
    "words": _("words"),
    "zone__code": _("zone"),
}


def searched(fields: Iterable[str]) -> str:
    """Return "Number, name or SKU" for the fields of a list; "" when none of them has a word."""
    found = list(dict.fromkeys(str(WORDS[end]) for end in map(_known_end, fields) if end))[:MOST]
    if not found:
        return ""
    *before, last = found
    words = gettext("%(first)s or %(last)s") % {"first": ", ".join(before), "last": last} if before else last
    return words[:1].upper() + words[1:]


def _known_end(field: str) -> str:
    """Return the longest end of a path that has a word, "" when there is none."""
    parts = field.split("__")
    ends = ("__".join(parts[start:]) for start in range(len(parts)))
    return next((end for end in ends if end in WORDS), "")
