"""Settings come from the environment and are checked at start (OPS-05)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from storecrew.config.environment import Environment, SettingsError, data_folder, database

GOOD = {
    "DJANGO_SETTINGS_MODULE": "storecrew.config.settings.prod",
    "STORECREW_SECRET_KEY": "k3-Q9_zT7" * 8,
    "STORECREW_HOSTS": "shop.example.com",
    "STORECREW_GATEWAYS": "bank_transfer,cash_on_delivery",
    "STORECREW_MAIL_URL": "smtp://shop:secret@mail.example.com",
    "STORECREW_MAIL_FROM": "shop@example.com",
}


def manage(*arguments, **variables):
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("STORECREW", "DJANGO"))
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "storecrew.config.manage", *arguments],
        env=environment | {"PYTHONPATH": "src"} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_words_flags_and_numbers_are_read():
    env = Environment({"A": " x , y,,", "B": "Yes", "C": "7", "D": " "})
    assert env.words("A") == ["x", "y"]
    assert env.flag("B") is True
    assert env.flag("MISSING") is False
    assert env.integer("C", 1) == 7
    assert env.text("D", "default") == "default"


def test_waiting_for_others_has_an_end_on_both_databases(tmp_path):
    assert database("postgres://db/shop", tmp_path)["OPTIONS"]["options"] == "-c lock_timeout=3000 -c jit=off"
    asked = database("postgres://db/shop?lock_timeout=8", tmp_path, lock_wait=20)
    assert asked["OPTIONS"]["options"] == "-c lock_timeout=8000 -c jit=off"
    assert database("", tmp_path)["OPTIONS"]["timeout"] == 3
    assert database("", tmp_path, lock_wait=20)["OPTIONS"]["timeout"] == 20
    with pytest.raises(SettingsError, match="lock_timeout"):
        database("postgres://db/shop?lock_timeout=long", tmp_path)


@pytest.mark.parametrize(("name", "read"), [("flag", Environment.flag), ("integer", Environment.integer)])
def test_a_wrong_value_says_what_to_use(name, read):
    env = Environment({"X": "perhaps"})
    with pytest.raises(SettingsError, match="X is 'perhaps'; use"):
        env.flag("X") if name == "flag" else env.integer("X", 1)


def test_a_database_url_chooses_the_database(tmp_path):
    assert database("", tmp_path)["NAME"] == str(tmp_path / "storecrew.sqlite3")
    assert database("sqlite:////tmp/a%20b.db", tmp_path)["NAME"] == "/tmp/a b.db"
    postgres = database("postgres://mina:p%40ss@db.example.com:6432/shop?sslmode=require", tmp_path)
    assert postgres["ENGINE"] == "storecrew.kernel.postgresql"
    assert (postgres["USER"], postgres["PASSWORD"], postgres["HOST"]) == ("mina", "p@ss", "db.example.com")
    assert (postgres["PORT"], postgres["NAME"]) == ("6432", "shop")
    assert postgres["OPTIONS"]["sslmode"] == "require"
    assert postgres["OPTIONS"]["prepare_threshold"] == 5
    behind_a_pooler = database("postgres://db/shop?prepare_threshold=off&lock_timeout=off", tmp_path)
    assert "options" not in behind_a_pooler["OPTIONS"]
    assert behind_a_pooler["OPTIONS"]["prepare_threshold"] is None
    with pytest.raises(SettingsError, match="a number or off"):
        database("postgres://db/shop?prepare_threshold=soon", tmp_path)
    with pytest.raises(SettingsError, match="use postgres://"):
        database("mysql://x/y", tmp_path)


def test_every_commit_waits_for_the_disk_unless_the_installation_is_being_built(tmp_path):
    assert "synchronous=FULL" in database("", tmp_path)["OPTIONS"]["init_command"]
    assert "synchronous=OFF" in database("", tmp_path, building=True)["OPTIONS"]["init_command"]


def test_the_data_folder_is_beside_the_project_or_where_the_variable_says(tmp_path):
    assert data_folder(Environment({}), tmp_path) == (tmp_path / ".data").resolve()
    assert data_folder(Environment({"STORECREW_DATA": "~/shop"}), tmp_path) == Path.home() / "shop"


def test_ops_05_production_passes_djangos_own_checks_without_a_warning(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **GOOD, STORECREW_DATA=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"STORECREW_SECRET_KEY": ""}, "STORECREW_SECRET_KEY is missing or a sample"),
        ({"STORECREW_SECRET_KEY": "sample" * 20}, "STORECREW_SECRET_KEY is missing or a sample"),
        ({"STORECREW_SECRET_KEY": "short"}, "STORECREW_SECRET_KEY is missing or a sample"),
        ({"STORECREW_GATEWAYS": "stripe,simulator"}, "names the simulator"),
        ({"STORECREW_GATEWAYS": ""}, "names the simulator"),
        ({"STORECREW_STRIPE_SECRET_KEY": "sk_test_51abc"}, "is a test key"),
        ({"STORECREW_STRIPE_SECRET_KEY": "rk_test_51abc"}, "is a test key"),
        ({"STORECREW_STRIPE_API_BASE": "http://127.0.0.1:1"}, "no real money would move"),
        ({"STORECREW_DEMO": "1"}, "its sign-ins are public"),
        ({"STORECREW_BUILDING": "1"}, "a power cut could take orders along"),
        ({"STORECREW_HOSTS": ""}, "STORECREW_HOSTS is unset"),
        ({"STORECREW_MAIL_URL": ""}, "no mail would reach a customer"),
        ({"STORECREW_MAIL_URL": "pigeon://coop"}, "STORECREW_MAIL_URL starts with 'pigeon'; use smtp://"),
        ({"STORECREW_MAIL_FROM": ""}, "STORECREW_MAIL_FROM is unset"),
        ({"STORECREW_DEMO": "perhaps"}, "use 1 or 0"),
    ],
)
def test_ops_05_production_refuses_what_belongs_to_the_demo(change, sentence, tmp_path):
    done = manage("check", **(GOOD | change), STORECREW_DATA=str(tmp_path))
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_in_an_empty_folder_says_how_to_open_a_shop(tmp_path: Path) -> None:
    done = manage("import_catalog", str(tmp_path / "x.csv"), STORECREW_DATA=str(tmp_path / "new"))
    assert done.returncode == 2
    assert "There is no shop in" in done.stderr
    assert "bootstrap_shop" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelled_variable_is_named_with_what_was_meant(tmp_path):
    done = manage(
        "check", **GOOD, STORECREW_DATA=str(tmp_path), STORECREW_MAILURL="smtp://x", STORECREW_QQ="1"
    )
    assert done.returncode == 0
    assert "STORECREW_MAILURL is set, but no setting reads it" in done.stderr
    assert "Do you mean STORECREW_MAIL_URL?" in done.stderr
    assert "docs/reference/settings.md" in done.stderr


def test_a_number_below_the_least_is_refused_with_the_least():
    assert Environment({"X": "30"}).integer("X", 365, least=30) == 30
    with pytest.raises(SettingsError, match="from 30 on"):
        Environment({"X": "29"}).integer("X", 365, least=30)
