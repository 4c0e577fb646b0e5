"""Commands that report: with --json what is refused is a document, too, and the exit status tells."""

import gzip
import io
import json

import pytest
from django.core.management.base import CommandError

from storecrew.kernel.commands import ReportingCommand, Unusable, text_of
from storecrew.kernel.errors import Conflict


class Asked(ReportingCommand):
    requires_system_checks = ()
    happens: Exception | None = None

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--format", choices=["a", "b"], required=True)

    def handle(self, *args, **options):
        if self.happens:
            raise self.happens
        self.stdout.write("done")


def run(*words, happens=None):
    out, err = io.StringIO(), io.StringIO()
    command = Asked(stdout=out, stderr=err)
    command.happens = happens
    status = 0
    try:
        command.run_from_argv(["manage", "asked", *words])
    except SystemExit as left:
        status = left.code
    return status, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("happens", "status", "document"),
    [
        (
            Unusable("It is cut off.", suggestion="Bring it again.", code="damaged_file", line=3),
            2,
            {"error": "damaged_file", "reason": "It is cut off.", "suggestion": "Bring it again.", "line": 3},
        ),
        (
            Conflict("Somebody was faster.", next_step="Look again.", row=7),
            2,
            {"error": "conflict", "reason": "Somebody was faster.", "suggestion": "Look again.", "row": 7},
        ),
        (CommandError("No.", returncode=2), 2, {"error": "unusable", "reason": "No.", "suggestion": ""}),
    ],
)
def test_a_refusal_is_a_document(happens, status, document):
    left, out, _ = run("--format", "a", "--json", happens=happens)
    assert (left, json.loads(out)) == (status, document)
    left, out, err = run("--format", "a", happens=happens)
    assert (left, out) == (status, "")
    assert document["reason"] in err


def test_a_fault_of_the_program_is_a_document_and_a_traceback(capsys):
    left, out, _ = run("--format", "a", "--json", happens=ZeroDivisionError("by zero"))
    assert (left, json.loads(out)["error"]) == (3, "failed")
    assert "ZeroDivisionError" in capsys.readouterr().err
    with pytest.raises(ZeroDivisionError):
        run("--format", "a", happens=ZeroDivisionError("by zero"))


def test_options_that_cannot_be_used_are_a_document(capsys):
    left, out, _ = run("--format", "c", "--json")
    document = json.loads(out)
    assert (left, document["error"]) == (2, "unusable_options")
    assert "invalid choice: 'c'" in document["reason"]
    left, out, _ = run("--json")
    assert (left, json.loads(out)["error"]) == (2, "unusable_options")
    left, out, _ = run("--format", "c")
    assert (left, out) == (2, "")
    assert "invalid choice" in capsys.readouterr().err


def test_what_goes_well_stays_as_it_is():
    assert run("--format", "a", "--json") == (0, "done\n", "")


@pytest.mark.parametrize(
    "data",
    [
        "Größe\n1\n".encode(),
        "\ufeffGröße\r\n1\r\n".encode(),
        "Größe\r1\r".encode("utf-16"),
        "Größe\n1\n".encode("cp1252"),
        gzip.compress("Größe\r\n1\n".encode(), mtime=0),
    ],
)
def test_text_is_read_however_it_was_saved(tmp_path, data):
    path = tmp_path / "a file.txt"
    path.write_bytes(data)
    assert text_of(path) == "Größe\n1\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "no_file"),
        (gzip.compress(b"1" * 999, mtime=0)[:-9], "damaged_file"),
        (b"\x1f\x8bnot packed at all", "damaged_file"),
        (b"PK\x03\x04....", "no_text"),
        (b"GIF\0\0", "no_text"),
    ],
)
def test_what_is_no_text_is_told(tmp_path, data, code):
    path = tmp_path / "file.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Unusable) as refused:
        text_of(path)
    assert refused.value.document["error"] == code
    with pytest.raises(Unusable, match="cannot be read: Is a directory"):
        text_of(tmp_path)
