# ruff: noqa: E501 - a sample reads best on one line
"""Each rule catches what it is for, and lets pass what is right."""

from __future__ import annotations

import pytest

from tests.architecture.house import Rule, Source
from tests.architecture.rules import RULES, data, money, outside, shape, surfaces, time, walls, words

CHECKOUT = "contexts/checkout/operations.py"
VIEW = "surfaces/storefront/cart/views.py"
STAFF_VIEW = "surfaces/workspaces/tester/views.py"
C = "storecrew.contexts"

BAD: list[tuple[Rule, str, str]] = [
    (walls.crossings_end_in_public, CHECKOUT, f"from {C}.orders.models import Order"),
    (walls.crossings_end_in_public, CHECKOUT, f"from {C}.orders import operations"),
    (walls.crossings_end_in_public, CHECKOUT, f"import {C}.orders.queries"),
    (walls.crossings_end_in_public, CHECKOUT, f"def f():\n    from {C}.inventory.rules import split"),
    (walls.crossings_end_in_public, VIEW, f"from {C}.orders.operations import confirm"),
    (walls.crossings_end_in_public, "config/bootstrap.py", f"from {C}.orders.models import Order"),
    (walls.contexts_know_no_http, CHECKOUT, "from django.http import HttpRequest"),
    (walls.contexts_know_no_http, CHECKOUT, "from django.urls import reverse"),
    (walls.contexts_know_no_http, CHECKOUT, "from django.db.models.signals import post_save"),
    (walls.contexts_know_no_http, CHECKOUT, "from django.dispatch import receiver"),
    (walls.contexts_know_no_http, "contexts/content/models.py", "from django.dispatch import receiver"),
    (walls.values_are_plain_python, "contexts/pricing/rules.py", "from django.db import models"),
    (walls.values_are_plain_python, "contexts/pricing/rules/vat.py", "from django.conf import settings"),
    (walls.values_are_plain_python, "contexts/pricing/facts.py", "import wagtail"),
    (walls.models_are_imported_not_looked_up, CHECKOUT, "apps.get_model('orders', 'Order')"),
    (data.foreign_keys_point_down, "contexts/catalog/models.py", "x = models.ForeignKey('orders.Order', related_name='+')"),
    (data.foreign_keys_point_down, "contexts/orders/models.py", "x = models.ForeignKey('pricing.Price', related_name='+')"),
    (data.foreign_keys_point_down, "contexts/orders/models.py", "x = models.ForeignKey('catalog.Variant')"),
    (data.foreign_keys_point_down, "contexts/orders/models.py", "x = ForeignKey(to='catalog.Variant', related_name='lines')"),
    (data.foreign_keys_point_down, "contexts/orders/models.py", "x = models.ForeignKey(settings.AUTH_USER_MODEL)"),
    (data.foreign_keys_point_down, "contexts/catalog/models.py", "x = models.ForeignKey('wagtailimages.Image')"),
    (data.row_locks_are_ordered_and_taken, CHECKOUT, "Order.objects.select_for_update().filter(pk=1)"),
    (data.row_locks_are_ordered_and_taken, CHECKOUT, "def f():\n    rows = Order.objects.order_by('pk').select_for_update()\n    rows.update(a=1)"),
    (data.row_locks_are_ordered_and_taken, CHECKOUT, "x = list(Order.objects.select_for_update())"),
    (data.row_locks_are_ordered_and_taken, CHECKOUT, "for row in Order.objects.select_for_update().filter(a=1):\n    pass"),
    (surfaces.surfaces_do_not_write, VIEW, "Cart.objects.create(token='x')"),
    (surfaces.surfaces_do_not_write, VIEW, "Cart.objects.filter(pk=1).update(a=2)"),
    (surfaces.surfaces_do_not_write, VIEW, "form.save()"),
    (surfaces.surfaces_do_not_write, VIEW, "cart.delete()"),
    (surfaces.surfaces_do_not_write, VIEW, "form.save()  # surface write:"),
    (surfaces.markup_is_reviewed, VIEW, "mark_safe(f'<b>{name}</b>')"),
    (surfaces.markup_is_reviewed, VIEW, "format_html('<b>' + name + '</b>')"),
    (surfaces.markup_is_reviewed, VIEW, "markupsafe.Markup(text)"),
    (surfaces.markup_is_reviewed, "surfaces/storefront/a.jinja", "<p>\n{{ text|safe }}"),
    (surfaces.markup_is_reviewed, "surfaces/ui/a.html", "{% autoescape off %}"),
    (surfaces.refused_forms_say_so, STAFF_VIEW, "def add(request):\n    form = F(request.POST)\n    form.is_valid()\n    return render(request, 'a.html', {'form': form})"),
    (words.steps_are_said_once, VIEW, "form.add_error(None, f'{error} {error.next_step}')"),
    (words.steps_are_said_once, "surfaces/ui/a.html", "<p>{{ bad }} {{ bad.next_step }}</p>"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "at = timezone.now()"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "at = models.DateTimeField(default=timezone.now)"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "at = dt.datetime.now(dt.UTC)"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "day = datetime.date.today()"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "day = timezone.localdate()"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "s = time.time()"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "at = models.DateTimeField(auto_now_add=True)"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "from django.db.models.functions import Now"),
    (money.money_is_never_a_float, "contexts/orders/models.py", "total = models.DecimalField()"),
    (money.money_is_never_a_float, "contexts/catalog/models.py", "score = models.FloatField()"),
    (money.money_is_never_a_float, "contexts/orders/rules.py", "share = total * 0.19"),
    (money.money_is_never_a_float, "contexts/orders/rules.py", "share = float(total)"),
    (money.money_is_never_a_float, "kernel/money.py", "def f(x: float): ..."),
    (words.stored_words_are_sentences, CHECKOUT, "work.raise_finding(title='It is low')"),
    (words.stored_words_are_sentences, CHECKOUT, "work.raise_finding(title=f'{sku} is low')"),
    (words.stored_words_are_sentences, CHECKOUT, "work.open_task(title=_('%(a)s is low') % {'a': sku})"),
    (words.stored_words_are_sentences, CHECKOUT, "work.open_task(title=say('a'), detail=', '.join(names))"),
    (words.stored_words_are_sentences, CHECKOUT, "work.raise_not_started(detail=say('a') if b else str(refusal))"),
    (words.refusals_are_sentences, CHECKOUT, "raise InvalidLabel(parcels='every parcel needs a weight')"),
    (words.refusals_are_sentences, CHECKOUT, "raise NotForSale(f'{sku} is not for sale')"),
    (words.refusals_are_sentences, CHECKOUT, "drop(reason='not waited for' if late else 'replaced with consent')"),
    (words.refusals_are_sentences, CHECKOUT, "drop(reason=f'{number}: exchanged for a cheaper one')"),
    (words.refusals_are_sentences, CHECKOUT, "pause(7, reason=_('Paused by hand.'))"),
    (words.refusals_are_sentences, CHECKOUT, "move(row, reason=str(refusal))"),
    (words.refusals_are_sentences, CHECKOUT, "Run.objects.update(error=str(refusal))"),
    (words.refusals_are_sentences, CHECKOUT, "Run.objects.update(message=_('The search broke off.'))"),
    (outside.one_client_talks_to_the_outside, CHECKOUT, "import httpx"),
    (outside.one_client_talks_to_the_outside, CHECKOUT, "from urllib.request import urlopen"),
    (outside.one_client_talks_to_the_outside, VIEW, "import requests"),
    (outside.one_client_talks_to_the_outside, "contexts/payments/operations.py", "import http.client"),
    (shape.doorways_only_open, "contexts/orders/public.py", "from a import b\n__all__ = ['b']\ndef c(): ..."),
    (shape.doorways_only_open, "contexts/orders/public.py", "from a import b"),
    (shape.doorways_only_open, "contexts/orders/public.py", "from a import b\n__all__ = ['b', 'c']"),
    (shape.doorways_only_open, "contexts/orders/public.py", "from a import b, c\n__all__ = ['b']"),
    (shape.files_stay_small, CHECKOUT, "x = 1\n" * 401),
    (shape.files_stay_small, "contexts/checkout/tests/test_a.py", "x = 1\n" * 801),
    (shape.nothing_is_left_for_later, CHECKOUT, "x = 1  # " + "TO" + "DO: later"),
]  # fmt: skip

