"""One address says how mails leave; what it cannot mean is said at start."""

import pytest

from storecrew.config.environment import SettingsError
from storecrew.config.mailing import mailing


def test_without_an_address_mails_are_kept_in_the_data_folder(tmp_path):
    found = mailing("", tmp_path)
    assert found["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert found["EMAIL_FILE_PATH"] == str(tmp_path / "mails")


@pytest.mark.parametrize(
    ("url", "port", "starttls", "hidden"),
    [
        ("smtp://shop%40x:p%2Fw@mail.example.com", 587, True, False),
        ("smtp://shop%40x:p%2Fw@mail.example.com:2525?tls=off", 2525, False, False),
        ("smtps://shop%40x:p%2Fw@mail.example.com", 465, False, True),
    ],
)
def test_a_mail_server_is_spoken_to_in_secret_unless_the_address_says_otherwise(
    url, port, starttls, hidden, tmp_path
):
    found = mailing(url, tmp_path)
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.com", port)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("shop@x", "p/w")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, hidden)
    assert found["EMAIL_TIMEOUT"] == 20


def test_a_service_has_its_keys_and_whatever_else_it_knows(tmp_path):
    found = mailing("postmark://token@api", tmp_path, reports_secret="s3")
    assert found["EMAIL_BACKEND"] == "anymail.backends.postmark.EmailBackend"
    assert found["ANYMAIL"]["POSTMARK_SERVER_TOKEN"] == "token"
    assert found["ANYMAIL"]["WEBHOOK_SECRET"] == "mail:s3"
    assert found["STORECREW_MAIL_SERVICE"] == "postmark"
    gun = mailing("mailgun://key@mg.example.com?webhook_signing_key=w", tmp_path)["ANYMAIL"]
    assert gun["MAILGUN_SENDER_DOMAIN"] == "mg.example.com"
    assert gun["MAILGUN_WEBHOOK_SIGNING_KEY"] == "w"
    assert gun["WEBHOOK_SECRET"] == ""
    jet = mailing("mailjet://key:secret@api", tmp_path)["ANYMAIL"]
    assert (jet["MAILJET_API_KEY"], jet["MAILJET_SECRET_KEY"]) == ("key", "secret")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("pigeon://coop", "starts with 'pigeon'; use smtp://"),
        ("smtp://", "names no mail server"),
        ("smtp://host?tls=perhaps", "only|one word"),
        ("smtp://host?fast=on", "one word behind the question mark"),
        ("postmark://api", "has no SERVER_TOKEN of postmark"),
        ("mailjet://key@api", "has no SECRET_KEY of mailjet"),
    ],
)
def test_an_address_that_means_nothing_says_what_to_write(url, sentence, tmp_path):
    with pytest.raises(SettingsError, match=sentence):
        mailing(url, tmp_path)
