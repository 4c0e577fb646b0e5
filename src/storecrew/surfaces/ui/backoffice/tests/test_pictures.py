"""BAD-13: the library takes pictures through the limited child, by every form that Wagtail has for it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection

from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db


def picture(format_name: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(out, format_name, **options)
    return out.getvalue()


def with_position() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    return picture(exif=exif.tobytes(), comment=b"hidden")


@pytest.fixture
def editor(settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    client = Client()
    client.force_login(make_staff("content_team"))
    return client


def form(content: bytes, name: str = "beach.jpg") -> dict[str, Any]:
    return {
        "title": "Beach",
        "file": SimpleUploadedFile(name, content),
        "collection": Collection.get_first_root_node().pk,
    }


def upload(client: Client, content: bytes, name: str = "beach.jpg") -> Any:
    return client.post(reverse("wagtailimages:add"), form(content, name))


def stored() -> bytes:
    with get_image_model().objects.get().file.open("rb") as file:
        return bytes(file.read())


def test_bad_13_the_library_keeps_the_picture_and_nothing_else(editor: Client) -> None:
    content = with_position() + b"<script>alert(1)</script>"
    assert b"secret" in content
    answer = upload(editor, content)
    assert answer.status_code == 302, answer.content[:400]
    image = get_image_model().objects.get()
    assert (image.width, image.height) == (600, 400)
    assert not any(word in stored() for word in (b"secret", b"hidden", b"script"))


def test_bad_13_many_at_once_and_the_chooser_go_the_same_way(editor: Client) -> None:
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    body = {"files[]": SimpleUploadedFile("beach.jpg", with_position()), "title": "Beach"}
    answer = editor.post(reverse("wagtailimages:add_multiple"), body, headers=ajax)
    assert answer.json()["success"] is True
    assert b"secret" not in stored()
    get_image_model().objects.all().delete()
    fields = {f"image-chooser-upload-{name}": value for name, value in form(with_position()).items()}
    answer = editor.post(reverse("wagtailimages_chooser:create"), fields)
    assert answer.json()["step"] == "chosen"
    assert b"secret" not in stored()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.jpg"),
        (picture()[:300], "half.jpg"),
        (b"MZ\x90\x00", "a.exe"),
        (b"", "empty.png"),
    ],
)
def test_bad_13_other_files_are_refused_with_a_sentence(editor: Client, content: bytes, name: str) -> None:
    answer = upload(editor, content, name)
    assert answer.status_code == 200 and answer.context["form"].errors["file"]
    assert not get_image_model().objects.exists()


def test_bad_13_nothing_of_an_upload_is_decoded_in_the_shop(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = with_position()
    seen: list[bytes] = []
    real = Image.open

    def open_(file: Any, *args: Any, **options: Any) -> Any:
        data = file.read() if hasattr(file, "read") else b""
        seen.append(data)
        return real(io.BytesIO(data), *args, **options)

    monkeypatch.setattr(Image, "open", open_)
    assert upload(editor, content).status_code == 302
    assert all(b"secret" not in data for data in seen), "the file of a stranger was opened here"


def test_a_webp_becomes_what_it_is_kept_as(editor: Client) -> None:
    assert upload(editor, picture("WEBP"), "beach.webp").status_code == 302
    assert get_image_model().objects.get().file.name.endswith(".jpg")