GOOD: list[tuple[Rule, str, str]] = [
    (walls.crossings_end_in_public, CHECKOUT, f"from {C}.orders import public as orders"),
    (walls.crossings_end_in_public, CHECKOUT, f"from {C}.orders.public import Order"),
    (walls.crossings_end_in_public, CHECKOUT, f"from {C}.checkout.models import Cart"),
    (walls.crossings_end_in_public, VIEW, f"from {C}.orders.models import Order"),
    (walls.crossings_end_in_public, "contexts/checkout/tests/test_a.py", f"from {C}.orders.tests import factories"),
    (walls.contexts_know_no_http, VIEW, "from django.http import HttpRequest"),
    (walls.contexts_know_no_http, "contexts/content/models.py", "from django.http import HttpRequest"),
    (walls.values_are_plain_python, "contexts/pricing/errors.py", "from django.utils.translation import gettext_lazy as _"),
    (walls.values_are_plain_python, "contexts/pricing/models.py", "from django.db import models"),
    (data.foreign_keys_point_down, "contexts/orders/models.py", "x = models.ForeignKey('catalog.Variant', related_name='+')"),
    (data.foreign_keys_point_down, "contexts/orders/models.py", "x = models.ForeignKey(Order, related_name='lines')"),
    (data.foreign_keys_point_down, "contexts/orders/models.py", "x = models.ForeignKey('orders.Order')"),
    (data.foreign_keys_point_down, "contexts/orders/models.py", "x = models.ForeignKey('self')"),
    (data.row_locks_are_ordered_and_taken, CHECKOUT, "Order.objects.select_for_update().get(pk=1)"),
    (data.row_locks_are_ordered_and_taken, CHECKOUT, "rows = list(Order.objects.select_for_update().order_by('pk')[:5])"),
    (data.row_locks_are_ordered_and_taken, CHECKOUT, "rows = {r.pk: r for r in Order.objects.order_by('pk').select_for_update()}"),
    (data.row_locks_are_ordered_and_taken, CHECKOUT, "def f():\n    q = Order.objects.select_for_update()\n    for row in q.order_by('pk'):\n        pass"),
    (data.row_locks_are_ordered_and_taken, CHECKOUT, "def f():\n    q = Order.objects.select_for_update()\n    return q.first()"),
    (surfaces.surfaces_do_not_write, VIEW, "request.session.save()  # surface write: the session is the visitor's own"),
    (surfaces.surfaces_do_not_write, VIEW, "params.update(a=1)"),
    (surfaces.surfaces_do_not_write, CHECKOUT, "Cart.objects.create()"),
    (surfaces.markup_is_reviewed, VIEW, "# reviewed: escaped one line above\nmark_safe(text)"),
    (surfaces.markup_is_reviewed, VIEW, "format_html('<b>{}</b>', name)"),
    (surfaces.markup_is_reviewed, VIEW, "mark_safe('<b>–</b>')"),
    (surfaces.markup_is_reviewed, "surfaces/ui/a.jinja", "{# reviewed: cleaned by catalog.rules.clean_html #}{{ page.html|safe }}"),
    (surfaces.markup_is_reviewed, "contexts/checkout/templates/mail.txt", "{% autoescape off %}"),
    (surfaces.refused_forms_say_so, STAFF_VIEW, "def add(request):\n    form = F(request.POST)\n    form.is_valid()\n    return render(request, 'a.html', {}, status=422)"),
    (surfaces.refused_forms_say_so, STAFF_VIEW, "def look(request):\n    form = F(request.GET)\n    form.is_valid()\n    return render(request, 'a.html', {})"),
    (time.the_store_clock_alone_reads_the_time, "kernel/clock.py", "dt.datetime.now(dt.UTC)"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "at = clock.now(); s = time.monotonic()"),
    (time.the_store_clock_alone_reads_the_time, CHECKOUT, "shown = timezone.localtime(at, zone)"),
    (money.money_is_never_a_float, "contexts/payments/providers/stripe/client.py", "TIMEOUT = 20.0  # not money: seconds"),
    (money.money_is_never_a_float, "contexts/catalog/rules.py", "share = 0.5"),
    (money.money_is_never_a_float, CHECKOUT, "# not money in this file: coordinates\nx = 0.5"),
    (words.stored_words_are_sentences, CHECKOUT, "work.open_task(title=say('Put back %(n)s', n=1), detail='')"),
    (words.stored_words_are_sentences, CHECKOUT, "work.open_task(title=row.name, detail=joined(parts))"),
    (words.stored_words_are_sentences, "demo/steps/work.py", "work.open_task(title='Call the printer')"),
    (words.refusals_are_sentences, CHECKOUT, "raise InvalidLabel(parcels=_('Each parcel needs a weight.'), key='too_long')"),
    (words.refusals_are_sentences, CHECKOUT, "raise ValueError('nobody could send it')"),
    (words.refusals_are_sentences, CHECKOUT, "drop(reason=say('Not waited for') if late else '', cause='short')"),
    (words.refusals_are_sentences, CHECKOUT, "pause(7, reason=say('Paused by hand.')); say('%(reason)s', reason=str(error))"),
    (words.refusals_are_sentences, CHECKOUT, "Run.objects.update(error=refused(refusal), reason=note.strip()[:300])"),
    (outside.one_client_talks_to_the_outside, "kernel/outgoing.py", "import httpx"),
    (outside.one_client_talks_to_the_outside, "contexts/payments/providers/stripe/client.py", "import httpx"),
    (outside.one_client_talks_to_the_outside, CHECKOUT, "from urllib.parse import urlsplit"),
    (shape.doorways_only_open, "contexts/orders/public.py", '"""Doc."""\nfrom a import b as c\n__all__ = ["c"]'),
    (shape.files_stay_small, CHECKOUT, "x = 1\n" * 400),
    (shape.nothing_is_left_for_later, CHECKOUT, "x = 'method'"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_a_bad_sample_is_caught(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text)))


@pytest.mark.parametrize(("rule", "path", "text"), GOOD)
def test_a_good_sample_passes(rule: Rule, path: str, text: str) -> None:
    assert [str(violation) for violation in rule(Source(path, text))] == []


def test_every_rule_has_a_bad_sample() -> None:
    assert set(RULES) == {rule for rule, _, _ in BAD}
