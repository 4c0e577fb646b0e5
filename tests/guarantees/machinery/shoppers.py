"""Shoppers over real HTTP who write down what they were told (a history), whatever happens to the shop."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from storecrew.contexts.checkout.tests.factories import ADDRESS
from tests.guarantees.machinery.shop import REMEMBERED

SKUS = ("A", "B")
TRIES = 6


class NoAnswer(Exception):
    """The connection broke; what was asked may or may not have happened."""


@dataclass
class History:
    """What all shoppers were told."""

    orders: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    broken_connections: int = 0
    lock: Any = field(default_factory=threading.Lock)


class Shopper(threading.Thread):
    """Buys again and again until told to stop; repeats what was not answered, with the same key."""

    def __init__(self, port: int, history: History, seed: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.history, self.stop = port, history, stop
        self.dice = random.Random(seed)

    def run(self) -> None:
        """Buy until told to stop."""
        while not self.stop.is_set():
            try:
                self.buy()
            except NoAnswer:
                time.sleep(0.05)

    def buy(self) -> None:
        """Fill a cart and place it."""
        cart = self.insist("POST", "carts", {})["id"]
        for sku in self.dice.sample(SKUS, self.dice.randint(1, 2)):
            self.insist("POST", f"carts/{cart}/lines", {"sku": sku, "quantity": self.dice.randint(1, 2)})
        email = f"{uuid.uuid4().hex[:8]}@example.com"
        details = {"email": email, "shipping_address": ADDRESS, "shipping_method": "standard"}
        self.insist("PUT", f"carts/{cart}/checkout", details)
        token = "tok_declined" if self.dice.random() < 0.1 else REMEMBERED
        self.place(cart, token)

    def place(self, cart: str, token: str) -> None:
        """Place a cart; what is never answered is written down as unknown."""
        body = {"payment": {"gateway": "simulator", "token": token}}
        key = uuid.uuid4().hex
        for _ in range(TRIES):
            try:
                status, answer = self.ask("POST", f"carts/{cart}/complete", body, key)
            except NoAnswer:
                time.sleep(0.1)
                continue
            if status in (200, 201):
                # A repeated request may be told that the payment is still being looked at: no promise yet.
                told = self.history.orders if answer["status"] == "confirmed" else self.history.waiting
                with self.history.lock:
                    told.append({"cart": cart, **answer})
                return
            if status == 402:
                with self.history.lock:
                    self.history.declined.append(cart)
                return
            time.sleep(0.3)
        with self.history.lock:
            self.history.unknown.append(cart)

    def insist(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Ask until it is answered well; NoAnswer when it never is."""
        for _ in range(TRIES):
            try:
                status, answer = self.ask(method, path, body, uuid.uuid4().hex)
            except NoAnswer:
                status, answer = 0, {}
            if status in (200, 201):
                return answer
            if self.stop.is_set():
                break
            time.sleep(0.1)
        raise NoAnswer(path)

    def ask(self, method: str, path: str, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        try:
            connection.request(method, f"/api/v1/{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            status, raw = answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            with self.history.lock:
                self.history.broken_connections += 1
            raise NoAnswer(path) from error
        finally:
            connection.close()
        with self.history.lock:
            self.history.statuses[status] += 1
            if status >= 500 and status != 503:
                self.history.faults.append(f"{method} {path}: {status} {raw[:200]!r}")
        return status, json.loads(raw) if raw else {}


class Crowd:
    """Shoppers at work: `with Crowd(port, 4) as history:`."""

    def __init__(self, port: int, size: int, seed: int = 1) -> None:
        self.stop = threading.Event()
        self.history = History()
        self.shoppers = [
            Shopper(port, self.history, seed * 1000 + number, self.stop) for number in range(size)
        ]

    def __enter__(self) -> History:
        for shopper in self.shoppers:
            shopper.start()
        return self.history

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        for shopper in self.shoppers:
            shopper.join(60)
            assert not shopper.is_alive(), "a shopper hangs"
