"""Vouchers made before years ended by the clock of their shop end there too, on the day that was told."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import migrations
from django.db.models import Q


def by_the_clock_of_the_shop(apps, schema_editor):
    """Move the last second of a year by UTC to that by the clock of the shop: east of it, it is 1 January."""
    account, channel = apps.get_model("loyalty", "Account"), apps.get_model("channels", "Channel")
    vouchers = account.objects.filter(kind="voucher", expires_at__isnull=False)
    ends = vouchers.order_by().values_list("expires_at", flat=True).distinct()
    old = [end for end in ends if (end.month, end.day, end.time()) == (12, 31, dt.time(23, 59, 59))]
    if not old:
        return
    # As the shop of a voucher is found: that of its order, else the first of its currency, else the first.
    shops = list(channel.objects.select_related("default_market").order_by("-is_default", "code"))
    first = {shop.default_market.currency: shop.pk for shop in reversed(shops)}
    for shop in shops:
        own = Q(voucher__order__channel_id=shop.pk)
        if first[shop.default_market.currency] == shop.pk:
            own |= Q(voucher__order=None, currency=shop.default_market.currency)
        if shop is shops[0]:
            own |= Q(voucher__order=None) & ~Q(currency__in=list(first))
        for end in old:
            until = dt.datetime(end.year, 12, 31, 23, 59, 59, tzinfo=ZoneInfo(shop.timezone))
            if until != end:
                vouchers.filter(own, expires_at=end).update(expires_at=until)


class Migration(migrations.Migration):
    dependencies = [
        ("loyalty", "0008_goodwill_of_a_day"),
        ("channels", "initial_squashed_0002_launches"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
    ]

    operations = [migrations.RunPython(by_the_clock_of_the_shop, migrations.RunPython.noop)]
