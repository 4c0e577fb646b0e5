"""Problems of forms in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog


def problem_words(code: str) -> str:
    """Say what is wrong with a field."""
    words = {
        "long": _("This is longer than the network takes."),
        "missing": _("This is needed."),
        "unknown": _("This is none of the choices."),
        "order": _("The end comes before the start."),
        "negative": _("This cannot be less than nothing."),
        "utm": _("Use 2 to 60 small letters, digits, - and _."),
        "room": _("There is no room for so many on this paper."),
        "path": _("Begin with / and name a page of the shop."),
        "share": _("Say 1 to 99 percent."),
        "taken": _("This exists already."),
        "access": _("An access ends after now and within a year."),
        "agency": _("This agency is not active."),
        "person": _("This address belongs to somebody else here."),
        "email": _("This is no e-mail address."),
        "no_popup": _("Nothing opens over a cart or a checkout. Choose another place, or a banner."),
        "soon": _("Between 5 and 600 seconds: nothing opens on arrival."),
        "percent": _("Between 10 and 100 percent of the page."),
        "over": _("This is over."),
        "nobody": _("Nobody can be in it: this is less than the other end of the same."),
        "no_insert": _("Only an insert goes into parcels: choose its paper and say so."),
    }
    return words.get(code, _("This cannot be right."))


def problems(wrong: Mapping[str, str], **skus: Collection[str]) -> dict[str, str]:
    """Return sentences for fields whose problems are codes; ``skus`` are the articles that fields name."""
    found = {name: problem_words(code) for name, code in wrong.items()}
    for name, named in skus.items():
        if wrong.get(name) == "unknown":
            known = catalog.variant_ids_by_sku(list(named))
            missing = ", ".join(sku for sku in named if sku not in known)
            found[name] = _("There is no article %(skus)s.") % {"skus": missing}
    return found


def left_out_words(reason: str) -> str:
    """Say why somebody gets nothing."""
    words = {
        "consent": _("No consent (any more)"),
        "holdout": _("Drawn to get nothing, to see what it brings"),
        "frequency": _("Had enough mails lately"),
        "promotion": _("The promotion does not hold now"),
        "early": _("Only some have the promotion yet; a mailing keeps the others for later"),
        "stock": _("None of the articles can be bought now"),
        "campaign": _("The campaign does not run"),
        "canceled": _("The mailing was canceled"),
        "bought": _("Bought already"),
        "cart": _("The cart is gone"),
        "price": _("Not cheaper any more"),
        "split": _("Went the other way, which has no message"),
        "exit": _("Came into the segment that ends it"),
        "birthday": _("Took the birthday out"),
        "wish": _("Not wished for any more, or no longer news"),
    }
    return words.get(reason, reason)


def onsite_words(why: str) -> str:
    """Say why an on-site message is held or over before its time; "" where the clock alone decided."""
    words = {
        "hand": _("Somebody stopped it by hand."),
        "campaign_over": _("Its campaign is over."),
        "campaign_paused": _("Its campaign is paused."),
        "campaign_waits": _("Its campaign has not started."),
        "promotion_stock": _("Its promotion is paused, because too little stock is left."),
        "promotion_paused": _("Its promotion is paused."),
        "promotion_waits": _("Its promotion has not started."),
        "promotion_over": _("Its promotion is over."),
        "goods": _("None of its articles can be bought now."),
        "segment": _("It is for another segment."),
        "planned": _("Its time has not come."),
        "ended": _("Its time is over."),
    }
    return words.get(why, "")
