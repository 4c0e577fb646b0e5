"""Every list of the back office can be sent by the clock (U073): none needs more than its address."""

from __future__ import annotations

from io import BytesIO

import pytest

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work
from storecrew.surfaces.ui.backoffice.list_files import WRITER, list_at
from storecrew.surfaces.workspaces import urls as workspaces
from tests.guarantees.machinery.town import routes


@pytest.mark.django_db
def test_u073_every_list_is_written_without_a_request() -> None:
    make_channel("eu", is_default=True)
    owner = str(make_staff("owner").pk)
    reader = WRITER.reader(owner)
    assert reader is not None
    written = 0
    for route in routes(workspaces.urlpatterns):
        if "<" in route or list_at(route) is None:
            continue
        for form in work.FORMS:
            view = work.ListView(route, "", form, "Europe/Berlin")
            WRITER.require(view, owner)
            into = BytesIO()
            assert WRITER.write(view, sender=owner, reader=reader, into=into).name.endswith(form), route
            assert into.tell() > 0
        written += 1
    assert written > 50
