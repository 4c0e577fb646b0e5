"""A body whose length nobody states is read like any other."""

from __future__ import annotations

from io import BytesIO

import pytest

from storecrew.config.bodies import measured


def seen(body: bytes, most: int = 100, **environ: object) -> tuple[str, bytes]:
    """Return the length and the body that the application sees."""
    found: list[tuple[str, bytes]] = []

    def application(environ: dict, start: object) -> list[bytes]:
        found.append((environ.get("CONTENT_LENGTH", ""), environ["wsgi.input"].read()))
        return []

    asked = {"REQUEST_METHOD": "POST", "wsgi.input_terminated": True, "wsgi.input": BytesIO(body), **environ}
    measured(most, application)(asked, None)
    return found[0]


def test_a_streamed_body_gets_its_length() -> None:
    assert seen(b'{"sku": "A-1"}') == ("14", b'{"sku": "A-1"}')
    assert seen(b"") == ("0", b"")


def test_bad_15_of_an_endless_body_so_much_is_read_that_it_is_refused() -> None:
    assert seen(b"x" * 1000, most=100) == ("101", b"x" * 101)


@pytest.mark.parametrize(
    "environ", [{"CONTENT_LENGTH": "3"}, {"wsgi.input_terminated": False}, {"REQUEST_METHOD": "GET"}]
)
def test_other_bodies_stay_as_they_are(environ: dict) -> None:
    assert seen(b"abc", **environ) == (environ.get("CONTENT_LENGTH", ""), b"abc")
