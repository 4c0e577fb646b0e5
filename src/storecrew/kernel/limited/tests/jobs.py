"""Jobs that behave, and jobs that do not."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path

from storecrew.kernel.limited import Answer


def echo(*words: str, content: bytes) -> Answer:
    print("a decoder that talks")
    return Answer({"words": list(words), "pid": os.getpid()}, (content, content[::-1]))


def settings_seen(*_words: str, content: bytes) -> Answer:
    return Answer({"environment": sorted(os.environ), "django": "django.conf" in sys.modules})


def too_much_memory(*_words: str, content: bytes) -> Answer:
    return Answer({"size": len(bytearray(512 << 20))})


def for_ever(*_words: str, content: bytes) -> Answer:
    while True:
        pass


def asleep(*_words: str, content: bytes) -> Answer:
    time.sleep(300)
    return Answer({})


def segfault(*_words: str, content: bytes) -> Answer:
    ctypes.string_at(0)
    return Answer({})


def fault(*_words: str, content: bytes) -> Answer:
    raise RuntimeError("inside")


def leaves(*_words: str, content: bytes) -> Answer:
    os._exit(0)


def writes(*words: str, content: bytes) -> Answer:
    Path(words[0]).write_bytes(b"x" * (1 << 20))
    return Answer({})
