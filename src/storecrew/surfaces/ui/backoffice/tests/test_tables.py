"""A table from a file or pasted, in the encodings of real spreadsheets."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from storecrew.surfaces.ui.backoffice.tables import TableForm
from storecrew.surfaces.ui.backoffice.templatetags.backoffice import long


class Small(TableForm):
    columns = "Two columns."
    sample = "a;b"
    most = 40


def sent(content: bytes) -> Small:
    return Small({}, {"file": SimpleUploadedFile("table.csv", content)})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_file_is_read_as_spreadsheets_write_it(encoding):
    form = sent("이름;값\n머그;1\n".encode(encoding))
    assert form.is_valid()
    assert form.cleaned_data["table"] == "이름;값\n머그;1\n"


def test_a_pasted_table_is_taken_as_it_stands():
    form = Small({"table": " a;b\n"})
    assert form.is_valid()
    assert form.cleaned_data["table"] == " a;b\n"
    assert form.fields["table"].help_text == "Two columns."


def test_what_is_too_long_empty_or_no_text_is_refused_at_its_field():
    assert sent(b"a" * 41).errors["file"] == ["The table is too long; split it."]
    assert Small({"table": "머" * 14}).errors["table"] == ["The table is too long; split it."]
    assert Small({"table": " \n"}).errors["table"] == ["Choose a file, or paste a table."]
    assert "file" in sent(b"\x89PNG\r\n").errors


def test_a_sentence_is_long_by_the_room_it_takes():
    assert not long("Send what proves the payment, or accept.")
    assert long("Too few people to pack: The more, the cheaper · and 7 more"), "its end would be dots"
    assert long("€46.90에 이의가 제기되었습니다. 결제를 증명하는 자료를 보내거나 수용하세요.")
    assert not long(60) and not long("머그")
