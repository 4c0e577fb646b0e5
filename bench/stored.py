"""Shops of a size, made once and taken from the store afterwards.

What is stored depends on the models and on the code that makes the data; with other ones it is made anew, and
what was stored for the old ones goes. On SQLite it is a folder with the database file, on PostgreSQL a
database that new ones are made from; the search index lies in the folder for both.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from bench import child, generate, shop, workplace
from bench.processes import apart
from storecrew.contexts.discovery import public as discovery

CODE = ("generate.py", "multiply.py", "shop.py", "sameness.py", "benchmarks/facets.py")


def have_shop(*, products: int = 0, variants: int = 1, orders: int = 0, index: bool = False) -> None:
    """Put this installation into the state of a shop of a size, whatever was in it before."""
    name = f"shop-{products}x{variants}" + (f"-{orders}" if orders else "") + ("-index" if index else "")

    def make() -> None:
        if index:
            have_shop(products=products, variants=variants, orders=orders)
            apart(discovery.reindex)
        elif orders:
            have_shop(products=products, variants=variants)
            apart(lambda: generate.make_orders(orders))
        elif products:
            have_shop()
            apart(lambda: generate.make_catalog(products, variants=variants))
        else:
            _empty()
            apart(_open)
        apart(shop.settle_database)

    _have(name, make, database=True)


def have_index(name: str, make: Callable[[], object]) -> None:
    """Put a search index into this installation that ``make`` would make without a database."""
    _have(f"index-{name}", make, database=False)


def _open() -> None:
    child.make_tables()
    shop.open_shop()


def _have(name: str, make: Callable[[], object], *, database: bool) -> None:
    with _alone(name):
        _have_alone(name, make, database=database)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Let other benchmarks of this machine wait until what they want too is stored."""
    _folder().mkdir(parents=True, exist_ok=True)
    with (_folder() / f"{name}-{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _have_alone(name: str, make: Callable[[], object], *, database: bool) -> None:
    folder = _folder() / f"{name}-{_key()}"
    began = time.monotonic()
    if (folder / "whole").exists() and (not database or _restore(folder)):
        _copy(folder / "search", _data() / "search")
        _say(f"{name}: from the store", began)
        return
    make()
    _forget(name, keep=folder.name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _copy(_data() / "search", folder / "search")
    if database:
        _store(folder)
    (folder / "whole").touch()
    _say(f"{name}: made and stored", began)


def _key() -> str:
    """Return a short text that is another one for other models or other data."""
    here = Path(__file__).resolve().parent
    digest = hashlib.blake2b(digest_size=6)
    for file in CODE:
        digest.update((here / file).read_bytes())
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda each: each._meta.label):
        fields = [(field.column, field.db_type(connection)) for field in model._meta.concrete_fields]
        rules = [repr(each.deconstruct()) for each in (*model._meta.constraints, *model._meta.indexes)]
        digest.update(json.dumps([model._meta.db_table, fields, rules]).encode())
    return f"{connection.vendor}-{digest.hexdigest()}"


def _folder() -> Path:
    return Path(os.environ["BENCH_STORE"])


def _data() -> Path:
    return Path(settings.STORECREW_DATA)


def _empty() -> None:
    shutil.rmtree(_data() / "search", ignore_errors=True)
    if connection.vendor == "postgresql":
        workplace.make_database(_name())
    else:
        _remove_file()


def _restore(folder: Path) -> bool:
    if connection.vendor == "postgresql":
        return workplace.make_database(_name(), like=_stored_name(folder))
    _remove_file()
    shutil.copyfile(folder / "database.sqlite3", _name())
    return True


def _store(folder: Path) -> None:
    if connection.vendor == "postgresql":
        workplace.make_database(_stored_name(folder), like=_name())
    else:
        shutil.copyfile(_name(), folder / "database.sqlite3")


def _forget(name: str, *, keep: str) -> None:
    """Remove what was stored under the same name for other code; other vendors keep theirs."""
    for old in _folder().glob(f"{name}-{connection.vendor}-*/"):
        if old.name != keep:
            if connection.vendor == "postgresql":
                workplace.drop_database(_stored_name(old))
            shutil.rmtree(old, ignore_errors=True)


def _stored_name(folder: Path) -> str:
    return f"storecrew_{folder.name}"[:63]


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _remove_file() -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{_name()}{end}").unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)


def _say(what: Any, began: float) -> None:
    print(f"  {what} ({time.monotonic() - began:.0f} s)", file=sys.stderr, flush=True)
